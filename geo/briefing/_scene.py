"""What a map on paper shows, the rectangle that it covers, and the paper itself.

A `Scene` is what is shown; an `Extent` turns metres of the workspace's CRS into points on paper;
a `Paper` draws in points, and its `Room` knows what is taken, so that labels keep clear.
"""

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, Final, Self

import numpy as np
import shapely
from matplotlib.axes import Axes
from matplotlib.patches import PathPatch
from matplotlib.path import Path
from matplotlib.patheffects import withStroke
from matplotlib.text import Text
from shapely.geometry.base import BaseGeometry

from geo.model import XY, Hotspot, Route
from geo.rendering import Weight, drawable, font, palette, text_width_pt

if TYPE_CHECKING:
    from geo.layers import Layers

_MARGIN: Final = 0.08
_LEAST_SPAN_M: Final = 900.0
#: Half the height of a capital of Source Sans 3, in ems.
HALF_CAPITAL: Final = 0.33

#: Left, bottom, right, top.
Box = tuple[float, float, float, float]


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
        """What must be on the map: hotspots, stops, legs, starts and ends."""
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
    """A rectangle of the area, in metres of the workspace's CRS, and its size on paper.

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
        """The smallest rectangle of a shape that holds a scene with a margin; None without any.

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
        """A point of the area as points on paper from the lower left corner."""
        return (xy[0] - self.west) * self.pt_per_m, (xy[1] - self.south) * self.pt_per_m

    def clip(self, shapes: np.ndarray) -> np.ndarray:
        """Geometries cut to the rectangle and thinned to what print can show, in points on paper.

        One is returned for each given; those that lie outside are empty.
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
        """Whether a point of the area lies on the map, so far from its edge at least."""
        inset = inset_pt / self.pt_per_m
        inside_x = self.west + inset <= xy[0] <= self.east - inset
        return inside_x and self.south + inset <= xy[1] <= self.north - inset


def _bounds(scene: Scene) -> Box | None:
    layers = scene.layers
    for shapes in (scene.shown(), tuple(layers.streets.geometry), tuple(layers.schools.geometry)):
        if len(shapes):
            bounds = shapely.total_bounds(np.array(shapes, dtype=object))
            if np.isfinite(bounds).all():
                return tuple(float(value) for value in bounds)  # type: ignore[return-value]
    return None


@dataclass
class Room:
    """Which parts of the map are taken, so that labels and badges keep clear of each other.

    Coordinates are points on paper from the lower left corner; a box is left, bottom, right, top.
    """

    width_pt: float
    height_pt: float
    taken: list[Box] = field(default_factory=list)

    def take(self, box: Box) -> None:
        """Mark a box as taken."""
        self.taken.append(box)

    def free(self, box: Box) -> bool:
        """Whether a box lies on the map and meets nothing that is taken."""
        left, bottom, right, top = box
        inside = left >= 2 and bottom >= 2
        if not (inside and right <= self.width_pt - 2 and top <= self.height_pt - 2):
            return False
        return all(right < b[0] or left > b[2] or top < b[1] or bottom > b[3] for b in self.taken)

    def settle(self, at: XY, width: float, height: float, tries: list[XY]) -> XY | None:
        """Take the first free place for a box centred on ``at`` plus an offset; None if all are."""
        for dx, dy in tries:
            x, y = at[0] + dx, at[1] + dy
            box = (x - width / 2, y - height / 2, x + width / 2, y + height / 2)
            if self.free(box):
                self.take(box)
                return x, y
        return None


@dataclass(frozen=True)
class Paper:
    """Axes whose unit is the point, the extent they show, and the room on them."""

    axes: Axes
    extent: Extent
    room: Room
    scale: float = 1.0

    def path(self, path: Path, *, fill: str = "none", line: str = "none", **style: object) -> None:
        """Add a path in points."""
        kind: dict[str, Any] = {"facecolor": fill, "edgecolor": line, "joinstyle": "round", **style}
        self.axes.add_patch(PathPatch(path, **kind))

    def text(self, at: XY, words: str, *, size: float = 7, **style: object) -> Text:
        """Add a line of text at a place in points; mathematics is not read into it.

        Capitals are centred on the height, which looks right where a box of all letters does not.
        """
        weight = style.pop("weight", Weight.REGULAR)
        halo = style.pop("halo", None)
        kind: dict[str, Any] = {"ha": "center", "va": "baseline", "color": palette.INK, **style}
        prop = font(Weight(str(weight)), size * self.scale)
        drop = HALF_CAPITAL * size * self.scale * (kind["va"] == "baseline")
        at = (at[0], at[1] - drop)
        text = self.axes.text(*at, drawable(words), fontproperties=prop, parse_math=False, **kind)
        if halo:
            text.set_path_effects([withStroke(linewidth=2 * self.scale, foreground=str(halo))])
        return text

    def width(self, words: str, size: float, weight: Weight = Weight.REGULAR) -> float:
        """Width of a line of text in points, at the scale of this paper."""
        return text_width_pt(drawable(words), weight, size * self.scale)


def ring(radius: float, *, offset: float = 0) -> list[XY]:
    """Offsets to try, from none outwards in eight directions and three rings."""
    s = 0.7071
    ways = [(1, 0), (s, s), (0, 1), (-s, s), (-1, 0), (-s, -s), (0, -1), (s, -s)]
    rings = [offset + radius * n for n in (1, 1.7, 2.5, 3.4)]
    return [(0.0, 0.0), *((x * r, y * r) for r in rings for x, y in ways)]
