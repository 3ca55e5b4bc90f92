"""Where streets meet, kept so that the next street can end at the same place."""

import math
from typing import Final

from shapely.geometry import LineString

Spot = tuple[float, float]
_SNAP_M: Final = 24.0


class Junctions:
    """Where streets already meet, to be found again by the next street that ends nearby."""

    def __init__(self) -> None:
        self._cells: dict[tuple[int, int], list[Spot]] = {}

    def add_ends(self, line: LineString) -> None:
        """Remember both ends of a street."""
        for end in (line.coords[0], line.coords[-1]):
            spot = (end[0], end[1])
            self._cells.setdefault(self._cell(spot), []).append(spot)

    def near(self, spot: Spot) -> list[Spot]:
        """Those within reach of a spot, nearest first."""
        column, row = self._cell(spot)
        cells = [(column + i, row + j) for i in (-1, 0, 1) for j in (-1, 0, 1)]
        known = [(math.dist(k, spot), k) for cell in cells for k in self._cells.get(cell, ())]
        return [k for distance, k in sorted(known) if distance < _SNAP_M]

    @staticmethod
    def _cell(spot: Spot) -> tuple[int, int]:
        return int(spot[0] // _SNAP_M), int(spot[1] // _SNAP_M)
