"""How far a count may stray from what was expected, learned on blocks of days held out.

The rate of a place is not known, only shrunk towards the surface: it is Gamma distributed, worth so
many incidents, so the count to come is negative binomial (Clayton and Kaldor 1987). How many
incidents a forecast is worth, and how far a place's own count is to be believed beside the surface,
are those under which the counts of held-out blocks of time are likeliest.
"""

from collections.abc import Callable
from dataclasses import asdict, dataclass, replace
from typing import Any, Final, Self

import numpy as np
from scipy import optimize, special, stats

from geo.arrays import Floats, Ints
from geo.hotspots._forecast import HALF_LIVES_DAYS, WITHOUT_EVIDENCE_DAYS

_STATED: Final = 0.9
_FEW: Final = 60.0
_FEWEST_TO_TIGHTEN: Final = 30
_TIGHTER: Final = np.geomspace(1 / 16, 16, 17)


@dataclass(frozen=True)
class Spread:
    """What a forecast for a place is worth.

    Attributes
    ----------
    level : float
        What expected counts are multiplied by.
    own : float
        Weight of the place's own count; the surface has the rest.
    worth : float
        How many incidents the surface is worth where the place has none.
    worth_each : float
        How much each incident of the place adds to that.
    half_life_days : float
        How fast a place's own past is forgotten.
    places : int
        Forecasts that it was fitted on; 0 where the values are the defaults.
    covered : float
        Share of their counts that lay in the 90% intervals.
    """

    level: float = 1.0
    own: float = 0.5
    worth: float = 4.0
    worth_each: float = 0.5
    half_life_days: float = WITHOUT_EVIDENCE_DAYS
    places: int = 0
    covered: float = float("nan")

    def mean(self, surface: Floats, own: Floats) -> Floats:
        """Expected counts from what the surface and the place's own past expect."""
        return np.asarray(self.level * (self.own * own + (1 - self.own) * surface))

    def shape(self, effective: Floats) -> Floats:
        """Shape of the Gamma distribution of the rate: the incidents that the forecast is worth."""
        return np.asarray(self.worth + self.worth_each * effective)

    def by_half_life(self, held_out: "HeldOutForecasts") -> tuple[Floats, Floats]:
        """What places' own past expected, and was worth, with the half-life of this spread."""
        which = HALF_LIVES_DAYS.index(self.half_life_days)
        return held_out.own[:, which], held_out.effective[:, which]

    def to_dict(self) -> dict[str, Any]:
        """As plain values, for a file."""
        return asdict(self)


@dataclass(frozen=True, eq=False)
class HeldOutForecasts:
    """Forecasts for blocks of time that were held out, and what came.

    Attributes
    ----------
    surface : ndarray, shape (forecasts,)
        Expected in the block by the surface.
    own : ndarray, shape (forecasts, half-lives)
        Expected by the place's own past, for each of `HALF_LIVES_DAYS`.
    effective : ndarray, shape (forecasts, half-lives)
        How many incidents the place's own past is worth.
    came : ndarray
        Incidents that came, rounded to whole ones.
    """

    surface: Floats
    own: Floats
    effective: Floats
    came: Floats

    def __len__(self) -> int:
        return len(self.came)

    @classmethod
    def joined(cls, parts: list[Self]) -> Self:
        """All forecasts of several blocks."""
        many = np.empty((0, len(HALF_LIVES_DAYS)))
        nothing = {"surface": many[:, 0], "own": many, "effective": many, "came": many[:, 0]}
        return cls(
            **{
                n: np.concatenate([none, *(getattr(p, n) for p in parts)])
                for n, none in nothing.items()
            }
        )


def fit_spread(held_out: HeldOutForecasts, *, own: bool = True) -> Spread:
    """Fit the spread by maximum likelihood of the counts that came.

    Parameters
    ----------
    own : bool
        Whether the place's own past counts beside the surface.
    """
    initial = Spread(own=0.5 if own else 0.0)
    if not len(held_out) or not held_out.came.any():
        return initial
    half_lives = HALF_LIVES_DAYS if own else (WITHOUT_EVIDENCE_DAYS,)
    tried = (
        _fitted(replace(initial, half_life_days=each), held_out, own=own) for each in half_lives
    )
    return _tightened(min(tried, key=lambda pair: pair[1])[0], held_out)


def _fitted(initial: Spread, held_out: HeldOutForecasts, *, own: bool) -> tuple[Spread, float]:
    """The maximum-likelihood spread with one half-life, and its negative log-likelihood."""
    own_mean, effective = initial.by_half_life(held_out)
    start = np.zeros(4)
    log_chances = _log_chances(held_out.came)

    def loss(step: Floats) -> float:
        spread = _moved(initial, step, own=own)
        mean = np.maximum(spread.mean(held_out.surface, own_mean), 1e-9)
        shape = spread.shape(effective)
        log_likelihood = np.sum(log_chances(shape, shape / (shape + mean)))
        weight = _FEW / len(held_out) if len(held_out) > _FEW else 1.0
        return float(-log_likelihood * weight + 0.5 * (step**2).sum())

    best = optimize.minimize(loss, start, method="Nelder-Mead", options={"maxiter": 300})
    return _moved(initial, best.x, own=own), float(best.fun)


