"""What one backtest works with, made once: origins, common cells, and the incidents that test."""

import datetime as dt
from collections.abc import Callable
from dataclasses import dataclass, field

import numpy as np

from geo.clock import Window
from geo.evidence.backtest.forecasts import Forecasts, Surface
from geo.evidence.backtest.origins import Dates, Origin, known_before
from geo.evidence.backtest.resampling import Draws
from geo.evidence.backtest.results import Counted
from geo.evidence.backtest.tested import Tested
from geo.hotspots import HotspotSettings
from geo.hotspots.grid import Grid
from geo.layers import TimedIncidents

#: Takes what is being done, and the share of the work behind it.
Progress = Callable[[str, float], None]


@dataclass(frozen=True, eq=False)
class Trial:
    """The inputs of a backtest.

    Attributes
    ----------
    dates : ndarray of datetime64
        Local date of every scored incident.
    methods : tuple of str
        Keys, the default first.
    grid : Grid
        Cells over the convex hull of what was known before the first origin.
    """

    incidents: TimedIncidents
    dates: Dates
    window: Window
    settings: HotspotSettings
    forecasts: Forecasts
    methods: tuple[str, ...]
    origins: tuple[Origin, ...]
    grid: Grid
    tested: Tested
    draws: Draws
    stops: int
    steps: "Steps"

    @property
    def default(self) -> str:
        """Key of the method that the others are held against."""
        return self.methods[0]

    @property
    def counted(self) -> tuple[Counted, ...]:
        """What hits count; the last one decides the ranks."""
        return ("incidents", "harm") if self.settings.weights == "harm" else ("incidents",)

    @property
    def study_area_m2(self) -> float:
        """Area of the cells that every method ranks."""
        return float(self.grid.inside.sum()) * self.grid.cell_m**2

    def known(self, as_of: dt.date) -> TimedIncidents:
        """Rows over before a date, cut from the incidents before any method sees them."""
        return known_before(self.incidents, self.window, as_of)

    def n_known(self, as_of: dt.date, first: dt.date | None = None) -> int:
        """How many scored incidents began before a date, and not before ``first``."""
        inside = self.dates < np.datetime64(as_of)
        if first is not None:
            inside &= self.dates >= np.datetime64(first)
        return int(inside.sum())

    def surface(self, known: TimedIncidents, as_of: dt.date, method: str | None = None) -> Surface:
        """One method's forecast on the common cells."""
        return self.forecasts.surface(known, as_of, method or self.default, self.grid)


@dataclass(eq=False)
class Steps:
    """Counts steps and tells how far the work is."""

    total: int
    progress: Progress | None
    _done: int = field(default=0)

    def next(self, doing: str) -> None:
        """Say what is done next."""
        if self.progress is not None:
            self.progress(doing, min(self._done / max(self.total, 1), 1.0))
        self._done += 1
