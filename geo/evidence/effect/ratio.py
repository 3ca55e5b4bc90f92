"""The estimate: recorded against expected, and how far chance alone carries such a ratio.

Expected is what a patrolled place would have had, had it changed as its comparison places did: a
difference in differences as a ratio of rates. The interval is read from placebo sets, drawn from
places that nobody patrolled, by the same rule (randomisation inference; Fisher 1935, Rosenbaum
2002): their ratios, each in units of its own Poisson error, show how much more than Poisson chance
is at work.
"""

from dataclasses import dataclass
from typing import Final

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]
Bools = NDArray[np.bool_]
Ints = NDArray[np.int64]
_HALF: Final = 0.5
#: A ratio is never taken for surer than Poisson counts allow: 5% in each tail of the normal.
POISSON_90: Final = 1.645


@dataclass(frozen=True, eq=False)
class Counts:
    """Incidents of each place: ``before``, shape (places,); ``after``, shape (patterns, places)."""

    before: Floats
    after: Floats

    def wander(self, free: Bools) -> float:
        """How much places change for reasons of their own, as a variance of the log of the change.

        By moments, from those that nobody patrolled: what the square of after less its expectation
        has over what Poisson counts would have, by the square of the expectation (the quadratic
        term of a negative binomial).
        """
        before, after = self.before[free], self.after[:, free]
        growth = (after.sum(axis=1) / max(float(before.sum()), _HALF))[:, None]
        over = (after - growth * before) ** 2 - after - growth**2 * before
        square = float((growth**2 * before * (before - 1)).sum())
        return max(float(over.sum()) / square, 0.0) if square > 0 else 0.0


@dataclass(frozen=True, eq=False)
class Compared:
    """Recorded and expected of sets of places; each attribute has shape (sets,).

    Attributes
    ----------
    recorded, expected : ndarray
        Incidents of the patrolled dates.
    before : ndarray
        Incidents of the stretch before.
    log_ratio, error : ndarray
        Natural logarithm of recorded to expected, and its standard error.
    held_after, held_before : ndarray
        Incidents of the comparison places, each place counted once.
    """

    recorded: Floats
    expected: Floats
    before: Floats
    log_ratio: Floats
    error: Floats
    held_after: Floats
    held_before: Floats


def compared(
    ours: Counts, theirs: Counts, sets: Ints, pattern: Ints, picked: Bools, wander: float = 0.0
) -> Compared:
    """Compare sets of places with their comparison places.

    Parameters
    ----------
    ours : Counts
        Of the places in question; of their rings, where displacement is.
    theirs : Counts
        Of the comparison places, or of their rings.
    sets : ndarray of int, shape (sets, slots)
    pattern : ndarray of int, shape (slots,)
        Which patrolled dates belong to a slot.
    picked : ndarray of bool, shape (sets, slots, places)
        Slots without a comparison place are left out.
    wander : float
        What `Counts.wander` says; it widens the error.
    """
    some = picked.any(axis=2)
    before = np.where(some, ours.before[sets], 0.0)
    recorded = np.where(some, ours.after[pattern, sets], 0.0)
    now = np.einsum("dsp,sp->ds", picked, theirs.after[pattern])
    then = picked @ theirs.before
    growth = (now + _HALF) / (then + _HALF)
    expected = before * growth
    sums = [recorded.sum(axis=1), expected.sum(axis=1), before.sum(axis=1)]
    weight = expected / (sums[1][:, None] + 1e-9)
    their_weight = np.einsum("ds,dsp->dp", weight / (then + _HALF), picked) * theirs.before
    typical = (sums[1] + _HALF) / (sums[2] + _HALF)
    noise = 1 / (sums[0] + _HALF) + (weight**2 * (1 / (before + _HALF) + wander)).sum(axis=1)
    noise += (their_weight**2 @ (1 / (theirs.before + _HALF))) * (1 + 1 / typical)
    noise += wander * (their_weight**2).sum(axis=1)
    log_ratio = np.log((sums[0] + _HALF) / (sums[1] + _HALF))
    held_before = picked.any(axis=1) @ theirs.before
    held_after = np.zeros(len(sets))
    for one in np.unique(pattern):
        held_after += picked[:, pattern == one].any(axis=1) @ theirs.after[one]
    return Compared(sums[0], sums[1], sums[2], log_ratio, np.sqrt(noise), held_after, held_before)


def placebo_sets(places: int, treated: int, draws: int, seed: int) -> Ints:
    """Draw sets of places that nobody patrolled, as many as were patrolled, at most half of them.

    Returns
    -------
    ndarray of int, shape (draws, slots)
        Positions from ``treated`` on.
    """
    rng = np.random.default_rng(seed)
    free = places - treated
    keys = rng.random((draws, free)).argsort(axis=1)
    return np.asarray(keys[:, : max(min(treated, free // 2), 1)] + treated, dtype=np.int64)


def spread(log_ratio: Floats, error: Floats) -> float:
    """How many standard errors a ratio strays by chance: nine placebos in ten stray less."""
    return max(float(np.quantile(np.abs(log_ratio / error), 0.9)), POISSON_90)
