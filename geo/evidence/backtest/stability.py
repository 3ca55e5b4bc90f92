"""How much of the ranking stays from one week to the next."""

import datetime as dt
from itertools import pairwise
from typing import Final

import numpy as np
from numpy.typing import NDArray
from scipy import stats

from geo.evidence.backtest.checks import Stability, StabilityWeek
from geo.evidence.backtest.forecasts import Surface
from geo.evidence.backtest.origins import Origin
from geo.evidence.backtest.running import Run, ranked
from geo.evidence.backtest.trial import Trial
from geo.evidence.backtest.wording import percent

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
    return Stability(weeks, _said(weeks))


def _kept(before: Floats, now: Floats) -> float:
    return float(np.minimum(before, now).sum() / before.sum())


def _spearman(before: Surface, now: Surface) -> float | None:
    """Rank correlation of the cells in the top tenth of either; the rest of the area is quiet."""
    wide = np.maximum(ranked(before).within(_WIDE_TOP), ranked(now).within(_WIDE_TOP)) > 0
    first, second = before.ranked_by.ravel()[wide], now.ranked_by.ravel()[wide]
    if np.ptp(first) == 0 or np.ptp(second) == 0:
        return None
    return float(stats.spearmanr(first, second).statistic)


def _said(weeks: tuple[StabilityWeek, ...]) -> str:
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
