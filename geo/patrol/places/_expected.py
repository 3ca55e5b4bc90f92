"""What is expected at a place, slice by slice: harm there and then, and pupils who pass."""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Final

import numpy as np
import pandas as pd
from numpy.typing import NDArray
from shapely.geometry import Point
from shapely.geometry.base import BaseGeometry

from geo.clock import Bell, SchoolDay
from geo.hotspots import Hotspots
from geo.layers import Layers
from geo.model import SAME_CORNER_M, Hotspot, Place
from geo.patrol._visit_value import (
    Expected,
    Floats,
    arriving,
    harm_by_slice,
    last_at_interchange,
    leaving,
    pupils_that_count,
)
from geo.pupils import PupilFlow

#: Pupils of schools within this distance walk to an interchange, where there are no streets.
_FEEDS_M: Final = 800.0
#: Fewer pupils of a school than these are not named at an interchange.
_TO_NAME: Final = 10
#: No finer time is given for when they come.
_ROUND_MIN: Final = 5
_KIND_SHARE: Final = {"rail": 1.0, "bus station": 1.0, "tram": 0.8, "bus stops": 0.6, "ferry": 0.5}
_OTHER_KIND: Final = 0.6


@dataclass(frozen=True)
class Coming:
    """Schools whose pupils come through a place, and from when until about when."""

    schools: tuple[str, ...]
    from_min: int
    until_min: int


def kind_share(kind: str) -> float:
    """How busy an interchange of a kind is, against a railway station."""
    return _KIND_SHARE.get(kind, _OTHER_KIND)


@dataclass(frozen=True, eq=False)
class Feeding:
    """Which schools let out near a point, and where their pupils go.

    Attributes
    ----------
    flow : PupilFlow or None
        Where pupils walk; without it the schools within 800 m feed an interchange.
    """

    layers: Layers
    day: SchoolDay
    flow: PupilFlow | None

    def coming(self, area: BaseGeometry) -> Coming | None:
        """Whose pupils come through; None where hardly any do."""
        if self.flow is None:
            bells = [bell for bell, _ in self._near(area)]
            if not bells:
                return None
            names = tuple(bell.name for bell in bells)
            return Coming(names, bells[0].finish_min, last_at_interchange(bells))
        past = [one for one in self.flow.past_by_school(area) if one.pupils >= _TO_NAME]
        if not past:
            return None
        schools = tuple(one.bell.name for one in past)
        first, last = min(p.from_min for p in past), max(p.until_min for p in past)
        return Coming(
            schools, first // _ROUND_MIN * _ROUND_MIN, -(-last // _ROUND_MIN) * _ROUND_MIN
        )

    def passing_by_rule(self, area: BaseGeometry, reach_m: float) -> Floats:
        """Pupils in each slice at a place: out of gates there, others at interchanges there."""
        window = self.day.window
        total = np.zeros(window.n_slices)
        there = self._out_there(area, reach_m)
        for bell in self._rung:
            if bell.urn in there and bell.urn in self._pupils:
                total += leaving(bell, self._pupils[bell.urn], window)
        stations = self.layers.interchanges
        here = stations[stations.geometry.distance(area) < reach_m]
        for kind, point in zip(here["kind"], here.geometry, strict=True):
            for bell, count in self._near(point):
                if bell.urn in there:
                    continue
                total += arriving(bell, count * kind_share(str(kind)), window)
        return total

    def _out_there(self, area: BaseGeometry, reach_m: float) -> set[str]:
        """Schools with a gate at a place, or that are there themselves without one."""
        gates, schools = self.layers.gates, self.layers.schools
        gateless = schools[~schools["urn"].isin(gates["urn"])]
        return {
            urn
            for frame in (gates, gateless)
            for urn in frame.loc[frame.geometry.distance(area) < reach_m, "urn"]
        }

    def _near(self, area: BaseGeometry) -> list[tuple[Bell, float]]:
        """Bells of the schools around a place, earliest first, and the pupils that count."""
        schools = self.layers.schools
        around = set(schools.loc[schools.geometry.distance(area) <= _FEEDS_M, "urn"])
        return [(b, self._pupils[b.urn]) for b in self._rung if b.urn in around]

    @cached_property
    def _rung(self) -> list[Bell]:
        start, end = self.day.window.start_min - 30, self.day.window.end_min
        return [b for b in self.day.bells if start < b.finish_min + b.stagger_min < end]

    @cached_property
    def _pupils(self) -> dict[str, float]:
        rows = self.layers.schools
        return {
            str(urn): pupils_that_count(None if pd.isna(n) else int(n), str(phase))
            for urn, n, phase in zip(rows["urn"], rows["pupils"], rows["phase"], strict=True)
        }


