"""Kernel densities on coarser cells: a wide kernel needs no fine ones."""

from dataclasses import dataclass
from typing import Final

import numpy as np
from scipy.ndimage import gaussian_filter, map_coordinates

from geo.arrays import AnyInts, Floats
from geo.hotspots.surface import Grid

_WIDEST_CELLS: Final = 2.0
_TRUNCATE: Final = 3.0


@dataclass(frozen=True, eq=False)
class _Level:
    """A density on cells ``factor`` times as wide as the grid's, in values per cell of the grid."""

    values: Floats
    factor: int
    shape: tuple[int, int]

    def at(self, row: AnyInts, column: AnyInts) -> Floats:
        """Values at cells of the grid, between the middles of coarse cells in proportion."""
        if self.factor == 1:
            return np.asarray(self.values[row, column])
        places = [(row + 0.5) / self.factor - 0.5, (column + 0.5) / self.factor - 0.5]
        return np.asarray(map_coordinates(self.values, places, order=1, mode="nearest"))

    def full(self) -> Floats:
        """Values at every cell of the grid."""
        if self.factor == 1:
            return self.values
        low, high, part = _between(self.shape[1], self.factor, self.values.shape[1])
        wide = self.values[:, low] * (1 - part) + self.values[:, high] * part
        low, high, part = _between(self.shape[0], self.factor, self.values.shape[0])
        return np.asarray(wide[low] * (1 - part)[:, None] + wide[high] * part[:, None])


class CellCounts:
    """Counts on the cells of a grid, and their sums on coarser ones, made when needed."""

    def __init__(self, counts: Floats) -> None:
        self._by_factor = {1: counts}

    def on(self, factor: int) -> Floats:
        """Sums over squares of ``factor`` by ``factor`` cells; a power of two."""
        if factor not in self._by_factor:
            self._by_factor[factor] = _coarse(self.on(factor // 2), 2)
        return self._by_factor[factor]


class Pyramid:
    """Smooths counts on one grid."""

    def __init__(self, grid: Grid) -> None:
        self._grid = grid
        self._inside = CellCounts(grid.inside.astype(float))

    def factor(self, bandwidth_m: float) -> int:
        """How many times as wide as the grid's the cells are on which a kernel is laid."""
        factor = 1
        while bandwidth_m / (self._grid.cell_m * factor) > _WIDEST_CELLS:
            factor *= 2
        return factor

    def smooth(self, counts: Floats, bandwidth_m: float) -> _Level:
        """Kernel density of counts: shares of a cell that sum to 1 over the study area.

        Parameters
        ----------
        counts : ndarray
            On the coarse cells of ``factor(bandwidth_m)``; see `CellCounts`.
        bandwidth_m : float
            Standard deviation of the Gaussian; 0 leaves the counts in their own cells.
        """
        factor = self.factor(bandwidth_m)
        width = self._width(bandwidth_m)
        held = gaussian_filter(counts, width, mode="constant", truncate=_TRUNCATE)
        inside = self._inside.on(factor)
        total = float((held * inside).sum())
        scaled = np.where(inside > 0, held, 0.0) / total if total > 0 else np.zeros_like(held)
        return _Level(scaled, factor, self._grid.shape)

    def sample(
        self, counted: CellCounts, bandwidth_m: float, row: AnyInts, column: AnyInts
    ) -> Floats:
        """The same density at some cells only; what narrow kernels lose at the edge is not counted.

        Parameters
        ----------
        row, column : ndarray of int
            Of cells of the grid.
        """
        factor = self.factor(bandwidth_m)
        if factor > 1:
            return self.smooth(counted.on(factor), bandwidth_m).at(row, column)
        counts, width = counted.on(1), self._width(bandwidth_m)
        reach = int(_TRUNCATE * width + 0.5)
        steps = np.arange(-reach, reach + 1)
        kernel = np.exp(-0.5 * (steps / max(width, 1e-9)) ** 2)
        kernel /= kernel.sum()
        padded, density = np.pad(counts, reach), np.zeros(len(row))
        flat, wide = padded.ravel(), padded.shape[1]
        at = row * wide + column
        for north, part in zip(steps + reach, kernel, strict=True):
            for east, share in zip(steps + reach, kernel, strict=True):
                density += part * share * flat[north * wide + east :].take(at)
        return density / max(float(counts.sum()), 1e-300)

    def _width(self, bandwidth_m: float) -> float:
        """Of the Gaussian, in the cells that it is laid on.

        Coarse cells, and the straight line between them, spread by a quarter of a cell themselves.
        """
        factor = self.factor(bandwidth_m)
        cell_m = self._grid.cell_m * factor
        own_m2 = 0.0 if factor == 1 else cell_m**2 / 4
        return float(np.sqrt(bandwidth_m**2 - own_m2) / cell_m)


def _coarse(values: Floats, factor: int) -> Floats:
    """Sums over squares of ``factor`` by ``factor`` cells; the last ones may be cut off."""
    if factor == 1:
        return values
    rows, columns = (-(-length // factor) * factor for length in values.shape)
    padded = np.zeros((rows, columns))
    padded[: values.shape[0], : values.shape[1]] = values
    split = padded.reshape(rows // factor, factor, columns // factor, factor)
    return np.asarray(split.sum(axis=(1, 3)))


def _between(cells: int, factor: int, coarse_cells: int) -> tuple[AnyInts, AnyInts, Floats]:
    """For each cell the coarse ones before and after its middle, and how far it is on the way."""
    place = (np.arange(cells) + 0.5) / factor - 0.5
    low = np.floor(place).astype(np.int64).clip(0, coarse_cells - 1)
    return low, (low + 1).clip(0, coarse_cells - 1), (place - low).clip(0, 1)
