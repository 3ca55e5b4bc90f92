"""The result of a trial with control days, and what a design would notice before it begins."""

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

import geopandas as gpd
import numpy as np
import pandas as pd
from numpy.typing import NDArray

from geo.arrays import Bools, Floats
from geo.clock import Window
from geo.evidence.effect import POISSON_90, Change, Record, spread
from geo.hotspots import HotspotSettings
from geo.model import ControlDays, Estimate, Spot
from geo.trials._design import drawn

REDRAWS: Final = 500
FEWEST_INCIDENTS: Final = 10


@dataclass(frozen=True)
class TrialResult:
    """The effect of planning patrols, measured on control days.

    Attributes
    ----------
    change : Change
        Incidents recorded on patrol days, and expected from the control days.
    resting : float
        Incidents recorded on control days.
    patrol_days, control_days : int
        Place-days that have passed.
    until : date
        The last date that counts.
    why_not : str
        Why it cannot tell, where that lies in the data; empty otherwise.
    """

    change: Change
    resting: float
    patrol_days: int
    control_days: int
    until: dt.date
    why_not: str


def measure_trial(
    incidents: gpd.GeoDataFrame,
    design: ControlDays,
    window: Window,
    *,
    scoring: HotspotSettings | None = None,
    until: dt.date | None = None,
) -> TrialResult:
    """Compare the patrol days of a design with its control days.

    Places count by what was drawn, whoever went there (intention to treat). The ratio of rates is
    that of Mantel and Haenszel over places and fortnights; the interval comes from drawing the lots
    again, `REDRAWS` times by the same rule, each ratio in units of its own error (Greenland and
    Robins 1985).

    Parameters
    ----------
    incidents : GeoDataFrame
        In the CRS of the design.
    until : date, optional
        The last date that the data covers.

    Raises
    ------
    CrsError
        When the incidents are in another CRS than the design.
    NothingToScoreError
        When no incident is scored.
    """
    design.require_crs(incidents.crs)
    record = Record.of(incidents, window, scoring=scoring, until=until)
    held = record.dates.get_indexer(pd.DatetimeIndex([*design.dates]))
    passed = held >= 0
    table = record.counts([spot.shape for spot in design.spots])[:, held[passed]]
    patrols = ~design.rests[:, passed]
    patrolled, resting = float(table[patrols].sum()), float(table[~patrols].sum())
    days = (int(patrols.sum()), int((~patrols).sum()))
    why = _why_not(patrolled + resting, days, record.until)
    if why:
        change = Change(patrolled, resting * days[0] / max(days[1], 1), None)
        return TrialResult(change, resting, *days, record.until, why)
    again = drawn(
        design.dates, design.block, len(design.spots), design.share,
        seed=design.seed + 1, draws=REDRAWS,
    )[:, :, passed]  # fmt: skip
    lots = Lots.of(np.concatenate([patrols[None], ~again]), design.block[passed])
    log_ratio, error = lots.ratios(table.reshape(1, -1))
    strayed = spread(log_ratio[0, 1:], error[0, 1:])
    middle, width = float(log_ratio[0, 0]), strayed * float(error[0, 0])
    low, mean, high = np.exp([middle - width, middle, middle + width]).tolist()
    change = Change(patrolled, patrolled / mean, Estimate(mean, low, high))
    return TrialResult(change, resting, *days, record.until, "")


def _why_not(incidents: float, days: tuple[int, int], until: dt.date) -> str:
    if not min(days):
        return f"The data ends on {until:%-d %b %Y}, before the trial has days of both kinds."
    if incidents < FEWEST_INCIDENTS:
        return f"Fewer than {FEWEST_INCIDENTS} incidents in the trial so far: too few to tell."
    return ""


@dataclass(frozen=True, eq=False)
class Lots:
    """Weights that turn counts of place-days into the parts of a Mantel-Haenszel ratio.

    Each has shape (lots, place-days); ``half`` is what half an incident weighs on either side, so
    that no ratio is without end.
    """

    patrolled: Floats
    resting: Floats
    variance: Floats
    half: float

    @classmethod
    def of(cls, patrols: Bools, block: NDArray[np.int64]) -> "Lots":
        """Weigh lots of shape (lots, places, dates) within places and fortnights."""
        which = np.unique(block, return_inverse=True)[1]
        one_hot = np.eye(which.max() + 1)[which]
        days = one_hot.sum(axis=0)
        share = (patrols @ one_hot / days)[:, :, which]
        flat = (len(patrols), -1)
        return cls(
            (patrols * (1 - share)).reshape(flat),
            (~patrols * share).reshape(flat),
            (share * (1 - share)).reshape(flat),
            0.5 * float((share * (1 - share)).mean()),
        )

    def ratios(self, counts: Floats) -> tuple[Floats, Floats]:
        """Log ratio of rates, patrolled to resting, and its standard error.

        Parameters
        ----------
        counts : ndarray, shape (records, place-days)

        Returns
        -------
        (ndarray, ndarray), each of shape (records, lots)
        """
        patrolled = counts @ self.patrolled.T + self.half
        resting = counts @ self.resting.T + self.half
        variance = counts @ self.variance.T + 2 * self.half
        return np.log(patrolled / resting), np.sqrt(variance / (patrolled * resting))


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
        noticed = (z[np.arange(_TRIALS), truth] < -limit) & enough
        chances.append((fall, float(noticed.mean())))
    whole = float(rate.sum())
    return Power(len(design.spots), len(design.dates), design.share, whole, tuple(chances))


def _counts(mean: Floats, dispersion: float, rng: np.random.Generator) -> Floats:
    if dispersion <= 1.001:
        return rng.poisson(mean).astype(float)
    shape = mean / (dispersion - 1)
    return rng.poisson(rng.gamma(shape, dispersion - 1)).astype(float)
