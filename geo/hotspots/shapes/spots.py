"""Incidents in hot cells, counted on small squares of ground: all that shapes are cut from."""

from dataclasses import dataclass, replace
from typing import Final, Self

import numpy as np
import shapely
from numpy.typing import NDArray

from geo.bulk import blocks
from geo.hotspots.exact import exact
from geo.hotspots.grid import Grid
from geo.hotspots.scored import Scored
from geo.hotspots.surface import RiskSurface

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]

#: Risk at a hotspot against the mean of the study area, at the least.
TIMES_THE_MEAN: Final = 4.0
_SPOT_M: Final = 10.0
_MOST_SPOTS: Final = 4_000


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
    lie on more than 4,000 squares, larger squares. So the cost of what follows depends on the
    ground and not on the incidents. Weights are summed exactly, so that the order of the rows never
    matters.
    """
    grid = surface.grid
    hot, times = _hot_cells(surface, most_m2)
    most = float(told.max(initial=0.0)) or 1.0
    parts = max(1, round(grid.cell_m / _SPOT_M))
    inside, square = _squares(grid, hot, scored, parts)
    counts = np.bincount(square)
    taken = np.flatnonzero(counts)
    weights = np.bincount(square, exact(told[inside] / most))[taken]
    rows, columns = np.nonzero(hot)
    cell, within = np.divmod(taken, parts * parts)
    row, column = rows[cell] * parts + within // parts, columns[cell] * parts + within % parts
    row, column, times_as_wide, member = _few(row, column)
    side_m = grid.cell_m / parts * times_as_wide
    corner = np.array([grid.west, grid.south])
    return Spots(
        points=corner + side_m * (np.column_stack([column, row]) + 0.5),
        weights=np.asarray(np.bincount(member, weights), dtype=float),
        counts=np.bincount(member, counts[taken]).astype(np.int64),
        cells=_boxes(grid, rows, columns),
        density=times * _total(told, most) / grid.study_area.area,
    )


def _few(row: Ints, column: Ints) -> tuple[Ints, Ints, int, Ints]:
    """Join squares, two by two in each direction, until there are few enough.

    Returns
    -------
    rows, columns : ndarray of int
        Of the joined squares.
    times_as_wide : int
    member : ndarray of int
        The joined square that each square is part of.
    """
    wide, whole = 1, int(column.max(initial=0)) + 1
    while True:
        keys, member = np.unique(row // wide * whole + column // wide, return_inverse=True)
        if len(keys) <= _MOST_SPOTS:
            return keys // whole, keys % whole, wide, member
        wide *= 2


def _hot_cells(surface: RiskSurface, most_m2: float) -> tuple[NDArray[np.bool_], float]:
    """Say of each cell whether it is hot, and how many times the mean that takes."""
    risk, mean = surface.ranked_by, surface.mean
    least = TIMES_THE_MEAN * mean
    most = max(1, int(most_m2 // surface.grid.cell_m**2))
    if np.count_nonzero(risk >= least) > most:
        least = float(np.partition(risk, -most, axis=None)[-most])
    return risk >= least, least / mean


def _squares(grid: Grid, hot: NDArray[np.bool_], scored: Scored, parts: int) -> tuple[Ints, Ints]:
    """Positions of the incidents in hot cells, and the square of each, counted cell by cell."""
    number = np.full(hot.shape, -1, dtype=np.int64)
    number[hot] = np.arange(np.count_nonzero(hot))
    found = [np.empty(0, dtype=np.int64)]
    for rows in blocks(len(scored.x)):
        cells = grid.number(scored.x[rows], scored.y[rows])
        found.append(np.flatnonzero(hot.ravel()[cells]) + rows.start)
    inside = np.concatenate(found)
    row, column = grid.index(scored.x[inside], scored.y[inside])
    side_m = grid.cell_m / parts
    north = _steps(scored.y[inside] - row * grid.cell_m, grid.south, side_m, parts)
    east = _steps(scored.x[inside] - column * grid.cell_m, grid.west, side_m, parts)
    return inside, (number[row, column] * parts + north) * parts + east


def _total(told: Floats, most: float) -> float:
    """Sum of all weights as parts of the largest, the same in any order of the rows."""
    return float(sum(exact(told[rows] / most).sum() for rows in blocks(len(told))))


def _steps(metres: Floats, start_m: float, step_m: float, most: int) -> Ints:
    """How many whole steps from the start; what lies outside counts to the edge."""
    steps = metres - start_m
    steps /= step_m
    return np.clip(steps.astype(np.int64), 0, most - 1)


def _boxes(grid: Grid, rows: Ints, columns: Ints) -> NDArray[np.object_]:
    west, south = grid.west + columns * grid.cell_m, grid.south + rows * grid.cell_m
    return np.asarray(shapely.box(west, south, west + grid.cell_m, south + grid.cell_m))
