"""Whether what the default expects is what happens."""

from enum import StrEnum
from typing import Final

import numpy as np
from scipy import stats

from geo.evidence.backtest.checks import Calibration, CalibrationGroup, Coverage
from geo.evidence.backtest.resampling import Draws
from geo.evidence.backtest.running import Run
from geo.evidence.backtest.trial import Trial
from geo.evidence.backtest.wording import percent
from geo.evidence.interval import Interval
from geo.words import count_shown

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
    return Calibration(groups, coverage, share, _said(groups, coverage, share))


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


def _said(
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
