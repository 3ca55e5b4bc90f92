"""What a check says: one thing that was looked at, how much it matters, and what to do."""

import datetime as dt
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any, Self

import geopandas as gpd
import numpy as np
import pandas as pd


class Severity(StrEnum):
    """How much a finding matters, as the word that is shown."""

    MEND = "Mend"
    LOOK = "Look"
    OK = "Fine"


class Part(StrEnum):
    """What a finding is about, in the order in which it is told."""

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


class Kind(StrEnum):
    """How a picture is drawn."""

    BARS = "bars"
    LINES = "lines"
    HEAT = "heat"
    CLOCK = "clock"


@dataclass(frozen=True, eq=False)
class Picture:
    """A picture to be drawn on screen or paper, with the table that says the same.

    Attributes
    ----------
    x, y : str
        Columns of ``table``. Of a heat map both are texts in their order; of a clock ``x`` is the
        hour, ``00:00`` first.
    said : str
        What the picture shows, for those who do not see it.
    value : str
        Column of numbers that a heat map shades.
    series : str
        Column that tells lines apart.
    usual : str
        Column of numbers to compare ``y`` with, drawn as a tick.
    marked : str
        Column of yes and no: what stands out.
    """

    kind: Kind
    table: pd.DataFrame = field(repr=False)
    x: str
    y: str
    said: str
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
    picture: Picture | None = field(default=None, repr=False)

    @classmethod
    def fine(
        cls,
        code: str,
        part: Part,
        said: str,
        table: pd.DataFrame | None = None,
        picture: Picture | None = None,
    ) -> Self:
        """One thing that was looked at and is as it should be."""
        return cls(code, part, Severity.OK, said, "None.", "Nothing.", table, picture=picture)

    def to_dict(self) -> dict[str, Any]:
        """The finding as plain values, with its table but without its shapes."""
        pictured = self.picture
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
            if pictured is None
            else {
                "kind": pictured.kind.value,
                "x": pictured.x,
                "y": pictured.y,
                "said": pictured.said,
                "table": _records(pictured.table),
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
