"""Checks beside the hit rates: calibration, stability, weekdays and hours, learning curve."""

import datetime as dt
from enum import StrEnum
from itertools import pairwise
from typing import Final

import numpy as np
from scipy import stats

from geo.arrays import Floats
from geo.errors import NothingToScoreError
from geo.evidence.backtest._forecasts import Origin, Surface, begun_between
from geo.evidence.backtest._hit_rates import rate_at
from geo.evidence.backtest._results import (
    Calibration,
    CalibrationGroup,
    Conclusion,
    Coverage,
    LearningCurve,
    LearningPoint,
    SliceResult,
    Stability,
    StabilityWeek,
)
from geo.evidence.backtest._running import Run, area_ranks
from geo.evidence.backtest._setup import AreaRank, BlockBootstrap, Setup, conclusion_of
from geo.evidence.backtest._verdict import past_in_words, percent, points
from geo.model import Interval
from geo.text import count_shown

_GROUPS: Final = 10
_TAILS: Final = (0.05, 0.95)
_STATED: Final = 0.9
_AS_STATED: Final = (0.85, 0.95)
_FEWEST_TRIED: Final = 30


class Promise(StrEnum):
    """What the share of intervals that held says of their 90%."""

    KEPT = "as stated"
    NARROW = "too narrow"
    WIDE = "wider than they need be"
    CANNOT_TELL = "the data cannot tell whether as stated"


def promise(share: Interval, tried: int) -> Promise:
    """Judge a share of so many intervals by its own interval.

    Too narrow or too wide only where that is certain, and nothing at all of fewer than 30.

    Parameters
    ----------
    share : Interval
        Share of the intervals that held, 0 to 1.
    tried : int
        How many intervals were tried.
    """
    low, high = _AS_STATED
    if share.high < low:
        return Promise.NARROW
    if share.low > high:
        return Promise.WIDE
    kept = low <= share.value <= high and tried >= _FEWEST_TRIED
    return Promise.KEPT if kept else Promise.CANNOT_TELL


def calibration(setup: Setup, run: Run, *, seed: int) -> Calibration:
    """Expected against observed by tenths of the expected, and the coverage of the intervals."""
    groups = _groups(setup, run)
    coverage = tuple(
        Coverage(origin.as_of, visited.hotspots, visited.covered)
        for origin, visited in zip(setup.origins, run.visited, strict=True)
        if visited.hotspots
    )
    share = _share(coverage, seed)
    return Calibration(groups, coverage, share, _calibration_summary(groups, coverage, share))


def _groups(setup: Setup, run: Run) -> tuple[CalibrationGroup, ...]:
    """Cells from the riskiest down, in bands that each hold a tenth of the expected incidents."""
    area, expected, observed = (np.zeros(_GROUPS) for _ in range(3))
    inside = setup.grid.inside.ravel()
    for index, (origin, surface) in enumerate(zip(setup.origins, run.surfaces, strict=True)):
        windows = len(setup.window.dates_between(origin.as_of, origin.until))
        order = np.argsort(-surface.ranked_by.ravel()[inside], kind="stable")
        likely = surface.incidents.ravel()[inside][order]
        seen = setup.tested.counts(setup.grid, index, "incidents").ravel()[inside][order]
        before = np.cumsum(likely) - likely / 2
        band = np.minimum(before / max(likely.sum(), 1e-300) * _GROUPS, _GROUPS - 1).astype(int)
        area += np.bincount(band, minlength=_GROUPS) / len(order)
        expected += np.bincount(band, likely * windows, minlength=_GROUPS)
        observed += np.bincount(band, seen, minlength=_GROUPS)
    low, high = (np.asarray(stats.poisson.ppf(tail, expected)) for tail in _TAILS)
    return tuple(
        CalibrationGroup(
            group=n + 1,
            area_share=float(area[n] / len(setup.origins)),
            expected=float(expected[n]),
            observed=float(observed[n]),
            low=float(low[n]),
            high=float(high[n]),
        )
        for n in range(_GROUPS)
    )


