"""Where a backtest gets its forecasts: one seam, so that any method can be put to the test."""

import datetime as dt
from collections.abc import Sequence
from typing import Protocol

import numpy as np
from numpy.typing import NDArray

from geo.hotspots.grid import Grid
from geo.layers import TimedIncidents
from geo.model import Hotspot

Floats = NDArray[np.float64]


class Surface(Protocol):
    """What a backtest reads of a `RiskSurface`."""

    @property
    def grid(self) -> Grid:
        """The cells."""
        ...

    @property
    def incidents(self) -> Floats:
        """Expected in one window, cell by cell: shape ``grid.shape``."""
        ...

    @property
    def ranked_by(self) -> Floats:
        """What decides the ranks, cell by cell."""
        ...


class Forecasts(Protocol):
    """Forecasts from what was known before a date.

    Every call is given nothing but incidents that were over before ``as_of``.
    """

    @property
    def methods(self) -> tuple[str, ...]:
        """Keys of all methods there are."""
        ...

    @property
    def default(self) -> str:
        """Key of the method that the others are held against."""
        ...

    def surface(self, known: TimedIncidents, as_of: dt.date, method: str, grid: Grid) -> Surface:
        """Expected incidents and harm on given cells, by one method."""
        ...

    def hotspots(self, known: TimedIncidents, as_of: dt.date, most: int) -> Sequence[Hotspot]:
        """Hotspots of the default in rank order, at most so many."""
        ...

    def named(self, method: str) -> tuple[str, str]:
        """Title and paper of a method."""
        ...
