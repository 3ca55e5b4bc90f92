"""A finding, the thresholds behind it, and figures as they are shown."""

import datetime as dt
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any, Self

import geopandas as gpd
import numpy as np
import pandas as pd


class Severity(StrEnum):
    """How much a finding matters, as the word that is shown."""

    ERROR = "Error"
    WARNING = "Warning"
    OK = "Fine"


class Part(StrEnum):
    """What a finding is about, in the order of a report."""

    INCIDENTS = "incidents"
    SCHOOLS = "schools"
    GATES = "gates"
    INTERCHANGES = "interchanges"
    STREETS = "streets"
    AREAS = "areas"
    BASEMAP = "basemap"
    TERMS = "terms"
    BELLS = "bells"
    CONTEXT = "context"


class ChartKind(StrEnum):
    """How a chart is drawn."""

    BARS = "bars"
    LINES = "lines"
    HEAT = "heat"
    CLOCK = "clock"


@dataclass(frozen=True, eq=False)
class Chart:
    """A chart to be drawn on screen or on paper, with the table that says the same.

    Attributes
    ----------
    x, y : str
        Columns of ``table``. Of a heat map both are texts in their order; of a clock ``x`` is the
        hour, ``00:00`` first.
    description : str
        What the chart shows, for those who do not see it.
    value : str
        Column of numbers that a heat map shades.
    series : str
        Column that tells lines apart.
    usual : str
        Column of numbers to compare ``y`` with, drawn as a tick.
    marked : str
        Column of yes and no: what stands out.
    """

    kind: ChartKind
    table: pd.DataFrame = field(repr=False)
    x: str
    y: str
    description: str
    value: str = ""
    series: str = ""
    usual: str = ""
    marked: str = ""


@dataclass(frozen=True, eq=False)
class Finding:
    """One thing that was looked at.

    Attributes
    ----------
    code : str
        Stable name, such as ``spike-at-midnight``.
    title, effect, to_do : str
        One sentence each: what is so, with figures; what it does to the maps; what to do.
    table : DataFrame or None
        The figures behind it, with column names for people.
    where : GeoSeries or None
        Shapes for a map, in the CRS of the area. Incidents are shown as the middles of 250 m
        cells and never one by one.
    """

    code: str
    part: Part
    severity: Severity
    title: str
    effect: str
    to_do: str
    table: pd.DataFrame | None = field(default=None, repr=False)
    where: gpd.GeoSeries | None = field(default=None, repr=False)
    chart: Chart | None = field(default=None, repr=False)

    @classmethod
    def fine(
        cls,
        code: str,
        part: Part,
        title: str,
        table: pd.DataFrame | None = None,
        chart: Chart | None = None,
    ) -> Self:
        """One thing that was checked and is as it should be.

        Parameters
        ----------
        code, part, title, table, chart
            As of a finding.
        """
        return cls(code, part, Severity.OK, title, "None.", "Nothing.", table, chart=chart)

    def to_dict(self) -> dict[str, Any]:
        """The finding as plain values, with its table but without its shapes."""
        chart = self.chart
        return {
            "code": self.code,
            "layer": self.part.value,
            "severity": self.severity.value,
            "title": self.title,
            "effect": self.effect,
            "to_do": self.to_do,
            "table": _records(self.table),
            "shapes": 0 if self.where is None else len(self.where),
            "picture": None
            if chart is None
            else {
                "kind": chart.kind.value,
                "x": chart.x,
                "y": chart.y,
                "said": chart.description,
                "table": _records(chart.table),
            },
        }


def _records(table: pd.DataFrame | None) -> list[dict[str, Any]]:
    """Rows of a table as plain values that JSON can hold."""
    if table is None:
        return []
    return [
        {str(name): _plain(value) for name, value in row.items()}
        for row in table.to_dict(orient="records")
    ]


def _plain(value: object) -> object:
    if isinstance(value, (np.generic,)):
        value = value.item()
    if isinstance(value, (dt.date, dt.datetime)):
        return value.isoformat()
    return None if isinstance(value, float) and not np.isfinite(value) else value


