"""Incidents in hot cells, counted on small squares of ground: all that shapes are cut from."""

from dataclasses import dataclass, replace
from typing import Final, Self

import numpy as np
import shapely
from numpy.typing import NDArray

from geo.hotspots.exact import exact
from geo.hotspots.grid import Grid
from geo.hotspots.scored import Scored
from geo.hotspots.surface import RiskSurface

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]

#: Risk at a hotspot against the mean of the study area, at the least.
TIMES_THE_MEAN: Final = 4.0
_SPOT_M: Final = 10.0
_MOST_SPOTS: Final = 8_000


@dataclass(frozen=True, eq=False)
class Spots:
    """Squares of ground with incidents, in hot cells.

    Attributes
    ----------
    points : ndarray, shape (spots, 2)
        Middles, in metres.
    weights : ndarray
        What the incidents of each tell of the next window's value; one incident tells 1 at most.
    counts : ndarray
        How many incidents.
    cells : ndarray of Polygon
        The hot cells.
    density : float
        Weight per square metre from which on ground is hot.
    """

    points: Floats
    weights: Floats
    counts: Ints
    cells: NDArray[np.object_]
    density: float

    def __len__(self) -> int:
        return len(self.points)

    def __getitem__(self, which: NDArray[np.bool_]) -> Self:
        points, weights, counts = self.points[which], self.weights[which], self.counts[which]
        return replace(self, points=points, weights=weights, counts=counts)


def hot_spots(surface: RiskSurface, scored: Scored, told: Floats, most_m2: float) -> Spots:
    """Count incidents on squares of about 10 m in the cells several times as risky as the mean.

    Where those cover more than ``most_m2``, only the riskiest of them are taken; where incidents
    lie on more than 8,000 squares, larger squares. So the cost of what follows depends on the
    ground and not on the incidents. Weights are summed exactly, so that the order of the rows never
    matters.
    """
    grid = surface.grid
    hot, times = _hot_cells(surface, most_m2)
    parts = max(1, round(grid.cell_m / _SPOT_M))
    told = exact(told / (float(told.max(initial=0.0)) or 1.0))
    inside, square = _squares(grid, hot, scored, parts)
    while parts > 1 and np.count_nonzero(np.bincount(square)) > _MOST_SPOTS:
        parts = (parts + 1) // 2
        inside, square = _squares(grid, hot, scored, parts)
    counts = np.bincount(square)
    weights = np.bincount(square, told[inside])
    taken = np.flatnonzero(counts)
    rows, columns = np.nonzero(hot)
    cell, within = np.divmod(taken, parts * parts)
    side_m = grid.cell_m / parts
    east = columns[cell] * grid.cell_m + (within % parts + 0.5) * side_m
    north = rows[cell] * grid.cell_m + (within // parts + 0.5) * side_m
    return Spots(
        points=np.column_stack([grid.west + east, grid.south + north]),
        weights=np.asarray(weights[taken], dtype=float),
        counts=counts[taken].astype(np.int64),
        cells=_boxes(grid, rows, columns),
        density=times * float(told.sum()) / grid.study_area.area,
    )


def _hot_cells(surface: RiskSurface, most_m2: float) -> tuple[NDArray[np.bool_], float]:
    """Say of each cell whether it is hot, and how many times the mean that takes."""
    risk, mean = surface.ranked_by, surface.mean
    least = TIMES_THE_MEAN * mean
    most = max(1, int(most_m2 // surface.grid.cell_m**2))
    if np.count_nonzero(risk >= least) > most:
        least = float(np.partition(risk, -most, axis=None)[-most])
    return risk >= least, least / mean


def _squares(
    grid: Grid, hot: NDArray[np.bool_], scored: Scored, parts: int
) -> tuple[NDArray[np.bool_], Ints]:
    """Which incidents lie in hot cells, and in which square of them, counted through all cells."""
    rows, columns = hot.shape
    east = _steps(scored.x, grid.west, grid.cell_m / parts, columns * parts)
    north = _steps(scored.y, grid.south, grid.cell_m / parts, rows * parts)
    number = np.full(hot.shape, -1, dtype=np.int64)
    number[hot] = np.arange(np.count_nonzero(hot))
    cell = number[north // parts, east // parts]
    inside = cell >= 0
    square = cell[inside] * parts**2 + north[inside] % parts * parts + east[inside] % parts
    return inside, square


def _boxes(grid: Grid, rows: Ints, columns: Ints) -> NDArray[np.object_]:
    west, south = grid.west + columns * grid.cell_m, grid.south + rows * grid.cell_m
    return np.asarray(shapely.box(west, south, west + grid.cell_m, south + grid.cell_m))


def _steps(metres: Floats, start_m: float, step_m: float, most: int) -> NDArray[np.int32]:
    """How many whole steps from the start; what lies outside counts to the edge."""
    steps = ((metres - start_m) / step_m).astype(np.int32)
    return np.clip(steps, 0, most - 1, out=steps)
