"""OpenStreetMap: walkable streets of an area, through the Overpass API, tile by tile.

One query runs at a time. A tile that the server cannot finish, which it says with a remark inside
an answer of status 200 or with 504, is cut in four.
"""

from pathlib import Path
from typing import Any, Final

import geopandas as gpd
import numpy as np
import numpy.typing as npt
import pandas as pd
import shapely
from shapely.geometry import Polygon
from shapely.geometry.base import BaseGeometry

from geo.connectors._bodies import json_table, packed
from geo.connectors._http_request import Request
from geo.connectors._query_areas import quarters, tiles
from geo.connectors.session import Session
from geo.errors import FetchError, NotAsExpectedError

_WGS84: Final = 4326
#: Name, kind, and who may use a way in which direction.
_TAGS: Final = (
    "name", "highway", "oneway", "oneway:bicycle", "junction", "access", "foot", "bicycle",
    "vehicle", "motor_vehicle", "cycleway", "indoor", "layer", "level",
)  # fmt: skip


def _streets_of(ways: list[dict[str, Any]], area: BaseGeometry) -> gpd.GeoDataFrame:
    """Cut ways at every node that they share, and keep those that touch the area.

    Parameters
    ----------
    ways : list of dict
        Each with id, nodes, points (longitude and latitude) and `_TAGS`; each once. Ways that were
        fetched before there were so many tags lack some.
    area : geometry
        In WGS84.

    Returns
    -------
    GeoDataFrame
        Columns id (of the way, and the number of its piece) and `_TAGS`; lines in WGS84.
    """
    ways = [way for way in ways if len(way["nodes"]) > 1]
    if not ways:
        empty = {name: pd.Series([], dtype="str") for name in ("id", *_TAGS)}
        return gpd.GeoDataFrame(empty, geometry=gpd.GeoSeries([], crs=_WGS84))
    lengths = np.array([len(way["nodes"]) for way in ways])
    nodes = np.concatenate([way["nodes"] for way in ways])
    points = np.concatenate([way["points"] for way in ways])
    way = np.repeat(np.arange(len(ways)), lengths)
    at, piece = _pieces(nodes, way)
    lines = shapely.linestrings(points[at], indices=piece)
    whose = way[at][np.flatnonzero(np.diff(piece, prepend=-1))]
    named = (
        pd.DataFrame([dict.fromkeys(_TAGS, "") | way for way in ways], columns=["id", *_TAGS])
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


def _write_streets(streets: gpd.GeoDataFrame, path: Path) -> None:
    """Write GeoJSON as RFC 7946 has it: WGS84, longitude first, seven decimals."""
    streets.to_file(path, driver="GeoJSON", engine="pyogrio", RFC7946="YES", COORDINATE_PRECISION=7)


_TILE_DEG: Final = 0.09
_DEEPEST: Final = 3
_MOST_TILES: Final = 400
_TIMEOUT_S: Final = 180
_GATEWAY_TIMEOUT: Final = 504
_NO_STREET: Final = (
    "motorway|motorway_link|construction|proposed|planned|abandoned|razed|platform|raceway|"
    "bus_guideway|busway|escape|rest_area|services|elevator|corridor|no"
)


def fetch_osm(session: Session, area: BaseGeometry) -> None:
    """Fetch the streets that people walk, split where they meet, as ``osm-streets.geojson``.

    Parameters
    ----------
    session : Session
        Open with the service ``osm``.
    area : geometry
        Polygon in WGS84; streets that touch it are kept whole.

    Raises
    ------
    FetchError
        When the area is too large or holds no street, or the service does not answer.
    """
    waiting = [(tile, 0) for tile in reversed(tiles(area, _TILE_DEG))]
    if len(waiting) > _MOST_TILES:
        raise FetchError(
            f"The area takes {len(waiting):,} queries of the public Overpass server; expected at "
            f"most {_MOST_TILES}. Ask for a smaller one, or use a file of OS Open Roads."
        )
    ways: dict[int, dict[str, Any]] = {}
    done = 0
    while waiting:
        session.say(f"{len(ways):,} streets", done, done + len(waiting))
        tile, depth = waiting.pop()
        tile_ways = _ways_in(session, tile, last=depth >= _DEEPEST)
        if tile_ways is None:
            waiting.extend((part, depth + 1) for part in reversed(quarters(tile)))
            continue
        done += 1
        ways.update((int(way["id"]), way) for way in tile_ways)
    streets = _streets_of([ways[ident] for ident in sorted(ways)], area)
    if streets.empty:
        raise FetchError(
            "OpenStreetMap has no walkable street in this area; expected some. Check that it is "
            "west,south,east,north in degrees."
        )
    session.say(f"{len(streets):,} streets", done, done)
    where = ",".join(f"{edge:.5f}" for edge in area.bounds)
    session.deliver("osm-streets.geojson", lambda path: _write_streets(streets, path), where)


def _ways_in(session: Session, tile: Polygon, *, last: bool) -> list[dict[str, Any]] | None:
    """Give the ways of a tile, or None where it must be cut."""
    what = "the streets of a tile"
    request = Request(session.service, "/interpreter", form=(("data", _query(tile)),))
    try:
        got = session.get(request, lambda body: _lean(body, what), give_back={_GATEWAY_TIMEOUT: 2})
    except _TooMuchError:
        got = session.too_much(request)
    if got.path is not None:
        ways: list[dict[str, Any]] = json_table(got.content, what, "elements")["elements"]
        return ways
    if last:
        raise FetchError(
            "The Overpass server does not finish even small tiles; expected answers within "
            f"{_TIMEOUT_S} s. It is busy: run the same command again later to go on."
        )
    return None


def _query(tile: Polygon) -> str:
    west, south, east, north = tile.bounds
    streets = f'way["highway"]["highway"!~"^({_NO_STREET})$"]["area"!="yes"]'
    where = f"({south:.6f},{west:.6f},{north:.6f},{east:.6f});"
    return (
        f"[out:json][timeout:{_TIMEOUT_S}];("
        f'{streets}["foot"!~"^(no|private)$"]["access"!~"^(no|private)$"]{where}'
        f'{streets}["foot"~"^(yes|designated|permissive)$"]["access"~"^(no|private)$"]{where}'
        ");out body geom;"
    )


class _TooMuchError(FetchError):
    """The server gave up on a query; asking the same again would cost it the same."""


def _lean(body: bytes, what: str) -> bytes:
    """Keep nodes, points, name, kind and users of each way; nothing about who drew it.

    Raises
    ------
    _TooMuchError
        When the server says in a remark that it ran out of time or memory.
    NotAsExpectedError
        When it says anything else, or a way is damaged.
    """
    answer = json_table(body, what, "elements")
    remark = str(answer.get("remark", ""))
    if "timed out" in remark or "out of memory" in remark:
        raise _TooMuchError(f"The Overpass server gave up: {remark[:120]}")
    if "error" in remark:
        raise NotAsExpectedError(
            f"The Overpass server says: {' '.join(remark.split())[:160]!r}; expected streets. Run "
            "it again later."
        )
    try:
        ways = [_lean_way(way) for way in answer["elements"] if way.get("type") == "way"]
    except (KeyError, TypeError, ValueError) as error:
        raise NotAsExpectedError(
            f"The answer with {what} has a way without nodes or points; expected both. "
            "Run it again."
        ) from error
    return packed({"elements": ways})


def _lean_way(way: dict[str, Any]) -> dict[str, Any]:
    """One way: id, its nodes, their points, and a few tags."""
    points = [(float(p["lon"]), float(p["lat"])) for p in way["geometry"]]
    nodes = [int(node) for node in way["nodes"]]
    if len(points) != len(nodes):
        raise ValueError(way["id"])
    tags = way.get("tags") or {}
    kept = {tag: str(tags.get(tag, "")) for tag in _TAGS}
    return {"id": int(way["id"]), "nodes": nodes, "points": points, **kept}
