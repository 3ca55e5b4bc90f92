"""What is clustered: pieces of street with their incidents, or squares away from streets."""

from dataclasses import dataclass, replace
from itertools import pairwise
from typing import Final, Self

import numpy as np
import shapely
from numpy.typing import NDArray
from sklearn import config_context
from sklearn.cluster import DBSCAN, KMeans

from geo.arrays import Floats, Ints, blocks, exact
from geo.hotspots.scoring import Scored
from geo.hotspots.surface import Grid, RiskSurface

#: Risk at a hotspot against the mean of the study area, at the least.
TIMES_THE_MEAN: Final = 4.0
_SQUARE_SIDE_M: Final = 10.0
_MOST_SQUARES: Final = 4_000


@dataclass(frozen=True, eq=False)
class HotSquares:
    """Squares with incidents, in hot cells.

    Attributes
    ----------
    points : ndarray, shape (squares, 2)
        Middles, in metres.
    weights : ndarray
        Weight of the incidents of each for the next window's value; one incident weighs 1 at most.
    counts : ndarray
        How many incidents.
    cells : ndarray of Polygon
        The hot cells.
    density : float
        Weight per square metre from which on a place is hot.
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


def hot_squares(surface: RiskSurface, scored: Scored, value: Floats, most_m2: float) -> HotSquares:
    """Count incidents on squares of about 10 m in the cells several times as risky as the mean.

    Where those cover more than ``most_m2``, only the riskiest of them are taken; where incidents
    lie on more than 4,000 squares, larger squares. So the cost of what follows depends on the
    area and not on the incidents. Weights are summed exactly, so that the order of the rows never
    matters.
    """
    grid = surface.grid
    hot, times = _hot_cells(surface, most_m2)
    most = float(value.max(initial=0.0)) or 1.0
    parts = max(1, round(grid.cell_m / _SQUARE_SIDE_M))
    inside, square = _squares(grid, hot, scored, parts)
    counts = np.bincount(square)
    taken = np.flatnonzero(counts)
    weights = np.bincount(square, exact(value[inside] / most))[taken]
    rows, columns = np.nonzero(hot)
    cell, within = np.divmod(taken, parts * parts)
    row, column = rows[cell] * parts + within // parts, columns[cell] * parts + within % parts
    row, column, times_as_wide, member = _few(row, column)
    side_m = grid.cell_m / parts * times_as_wide
    corner = np.array([grid.west, grid.south])
    return HotSquares(
        points=corner + side_m * (np.column_stack([column, row]) + 0.5),
        weights=np.asarray(np.bincount(member, weights), dtype=float),
        counts=np.bincount(member, counts[taken]).astype(np.int64),
        cells=_boxes(grid, rows, columns),
        density=times * _total(value, most) / grid.study_area.area,
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
        if len(keys) <= _MOST_SQUARES:
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
    in_hot_cells = [np.empty(0, dtype=np.int64)]
    for rows in blocks(len(scored.x)):
        cells = grid.number(scored.x[rows], scored.y[rows])
        in_hot_cells.append(np.flatnonzero(hot.ravel()[cells]) + rows.start)
    inside = np.concatenate(in_hot_cells)
    row, column = grid.index(scored.x[inside], scored.y[inside])
    side_m = grid.cell_m / parts
    north = _steps(scored.y[inside] - row * grid.cell_m, grid.south, side_m, parts)
    east = _steps(scored.x[inside] - column * grid.cell_m, grid.west, side_m, parts)
    return inside, (number[row, column] * parts + north) * parts + east


def _total(value: Floats, most: float) -> float:
    """Sum of all weights as parts of the largest, the same in any order of the rows."""
    return float(sum(exact(value[rows] / most).sum() for rows in blocks(len(value))))


def _steps(metres: Floats, start_m: float, step_m: float, most: int) -> Ints:
    """How many whole steps from the start; what lies outside counts to the edge."""
    steps = metres - start_m
    steps /= step_m
    return np.clip(steps.astype(np.int64), 0, most - 1)


def _boxes(grid: Grid, rows: Ints, columns: Ints) -> NDArray[np.object_]:
    west, south = grid.west + columns * grid.cell_m, grid.south + rows * grid.cell_m
    return np.asarray(shapely.box(west, south, west + grid.cell_m, south + grid.cell_m))


#: Fewer incidents than this make no shape.
FEWEST_INCIDENTS: Final = 4
_CORE: Final = 1_000
_SQUARE_M: Final = 50.0
OFF_STREET: Final = -1


@dataclass(frozen=True, eq=False)
class Units:
    """Small places with incidents.

    Attributes
    ----------
    points : ndarray, shape (units, 2)
        Their middles, in metres.
    weights : ndarray
        Weight of the incidents of each for the next window's value.
    counts : ndarray
        How many incidents.
    density : ndarray
        Weight per square metre of each by itself and its closest neighbours.
    piece : ndarray of int
        Which piece of street each is; `OFF_STREET` for a square away from streets.
    reach_m : float
        Within which neighbours belong together.
    least : float
        Weight that a shape must hold.
    """

    points: Floats
    weights: Floats
    counts: Ints
    density: Floats
    piece: Ints
    reach_m: float = 0.0
    least: float = 0.0

    def __getitem__(self, which: NDArray[np.bool_] | Ints) -> Self:
        return replace(
            self,
            points=self.points[which],
            weights=self.weights[which],
            counts=self.counts[which],
            density=self.density[which],
            piece=self.piece[which],
        )

    def __add__(self, other: Self) -> Self:
        return replace(
            self,
            points=np.concatenate([self.points, other.points]),
            weights=np.concatenate([self.weights, other.weights]),
            counts=np.concatenate([self.counts, other.counts]),
            density=np.concatenate([self.density, other.density]),
            piece=np.concatenate([self.piece, other.piece]),
        )

    def __len__(self) -> int:
        return len(self.points)

    @property
    def enough(self) -> bool:
        """Whether there are incidents and weight enough for a shape."""
        return bool(self.counts.sum() >= FEWEST_INCIDENTS and self.weights.sum() >= self.least)

    @property
    def spread_m2(self) -> float:
        """About how large an area they lie on: squares of 50 m with any of them."""
        return float(len(on_lattice(self.points, _SQUARE_M)) * _SQUARE_M**2)

    def clusters(self, density: float) -> list[Self]:
        """Core points of DBSCAN (Ester et al. 1996): ``density`` of weight, or more, in reach.

        Parameters
        ----------
        density : float
            Weight per square metre.
        """
        if not len(self):
            return []
        core = density * np.pi * self.reach_m**2
        scaled = self.weights * (_CORE / core)  # min_samples must be a whole number
        scan = DBSCAN(eps=self.reach_m, min_samples=_CORE)
        # Many small scans: looking over what they are given takes as long as the scan.
        with config_context(assume_finite=True, skip_parameter_validation=True):
            scan.fit(self.points, sample_weight=scaled)
        labels = np.full(len(self), -1)
        cores = scan.core_sample_indices_
        labels[cores] = scan.labels_[cores]
        return [part for part in self._split(labels) if part.enough]

    def divided(self, parts: int) -> list[Self]:
        """K-means into compact parts."""
        means = KMeans(min(parts, len(self)), n_init=1, max_iter=50, random_state=0)
        return self._split(means.fit_predict(self.points, sample_weight=self.weights))

    def bulk(self, share: float) -> Self:
        """The densest of them, as many as it takes to hold a share of the weight."""
        order = np.argsort(-self.density, kind="stable")
        held = np.cumsum(self.weights[order])
        return self[np.sort(order[: np.searchsorted(held, share * held[-1:].sum()) + 1])]

    def by_closeness(self) -> Self:
        """Order by distance from the weighted middle."""
        middle = np.average(self.points, axis=0, weights=self.weights)
        return self[np.argsort(np.hypot(*(self.points - middle).T), kind="stable")]

    def _split(self, labels: Ints) -> list[Self]:
        order = np.argsort(labels, kind="stable")
        bounds = np.searchsorted(labels[order], np.arange(labels.max(initial=-1) + 2))
        return [self[order[a:b]] for a, b in pairwise(bounds)]


def on_lattice(points: Floats, lattice_m: float) -> Floats:
    """Points moved to a square lattice, each of its points once."""
    steps = np.round(points / lattice_m).astype(np.int64)
    least = steps.min(axis=0, initial=0)
    wide = int(steps[:, 1].max(initial=0) - least[1]) + 1
    keys = np.unique((steps[:, 0] - least[0]) * wide + steps[:, 1] - least[1])
    return np.asarray((np.column_stack(np.divmod(keys, wide)) + least) * lattice_m, dtype=float)
