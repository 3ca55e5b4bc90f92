"""What every method takes and gives: weighted incidents in, a share of risk for each cell out."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from typing import Protocol, Self

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
    near : ndarray, optional
        How much of the incident falls within two hours of the window, on any day.
    places : mapping of str to ndarray, shape ``grid.shape``
        Schools, interchanges and high streets: how many there are in each cell.
    whole_day : bool
        Whether the window covers all hours of all days, so that no hour stands apart.
    """

    grid: Grid
    x: Floats
    y: Floats
    age_days: Floats
    share: Floats
    value: Floats
    near: Floats | None = None
    places: Mapping[str, Floats] = field(default_factory=dict)
    whole_day: bool = False

    def __len__(self) -> int:
        return len(self.x)

    def some(self, which: NDArray[np.integer] | NDArray[np.bool_]) -> Self:
        """Only some of the incidents."""
        near = None if self.near is None else self.near[which]
        return replace(
            self,
            x=self.x[which],
            y=self.y[which],
            age_days=self.age_days[which],
            share=self.share[which],
            value=self.value[which],
            near=near,
        )


class Method(Protocol):
    """One way from weighted incidents to a risk surface."""

    @property
    def key(self) -> str:
        """Its name in settings and on the command line, such as ``counts``."""
        ...

    @property
    def title(self) -> str:
        """Its name for people."""
        ...

    @property
    def paper(self) -> str:
        """Where it is described: authors, year, title."""
        ...

    def shares(self, past: Past) -> Floats:
        """Spread the next window's value over the cells.

        Returns
        -------
        ndarray, shape ``past.grid.shape``
            Not negative, 0 outside ``past.grid.inside``, and summing to 1.
        """
        ...
