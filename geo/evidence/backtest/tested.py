"""What happened in the test blocks, and how early each method's ranking reaches it."""

from dataclasses import dataclass, replace
from typing import Final, Self

import numpy as np
from numpy.typing import NDArray

from geo.clock import Window
from geo.errors import AfterbellError
from geo.evidence.backtest.cells import cells_of
from geo.evidence.backtest.origins import Origin
from geo.hotspots.grid import Grid
from geo.hotspots.scored import Scored

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]
_WEEK_DAYS: Final = 7
_MOST_PARTS: Final = 6


@dataclass(frozen=True, eq=False)
class Tested:
    """Incidents of the window in all test blocks, as arrays of one length.

    Attributes
    ----------
    cell : ndarray of int
        Flat index into the grid; -1 outside the study area.
    parts : ndarray, shape (incidents, parts)
        Aoristic shares in each part of the window.
    share, harm : ndarray
        Share in the window, and that times the harm weight.
    origin, week, weekday : ndarray of int
        Index of the test block; of the week, counted through all blocks; 0 is Monday.
    edges_min : tuple of int
        Minutes after midnight at which the parts begin and end.
    """

    x: Floats
    y: Floats
    cell: Ints
    parts: Floats
    share: Floats
    harm: Floats
    origin: Ints
    week: Ints
    weekday: Ints
    n_origins: int
    n_weeks: int
    edges_min: tuple[int, ...]

    @classmethod
    def of(
        cls,
        scored: Scored,
        dates: NDArray[np.datetime64],
        window: Window,
        origins: tuple[Origin, ...],
        grid: Grid,
    ) -> Self:
        """Take what falls into the window from the test blocks.

        Parameters
        ----------
        dates : ndarray of datetime64
            Local date of each scored incident.

        Raises
        ------
        AfterbellError
            When nothing does.
        """
        first, until = np.datetime64(origins[0].as_of), np.datetime64(origins[-1].until)
        edges = part_edges_min(window)
        rows = np.flatnonzero((dates >= first) & (dates < until) & (scored.share > 0))
        if not len(rows):
            raise AfterbellError(_nothing(window, origins))
        parts = scored.slices(rows, replace(window, slice_min=edges[1] - edges[0]))
        day = ((dates[rows] - first) / np.timedelta64(1, "D")).astype(np.int64)
        block_days = (origins[0].until - origins[0].as_of).days
        weeks = -(-block_days // _WEEK_DAYS)
        origin = day // block_days
        x, y, share = scored.x[rows], scored.y[rows], scored.share[rows]
        return cls(
            x=x,
            y=y,
            cell=cells_of(grid, x, y),
            parts=parts,
            share=share,
            harm=share * scored.harm[rows],
            origin=origin,
            week=origin * weeks + day % block_days // _WEEK_DAYS,
            weekday=(dates[rows].astype("datetime64[D]").astype(np.int64) + 3) % 7,
            n_origins=len(origins),
            n_weeks=len(origins) * weeks,
            edges_min=edges,
        )

    def __len__(self) -> int:
        return len(self.x)

    def weight(self, counted: str) -> Floats:
        """What each incident counts for."""
        return self.harm if counted == "harm" else self.share

    def by_week(self, values: Floats) -> Floats:
        """Sum of one number an incident over each week."""
        return np.asarray(np.bincount(self.week, values, minlength=self.n_weeks), dtype=float)

    def counts(self, grid: Grid, origin: int, counted: str) -> Floats:
        """What happened in each cell in one test block, outside the study area left out."""
        here = (self.origin == origin) & (self.cell >= 0)
        size = grid.shape[0] * grid.shape[1]
        flat = np.bincount(self.cell[here], self.weight(counted)[here], minlength=size)
        return np.asarray(flat, dtype=float).reshape(grid.shape)


def part_edges_min(window: Window) -> tuple[int, ...]:
    """Cut the window into at most six equal parts of whole minutes."""
    length = window.end_min - window.start_min
    count = next(n for n in range(_MOST_PARTS, 0, -1) if length % n == 0)
    return tuple(range(window.start_min, window.end_min + 1, length // count))


def _nothing(window: Window, origins: tuple[Origin, ...]) -> str:
    first, until = origins[0].as_of, origins[-1].until
    return (
        f"No test can be made: no scored incident falls into {window} on {window.days.name} "
        f"from {first:%-d %b %Y} until {until:%-d %b %Y}. Choose a longer window or other days."
    )
