"""Whether what the default expects is what happens."""

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
    if not coverage:
        return None
    covered = np.array([c.covered for c in coverage], dtype=float)
    hotspots = np.array([c.hotspots for c in coverage], dtype=float)
    return Draws.of(len(coverage), seed).ratio(covered, hotspots)


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
    verdict = "as stated" if 0.85 <= share.value <= 0.95 else "not as stated"
    return (
        f"{first} Of {hotspots} intervals that claim {_STATED:.0%}, {percent(share.value)} held "
        f"the count of the next four weeks: {verdict}."
    )
