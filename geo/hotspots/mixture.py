"""The default method: a mixture of kernels whose weights are learned on held-out time.

Every component spreads past incidents with one bandwidth, forgets them with one half-life, and
looks either at the window's own incidents or at all hours. The components are combined as shares of
the next window's value; the weights are those that explain the last part of the training time best
(expectation-maximisation on held-out incidents, Dempster, Laird and Rubin 1977). So how far a risk
spreads, how fast it fades, and how much other hours tell of the window, are read from the data.
"""

from dataclasses import dataclass
from itertools import product
from typing import Final

import numpy as np
from numpy.typing import NDArray

from geo.hotspots.grid import Grid
from geo.hotspots.scored import Scored

Floats = NDArray[np.float64]
_BANDWIDTHS_M: Final = (50.0, 100.0, 200.0, 400.0, 800.0, 1600.0)
_HALF_LIVES_DAYS: Final = (28.0, 120.0, 720.0)
_HELD_OUT_SHARE: Final = 0.15
_FEWEST_HELD_OUT: Final = 20
_PRIOR_INCIDENTS: Final = 12.0
_STEPS: Final = 200


@dataclass(frozen=True)
class Component:
    """One way of looking at the past.

    Attributes
    ----------
    window_only : bool
        Whether other hours are left out.
    """

    bandwidth_m: float
    half_life_days: float
    window_only: bool


COMPONENTS: Final = tuple(
    Component(*parts) for parts in product(_BANDWIDTHS_M, _HALF_LIVES_DAYS, (False, True))
)


@dataclass(frozen=True)
class Mixture:
    """Learned weights: one for each of `COMPONENTS`, and the last for a uniform share.

    Attributes
    ----------
    held_out : float
        Incidents of the window on which the weights were learned; 0 where there were too few and
        the prior stands.
    """

    weights: tuple[float, ...]
    held_out: float

    def shares(self, grid: Grid, scored: Scored, value: Floats) -> Floats:
        """Spread the next window's value over the cells; sums to 1."""
        parts = (
            weight * _share(component, grid, scored, value, scored.age_days)
            for component, weight in zip(COMPONENTS, self.weights, strict=False)
            if weight > 0
        )
        total = sum(parts, self.weights[-1] * grid.uniform)
        return np.asarray(total / total.sum())

    def influence(self, scored: Scored) -> Floats:
        """Weigh how much each incident tells of the next window, before its value.

        Harm, recency and how much of the window are in it: other hours count with the weight that
        the mixture gave them.
        """
        told = np.zeros(len(scored))
        for component, weight in zip(COMPONENTS, self.weights, strict=False):
            decayed = _decayed(component, scored, scored.age_days)
            total = decayed.sum()
            if total > 0:
                told += weight * decayed / total
        return told


def fit_mixture(grid: Grid, scored: Scored) -> Mixture:
    """Learn the weights on the last 15% of the time, from the incidents before it only."""
    oldest = scored.age_days.max()
    cut = max(_HELD_OUT_SHARE * oldest, 1.0)
    target = scored.value * scored.share * (scored.age_days <= cut)
    held_out = float((scored.share * (scored.age_days <= cut)).sum())
    past = scored.value * (scored.age_days > cut)
    prior = _prior()
    if held_out < _FEWEST_HELD_OUT or not past.any():
        return Mixture(tuple(prior), 0.0)
    hit = target > 0
    row, column = grid.index(scored.x[hit], scored.y[hit])
    seen = [
        _share(component, grid, scored, past, scored.age_days - cut)[row, column]
        for component in COMPONENTS
    ]
    seen.append(grid.uniform[row, column])
    importance = target[hit] / target[hit].mean() * scored.share[hit].mean()
    return Mixture(tuple(_learn(np.column_stack(seen), importance, prior)), held_out)


def _learn(likelihood: Floats, importance: Floats, prior: Floats) -> Floats:
    """Weights that make the held-out incidents likeliest, drawn towards the prior."""
    weights = prior
    for _ in range(_STEPS):
        joint = likelihood * weights
        belongs = joint / np.maximum(joint.sum(axis=1, keepdims=True), 1e-300)
        told = importance @ belongs + _PRIOR_INCIDENTS * prior
        weights = told / told.sum()
    return np.asarray(weights)


def _prior() -> Floats:
    """Where the data say little: every component alike, and 5% anywhere."""
    return np.append(np.full(len(COMPONENTS), 0.95 / len(COMPONENTS)), 0.05)


def _share(
    component: Component, grid: Grid, scored: Scored, value: Floats, age_days: Floats
) -> Floats:
    weights = value * _decayed(component, scored, age_days)
    return grid.smooth(grid.counts(scored.x, scored.y, weights), component.bandwidth_m)


def _decayed(component: Component, scored: Scored, age_days: Floats) -> Floats:
    """Recency times, where the component asks for it, the share in the window."""
    recency = np.exp2(-np.maximum(age_days, 0) / component.half_life_days)
    return recency * scored.share if component.window_only else recency
