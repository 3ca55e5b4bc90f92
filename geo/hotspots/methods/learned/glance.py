"""Incidents as one clock and half-life see them, counted block by block."""

from dataclasses import dataclass
from typing import Self

import numpy as np
from numpy.typing import NDArray

from geo.bulk import blocks
from geo.hotspots.exact import exact
from geo.hotspots.grid import Grid
from geo.hotspots.methods.base import Past
from geo.hotspots.methods.learned.components import Clock

Floats = NDArray[np.float64]
Cells = NDArray[np.int32]


@dataclass(frozen=True, eq=False)
class Glance:
    """What incidents weigh: recency, and their part in the hours that are looked at.

    Weights are exact, so that sums do not depend on the order of rows; they are made for a block of
    rows at a time, so that they never lie in memory all at once.

    Attributes
    ----------
    recency : ndarray, shape (days,)
        By whole days of age.
    share : ndarray or None
        Of each incident in the hours; None for all hours.
    """

    age_days: Floats
    recency: Floats
    share: Floats | None

    @classmethod
    def of(cls, past: Past, clock: Clock, half_life_days: float, youngest: int = 0) -> Self:
        """Look at incidents older than ``youngest`` days; ages count from there."""
        ages = np.arange(int(past.age_days.max(initial=0.0)) + 1) - youngest
        recency = np.where(ages > 0, np.exp2(-np.maximum(ages, 0) / half_life_days), 0.0)
        if clock is Clock.ALL:
            return cls(past.age_days, exact(recency), None)
        near = past.near if clock is Clock.NEAR and past.near is not None else past.share
        return cls(past.age_days, recency, near)

    def weights(self, rows: slice) -> Floats:
        """Weights of some incidents, exact."""
        recency = self.recency[self.age_days[rows].astype(np.int64)]
        return recency if self.share is None else exact(recency * self.share[rows])

    def counts(self, grid: Grid, cells: Cells, value: Floats) -> Floats:
        """Weight times value in each cell: shape of the grid."""
        counted = np.zeros(grid.inside.size)
        for rows in blocks(len(cells)):
            weights = exact(self.weights(rows) * value[rows])
            counted += np.bincount(cells[rows], weights, minlength=grid.inside.size)
        return counted.reshape(grid.shape)

    def total(self) -> float:
        """Sum of all weights."""
        return float(sum(self.weights(rows).sum() for rows in blocks(len(self.age_days))))


def cell_numbers(past: Past) -> Cells:
    """Cell of each incident, in half the memory."""
    found = np.empty(len(past), dtype=np.int32)
    for rows in blocks(len(past)):
        found[rows] = past.grid.number(past.x[rows], past.y[rows])
    return found
