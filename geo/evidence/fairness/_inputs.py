"""What fairness compares: patrol minutes and victim harm as points, and the area of each."""

import datetime as dt
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Final, Self

import geopandas as gpd
import numpy as np
import pandas as pd
import shapely
from numpy.typing import NDArray
from pyproj import CRS

from geo.arrays import Floats
from geo.clock import Window
from geo.errors import FileRefusedError, SettingError
from geo.hotspots import HotspotSettings, scored_incidents
from geo.layers import TimedIncidents, open_table, require_timed
from geo.model import LayerName, PlaceKind, Stop
from geo.patrol import Plan

CODE: Final = "ward_code"
#: Fewer areas than these have no quarters, but halves; and fewer than the second have neither.
_FEWEST_FOR_QUARTERS: Final = 8
_FEWEST_FOR_HALVES: Final = 4
_QUARTERS: Final = ("lowest quarter", "second quarter", "third quarter", "highest quarter")
_HALVES: Final = ("lower half", "upper half")


@dataclass(frozen=True, eq=False)
class Grouped:
    """Areas put into groups by one attribute.

    Attributes
    ----------
    of : ndarray, shape (areas,)
        Group of each area; -1 where the attribute is not known.
    labels : tuple of str
        Such as ``lowest quarter (3.1 to 9.8)``.
    """

    attribute: str
    of: NDArray[np.int64]
    labels: tuple[str, ...]


def read_attributes(path: Path) -> pd.DataFrame:
    """Read a table of numbers by area: a column ward_code, and any columns of numbers.

    Returns
    -------
    DataFrame
        ward_code as text, and the columns of which every filled cell is a number.

    Raises
    ------
    FileRefusedError
        When it cannot be read, has no ward_code, names one twice, or has no column of numbers.
    """
    expected = "a table with the column ward_code and columns of numbers, such as share_under_18"
    text = open_table(path, LayerName.AREAS).frame
    if CODE not in text:
        came = f"its columns are {', '.join(map(str, text.columns[:8]))}"
        raise FileRefusedError(path.name, came, expected, "Name the column of codes ward_code.")
    codes = text[CODE].str.strip()
    if codes.duplicated().any():
        came = f"{codes[codes.duplicated()].iloc[0]} is on more than one line"
        raise FileRefusedError(path.name, came, "each ward_code once", "Keep one line for each.")
    rest = text.drop(columns=CODE)
    figures = rest.apply(pd.to_numeric, errors="coerce").replace([np.inf, -np.inf], np.nan)
    numeric = (figures.notna() | (rest == "")).all() & figures.notna().any()
    if not numeric.any():
        raise FileRefusedError(
            path.name,
            "none of its columns holds only numbers",
            expected,
            "Write numbers plainly, such as 12.5, without % or units.",
        )
    kept: pd.DataFrame = figures.loc[:, numeric]
    return kept.assign(**{CODE: codes})


def grouped(areas: gpd.GeoDataFrame, attributes: pd.DataFrame) -> Iterator[Grouped | str]:
    """Put areas into quarters by each attribute, or halves where they are few.

    Yields
    ------
    Grouped or str
        A sentence where an attribute cannot divide the areas, or is not known of all.
    """
    known = attributes.set_index(CODE).reindex(areas[CODE])
    for name in known.columns:
        values = known[name].to_numpy(dtype=float)
        missing = int(np.isnan(values).sum())
        if missing:
            yield f"{name} is not known of {missing} of {len(values)} areas; they are left out."
        made = _divided(str(name), values)
        yield made or f"{name} divides too few areas to compare: expected 4 or more that differ."


def _divided(name: str, values: NDArray[np.float64]) -> Grouped | None:
    """Equal values stay together, so groups may differ in size."""
    some = values[~np.isnan(values)]
    if len(some) < _FEWEST_FOR_HALVES:
        return None
    words = _QUARTERS if len(some) >= _FEWEST_FOR_QUARTERS else _HALVES
    cuts = np.quantile(some, np.arange(1, len(words)) / len(words))
    part = np.where(np.isnan(values), -1, np.searchsorted(cuts, values, side="left"))
    filled = [group for group in range(len(words)) if (part == group).any()]
    if len(filled) < 2:
        return None
    labels = tuple(
        f"{words[group]} ({values[part == group].min():g} to {values[part == group].max():g})"
        for group in filled
    )
    places = np.searchsorted(filled, part)
    return Grouped(name, np.where(part < 0, -1, places), labels)


