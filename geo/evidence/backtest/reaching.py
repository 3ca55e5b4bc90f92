"""How much of the area a ranking must cover before it reaches each cell.

Cells of equal risk are taken together, a part of each at a time, so that neither the order of the
cells nor a tie can favour a method.
"""

from dataclasses import dataclass
from typing import Self

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]


@dataclass(frozen=True, eq=False)
class Reached:
    """From which to which share of the area each thing is taken into the top.

    Attributes
    ----------
    start, end : ndarray
        Shares of the study area, 0 to 1; infinite for what lies outside.
    """

    start: Floats
    end: Floats

    @classmethod
    def of(cls, risk: Floats, inside: NDArray[np.bool_]) -> Self:
        """Rank the cells of a surface.

        Parameters
        ----------
        risk : ndarray, shape (rows, columns)
            What decides the ranks.
        inside : ndarray of bool
            The study area, whose cells are of equal area.

        Returns
        -------
        Reached
            One entry for each cell, flat.
        """
        _, group, sizes = np.unique(-risk[inside], return_inverse=True, return_counts=True)
        ends = np.cumsum(sizes) / sizes.sum()
        starts = ends - sizes / sizes.sum()
        start, end = (np.full(risk.size, np.inf) for _ in range(2))
        start[inside.ravel()], end[inside.ravel()] = starts[group], ends[group]
        return cls(start, end)

    def at(self, cells: NDArray[np.int64]) -> "Reached":
        """The entries of some cells; -1 is outside."""
        outside = cells < 0
        return Reached(
            np.where(outside, np.inf, self.start[cells]), np.where(outside, np.inf, self.end[cells])
        )

    def within(self, area_share: Floats | float) -> Floats:
        """How much of each, 0 to 1, is in the riskiest ``area_share`` of the study area."""
        known = np.isfinite(self.start)
        start = np.where(known, self.start, 1.0)
        length = np.where(known, self.end, 2.0) - start
        part = np.clip((np.asarray(area_share) - start) / length, 0.0, 1.0)
        return np.asarray(np.where(known, part, 0.0))


def joined(parts: list[Reached]) -> Reached:
    """Put entries of several surfaces one after the other."""
    return Reached(
        np.concatenate([part.start for part in parts]), np.concatenate([part.end for part in parts])
    )