@dataclass(frozen=True)
class QualityRules:
    """Thresholds of the checks.

    Two questions are kept apart. Whether something is more than chance is asked of a test, with
    ``chance`` as its level; with a million rows everything is, so how much it matters is asked of
    the share of rows that it touches.

    Attributes
    ----------
    chance : float
        A deviation that chance gives less often than this is taken as real. Far below the usual
        0.05, because many tests are made in one report: some 30 of them at 0.001 give a false
        alarm in about 3% of reports of sound data.
    warning_share, error_share : float
        Share of rows from which a fault of single rows is a warning, or an error. One in a hundred
        moves no hotspot of 5 or more incidents; one in ten moves ranks.
    year_days : int
        With less than a year of data a season is mistaken for a place's own level.
    drop_score : float
        A month this many robust standard deviations below the months around it has dropped: 3.5 on
        the modified z-score (Iglewicz and Hoaglin 1993, "How to detect and handle outliers").
    drop_share : float
        And holds less than this share of their median, as small drops in a steady series do no
        harm.
    months_around : int
        Months before and after that a month is compared with: a year in all, so that every season
        has its say.
    lag_weeks, before_weeks : int
        Records of the last four weeks are still coming in with most forces; the twelve weeks
        before are long enough to be steady and short enough to be the same season.
    lag_share : float
        The last weeks are thin when they hold less than this share of what the weeks before let
        expect.
    stray_rows, stray_days : int
        So few rows cut off from all others by so many days without one are slips of a year or
        a century.
    rounded_share : float
        Times on full and half hours beyond what the other minutes hold, as a share of all: from
        one in twenty on, slices of 15 minutes that hold :00 and :30 look busier than they are.
    pile_rows : int
        Fewer rows on one point are no pile. Counts under 5 are never shown; 20 is an incident
        every other week for most of a year.
    pile_m, pile_times : float
        A pile holds at least so many times what lies within so many metres of it besides, and what
        the ten nearest other points hold. At a busy place the rows spread over doors, stops and
        corners; on a default point they do not.
    grid_share : float
        Coordinates count as rounded to a grid when this share of them lies on it.
    far_m : float
        A place farther than this from every street cannot be walked to (`geo.network.network`).
    edge_m : float
        A point this near to the area's edge is in it: streets on a border have two sides.
    same_m : float
        Two interchanges with one name, or two schools, this near to each other are one.
    ends_m : float
        Streets whose ends miss each other by less than this were meant to touch: the width of a
        footpath, well above the grain of 0.1 m at which ends are joined.
    cut_off_share : float
        Share of the streets' length outside the largest connected part from which on it is a
        warning.
    sliver_m2 : float
        Overlaps and holes of areas smaller than this are rounding of their borders.
    ahead_days : int
        Term dates and bells must reach this far beyond the data to plan a half term.
    """

    chance: float = 0.001
    warning_share: float = 0.01
    error_share: float = 0.10
    year_days: int = 365
    drop_score: float = 3.5
    drop_share: float = 0.5
    months_around: int = 6
    lag_weeks: int = 4
    before_weeks: int = 12
    lag_share: float = 0.8
    stray_rows: int = 5
    stray_days: int = 180
    rounded_share: float = 0.05
    pile_rows: int = 20
    pile_m: float = 100.0
    pile_times: float = 3.0
    grid_share: float = 0.9
    far_m: float = 250.0
    edge_m: float = 50.0
    same_m: float = 25.0
    ends_m: float = 2.0
    cut_off_share: float = 0.01
    sliver_m2: float = 100.0
    ahead_days: int = 42

    def severity(self, part: float) -> Severity:
        """How much a fault of a share of the rows matters."""
        if part >= self.error_share:
            return Severity.ERROR
        return Severity.WARNING if part >= self.warning_share else Severity.OK


def text_of(cell: object) -> str:
    """Write one cell of a table as text.

    Parameters
    ----------
    cell : object

    Examples
    --------
    >>> text_of(1234), text_of(True), text_of(2.5)
    ('1,234', 'yes', '2.5')
    """
    if isinstance(cell, bool):
        return "yes" if cell else "no"
    if isinstance(cell, float):
        if cell != cell:  # noqa: PLR0124 - NaN alone differs from itself
            return ""
        return f"{cell:,.0f}" if cell == int(cell) else f"{cell:,.2f}".rstrip("0")
    return f"{cell:,}" if isinstance(cell, int) else str(cell)