def _share(coverage: tuple[Coverage, ...], seed: int) -> Interval | None:
    """Share of intervals that held, never surer than so many coins are (Clopper, Pearson 1934)."""
    if not coverage:
        return None
    covered = np.array([c.covered for c in coverage], dtype=float)
    hotspots = np.array([c.hotspots for c in coverage], dtype=float)
    drawn = BlockBootstrap.of(len(coverage), seed).ratio(covered, hotspots)
    held, tried = covered.sum(), hotspots.sum()
    low = float(stats.beta.ppf(_TAILS[0], held, tried - held + 1)) if held else 0.0
    high = float(stats.beta.ppf(_TAILS[1], held + 1, tried - held)) if held < tried else 1.0
    return Interval(drawn.value, min(drawn.low, low), max(drawn.high, high))


def _calibration_summary(
    groups: tuple[CalibrationGroup, ...],
    coverage: tuple[Coverage, ...],
    share: Interval | None,
) -> str:
    expected, observed = sum(g.expected for g in groups), sum(g.observed for g in groups)
    low, high = (float(stats.poisson.ppf(tail, expected)) for tail in _TAILS)
    level = (
        f"{count_shown(round(observed))} incidents happened where {expected:,.0f} were expected "
        f"(90% range of chance {low:,.0f} to {high:,.0f})"
    )
    held = sum(g.low <= round(g.observed) <= g.high for g in groups)
    first = (
        f"{level}; in {held} of {len(groups)} bands of risk the count lay in the 90% range of "
        "chance."
    )
    if share is None:
        return f"{first} No hotspot had an interval to test."
    hotspots = sum(c.hotspots for c in coverage)
    return (
        f"{first} Of {hotspots} intervals that claim {_STATED:.0%}, {percent(share.value)} held "
        f"the count of the next four weeks (90% interval {percent(share.low)} to "
        f"{percent(share.high)}): {promise(share, hotspots).value}."
    )


_TOP: Final = 0.01
_WIDE_TOP: Final = 0.1
_WEEK: Final = dt.timedelta(days=7)