def _log_chances(came: Floats) -> Callable[[Floats, Floats], Floats]:
    """The `logpmf` of scipy's `nbinom`, to the byte, of counts that stay as shape and chance move.

    A fit asks for it thousands of times; scipy would look at the same counts each time.
    """
    orders = special.gammaln(came + 1)

    def log_chances(shape: Floats, chance: Floats) -> Floats:
        ways = special.gammaln(shape + came) - orders - special.gammaln(shape)
        return np.asarray(ways + shape * np.log(chance) + special.xlog1py(came, -chance))

    return log_chances


def _moved(start: Spread, step: Floats, *, own: bool) -> Spread:
    """A spread some steps away from one, in units of about one's doubt about each value."""
    odds = np.exp(1.5 * step[1])
    return replace(
        start,
        level=float(start.level * np.exp(0.3 * step[0])),
        own=float(odds / (1 + odds)) if own else 0.0,
        worth=float(start.worth * np.exp(step[2])),
        worth_each=float(start.worth_each * np.exp(step[3])),
    )


def _tightened(spread: Spread, held_out: HeldOutForecasts) -> Spread:
    """Scale what forecasts are worth until 9 in 10 of the held-out counts are covered."""
    own_mean, effective = spread.by_half_life(held_out)
    mean = spread.mean(held_out.surface, own_mean)

    def covered(times: float) -> float:
        low, high = counts_between(mean, times * spread.shape(effective))
        return float(((low <= held_out.came) & (held_out.came <= high)).mean())

    times = 1.0
    if len(held_out) >= _FEWEST_TO_TIGHTEN:
        shares = np.array([covered(each) for each in _TIGHTER])
        off = np.abs(shares - _STATED) + 0.002 * np.abs(np.log(_TIGHTER))
        times = float(_TIGHTER[int(np.argmin(off))])
    return replace(
        spread,
        worth=spread.worth * times,
        worth_each=spread.worth_each * times,
        places=len(held_out),
        covered=covered(times),
    )


def counts_between(mean: Floats, shape: Floats) -> tuple[Ints, Ints]:
    """The likeliest counts whose chance together is nearest to 90%.

    A count takes whole steps, so no interval has exactly 90%; the nearest one holds it on average
    over many places. The likeliest counts of a negative binomial are neighbours.

    Parameters
    ----------
    mean, shape : ndarray, shape (places,)
        Of the count: mean, and shape of the Gamma distribution of its rate.

    Returns
    -------
    low, high : ndarray of int
        Both included.
    """
    mean = np.maximum(mean, 1e-12)
    chance = shape / (shape + mean)
    most = int(np.max(stats.nbinom.ppf(0.9999, shape, chance), initial=0)) + 1
    low, high = np.zeros(len(mean), dtype=np.int64), np.zeros(len(mean), dtype=np.int64)
    step = max(1, 2_000_000 // (most + 1))
    for first in range(0, len(mean), step):
        part = np.s_[first : first + step]
        counts = np.arange(most + 1)
        pmf = np.asarray(stats.nbinom.pmf(counts[None, :], shape[part, None], chance[part, None]))
        order = np.argsort(-pmf, axis=1, kind="stable")
        together = np.cumsum(np.take_along_axis(pmf, order, axis=1), axis=1)
        last = np.argmin(np.abs(together - _STATED), axis=1)
        taken = np.arange(most + 1)[None, :] <= last[:, None]
        low[part] = np.where(taken, order, most + 1).min(axis=1)
        high[part] = np.where(taken, order, -1).max(axis=1)
    return low, high


def per_window(mean: Floats, shape: Floats, windows: int) -> tuple[Floats, Floats]:
    """Averages of a window over so many, between which 9 in 10 lie.

    Half a count on either side belongs to a count, so that a whole number is inside or outside.

    Parameters
    ----------
    mean, shape : ndarray
        Of the count in all of the windows, as for `counts_between`.
    """
    low, high = counts_between(mean, shape)
    return np.maximum(low - 0.5, 0.0) / windows, (high + 0.5) / windows


def top_chance(mean: Floats, shape: Floats, top: int, seed: int = 0, draws: int = 4_000) -> Floats:
    """Chance of each place to be among the ``top`` with the highest rates.

    Rates are drawn from their Gamma distributions, apart from one another.

    Returns
    -------
    ndarray, shape (places,)
    """
    if len(mean) <= top:
        return np.ones(len(mean))
    rng = np.random.default_rng(seed)
    rates = rng.gamma(shape, mean / shape, size=(draws, len(mean)))
    least = np.partition(rates, -top, axis=1)[:, -top]
    return np.asarray((rates >= least[:, None]).mean(axis=0))
