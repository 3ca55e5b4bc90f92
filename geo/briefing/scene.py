"""What the map of a briefing shows, and how much ground it covers."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final, Self

import numpy as np
import shapely
from shapely.geometry.base import BaseGeometry

from geo.model import XY, Hotspot, Route

if TYPE_CHECKING:
    from geo.layers import Layers

_MARGIN: Final = 0.08
_LEAST_SPAN_M: Final = 900.0


@dataclass(frozen=True)
class Scene:
    """Hotspots and routes over an area's layers, all in the workspace's CRS.

    Attributes
    ----------
    letting_out : frozenset of str
        URNs of schools whose bell rings in the window.
    """

    layers: "Layers"
    hotspots: tuple[Hotspot, ...]
    routes: tuple[Route, ...]
    letting_out: frozenset[str] = frozenset()

    def shown(self) -> tuple[BaseGeometry, ...]:
        """What must be on the map: hotspots, stops, legs and starts."""
        return tuple(self._shown())

    def _shown(self) -> Iterator[BaseGeometry]:
        yield from (hotspot.shape for hotspot in self.hotspots)
        for route in self.routes:
            yield from (shapely.Point(stop.place.point) for stop in route.stops)
            yield from (leg.path for leg in route.legs)
            ends = (route.patrol.start, route.patrol.end)
            yield from (shapely.Point(end) for end in ends if end is not None)


@dataclass(frozen=True)
class Extent:
    """A rectangle of ground, in metres of the workspace's CRS, and its size on paper.

    Attributes
    ----------
    pt_per_m : float
        Scale of the map: points on paper for one metre.
    """

    west: float
    south: float
    east: float
    north: float
    pt_per_m: float

    @classmethod
    def fit(cls, scene: Scene, width_pt: float, height_pt: float) -> Self | None:
        """The smallest ground of a shape that holds a scene with a margin; None without any.

        A scene without hotspots and routes falls back on its streets, then its schools.
        """
        bounds = _bounds(scene)
        if bounds is None:
            return None
        west, south, east, north = bounds
        span_x = max((east - west) * (1 + 2 * _MARGIN), _LEAST_SPAN_M)
        span_y = max((north - south) * (1 + 2 * _MARGIN), _LEAST_SPAN_M)
        scale = min(width_pt / span_x, height_pt / span_y)
        half_x, half_y = width_pt / scale / 2, height_pt / scale / 2
        mid_x, mid_y = (west + east) / 2, (south + north) / 2
        return cls(mid_x - half_x, mid_y - half_y, mid_x + half_x, mid_y + half_y, scale)

    def point(self, xy: XY) -> XY:
        """A point of the ground as points on paper from the lower left corner."""
        return (xy[0] - self.west) * self.pt_per_m, (xy[1] - self.south) * self.pt_per_m

    def clip(self, shapes: np.ndarray) -> np.ndarray:
        """Geometries cut to the ground and thinned to what print can show, in points on paper.

        One comes back for each that came; those that lie outside are empty.
        """
        cut = shapely.clip_by_rect(shapes, self.west, self.south, self.east, self.north)
        thinned = shapely.simplify(cut, 0.15 / self.pt_per_m)
        corner = np.array([self.west, self.south])
        return np.asarray(shapely.transform(thinned, lambda xy: (xy - corner) * self.pt_per_m))

    def to_paper(self, shapes: np.ndarray) -> np.ndarray:
        """Geometries as `clip` gives them, without those that lie outside."""
        cut = self.clip(shapes)
        return np.asarray(cut[~shapely.is_empty(cut)])

    def holds(self, xy: XY, inset_pt: float = 0) -> bool:
        """Whether a point of the ground lies on the map, so far from its edge at least."""
        inset = inset_pt / self.pt_per_m
        inside_x = self.west + inset <= xy[0] <= self.east - inset
        return inside_x and self.south + inset <= xy[1] <= self.north - inset


def _bounds(scene: Scene) -> tuple[float, float, float, float] | None:
    layers = scene.layers
    for shapes in (scene.shown(), tuple(layers.streets.geometry), tuple(layers.schools.geometry)):
        if len(shapes):
            found = shapely.total_bounds(np.array(shapes, dtype=object))
            if np.isfinite(found).all():
                return tuple(float(value) for value in found)  # type: ignore[return-value]
    return None
