"""What one backtest works with, made once: origins, common cells, tested incidents, resamples."""

import datetime as dt
from collections.abc import Callable
from dataclasses import dataclass, field, replace
from typing import Final, Self

import numpy as np
from numpy.typing import NDArray
from scipy import stats

from geo.arrays import Floats, Ints
from geo.clock import Window
from geo.errors import AfterbellError
from geo.evidence.backtest._forecasts import (
    Dates,
    Forecasts,
    Origin,
    Surface,
    cells_of,
    known_before,
)
from geo.evidence.backtest._results import Conclusion, Measure
from geo.hotspots import Grid, HotspotSettings, Scored
from geo.layers import TimedIncidents
from geo.model import Interval


@dataclass(frozen=True, eq=False)
class AreaRank:
    """Ranks as shares of the study area, from the riskiest cell down.

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
        AreaRank
            One entry for each cell, flat.
        """
        _, group, sizes = np.unique(-risk[inside], return_inverse=True, return_counts=True)
        ends = np.cumsum(sizes) / sizes.sum()
        starts = ends - sizes / sizes.sum()
        start, end = (np.full(risk.size, np.inf) for _ in range(2))
        start[inside.ravel()], end[inside.ravel()] = starts[group], ends[group]
        return cls(start, end)

    def at(self, cells: NDArray[np.int64]) -> "AreaRank":
        """The entries of some cells; -1 is outside."""
        outside = cells < 0
        return AreaRank(
            np.where(outside, np.inf, self.start[cells]), np.where(outside, np.inf, self.end[cells])
        )

    def in_top(self, area_share: Floats | float) -> Floats:
        """How much of each, 0 to 1, is in the riskiest ``area_share`` of the study area."""
        known = np.isfinite(self.start)
        start = np.where(known, self.start, 1.0)
        length = np.where(known, self.end, 2.0) - start
        part = np.clip((np.asarray(area_share) - start) / length, 0.0, 1.0)
        return np.asarray(np.where(known, part, 0.0))


RESAMPLES: Final = 2000
_TAIL: Final = 0.05


@dataclass(frozen=True, eq=False)
class BlockBootstrap:
    """How often each block is in each resample: shape (resamples, blocks)."""

    times: Floats

    @classmethod
    def of(cls, blocks: int, seed: int) -> Self:
        """Draw blocks with replacement, as many as there are."""
        rng = np.random.default_rng(seed)
        times = rng.multinomial(blocks, np.full(blocks, 1 / blocks), size=RESAMPLES)
        return cls(times.astype(float))

    def ratio(self, above: Floats, below: Floats) -> Interval:
        """Sum of ``above`` over sum of ``below`` (one number a block), with its interval."""
        spread = self.resampled(above, below)
        value = float(above.sum() / below.sum()) if below.sum() else 0.0
        low, high = np.quantile(spread, self._tails()) if len(spread) else (value, value)
        return Interval(value, min(float(low), value), max(float(high), value))

    def _tails(self) -> tuple[float, float]:
        """The quantiles that make the interval of so many blocks as wide as Student's."""
        blocks = self.times.shape[1]
        if blocks == 1:
            return 0.0, 1.0
        wide = stats.t.ppf(_TAIL, blocks - 1) * np.sqrt(blocks / (blocks - 1))
        tail = float(stats.norm.cdf(wide))
        return tail, 1 - tail

    def resampled(self, above: Floats, below: Floats) -> Floats:
        """The ratio of every resample that has anything below."""
        tops, bottoms = self.times @ above, self.times @ below
        held = bottoms > 0
        return np.asarray(tops[held] / bottoms[held])

    def chance_above_zero(self, above: Floats, below: Floats) -> float:
        """Share of the resamples in which the ratio is positive; a draw of 0 counts half."""
        spread = self.resampled(above, below)
        if not len(spread):
            return 0.5
        return float(((spread > 0) + 0.5 * (spread == 0)).mean())


def conclusion_of(interval: Interval, *, can_tell: bool) -> Conclusion:
    """Better or worse only where the whole interval lies on one side of 0."""
    if can_tell and interval.low > 0:
        return Conclusion.BETTER
    if can_tell and interval.high < 0:
        return Conclusion.WORSE
    return Conclusion.CANNOT_TELL


_WEEK_DAYS: Final = 7
_MOST_PARTS: Final = 6


@dataclass(frozen=True, eq=False)
class TestedIncidents:
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

    def weight(self, measure: str) -> Floats:
        """What each incident counts for."""
        return self.harm if measure == "harm" else self.share

    def by_week(self, values: Floats) -> Floats:
        """Sum of one number an incident over each week."""
        return np.asarray(np.bincount(self.week, values, minlength=self.n_weeks), dtype=float)

    def counts(self, grid: Grid, origin: int, measure: str) -> Floats:
        """What happened in each cell in one test block, outside the study area left out."""
        here = (self.origin == origin) & (self.cell >= 0)
        size = grid.shape[0] * grid.shape[1]
        flat = np.bincount(self.cell[here], self.weight(measure)[here], minlength=size)
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


#: Takes what is being done, and the share of the work behind it.
Progress = Callable[[str, float], None]


@dataclass(frozen=True, eq=False)
class Setup:
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
    tested: TestedIncidents
    draws: BlockBootstrap
    stops: int
    steps: "ProgressSteps"

    @property
    def default(self) -> str:
        """Key of the method that the others are held against."""
        return self.methods[0]

    @property
    def measures(self) -> tuple[Measure, ...]:
        """What hits are counted by; the last one decides the ranks."""
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
class ProgressSteps:
    """Counts steps and reports how far the work is."""

    total: int
    progress: Progress | None
    _done: int = field(default=0)

    def next(self, doing: str) -> None:
        """Report what is done next."""
        if self.progress is not None:
            self.progress(doing, min(self._done / max(self.total, 1), 1.0))
        self._done += 1
