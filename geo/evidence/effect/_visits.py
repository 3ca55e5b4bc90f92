"""A table of patrols that were made: where, from when to when, and for how many minutes."""

from collections.abc import Sequence
from dataclasses import dataclass
from io import BytesIO
from typing import Final

import geopandas as gpd
import numpy as np
import pandas as pd
from pyproj import CRS
from shapely.geometry import Point

from geo.crs import WGS84
from geo.errors import FileRefusedError
from geo.evidence.effect._settings import Patrolled
from geo.model import SAME_CORNER_M, Spot
from geo.timetables import read_dates, read_minutes, tidied

#: What a place is taken to be where no hotspot lies at its point.
_RADIUS_M: Final = 75.0
VISIT_COLUMNS: Final = ("place", "hotspot", "easting", "northing", "from", "to", "minutes")
_ALSO: Final = {
    "place_id": "place", "name": "place", "hotspot_id": "hotspot", "x": "easting", "y": "northing",
    "date": "from", "start": "from", "first": "from", "until": "to", "end": "to", "last": "to",
    "lon": "longitude", "lat": "latitude", "min": "minutes",
}  # fmt: skip
_EXPECTED: Final = (
    "place, with easting and northing (or longitude and latitude, or the id of a hotspot), from, "
    "to and minutes"
)
_REMEDY: Final = "Download the sample table and fill it in the same way."


@dataclass(frozen=True, eq=False)
class Visits:
    """Patrols as they were recorded, one stretch of dates a row.

    Attributes
    ----------
    frame : DataFrame
        Columns place, hotspot (text), x, y (metres; NaN where only a hotspot is named), from, to
        (date) and minutes.
    """

    frame: pd.DataFrame

    @property
    def minutes(self) -> int:
        """Minutes in all; 0 where none are recorded."""
        return int(self.frame["minutes"].sum())


def read_visits(content: bytes, crs: CRS, file: str = "visits") -> Visits:
    """Read a CSV of patrols.

    Parameters
    ----------
    content : bytes
        UTF-8, with the columns place, hotspot, easting and northing (in ``crs``) or longitude and
        latitude, from, to, minutes. Dates as people write them; without ``to`` a patrol is of one
        day.
    file : str
        Its name, as the person knows it.

    Raises
    ------
    FileRefusedError
        When it is no such table; the message names the line.
    """
    try:
        text = pd.read_csv(
            BytesIO(content), dtype="str", keep_default_na=False, encoding="utf-8-sig"
        )
    except ValueError as error:
        raise FileRefusedError(file, "it cannot be read as a CSV", _EXPECTED, _REMEDY) from error
    named = [tidied(pd.Series([name]))[0].lower() for name in text.columns]
    text.columns = pd.Index([_ALSO.get(name, name) for name in named])
    text = text.loc[:, ~text.columns.duplicated()].apply(tidied)
    located = {"easting", "northing"} <= {*text.columns} or {"longitude", "latitude"} <= {
        *text.columns
    }
    if "from" not in text.columns or not (located or "hotspot" in text.columns) or text.empty:
        came = "it has no rows" if text.empty else f"the columns are {', '.join(named)}"
        raise FileRefusedError(file, came, _EXPECTED, _REMEDY)
    return Visits(_typed(text.reindex(columns=[*_all_columns(text)], fill_value=""), crs, file))


def _all_columns(text: pd.DataFrame) -> list[str]:
    return list(dict.fromkeys([*VISIT_COLUMNS, *text.columns]))


def _typed(text: pd.DataFrame, crs: CRS, file: str) -> pd.DataFrame:
    start, end = read_dates([text["from"], text["to"].where(text["to"] != "", text["from"])])
    spent = read_minutes(text["minutes"])
    points = _points(text, crs)
    known = points.notna().all(axis=1) | (text["hotspot"] != "")
    undated = start.isna() | end.isna()
    for bad, what, expected in (
        (undated, "a date that cannot be read", "one such as 2026-11-24"),
        (~undated & _later(start, end), "an end before its start", "to on or after from"),
        (spent.isna(), "minutes that are no number", "whole minutes, or nothing"),
        (~known, "neither a point nor a hotspot", _EXPECTED),
    ):  # fmt: skip
        if bad.any():
            line = int(np.flatnonzero(bad)[0]) + 2
            raise FileRefusedError(file, f"line {line} has {what}", expected, _REMEDY)
    return pd.DataFrame(
        {
            "place": text["place"].where(text["place"] != "", text["hotspot"]),
            "hotspot": text["hotspot"],
            "x": points["x"],
            "y": points["y"],
            "from": start,
            "to": end,
            "minutes": spent.astype(int),
        }
    )


def _later(start: pd.Series, end: pd.Series) -> pd.Series:
    return pd.to_datetime(start) > pd.to_datetime(end)


def _points(text: pd.DataFrame, crs: CRS) -> pd.DataFrame:
    """Metres of each row; degrees are turned into metres, nothing is guessed."""
    x, y = (pd.to_numeric(text[name], errors="coerce") for name in ("easting", "northing"))
    if "longitude" in text.columns:
        degrees = [pd.to_numeric(text[name], errors="coerce") for name in ("longitude", "latitude")]
        there = gpd.GeoSeries(gpd.points_from_xy(*degrees, crs=WGS84), index=text.index)
        there = there[degrees[0].notna() & degrees[1].notna()].to_crs(crs)
        x, y = x.fillna(there.x), y.fillna(there.y)
    return pd.DataFrame({"x": x, "y": y})


def patrolled_places(
    visits: Visits, hotspots: Sequence[Spot], file: str = "visits"
) -> tuple[Patrolled, ...]:
    """Put the patrols of each place together, and give each place its shape.

    A row belongs to the hotspot that it names, or that lies within 60 m of its point; otherwise
    its place is a circle of 75 m around the point.

    Parameters
    ----------
    hotspots : sequence of Spot
        As of the first patrol, so that nothing of the time after decides.

    Raises
    ------
    FileRefusedError
        When a row names a hotspot that there was not.
    """
    by_id = {spot.place_id: spot for spot in hotspots}
    places: dict[str, Patrolled] = {}
    for n, row in enumerate(visits.frame.to_dict("records")):
        spot = by_id.get(row["hotspot"])
        if spot is None and not np.isfinite(row["x"]):
            raise FileRefusedError(
                file,
                f"line {n + 2} names the hotspot {row['hotspot']}, which there was not",
                f"one of {', '.join(by_id) or 'no hotspot'}",
                "Give the place by easting and northing.",
            )
        spot = spot or _place_at(row["place"], Point(row["x"], row["y"]), hotspots)
        before = places[spot.place_id].periods if spot.place_id in places else ()
        periods = (*before, (row["from"], row["to"]))
        places[spot.place_id] = Patrolled(spot.place_id, spot.name, spot.shape, periods)
    return tuple(places.values())


def _place_at(name: str, point: Point, hotspots: Sequence[Spot]) -> Spot:
    near = [(spot.shape.distance(point), n) for n, spot in enumerate(hotspots)]
    if near and min(near)[0] <= SAME_CORNER_M:
        return hotspots[min(near)[1]]
    called = name or f"Place at {point.x:.0f}, {point.y:.0f}"
    return Spot(f"point-{point.x:.0f}-{point.y:.0f}", called, point.buffer(_RADIUS_M))
