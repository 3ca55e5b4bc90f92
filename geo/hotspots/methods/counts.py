"""Plain counts of past incidents in square cells: the baseline that every other method must beat.

The grid thematic map of Chainey, Tompson and Uhlig (2008), "The utility of hotspot mapping for
predicting spatial patterns of crime", Security Journal 21, 4-28.
"""

from dataclasses import dataclass
from typing import ClassVar

import numpy as np
from numpy.typing import NDArray

from geo.errors import SettingError
from geo.hotspots.methods.base import Past
from geo.hotspots.methods.cells import settled, sums
from geo.hotspots.methods.tuned import Setting, Tuned

Floats = NDArray[np.float64]


@dataclass(frozen=True)
class Counts(Tuned):
    """Past incidents of all hours, counted in squares and spread evenly over their cells.

    Attributes
    ----------
    side_m : float
        Side of a square; it is rounded to whole cells, and is at least one.
    """

    key = "counts"
    title = "Counts, all hours"
    paper = (
        "Chainey, Tompson and Uhlig (2008), The utility of hotspot mapping for predicting spatial "
        "patterns of crime"
    )
    names = ()
    window_only: ClassVar[bool] = False

    side_m: float = 250.0

    def __post_init__(self) -> None:
        if not 0 < self.side_m <= 10_000:
            raise SettingError(f"Counts: side_m is {self.side_m}; expected more than 0, to 10,000.")

    @property
    def ranges(self) -> tuple[Setting, ...]:
        """Nothing is chosen: the side of the squares is given."""
        return ()

    def spread(self, past: Past, setting: Setting = ()) -> Floats:  # noqa: ARG002 - nothing to set
        """Count in squares; every cell of a square has the same share."""
        value = past.value * past.share if self.window_only else past.value
        counted = sums(past, value)
        cells = max(1, round(self.side_m / past.grid.cell_m))
        held = _squares(past.grid.inside.astype(float), cells)
        raw = _squares(counted, cells) / np.maximum(held, 1.0)
        return settled(raw, past.grid)


@dataclass(frozen=True)
class WindowCounts(Counts):
    """Past incidents of the window's own hours only, counted in squares."""

    key = "counts_window"
    title = "Counts, the window's own hours"
    window_only: ClassVar[bool] = True


def _squares(values: Floats, side: int) -> Floats:
    """Give each cell the sum of its square of ``side`` by ``side`` cells."""
    rows, columns = values.shape
    starts = np.arange(0, rows, side), np.arange(0, columns, side)
    total = np.add.reduceat(np.add.reduceat(values, starts[0], axis=0), starts[1], axis=1)
    spread = np.repeat(np.repeat(total, side, axis=0), side, axis=1)
    return np.asarray(spread[:rows, :columns])
