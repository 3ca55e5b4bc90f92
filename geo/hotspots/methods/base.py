"""What every method takes and gives: weighted incidents in, a share of the risk for each cell out."""

from dataclasses import dataclass
from typing import Protocol

import numpy as np
from numpy.typing import NDArray

from geo.hotspots.grid import Grid

Floats = NDArray[np.float64]


@dataclass(frozen=True, eq=False)
class Past:
    """Incidents before a date, on common cells: all that a method may look at.

    Attributes
    ----------
    grid : Grid
        The cells that every method answers for.
    x, y : ndarray, shape (incidents,)
        Metres in the workspace's CRS.
    age_days : ndarray
        Whole days from the incident to ``as_of``; 1 is yesterday. Nothing is younger.
    share : ndarray
        How much of the incident falls into the window, 0 to 1 (aoristic).
    value : ndarray
        What one incident counts for: its harm weight, or 1.
    """

    grid: Grid
    x: Floats
    y: Floats
    age_days: Floats
    share: Floats
    value: Floats

    def __len__(self) -> int:
        return len(self.x)


class Method(Protocol):
    """One way from weighted incidents to a risk surface.

    Attributes
    ----------
    key : str
        Its name in settings and on the command line, such as ``counts``.
    title : str
        Its name for people.
    paper : str
        Where it is described: authors, year, title.
    """

    key: str
    title: str
    paper: str

    def shares(self, past: Past) -> Floats:
        """Spread the next window's value over the cells.

        Returns
        -------
        ndarray, shape ``past.grid.shape``
            Not negative, 0 outside ``past.grid.inside``, and summing to 1.
        """
        ...
