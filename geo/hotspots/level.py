"""How many incidents the whole area expects in one window, and how fast that is forgotten."""

import datetime as dt
from dataclasses import dataclass
from typing import Final, Self

import numpy as np
from numpy.typing import NDArray

from geo.bulk import blocks
from geo.clock import Window
from geo.hotspots.exact import exact
from geo.hotspots.scored import Scored

Floats = NDArray[np.float64]
HALF_LIVES_DAYS: Final = (28.0, 60.0, 120.0, 240.0, 720.0)
WITHOUT_EVIDENCE_DAYS: Final = 240.0
_FEWEST: Final = 20.0


@dataclass(frozen=True, eq=False)
class Exposure:
    """Past windows and incidents by day, recent ones counting more: what rates are measured by.

    Attributes
    ----------
    recency : ndarray, shape (days,)
        By whole days of age.
    windows : float
        Weighted number of windows between the first incident and ``as_of``.
    """

    recency: Floats
    windows: float

    @classmethod
    def of(cls, scored: Scored, windows_age_days: Floats, half_life_days: float) -> Self:
        """Measure with a half-life; ages are days to ``as_of``."""
        recency = np.exp2(-np.arange(int(scored.age_days.max()) + 1) / half_life_days)
        windows = float(np.exp2(-windows_age_days / half_life_days).sum())
        return cls(recency, max(windows, 1e-9))

    def rate(self, scored: Scored, value: Floats) -> float:
        """Value of the whole area in one window."""
        by_day = np.zeros(len(self.recency))
        for rows in blocks(len(scored)):
            weight = exact(scored.share[rows] * value[rows])
            ages = scored.age_days[rows].astype(np.int64)
            by_day += np.bincount(ages, weight, minlength=len(by_day))
        return float(by_day @ self.recency) / self.windows

    def weights(self, scored: Scored, rows: slice) -> Floats:
        """Share in the window times recency of some incidents, exact."""
        return exact(scored.share[rows] * self.recency[scored.age_days[rows].astype(np.int64)])


def window_ages(scored: Scored, window: Window, as_of: dt.date) -> Floats:
    """Days from each window since the first incident to ``as_of``."""
    first = as_of - dt.timedelta(days=int(scored.age_days.max()))
    past = window.dates_between(first, as_of).to_numpy()
    return np.asarray((np.datetime64(as_of) - past) / np.timedelta64(1, "D"), dtype=float)


def best_half_life(scored: Scored, windows_age_days: Floats, block_days: int, blocks: int) -> float:
    """Half-life under which the counts of held-out blocks of time were foretold best.

    Scored by the Poisson likelihood of the count of each block, given the windows in it; 240 days
    where fewer than 20 incidents were held out.
    """
    ages = scored.age_days.astype(np.int64)
    by_day = np.bincount(ages, scored.share)  # exact, in any order
    ran = np.bincount(windows_age_days.astype(np.int64), minlength=len(by_day))[: len(by_day)]
    if by_day[: block_days * blocks + 1].sum() < _FEWEST:
        return WITHOUT_EVIDENCE_DAYS
    scores = []
    for half_life in HALF_LIVES_DAYS:
        score = 0.0
        for number in range(blocks):
            low, high = block_days * number + 1, block_days * (number + 1) + 1
            kept = np.exp2(-np.arange(len(by_day[high:])) / half_life)
            rate = float(by_day[high:] @ kept) / max(float(ran[high:] @ kept), 1e-9)
            expected = max(rate * float(ran[low:high].sum()), 1e-9)
            came = float(by_day[low:high].sum())
            score += came * np.log(expected) - expected
        scores.append(score)
    return HALF_LIVES_DAYS[int(np.argmax(scores))]
