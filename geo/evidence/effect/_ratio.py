"""Recorded against expected, rings around places, and the weighted displacement quotient."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

import numpy as np
import shapely
from shapely.geometry.base import BaseGeometry

from geo.arrays import Bools, Floats, Ints
from geo.model import Interval, Spot

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
    """How many standard errors a ratio strays by chance: nine placebos in ten stray less.

    Parameters
    ----------
    log_ratio, error : ndarray, shape (placebos,)
        Natural logarithm of each ratio, and its standard error.
    """
    return max(float(np.quantile(np.abs(log_ratio / error), 0.9)), POISSON_90)


_DRAWS: Final = 4_000
_TAILS: Final = (0.05, 0.95)


def rings(
    treated: Sequence[Spot], pool: Sequence[Spot], edges_m: Sequence[float]
) -> list[list[BaseGeometry]]:
    """Rings around each place, from the inner to the outer one.

    A ring leaves out the patrolled places and what a ring of an earlier one holds, so that an
    incident counts once; rings of the pool leave out all that lies within reach of a patrol.

    Returns
    -------
    list
        For each ring the shapes around the treated and then around the pool.
    """
    places = shapely.union_all([spot.shape for spot in treated])
    made, inner = [], places
    for edge in edges_m:
        around, taken = [], inner
        for spot in treated:
            ring = spot.shape.buffer(edge).difference(taken)
            taken = taken.union(ring)
            around.append(ring)
        made.append(around)
        inner = taken
    for n, edge in enumerate(edges_m):
        start = edges_m[n - 1] if n else 0.0
        made[n] += [
            spot.shape.buffer(edge).difference(spot.shape.buffer(start)).difference(inner)
            for spot in pool
        ]
    return made


def quotient(places: Compared, around: Compared, dispersion: float, seed: int) -> Interval:
    """Weighted displacement quotient of Bowers and Johnson (2003).

    WDQ = (D1/C1 - D0/C0) / (R1/C1 - R0/C0), with the places R, their surroundings D and the
    comparison places C, before (0) and after (1). Times C1 that is what the surroundings have over
    what was expected, by the same of the places. The interval comes from drawing every count again,
    as dispersed as the placebo sets were.

    Below 0 the surroundings took on some of what the places lost (displacement), above 0 they
    gained with them (diffusion of benefit); 1 is as much as the places themselves.

    Parameters
    ----------
    places, around : Compared
        Of the places and of the rings, against the comparison places; of one set.
    dispersion : float
        How many times as wide as Poisson chance the counts stray.
    """
    wide = dispersion**2
    rng = np.random.default_rng(seed)

    def again(count: Floats) -> Floats:
        drawn = rng.poisson(np.maximum(count, 0.0) / wide, _DRAWS)
        return np.asarray(drawn * wide, dtype=float)

    growth = (again(places.held_after) + 0.5) / (again(places.held_before) + 0.5)
    growth = growth / ((places.held_after + 0.5) / (places.held_before + 0.5))
    gaps = [
        again(one.recorded) - again(one.before) * (one.expected / one.before.clip(0.5)) * growth
        for one in (around, places)
    ]
    with np.errstate(divide="ignore", invalid="ignore"):
        drawn = gaps[0] / gaps[1]
    drawn = drawn[np.isfinite(drawn)]
    value = (around.recorded - around.expected) / (places.recorded - places.expected)
    low, high = (float(np.quantile(drawn, tail)) for tail in _TAILS)
    middle = float(value[0])
    return Interval(middle, min(low, middle), max(high, middle))