#: Pupils who come nearer than this to where a patrol is are met.
_SEEN_M: Final = 50.0
#: People on their way home pass a station at any time; as a share of a full school.
_OTHERS: Final = 0.1
#: Points on which the surface is read within a corner's reach: rings of equal area.
_RINGS, _SPOKES = 6, 12


def expected_at(
    places: Sequence[Place],
    hotspots: Hotspots,
    layers: Layers,
    day: SchoolDay,
    flow: PupilFlow | None,
) -> list[Expected]:
    """Harm and pupils at each place.

    A hotspot expects its own harm; any other place that of the surface within 60 m of it, spread
    over the slices as that of all hotspots is. Pupils are those who come within 50 m of a point, or
    through a hotspot.

    Parameters
    ----------
    flow : PupilFlow or None
        Where pupils walk; None counts them at gates and interchanges alone.
    """
    spots = [hotspot_of(place, hotspots) for place in places]
    areas = [
        spot.shape
        if spot is not None and place.place_id == place_id_of(spot)
        else Point(place.point)
        for place, spot in zip(places, spots, strict=True)
    ]
    feeding = Feeding(layers, day, flow)
    return [
        Expected(_rounded(harm), _rounded(pupils), _others(area, layers))
        for harm, pupils, area in zip(
            _harm(places, spots, hotspots), _pupils(areas, feeding), areas, strict=True
        )
    ]


def place_id_of(spot: Hotspot) -> str:
    """Id of the place that a hotspot becomes."""
    return f"hotspot-{spot.hotspot_id}"


def hotspot_of(place: Place, hotspots: Hotspots) -> Hotspot | None:
    """The hotspot that a place is, or is in."""
    own = next((spot for spot in hotspots if place_id_of(spot) == place.place_id), None)
    if own is not None:
        return own
    return next((spot for spot in hotspots if spot.shape.covers(Point(place.point))), None)


def _harm(
    places: Sequence[Place], spots: Sequence[Hotspot | None], hotspots: Hotspots
) -> list[Floats]:
    """Expected harm by slice at each place."""
    profile = sum((harm_by_slice(spot) for spot in hotspots), np.zeros(hotspots.window.n_slices))
    total = float(profile.sum())
    share = profile / total if total > 0 else np.full(len(profile), 1 / len(profile))
    around = _surface_harm(np.array([place.point for place in places]).reshape(-1, 2), hotspots)
    return [
        harm * share if spot is None else harm_by_slice(spot)
        for harm, spot in zip(around, spots, strict=True)
    ]


def _surface_harm(points: Floats, hotspots: Hotspots) -> Floats:
    """Harm that the surface expects in one window within 60 m of each point."""
    surface = hotspots.surface
    grid = surface.grid
    radius = SAME_CORNER_M * np.sqrt((np.arange(_RINGS) + 0.5) / _RINGS)
    turn = 2 * np.pi * np.arange(_SPOKES) / _SPOKES
    east = points[:, :1] + np.outer(radius, np.cos(turn)).ravel()
    north = points[:, 1:] + np.outer(radius, np.sin(turn)).ravel()
    height, width = grid.shape[0] * grid.cell_m, grid.shape[1] * grid.cell_m
    on_grid = (east >= grid.west) & (east < grid.west + width)
    on_grid &= (north >= grid.south) & (north < grid.south + height)
    per_m2 = np.where(on_grid, surface.harm[grid.index(east, north)], 0.0) / grid.cell_m**2
    return np.asarray(per_m2.mean(axis=1) * np.pi * SAME_CORNER_M**2)


def _pupils(areas: Sequence[BaseGeometry], feeding: Feeding) -> Sequence[Floats]:
    """Pupils who pass in each slice."""
    if feeding.flow is None:
        return [feeding.passing_by_rule(area, SAME_CORNER_M) for area in areas]
    shapes = [shape.buffer(_SEEN_M) if shape.geom_type == "Point" else shape for shape in areas]
    return list(feeding.flow.passing_many(shapes, radius_m=0.0))


def _others(area: BaseGeometry, layers: Layers) -> float:
    """People on their way home, where there is an interchange."""
    rows = layers.interchanges
    kinds = rows.loc[rows.geometry.distance(area) < SAME_CORNER_M, "kind"]
    return _OTHERS * max((kind_share(str(kind)) for kind in kinds), default=0.0)


def _rounded(values: Floats | NDArray[np.float64]) -> tuple[float, ...]:
    return tuple(round(float(value), 6) for value in values)
