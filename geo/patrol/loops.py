"""The short round through its streets that fills a visit: the area is patrolled, not the point.

A randomised trial at London's hottest bus stops kept officers at the stop itself, and victim crime
nearby rose; so a visit to an interchange, a hotspot or a chosen place is walked. Officers walk two
thirds of the visit at a stroll and stand for the rest, at corners and where people are.

At a school gate they stand: pupils and parents look for them there, and the few minutes of the
bell are what the visit is for. Breaks and activities are no visits and have no loop.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Final, Self

import numpy as np
import shapely
from shapely.geometry import LineString, MultiPolygon, Point, Polygon

from geo.model import XY, Place, PlaceKind
from geo.network import WalkingNetwork
from geo.patrol.loop_ground import LoopGround
from geo.patrol.loop_search import best_round
from geo.patrol.places import Places

#: A loop keeps within this of an interchange or a chosen place.
AROUND_M: Final = 150.0
#: A loop keeps within this of a hotspot's outline.
MARGIN_M: Final = 50.0
#: Two thirds of a visit is walked, the rest stood.
WALKED_SHARE: Final = 2 / 3
#: A stroll, in metres a second.
STROLL_M_PER_S: Final = 1.0
#: A shorter round is not worth the name; they stand.
LEAST_M: Final = 80.0
#: Kinds of places whose visits are walked.
WALKED: Final = frozenset({PlaceKind.HOTSPOT, PlaceKind.INTERCHANGE, PlaceKind.CHOSEN})

_SAME_M: Final = 1e-6
#: Id and point of a place.
_Spot = tuple[str, XY]


def most_m(minutes: int) -> float:
    """Longest loop, in metres, for a visit of some minutes: 480 m for 12."""
    return minutes * 60 * WALKED_SHARE * STROLL_M_PER_S


def ground_of(place: Place, shape: Polygon | MultiPolygon | None) -> Polygon | MultiPolygon:
    """The ground that a loop keeps to, apart from the straight way between point and street."""
    if shape is None:
        return Point(place.point).buffer(AROUND_M)
    return shape.buffer(MARGIN_M)


@dataclass(frozen=True)
class LoopMark:
    """Where officers are on a loop at a minute of the day."""

    minute: int
    point: XY


@dataclass(frozen=True, eq=False)
class Loops:
    """The loops of the places of a day; each is found once for each length of visit.

    Attributes
    ----------
    network : WalkingNetwork
        On foot: at a stop everybody walks.
    shapes : mapping of str to Polygon or MultiPolygon
        Outlines of hotspots by place id, in the network's CRS.
    """

    network: WalkingNetwork = field(repr=False)
    shapes: Mapping[str, Polygon | MultiPolygon] = field(repr=False)
    _ground: dict[_Spot, LoopGround | None] = field(default_factory=dict, repr=False)
    _found: dict[tuple[_Spot, int], LineString | None] = field(default_factory=dict, repr=False)

    @classmethod
    def of(cls, places: Places, network: WalkingNetwork) -> Self:
        """Take the outlines of hotspots from a day's places."""
        shapes = {f"hotspot-{spot.hotspot_id}": spot.shape for spot in places.hotspots}
        return cls(network, shapes)

    def at(self, place: Place, minutes: int) -> LineString | None:
        """The loop of a visit of some minutes.

        Parameters
        ----------
        minutes : int
            Length of the visit.

        Returns
        -------
        LineString or None
            From the place's point by the straight way to its street, round, and back the same way;
            no longer than `most_m` and no shorter than `LEAST_M`. None where they stand: at a
            gate, and where there is no street to walk.
        """
        if place.kind not in WALKED:
            return None
        key = ((place.place_id, place.point), minutes)
        if key not in self._found:
            self._found[key] = self._loop(place, most_m(minutes))
        return self._found[key]

    def _loop(self, place: Place, most: float) -> LineString | None:
        snapped = self.network.snap([place.point])
        aside, foot = float(snapped.distance_m[0]), snapped.foot[0]
        spot = (place.place_id, place.point)
        if spot not in self._ground:
            ground = ground_of(place, self.shapes.get(place.place_id))
            self._ground[spot] = LoopGround.of(self.network, ground, foot)
        streets = self._ground[spot]
        if streets is None or most - 2 * aside < LEAST_M:
            return None
        steps, forth, length_m = best_round(streets, most - 2 * aside)
        if length_m < LEAST_M:
            return None
        here = np.array([place.point])
        xy = np.concatenate([here, streets.path(steps, forth), here])
        moved = np.ones(len(xy), dtype=bool)
        moved[1:] = np.hypot(*np.diff(xy, axis=0).T) > _SAME_M
        xy = xy[moved]
        xy[-1] = here[0]
        return LineString(xy)


def marks_of(loop: LineString, arrive_min: int, leave_min: int) -> tuple[LoopMark, ...]:
    """Where they are at each minute from arriving to leaving, at an even pace over the visit.

    A guide, not an order: a third of the visit is stood, where people are.
    """
    minutes = np.arange(arrive_min, leave_min + 1)
    share = (minutes - arrive_min) / max(leave_min - arrive_min, 1)
    spots = shapely.get_coordinates(shapely.line_interpolate_point(loop, share, normalized=True))
    pairs = zip(minutes.tolist(), spots.round(2).tolist(), strict=True)
    return tuple(LoopMark(minute, (x, y)) for minute, (x, y) in pairs)
