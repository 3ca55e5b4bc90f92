"""Intervals from whole weeks drawn again, the same draw for every method.

Incidents of one week are not independent of each other, so weeks, not incidents, are drawn with
replacement (block bootstrap: Künsch 1989; Efron and Tibshirani 1993). Every method is scored on the
same weeks, so differences are paired. A few weeks drawn again spread too little, so the tails are
those of the expanded percentile interval (Hesterberg 2015, "What teachers should know about the
bootstrap").
"""

from dataclasses import dataclass
from typing import Final, Self

import numpy as np
from numpy.typing import NDArray
from scipy import stats

from geo.evidence.backtest.results import Word
from geo.evidence.interval import Interval

Floats = NDArray[np.float64]
RESAMPLES: Final = 2000
_TAIL: Final = 0.05


@dataclass(frozen=True, eq=False)
class Draws:
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


def word_for(interval: Interval, *, can_tell: bool) -> Word:
    """Better or worse only where the whole interval lies on one side of 0."""
    if can_tell and interval.low > 0:
        return Word.BETTER
    if can_tell and interval.high < 0:
        return Word.WORSE
    return Word.CANNOT_TELL
