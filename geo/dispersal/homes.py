"""Where the pupils of a school live: spread along streets by distance, or as they were given."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Final, Self

import geopandas as gpd
import numpy as np
import pandas as pd
import shapely
from numpy.typing import NDArray
from shapely.geometry.base import BaseGeometry

from geo.dispersal.settings import DETOUR, NEXT_DOOR_M, Travel
from geo.dispersal.streets import Pieces
from geo.network import REACH_M

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]

_DIRECTIONS: Final = 36
_RING_M: Final = 100.0
#: Fewer than 1 in 400 ways are longer than so many mean ways.
_LONGEST: Final = 6.0
_BOUNDARY_M: Final = 200.0
_AROUND_M: Final = 400.0
#: Water so far out from the last street is a shore.
_SHORE_M: Final = 150.0


@dataclass(frozen=True, eq=False)
class Homes:
    """Homes of one school's pupils.

    Attributes
    ----------
    piece : ndarray of int
        Where each lies, or where the way to it leaves the map.
    share : ndarray of float
        Of the school's pupils; sums to 1.
    way_m : ndarray of float
        Length of the way home, as far as it is known without a search: for homes beyond the map.
        Else not a number.
    """

    piece: Ints
    share: Floats
    way_m: Floats


@dataclass(frozen=True, eq=False)
class Ground:
    """The streets of the area and the homes along them, for every school.

    Attributes
    ----------
    homes : ndarray of float
        Weight of the homes along each piece.
    out : ndarray of shape (k, 2)
        Points along the edge of the map, with the piece nearest to each and the homes a square
        metre around it.
    """

    pieces: Pieces
    homes: Floats
    out: Floats
    out_piece: Ints
    out_density: Floats

    @classmethod
    def of(cls, pieces: Pieces, homes: Floats, basemap: gpd.GeoDataFrame) -> Self:
        """Look around the edge of the map; nobody lives beyond it where it is a shore."""
        ring = shapely.get_coordinates(shapely.segmentize(pieces.hull.boundary, _BOUNDARY_M))[:-1]
        points = shapely.points(ring)
        near = shapely.STRtree(shapely.points(pieces.middle))
        at, found = near.query(points, predicate="dwithin", distance=_AROUND_M)
        metres = np.bincount(at, homes[found], minlength=len(ring))
        area = shapely.area(shapely.intersection(shapely.buffer(points, _AROUND_M), pieces.hull))
        density = np.where(_shore(ring, basemap), 0.0, metres / np.maximum(area, 1.0))
        return cls(pieces, homes, ring, pieces.tree.nearest(points), density)

    def spread(self, school: Floats, travel: Travel) -> Homes:
        """Spread the pupils of a school over all homes, by the length of the way.

        Each home is as likely as ``exp(-way / mean) / way``: over a town of even density the ways
        are exponential with that mean. Beyond the edge of the map, homes are thought to be as
        dense as just inside it.
        """
        way = DETOUR * np.hypot(*(self.pieces.middle - school).T)
        inside = self.homes * _likely(way, travel)
        ring, far, out = self._beyond(school, travel)
        pieces = np.concatenate([np.flatnonzero(inside), self.out_piece[out]])
        weight = np.concatenate([inside[inside > 0], ring])
        known = np.concatenate([np.full(int((inside > 0).sum()), np.nan), far])
        return Homes(pieces, weight / weight.sum(), known)

    def _beyond(self, school: Floats, travel: Travel) -> tuple[Floats, Floats, Ints]:
        """Weight, way and nearest point of the edge for homes beyond the map, by sector."""
        crow = np.arange(_RING_M / 2, _LONGEST * travel.mean_trip_m / DETOUR, _RING_M)
        angle = 2 * np.pi * np.arange(_DIRECTIONS) / _DIRECTIONS
        ends = school + crow[-1] * np.column_stack([np.cos(angle), np.sin(angle)])
        leaves = self._leaves(school, ends)
        out = self._nearest_out(leaves)
        sector, ring = np.nonzero(crow[None, :] > np.hypot(*(leaves - school).T)[:, None])
        area = crow[ring] * _RING_M * 2 * np.pi / _DIRECTIONS
        way = DETOUR * crow[ring]
        return self.out_density[out[sector]] * area * _likely(way, travel), way, out[sector]

    def given(
        self, school: Floats, rows: pd.DataFrame, areas: gpd.GeoDataFrame
    ) -> tuple[Homes, tuple[str, ...]]:
        """Put the pupils of a school where its home areas are; and the areas that nobody knows.

        Parameters
        ----------
        rows : DataFrame
            Columns area, easting, northing and pupils, of this school only.
        """
        shapes = _shapes(areas)
        found: list[tuple[Ints, Floats, Floats]] = []
        unknown = []
        columns = rows[["area", "easting", "northing", "pupils"]]
        for area, east, north, pupils in columns.itertuples(index=False, name=None):
            if np.isfinite(east):
                found.append(self._at(school, np.array([[east, north]]), float(pupils)))
            elif area in shapes:
                found.append(self._within(school, shapes[area], float(pupils)))
            else:
                unknown.append(str(area))
        if not found:
            return Homes(np.zeros(0, dtype=np.int64), np.zeros(0), np.zeros(0)), tuple(unknown)
        piece, pupils, way = (np.concatenate(part) for part in zip(*found, strict=True))
        return Homes(piece, pupils / pupils.sum(), way), tuple(unknown)

    def _within(
        self, school: Floats, shape: BaseGeometry, pupils: float
    ) -> tuple[Ints, Floats, Floats]:
        """Along the streets of an area; at its middle where the map has none of them."""
        middle = self.pieces.middle
        inside = np.flatnonzero(shapely.contains_xy(shape, middle[:, 0], middle[:, 1]))
        homes = self.homes[inside]
        if not homes.any():
            return self._at(school, shapely.get_coordinates(shape.representative_point()), pupils)
        return inside, pupils * homes / homes.sum(), np.full(len(inside), np.nan)

    def _at(self, school: Floats, at: Floats, pupils: float) -> tuple[Ints, Floats, Floats]:
        """On the nearest street; a home off the map at the edge, on the way to it."""
        piece = int(self.pieces.tree.nearest(shapely.points(at))[0])
        way = np.array([np.nan])
        if shapely.distance(self.pieces.lines[piece], shapely.points(at[0])) > REACH_M:
            piece = int(self.out_piece[self._nearest_out(self._leaves(school, at))[0]])
            way = DETOUR * np.hypot(*(at - school).T)
        return np.array([piece]), np.array([pupils]), way

    def _leaves(self, school: Floats, ends: Floats) -> Floats:
        """Where the straight ways from a school leave the map; at the school if it lies outside."""
        ways = shapely.linestrings(np.stack([np.broadcast_to(school, ends.shape), ends], axis=1))
        inside = shapely.intersection(ways, self.pieces.hull)
        last = shapely.get_coordinates(shapely.get_point(inside, -1))
        leaves = np.broadcast_to(school, ends.shape).copy()
        leaves[~shapely.is_empty(inside) & (shapely.get_type_id(inside) == 1)] = last
        return leaves

    def _nearest_out(self, points: Floats) -> Ints:
        gaps = np.hypot(*(points[:, None] - self.out[None]).transpose(2, 0, 1))
        return np.asarray(gaps.argmin(axis=1))


def _shore(ring: Floats, basemap: gpd.GeoDataFrame) -> NDArray[np.bool_]:
    """Whether there is water straight out from each point of the edge."""
    outwards = ring - ring.mean(axis=0)
    outwards *= _SHORE_M / np.maximum(np.hypot(*outwards.T), 1.0)[:, None]
    water = basemap.geometry[basemap["kind"] == "water"].union_all()
    return np.asarray(shapely.intersects_xy(water, *(ring + outwards).T))


def _likely(way_m: Floats, travel: Travel) -> Floats:
    way = np.maximum(way_m, NEXT_DOOR_M)
    return np.asarray(np.exp(-way / travel.mean_trip_m) / way)


def _shapes(areas: gpd.GeoDataFrame) -> dict[str, BaseGeometry]:
    """Areas by code, and by name where only one has it."""
    named = areas[~areas["name"].duplicated(keep=False)]
    pairs: Iterable[tuple[str, BaseGeometry]] = (
        *zip(named["name"], named.geometry, strict=True),
        *zip(areas["ward_code"], areas.geometry, strict=True),
    )
    return {str(key): shape for key, shape in pairs}
