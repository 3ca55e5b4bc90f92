"""Where things happen: along streets, around a spot, at homes. Metres from the corner."""

from typing import Final

import numpy as np
import shapely
from numpy.random import Generator
from numpy.typing import NDArray

from generator import drawing
from generator.shapes import Points
from generator.town import Town

_A_METRE: Final = {
    "street": {"main": 2.6, "high street": 9.0, "local": 1.0, "path": 0.9},
    "home": {"main": 0.5, "high street": 0.6, "local": 1.0, "path": 0.0},
    "night out": {"main": 0.0, "high street": 1.0, "local": 0.0, "path": 0.0},
}


class Streets:
    """Draws places along the streets of a town."""

    def __init__(self, town: Town) -> None:
        self._lines = np.array([edge.line for edge in town.streets])
        self._kinds = [edge.kind for edge in town.streets]
        self._metres = shapely.length(self._lines)
        middle = shapely.get_coordinates(
            shapely.line_interpolate_point(self._lines, 0.5, normalized=True)
        )
        self._out_m = np.linalg.norm(middle - np.array(drawing.CENTRE), axis=1)

    def along(self, sort: str, size: int, rng: Generator) -> Points:
        """Give places along streets, more of them on busy ones and near the centre."""
        pull = np.array([_A_METRE[sort][kind] for kind in self._kinds]) * self._metres
        if sort == "street":
            pull *= (1 + 1.5 * np.exp(-self._out_m / 1100)) * (self._out_m < 3900)
        if sort == "night out":
            pull *= self._out_m < 700
        which = rng.choice(len(pull), size, p=pull / pull.sum())
        spots = shapely.line_interpolate_point(
            self._lines[which], rng.random(size), normalized=True
        )
        return shapely.get_coordinates(spots) + rng.normal(0, 5, (size, 2))

    def around(self, centre: Points, radius_m: float, size: int, rng: Generator) -> Points:
        """Give places around one spot, three in four of them at the nearest street."""
        loose = centre + _within(rng.normal(0, radius_m * 0.46, (size, 2)), radius_m * 1.25)
        return self.snapped(loose, rng.random(size) < 0.75, rng)

    def snapped(self, spots: Points, which: NDArray[np.bool_], rng: Generator) -> Points:
        """Move some places to the nearest street, give or take a few metres."""
        points = shapely.points(spots)
        lines = self._lines[shapely.STRtree(self._lines).nearest(points)]
        on = shapely.line_interpolate_point(lines, shapely.line_locate_point(lines, points))
        near = shapely.get_coordinates(on) + rng.normal(0, 3, spots.shape)
        return np.where(which[:, None], near, spots)


def _within(offsets: Points, reach_m: float) -> Points:
    """Pull offsets that reach too far back to the rim."""
    distance = np.linalg.norm(offsets, axis=1)
    return offsets * np.minimum(1, reach_m / np.maximum(distance, 1e-9))[:, None]
