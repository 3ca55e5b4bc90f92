"""Ways of OpenStreetMap cut where they meet, so that the pieces make a network."""

from pathlib import Path
from typing import Any, Final

import geopandas as gpd
import numpy as np
import numpy.typing as npt
import pandas as pd
import shapely
from shapely.geometry.base import BaseGeometry

_WGS84: Final = 4326
#: Name, kind, and who may use a way in which direction.
TAGS: Final = (
    "name", "highway", "oneway", "oneway:bicycle", "junction", "access", "foot", "bicycle",
    "vehicle", "motor_vehicle", "cycleway", "indoor", "layer", "level",
)  # fmt: skip


def streets_of(ways: list[dict[str, Any]], area: BaseGeometry) -> gpd.GeoDataFrame:
    """Cut ways at every node that they share, and keep those that touch the area.

    Parameters
    ----------
    ways : list of dict
        Each with id, nodes, points (longitude and latitude) and `TAGS`; each once. Ways that were
        fetched before there were so many tags lack some.
    area : geometry
        In WGS84.

    Returns
    -------
    GeoDataFrame
        Columns id (of the way, and the number of its piece) and `TAGS`; lines in WGS84.
    """
    ways = [way for way in ways if len(way["nodes"]) > 1]
    if not ways:
        empty = {name: pd.Series([], dtype="str") for name in ("id", *TAGS)}
        return gpd.GeoDataFrame(empty, geometry=gpd.GeoSeries([], crs=_WGS84))
    lengths = np.array([len(way["nodes"]) for way in ways])
    nodes = np.concatenate([way["nodes"] for way in ways])
    points = np.concatenate([way["points"] for way in ways])
    way = np.repeat(np.arange(len(ways)), lengths)
    at, piece = _pieces(nodes, way)
    lines = shapely.linestrings(points[at], indices=piece)
    whose = way[at][np.flatnonzero(np.diff(piece, prepend=-1))]
    named = (
        pd.DataFrame([dict.fromkeys(TAGS, "") | way for way in ways], columns=["id", *TAGS])
        .iloc[whose]
        .reset_index(drop=True)
    )
    number = named.groupby("id").cumcount() + 1
    named["id"] = named["id"].astype("str") + "-" + number.astype("str")
    streets = gpd.GeoDataFrame(named, geometry=lines, crs=_WGS84)
    shapely.prepare(area)
    long_enough = shapely.length(lines) > 0
    return streets[long_enough & shapely.intersects(lines, area)].reset_index(drop=True)


def _pieces(
    nodes: npt.NDArray[np.int64], way: npt.NDArray[np.int64]
) -> tuple[npt.NDArray[np.int64], npt.NDArray[np.int64]]:
    """Say which point belongs to which piece; where a way is cut, its point belongs to two.

    Returns
    -------
    array of int
        Position of each point of each piece.
    array of int
        Number of the piece, growing.
    """
    _, which, often = np.unique(nodes, return_inverse=True, return_counts=True)
    first = np.diff(way, prepend=-1) != 0
    last = np.append(first[1:], True)
    cut = (often[which] > 1) & ~first & ~last
    at = np.repeat(np.arange(len(nodes)), 1 + cut)
    second = np.append(False, at[1:] == at[:-1])
    return at, np.cumsum(first[at] | second) - 1


def write_streets(streets: gpd.GeoDataFrame, path: Path) -> None:
    """Write GeoJSON as RFC 7946 has it: WGS84, longitude first, seven decimals."""
    streets.to_file(path, driver="GeoJSON", engine="pyogrio", RFC7946="YES", COORDINATE_PRECISION=7)