def weekly(origins: tuple[Origin, ...]) -> list[dt.date]:
    """Every seventh day from the first origin on, as long as the data last."""
    first, until = origins[0].as_of, origins[-1].until
    return [first + n * _WEEK for n in range((until - first).days // 7)]


def stability(setup: Setup, run: Run) -> Stability:
    """Draw the default's surface anew each week, and hold it against the week before."""
    made = {o.as_of: surface for o, surface in zip(setup.origins, run.surfaces, strict=True)}
    dates = weekly(setup.origins)
    surfaces = []
    for date in dates:
        setup.steps.next(f"Stability, {date:%-d %b %Y}")
        surface = made.get(date)
        surfaces.append(surface or setup.surface(setup.known(date), date))
    tops = [area_ranks(surface).in_top(_TOP) for surface in surfaces]
    weeks = tuple(
        StabilityWeek(
            week=date,
            kept=_kept(before, now),
            kept_since_first=_kept(tops[0], now),
            jaccard=float(np.minimum(before, now).sum() / np.maximum(before, now).sum()),
            spearman=_spearman(*pair),
        )
        for date, (before, now), pair in zip(
            dates[1:], pairwise(tops), pairwise(surfaces), strict=True
        )
    )
    return Stability(weeks, _stability_summary(weeks))


def _kept(before: Floats, now: Floats) -> float:
    return float(np.minimum(before, now).sum() / before.sum())


def _spearman(before: Surface, now: Surface) -> float | None:
    """Rank correlation of the cells in the top tenth of either; the rest of the area is quiet."""
    wide = np.maximum(area_ranks(before).in_top(_WIDE_TOP), area_ranks(now).in_top(_WIDE_TOP)) > 0
    first, second = before.ranked_by.ravel()[wide], now.ranked_by.ravel()[wide]
    if np.ptp(first) == 0 or np.ptp(second) == 0:
        return None
    return float(stats.spearmanr(first, second).statistic)


def _stability_summary(weeks: tuple[StabilityWeek, ...]) -> str:
    if not weeks:
        return "The test is too short to hold one week's ranking against the next."
    kept = [week.kept for week in weeks]
    last = weeks[-1]
    return (
        f"From one week to the next {percent(float(np.mean(kept)))} of the top 1% of the area "
        f"stayed the same (at least {percent(min(kept))}); after {len(weeks)} "
        f"{'week' if len(weeks) == 1 else 'weeks'} {percent(last.kept_since_first)} of the first "
        "ranking's top was still there."
    )


_AREA_SHARE: Final = 0.02
_WEEK_DAYS = 7


def slices(setup: Setup, run: Run) -> tuple[SliceResult, ...]:
    """Tested incidents, and those in the top 2%, by weekday and part of the window."""
    tested = setup.tested
    hit = run.ranks[setup.default].in_top(_AREA_SHARE)
    spans = list(pairwise(tested.edges_min))
    sums = np.zeros((2, _WEEK_DAYS, len(spans)))
    np.add.at(sums[0], tested.weekday, tested.parts)
    np.add.at(sums[1], tested.weekday, tested.parts * hit[:, None])
    return tuple(
        SliceResult(day, start, end, float(sums[0, day, n]), float(sums[1, day, n]))
        for day in np.flatnonzero(sums[0].any(axis=1)).tolist()
        for n, (start, end) in enumerate(spans)
    )


#: Shares of the past, all of it last.
HISTORIES: Final = (0.125, 0.25, 0.5, 1.0)
_FEWEST_KNOWN: Final = 20


def learning_curve(setup: Setup, run: Run, *, can_tell: bool) -> LearningCurve:
    """Fit on the last eighth, quarter and half of the days before each origin, and on all."""
    whole = run.ranks[setup.default]
    tried = [(history, _ranks(setup, history)) for history in HISTORIES[:-1]]
    held = [(history, ranks) for history, ranks in tried if ranks is not None]
    points = tuple(_point(setup, history, ranks) for history, ranks in [*held, (1.0, whole)])
    if not held:
        return LearningCurve(points, "The past is too short to be cut shorter still.")
    history, shorter = held[-1]
    gain = _gain(setup, whole, shorter)
    return LearningCurve(points, _learning_summary(gain, history, can_tell=can_tell))


def _first_day(setup: Setup, as_of: dt.date, history: float) -> dt.date:
    oldest: dt.date = setup.dates.min().astype("datetime64[D]").astype(object)
    return as_of - dt.timedelta(days=round((as_of - oldest).days * history))


def _ranks(setup: Setup, history: float) -> AreaRank | None:
    """The ranking from a shorter past; None where an origin would have too little of it."""
    size = len(setup.tested)
    ranks = AreaRank(np.full(size, np.inf), np.full(size, np.inf))
    for index, origin in enumerate(setup.origins):
        setup.steps.next(f"Learning curve, {history:g} of the past")
        first = _first_day(setup, origin.as_of, history)
        if setup.n_known(origin.as_of, first) < _FEWEST_KNOWN:
            return None
        past = begun_between(setup.known(origin.as_of), setup.window, first, origin.as_of)
        try:
            surface = setup.surface(past, origin.as_of)
        except NothingToScoreError:
            return None
        here = setup.tested.origin == index
        here_ranks = area_ranks(surface).at(setup.tested.cell[here])
        ranks.start[here], ranks.end[here] = here_ranks.start, here_ranks.end
    return ranks


def _point(setup: Setup, history: float, ranks: AreaRank) -> LearningPoint:
    firsts = [_first_day(setup, origin.as_of, history) for origin in setup.origins]
    spans = list(zip(setup.origins, firsts, strict=True))
    return LearningPoint(
        history=history,
        days=float(np.mean([(origin.as_of - first).days for origin, first in spans])),
        known=float(np.mean([setup.n_known(origin.as_of, first) for origin, first in spans])),
        hit_rate=rate_at(setup, ranks, _AREA_SHARE),
    )


def _gain(setup: Setup, whole: AreaRank, shorter: AreaRank) -> Interval:
    weight = setup.tested.weight(setup.measures[-1])
    ahead = weight * (whole.in_top(_AREA_SHARE) - shorter.in_top(_AREA_SHARE))
    return setup.draws.ratio(setup.tested.by_week(ahead), setup.tested.by_week(weight))


def _learning_summary(gain: Interval, history: float, *, can_tell: bool) -> str:
    against = f"all of the past against {past_in_words(history)} of it"
    conclusion = conclusion_of(gain, can_tell=can_tell)
    figures = f"({points(gain)} at 2% of the area, {against})."
    if conclusion is Conclusion.CANNOT_TELL:
        return f"The data cannot tell whether a longer past finds more {figures}"
    finds = "finds more" if conclusion is Conclusion.BETTER else "finds less: what is old misleads"
    return f"A longer past {finds} {figures}"
