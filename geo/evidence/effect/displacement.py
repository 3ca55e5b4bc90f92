"""Rings around places, and the weighted displacement quotient."""

from collections.abc import Sequence
from typing import Final

import numpy as np
import shapely
from numpy.typing import NDArray
from shapely.geometry.base import BaseGeometry

from geo.evidence.effect.ratio import Compared
from geo.evidence.interval import Interval
from geo.model.spot import Spot

Floats = NDArray[np.float64]
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
