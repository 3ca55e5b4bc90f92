"""A raster of square cells over the study area, and Gaussian smoothing on it."""

from dataclasses import dataclass
from typing import Final, Self

import numpy as np
import shapely
from numpy.typing import NDArray
from scipy.ndimage import gaussian_filter
from shapely.geometry import MultiPoint
from shapely.geometry.base import BaseGeometry

Floats = NDArray[np.float64]
_BOROUGH_CELL_M: Final = 50.0
_CITY_CELL_M: Final = 125.0
_BOROUGH_CELLS: Final = 60_000
_MOST_CELLS: Final = 400_000


@dataclass(frozen=True, eq=False)
class Grid:
    """Square cells of side ``cell_m``; those that touch the study area are in ``inside``.

    Attributes
    ----------
    west, south : float
        Lower left corner, metres in the workspace's CRS.
    shape : (int, int)
        Rows (northwards) and columns (eastwards).
    inside : ndarray of bool, shape ``shape``
    study_area : geometry
        Convex hull of the incidents.
    """

    west: float
    south: float
    cell_m: float
    shape: tuple[int, int]
    inside: NDArray[np.bool_]
    study_area: BaseGeometry

    @classmethod
    def over(cls, x: Floats, y: Floats, cell_m: float | None = None) -> Self:
        """Lay a grid over points; the side is chosen from the size of the area if not given."""
        hull = MultiPoint(np.column_stack([x, y])).convex_hull
        area = hull.buffer(_BOROUGH_CELL_M / 2) if hull.area == 0 else hull
        side = cell_m or _side(area.area)
        west, south, east, north = area.bounds
        west, south = np.floor(west / side) * side, np.floor(south / side) * side
        shape = (int((north - south) // side) + 1, int((east - west) // side) + 1)
        bare = cls(float(west), float(south), side, shape, np.ones(shape, dtype=bool), area)
        shapely.prepare(area)
        inside = shapely.intersects(area, bare.boxes())
        return cls(float(west), float(south), side, shape, inside, area)

    def boxes(self, rows: slice = slice(None), columns: slice = slice(None)) -> NDArray[np.object_]:
        """Cells as polygons, row by row from the south-west; an array of rows and columns."""
        x = self.west + np.arange(self.shape[1])[None, columns] * self.cell_m
        y = self.south + np.arange(self.shape[0])[rows, None] * self.cell_m
        boxes: NDArray[np.object_] = shapely.box(x, y, x + self.cell_m, y + self.cell_m)
        return boxes

    def index(self, x: Floats, y: Floats) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
        """Row and column of each point."""
        row = ((y - self.south) // self.cell_m).astype(np.int64)
        column = ((x - self.west) // self.cell_m).astype(np.int64)
        return row.clip(0, self.shape[0] - 1), column.clip(0, self.shape[1] - 1)

    def counts(self, x: Floats, y: Floats, weights: Floats) -> Floats:
        """Sum of weights in each cell."""
        row, column = self.index(x, y)
        flat = np.bincount(
            row * self.shape[1] + column, weights, minlength=self.shape[0] * self.shape[1]
        )
        return np.asarray(flat.reshape(self.shape), dtype=float)

    def smooth(self, counts: Floats, bandwidth_m: float) -> Floats:
        """Gaussian kernel density on the grid; what falls outside the study area is given back."""
        spread = gaussian_filter(counts, bandwidth_m / self.cell_m, mode="constant", truncate=3.5)
        held = np.where(self.inside, spread, 0.0)
        total = held.sum()
        return held / total if total > 0 else held

    @property
    def uniform(self) -> Floats:
        """The same share for every cell inside."""
        return np.asarray(self.inside / self.inside.sum(), dtype=float)


def _side(area_m2: float) -> float:
    """50 m in a borough, 125 m in a city, coarser beyond 400,000 cells."""
    if area_m2 / _BOROUGH_CELL_M**2 <= _BOROUGH_CELLS:
        return _BOROUGH_CELL_M
    return float(max(_CITY_CELL_M, np.ceil(np.sqrt(area_m2 / _MOST_CELLS) / 25) * 25))
