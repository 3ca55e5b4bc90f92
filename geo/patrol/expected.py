"""What is expected at a place, slice by slice: harm there and then, and pupils who pass."""

from collections.abc import Sequence
from typing import Final

import numpy as np
from numpy.typing import NDArray
from shapely.geometry import Point
from shapely.geometry.base import BaseGeometry

from geo.clock import SchoolDay
from geo.dispersal import Dispersal
from geo.hotspots import Hotspots
from geo.layers import Layers
from geo.model import SAME_CORNER_M, Hotspot, Place
from geo.patrol.feeding import Feeding, kind_share
from geo.patrol.values import Expected, harm_by_slice
from geo.patrol.values.points import Floats

#: Pupils who come nearer than this to where a patrol stands are met.
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
    flow: Dispersal | None,
) -> list[Expected]:
    """Harm and pupils at each place.

    A hotspot expects its own harm; any other place that of the surface within 60 m of it, spread
    over the slices as that of all hotspots is. Pupils are those who come within 50 m of a point, or
    through a hotspot.

    Parameters
    ----------
    flow : Dispersal or None
        Where pupils walk; None counts them at gates and interchanges alone.
    """
    spots = [hotspot_of(place, hotspots) for place in places]
    grounds = [
        spot.shape
        if spot is not None and place.place_id == place_id_of(spot)
        else Point(place.point)
        for place, spot in zip(places, spots, strict=True)
    ]
    feeding = Feeding(layers, day, flow)
    return [
        Expected(_rounded(harm), _rounded(pupils), _others(ground, layers))
        for harm, pupils, ground in zip(
            _harm(places, spots, hotspots), _pupils(grounds, feeding), grounds, strict=True
        )
    ]


def place_id_of(spot: Hotspot) -> str:
    """Id of the place that a hotspot becomes."""
    return f"hotspot-{spot.hotspot_id}"


def hotspot_of(place: Place, hotspots: Hotspots) -> Hotspot | None:
    """The hotspot that a place is, or stands in."""
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


def _pupils(grounds: Sequence[BaseGeometry], feeding: Feeding) -> Sequence[Floats]:
    """Pupils who pass in each slice."""
    if feeding.flow is None:
        return [feeding.passing_by_rule(ground, SAME_CORNER_M) for ground in grounds]
    shapes = [shape.buffer(_SEEN_M) if shape.geom_type == "Point" else shape for shape in grounds]
    return list(feeding.flow.passing_many(shapes, radius_m=0.0))


def _others(ground: BaseGeometry, layers: Layers) -> float:
    """People on their way home, where an interchange stands."""
    rows = layers.interchanges
    kinds = rows.loc[rows.geometry.distance(ground) < SAME_CORNER_M, "kind"]
    return _OTHERS * max((kind_share(str(kind)) for kind in kinds), default=0.0)


def _rounded(values: Floats | NDArray[np.float64]) -> tuple[float, ...]:
    return tuple(round(float(value), 6) for value in values)
