"""What a design of control days would notice, told before it begins."""

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

import numpy as np
from numpy.typing import NDArray

from geo.clock.control_days import ControlDays
from geo.evidence.effect.design import drawn
from geo.evidence.effect.ratio import POISSON_90
from geo.evidence.effect.tally import Record
from geo.evidence.effect.trial import FEWEST_INCIDENTS, Lots
from geo.model.spot import Spot

Floats = NDArray[np.float64]
_FALLS: Final = (0.1, 0.2, 0.3, 0.4, 0.5, 0.6, 0.7, 0.8, 0.9)
_TRIALS: Final = 300
_LOTS: Final = 200
_LEVEL: Final = 0.9
_YEAR_DAYS: Final = 364


@dataclass(frozen=True, eq=False)
class Usual:
    """What places see without a trial.

    Attributes
    ----------
    rate : ndarray, shape (places,)
        Incidents in one window.
    dispersion : float
        Variance of a window's count over its mean, 1 or more.
    """

    rate: Floats
    dispersion: float

    @classmethod
    def of(cls, record: Record, spots: Sequence[Spot], before: dt.date) -> "Usual":
        """Measure over the year before a date."""
        dates = record.between(before - dt.timedelta(days=_YEAR_DAYS), before)
        table = record.counts([spot.shape for spot in spots])[:, dates]
        windows = max(table.shape[1], 1)
        rate = (table.sum(axis=1) + 0.5) / (windows + 1)
        over = ((table - rate[:, None]) ** 2).sum() / max(float(rate.sum()) * windows, 1e-9)
        return cls(rate, max(float(over), 1.0))


@dataclass(frozen=True)
class Power:
    """How often a trial would notice a fall of some size.

    Attributes
    ----------
    noticed : tuple of (float, float)
        A fall, as a part of what would have been, and the chance that the 90% interval lies below
        no change; smaller falls first.
    incidents : float
        Expected in the whole trial without any effect.
    """

    places: int
    dates: int
    share: float
    incidents: float
    noticed: tuple[tuple[float, float], ...]

    def chance(self, fall: float) -> float:
        """Chance to notice a fall that is in the list."""
        return dict(self.noticed)[fall]

    @property
    def smallest(self) -> float | None:
        """The smallest fall that is noticed in 8 of 10 trials."""
        return next((fall for fall, chance in self.noticed if round(chance * 10) >= 8), None)


def power_of(design: ControlDays, usual: Usual, *, seed: int = 0) -> Power:
    """Run many trials of a design on simulated counts, each judged as a real one is.

    Counts are negative binomial with the places' usual rates and dispersion; on patrol days their
    mean is lower by the fall in question.
    """
    lots = ~drawn(
        design.dates, design.block, len(design.spots), design.share, seed=seed, draws=_LOTS
    )
    weights = Lots.of(lots, design.block)
    truth = np.arange(_TRIALS) % _LOTS
    patrols = lots[truth].reshape(_TRIALS, -1)
    rate = np.repeat(usual.rate, len(design.dates))
    rng = np.random.default_rng(seed)
    chances = []
    for fall in _FALLS:
        counts = _counts(np.where(patrols, 1 - fall, 1.0) * rate, usual.dispersion, rng)
        log_ratio, error = weights.ratios(counts)
        z = log_ratio / error
        limit = np.quantile(np.abs(z), _LEVEL, axis=1).clip(POISSON_90)
        enough = counts.sum(axis=1) >= FEWEST_INCIDENTS
        seen = (z[np.arange(_TRIALS), truth] < -limit) & enough
        chances.append((fall, float(seen.mean())))
    whole = float(rate.sum())
    return Power(len(design.spots), len(design.dates), design.share, whole, tuple(chances))


def _counts(mean: Floats, dispersion: float, rng: np.random.Generator) -> Floats:
    if dispersion <= 1.001:
        return rng.poisson(mean).astype(float)
    shape = mean / (dispersion - 1)
    return rng.poisson(rng.gamma(shape, dispersion - 1)).astype(float)
