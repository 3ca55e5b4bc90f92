"""What more history would bring: the default on the last part of the past only."""

import datetime as dt
from enum import StrEnum
from itertools import pairwise
from typing import Final

import numpy as np
from numpy.typing import NDArray
from scipy import stats

from geo.errors import NothingToScoreError
from geo.evidence.backtest.forecasts import Origin, Surface, begun_between
from geo.evidence.backtest.hit_rates import rate_at
from geo.evidence.backtest.results import (
    Calibration,
    CalibrationGroup,
    Coverage,
    LearningCurve,
    LearningPoint,
    SliceResult,
    Stability,
    StabilityWeek,
    Word,
)
from geo.evidence.backtest.running import Run, ranked
from geo.evidence.backtest.test_weeks import Draws, Reached, Trial, word_for
from geo.evidence.backtest.verdict import past_in_words, percent, points
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
    """
    low, high = _AS_STATED
    if share.high < low:
        return Promise.NARROW
    if share.low > high:
        return Promise.WIDE
    kept = low <= share.value <= high and tried >= _FEWEST_TRIED
    return Promise.KEPT if kept else Promise.CANNOT_TELL


def calibration(trial: Trial, run: Run, *, seed: int) -> Calibration:
    """Expected against observed by tenths of the expected, and the coverage of the intervals."""
    groups = _groups(trial, run)
    coverage = tuple(
        Coverage(origin.as_of, visited.hotspots, visited.covered)
        for origin, visited in zip(trial.origins, run.visited, strict=True)
        if visited.hotspots
    )
    share = _share(coverage, seed)
    return Calibration(groups, coverage, share, _calibration_said(groups, coverage, share))


def _groups(trial: Trial, run: Run) -> tuple[CalibrationGroup, ...]:
    """Cells from the riskiest down, in bands that each hold a tenth of the expected incidents."""
    area, expected, observed = (np.zeros(_GROUPS) for _ in range(3))
    inside = trial.grid.inside.ravel()
    for index, (origin, surface) in enumerate(zip(trial.origins, run.surfaces, strict=True)):
        windows = len(trial.window.dates_between(origin.as_of, origin.until))
        order = np.argsort(-surface.ranked_by.ravel()[inside], kind="stable")
        likely = surface.incidents.ravel()[inside][order]
        seen = trial.tested.counts(trial.grid, index, "incidents").ravel()[inside][order]
        before = np.cumsum(likely) - likely / 2
        band = np.minimum(before / max(likely.sum(), 1e-300) * _GROUPS, _GROUPS - 1).astype(int)
        area += np.bincount(band, minlength=_GROUPS) / len(order)
        expected += np.bincount(band, likely * windows, minlength=_GROUPS)
        observed += np.bincount(band, seen, minlength=_GROUPS)
    low, high = (np.asarray(stats.poisson.ppf(tail, expected)) for tail in _TAILS)
    return tuple(
        CalibrationGroup(
            group=n + 1,
            area_share=float(area[n] / len(trial.origins)),
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
    drawn = Draws.of(len(coverage), seed).ratio(covered, hotspots)
    held, tried = covered.sum(), hotspots.sum()
    low = float(stats.beta.ppf(_TAILS[0], held, tried - held + 1)) if held else 0.0
    high = float(stats.beta.ppf(_TAILS[1], held + 1, tried - held)) if held < tried else 1.0
    return Interval(drawn.value, min(drawn.low, low), max(drawn.high, high))


def _calibration_said(
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


Floats = NDArray[np.float64]
_TOP: Final = 0.01
_WIDE_TOP: Final = 0.1
_WEEK: Final = dt.timedelta(days=7)


def weekly(origins: tuple[Origin, ...]) -> list[dt.date]:
    """Every seventh day from the first origin on, as long as the data last."""
    first, until = origins[0].as_of, origins[-1].until
    return [first + n * _WEEK for n in range((until - first).days // 7)]


def stability(trial: Trial, run: Run) -> Stability:
    """Draw the default's surface anew each week, and hold it against the week before."""
    made = {o.as_of: surface for o, surface in zip(trial.origins, run.surfaces, strict=True)}
    dates = weekly(trial.origins)
    surfaces = []
    for date in dates:
        trial.steps.next(f"Stability, {date:%-d %b %Y}")
        surface = made.get(date)
        surfaces.append(surface or trial.surface(trial.known(date), date))
    tops = [ranked(surface).within(_TOP) for surface in surfaces]
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
    return Stability(weeks, _stability_said(weeks))