_YEAR_DAYS = 365


@dataclass(frozen=True, eq=False)
class PatrolMinutes:
    """Minutes that officers are at a stop, planned or delivered; walks between do not count.

    Attributes
    ----------
    x, y : ndarray, shape (stops,)
        Metres in the workspace's CRS.
    minutes : ndarray
        Length of each stop.
    """

    x: Floats
    y: Floats
    minutes: Floats

    def __post_init__(self) -> None:
        if not len(self.x) == len(self.y) == len(self.minutes):
            raise SettingError(
                f"{len(self.minutes)} stops came with {len(self.x)} and {len(self.y)} "
                "coordinates; expected one point for each."
            )
        if not (np.isfinite(self.minutes) & (self.minutes >= 0)).all():
            raise SettingError("A stop has no or negative minutes; expected 0 or more for each.")

    def __len__(self) -> int:
        return len(self.minutes)

    @classmethod
    def of_stops(cls, stops: Iterable[Stop]) -> Self:
        """Minutes of stops, each at the point of its place."""
        rows = [(*stop.place.point, stop.dwell_min) for stop in stops]
        return cls(*np.array(rows, dtype=float).reshape(-1, 3).T)

    @classmethod
    def of_plans(cls, plans: Iterable[Plan]) -> Self:
        """Minutes of every stop of some plans; a break is no patrol."""
        stops = (s for plan in plans for route in plan.routes for s in route.stops)
        return cls.of_stops(s for s in stops if s.place.kind is not PlaceKind.BREAK)

    @property
    def one_stop_min(self) -> float:
        """Length of a usual stop in minutes; 0 without any."""
        return float(np.mean(self.minutes)) if len(self) else 0.0


@dataclass(frozen=True, eq=False)
class VictimHarm:
    """Harm that victims and witnesses reported, as it fell into the window.

    Attributes
    ----------
    x, y : ndarray, shape (incidents,)
        Metres in ``crs``.
    value : ndarray
        Harm weight times the share of the incident in the window (aoristic); above 0.
    windows : int
        How often the window ran in that time.
    first : date
        From when on; up to the day before the one that is planned.
    """

    x: Floats
    y: Floats
    value: Floats
    windows: int
    first: dt.date
    crs: CRS

    @classmethod
    def of(
        cls,
        incidents: TimedIncidents,
        window: Window,
        as_of: dt.date,
        *,
        settings: HotspotSettings | None = None,
        days: int = _YEAR_DAYS,
    ) -> Self:
        """Harm of the days before a date, from the rows that may be scored and no others.

        Police-generated rows are left out: they would count a patrol as its own reason.

        Raises
        ------
        NothingToScoreError
            When no scored incident is known before ``as_of``.
        """
        require_timed(incidents)
        scored = scored_incidents(incidents, window, as_of, settings or HotspotSettings())
        since_days = int(min(days, scored.age_days.max()))
        first = as_of - dt.timedelta(days=since_days)
        value = np.where(scored.age_days <= since_days, scored.share * scored.harm, 0.0)
        kept = value > 0
        windows = len(window.dates_between(first, as_of))
        crs = CRS(incidents.crs)
        return cls(scored.x[kept], scored.y[kept], value[kept], windows, first, crs)


def area_of(x: Floats, y: Floats, areas: gpd.GeoDataFrame) -> NDArray[np.int64]:
    """Position of the area that each point lies in; -1 outside all.

    On a border, or where areas overlap, the first of them counts.
    """
    at, area = shapely.STRtree(areas.geometry.to_numpy()).query(
        shapely.points(x, y), predicate="intersects"
    )
    first = np.full(len(x), len(areas), dtype=np.int64)
    np.minimum.at(first, at, area)
    return np.where(first == len(areas), -1, first)


def sums(where: NDArray[np.int64], values: Floats, count: int) -> Floats:
    """Sum of the values of each group; those at -1 are left out."""
    known = where >= 0
    return np.asarray(np.bincount(where[known], values[known], minlength=count), dtype=float)