def _kept(before: Floats, now: Floats) -> float:
    return float(np.minimum(before, now).sum() / before.sum())


def _spearman(before: Surface, now: Surface) -> float | None:
    """Rank correlation of the cells in the top tenth of either; the rest of the area is quiet."""
    wide = np.maximum(ranked(before).within(_WIDE_TOP), ranked(now).within(_WIDE_TOP)) > 0
    first, second = before.ranked_by.ravel()[wide], now.ranked_by.ravel()[wide]
    if np.ptp(first) == 0 or np.ptp(second) == 0:
        return None
    return float(stats.spearmanr(first, second).statistic)


def _stability_said(weeks: tuple[StabilityWeek, ...]) -> str:
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


def slices(trial: Trial, run: Run) -> tuple[SliceResult, ...]:
    """Tested incidents, and those in the top 2%, by weekday and part of the window."""
    tested = trial.tested
    hit = run.reached[trial.default].within(_AREA_SHARE)
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


def learning_curve(trial: Trial, run: Run, *, can_tell: bool) -> LearningCurve:
    """Fit on the last eighth, quarter and half of the days before each origin, and on all."""
    whole = run.reached[trial.default]
    tried = [(history, _reached(trial, history)) for history in HISTORIES[:-1]]
    held = [(history, reached) for history, reached in tried if reached is not None]
    points = tuple(_point(trial, history, reached) for history, reached in [*held, (1.0, whole)])
    if not held:
        return LearningCurve(points, "The past is too short to be cut shorter still.")
    history, shorter = held[-1]
    gain = _gain(trial, whole, shorter)
    return LearningCurve(points, _learning_said(gain, history, can_tell=can_tell))


def _first_day(trial: Trial, as_of: dt.date, history: float) -> dt.date:
    oldest: dt.date = trial.dates.min().astype("datetime64[D]").astype(object)
    return as_of - dt.timedelta(days=round((as_of - oldest).days * history))


def _reached(trial: Trial, history: float) -> Reached | None:
    """The ranking from a shorter past; None where an origin would have too little of it."""
    size = len(trial.tested)
    reached = Reached(np.full(size, np.inf), np.full(size, np.inf))
    for index, origin in enumerate(trial.origins):
        trial.steps.next(f"Learning curve, {history:g} of the past")
        first = _first_day(trial, origin.as_of, history)
        if trial.n_known(origin.as_of, first) < _FEWEST_KNOWN:
            return None
        past = begun_between(trial.known(origin.as_of), trial.window, first, origin.as_of)
        try:
            surface = trial.surface(past, origin.as_of)
        except NothingToScoreError:
            return None
        here = trial.tested.origin == index
        found = ranked(surface).at(trial.tested.cell[here])
        reached.start[here], reached.end[here] = found.start, found.end
    return reached


def _point(trial: Trial, history: float, reached: Reached) -> LearningPoint:
    firsts = [_first_day(trial, origin.as_of, history) for origin in trial.origins]
    spans = list(zip(trial.origins, firsts, strict=True))
    return LearningPoint(
        history=history,
        days=float(np.mean([(origin.as_of - first).days for origin, first in spans])),
        known=float(np.mean([trial.n_known(origin.as_of, first) for origin, first in spans])),
        hit_rate=rate_at(trial, reached, _AREA_SHARE),
    )


def _gain(trial: Trial, whole: Reached, shorter: Reached) -> Interval:
    weight = trial.tested.weight(trial.counted[-1])
    ahead = weight * (whole.within(_AREA_SHARE) - shorter.within(_AREA_SHARE))
    return trial.draws.ratio(trial.tested.by_week(ahead), trial.tested.by_week(weight))


def _learning_said(gain: Interval, history: float, *, can_tell: bool) -> str:
    against = f"all of the past against {past_in_words(history)} of it"
    word = word_for(gain, can_tell=can_tell)
    told = f"({points(gain)} at 2% of the area, {against})."
    if word is Word.CANNOT_TELL:
        return f"The data cannot tell whether a longer past finds more {told}"
    finds = "finds more" if word is Word.BETTER else "finds less: what is old misleads"
    return f"A longer past {finds} {told}"
