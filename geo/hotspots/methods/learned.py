"""The default method: kernels of many reaches, half-lives and hours, weighed on held-out time."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Final

import numpy as np
from numpy.typing import NDArray

from geo.arrays import Floats, Ints, exact
from geo.hotspots._pyramid import CellCounts, Pyramid
from geo.hotspots.methods._base import HeldOutDays, Method, Past, block_days, last_blocks
from geo.hotspots.methods._mixture import (
    Anywhere,
    Around,
    Cells,
    Clock,
    Component,
    Mixture,
    Weighting,
    cell_numbers,
    components_by_clock,
    components_of_all_hours,
)
from geo.hotspots.methods.classical import (
    AdaptiveKde,
    Counts,
    GetisOrd,
    Kde,
    NearRepeat,
    WindowCounts,
)
from geo.hotspots.methods.clustering import Dbscan, Hdbscan

_BLOCKS: Final = 6
_FEWEST_BLOCKS: Final = 12
_FEWEST_HELD_OUT: Final = 20.0
_PRIOR_EACH: Final = 0.3
_PRIOR_ALL_HOURS: Final = 50.0
_PRIOR_BY_CLOCK: Final = 2.0
_MOST_ITERATIONS: Final = 300
_CONVERGED: Final = 1e-7


@dataclass(frozen=True, eq=False)
class _Block:
    """What happened in a block, by cell, and the density that every component predicted there.

    ``all_hours`` and ``window`` weigh the value that fell there; columns of ``predicted`` are the
    components.
    """

    all_hours: Floats
    window: Floats
    predicted: Floats


def mixture_block_days(oldest_days: int) -> int:
    """Length of a held-out block: 28 days, or a twelfth of a past shorter than 336; never 0.

    Parameters
    ----------
    oldest_days : int
        Age of the oldest incident.
    """
    return max(1, block_days(oldest_days, _FEWEST_BLOCKS))


def fit_mixture(past: Past, progress: Callable[[float], None] | None = None) -> Mixture:
    """Learn the weights of all components from incidents before ``as_of`` only.

    Parameters
    ----------
    past : Past
    progress : callable, optional
        Called with the share of the work that is done.
    """
    kinds = tuple(past.places)
    all_hours = components_of_all_hours(past.grid, kinds)
    by_clock = () if past.whole_day else components_by_clock(past.grid, kinds)
    components = tuple(dict.fromkeys((*all_hours, *by_clock)))
    days = mixture_block_days(int(past.age_days.max(initial=0.0)))
    blocks, cells = [], cell_numbers(past)
    for number, held_out in enumerate(last_blocks(days, _BLOCKS)):
        if progress:
            progress(number / _BLOCKS)
        blocks.append(_block(past, components, held_out, cells))
    return _mixture_of(blocks, components, all_hours, by_clock, days)


def _mixture_of(
    blocks: list[_Block],
    components: tuple[Component, ...],
    all_hours: tuple[Component, ...],
    by_clock: tuple[Component, ...],
    days: int,
) -> Mixture:
    predicted = np.vstack([block.predicted for block in blocks])
    hours = np.concatenate([block.all_hours for block in blocks])
    window = np.concatenate([block.window for block in blocks])
    if _effective(hours) < _FEWEST_HELD_OUT:
        return Mixture(tuple((part, 1 / len(all_hours)) for part in all_hours))
    weights = _all_hours(predicted, components, all_hours, _weighed(hours))
    if by_clock:
        weights = _by_clock(predicted, components, by_clock, _weighed(window), weights)
    mixed = predicted @ np.array([weights.get(part, 0.0) for part in components])
    even = predicted[:, components.index(Anywhere())]
    judged = window if window.any() else hours
    return Mixture(
        parts=tuple(weights.items()),
        held_out=_effective(hours),
        held_out_window=_effective(window),
        blocks=sum(bool(block.all_hours.any()) for block in blocks),
        block_days=days,
        gain=float(np.exp((judged @ np.log(mixed / even)) / judged.sum())),
    )


def _all_hours(
    predicted: Floats,
    components: tuple[Component, ...],
    all_hours: tuple[Component, ...],
    observed: Floats,
) -> dict[Component, float]:
    """Weights that explain incidents of all hours."""
    columns = predicted[:, [components.index(part) for part in all_hours]]
    weights = _em_weights(columns, observed, np.full(len(all_hours), _PRIOR_EACH))
    return dict(zip(all_hours, weights.tolist(), strict=True))


def _by_clock(
    predicted: Floats,
    components: tuple[Component, ...],
    by_clock: tuple[Component, ...],
    observed: Floats,
    weights: dict[Component, float],
) -> dict[Component, float]:
    """The same weights, as far as the window is like all hours, and those that set it apart."""
    explained = predicted @ np.array([weights.get(part, 0.0) for part in components])
    columns = np.column_stack(
        [explained, predicted[:, [components.index(part) for part in by_clock]]]
    )
    each = np.full(len(by_clock), _PRIOR_BY_CLOCK / len(by_clock))
    own = _em_weights(columns, observed, np.append(_PRIOR_ALL_HOURS, each)).tolist()
    mixed = {part: weight * own[0] for part, weight in weights.items()}
    for part, weight in zip(by_clock, own[1:], strict=True):
        mixed[part] = mixed.get(part, 0.0) + weight
    return mixed


def _em_weights(likelihood: Floats, importance: Floats, prior: Floats) -> Floats:
    """Mixture weights by expectation-maximisation (Dempster, Laird and Rubin 1977).

    Parameters
    ----------
    likelihood : ndarray, shape (observations, components)
    importance : ndarray, shape (observations,)
        How many times each was observed.
    prior : ndarray, shape (components,)
        Pseudo-observations of each component (of a Dirichlet distribution).

    Returns
    -------
    ndarray, shape (components,)
        Sums to 1.
    """
    weights = prior / prior.sum()
    for _ in range(_MOST_ITERATIONS):
        joint = likelihood * weights
        normalised = importance / np.maximum(joint.sum(axis=1), 1e-300)
        expected_counts = normalised @ joint + prior
        last, weights = weights, expected_counts / expected_counts.sum()
        if np.abs(weights - last).max() < _CONVERGED:
            break
    return np.asarray(weights)


def _effective(weight: Floats) -> float:
    """How many equal incidents the weighted ones are worth (Kish 1965)."""
    squares = float((weight**2).sum())
    return float(weight.sum()) ** 2 / squares if squares > 0 else 0.0


def _weighed(weight: Floats) -> Floats:
    """Weights that sum to their effective number."""
    total = float(weight.sum())
    return weight * (_effective(weight) / total) if total > 0 else weight


def _block(
    past: Past, components: tuple[Component, ...], days: HeldOutDays, cell_of: Cells
) -> _Block:
    """Hold out a block of days, predicted from what is older."""
    held = days.held_out(past.age_days)
    value = past.value[held]
    cells, which = np.unique(cell_of[held].astype(np.int64), return_inverse=True)
    return _Block(
        all_hours=_sums(which, value),
        window=_sums(which, exact(value * past.share[held])),
        predicted=_predicted(past, components, days.oldest, cell_of, cells),
    )


def _sums(which: Ints, weights: Floats) -> Floats:
    return np.asarray(np.bincount(which, weights), dtype=float)


def _predicted(
    past: Past, components: tuple[Component, ...], oldest: int, cell_of: Cells, cells: Ints
) -> Floats:
    """Density of each component in some cells, from incidents older than ``oldest``."""
    grid, pyramid = past.grid, Pyramid(past.grid)
    row, column = np.divmod(cells, grid.shape[1])
    densities = np.empty((len(cells), len(components)))
    by_weighting: dict[tuple[Clock, float], CellCounts] = {}
    for place, part in enumerate(components):
        if isinstance(part, Anywhere):
            densities[:, place] = 1 / grid.inside.sum()
            continue
        if isinstance(part, Around):
            counts = CellCounts(past.places[part.kind])
        else:
            key = part.clock, part.half_life_days
            if key not in by_weighting:
                weighting = Weighting.of(past, *key, youngest=oldest)
                by_weighting[key] = CellCounts(weighting.counts(grid, cell_of, past.value))
            counts = by_weighting[key]
        densities[:, place] = pyramid.sample(counts, part.bandwidth_m, row, column)
    return densities


@dataclass(frozen=True)
class Learned:
    """Mixture of kernels and places whose weights are learned on held-out blocks of time.

    Attributes
    ----------
    key, title, paper : str
        As for every method.
    """

    key: str = "learned"
    title: str = "Learned combination"
    paper: str = (
        "Mohler (2014), Marked point process hotspot maps for homicide and gun crime prediction in "
        "Chicago; weights by Dempster, Laird and Rubin (1977)"
    )

    def shares(self, past: Past) -> NDArray[np.float64]:
        """Fit, and spread the next window's value over the cells."""
        (surface,), _ = fit_mixture(past).surfaces(past, past.value)
        return surface


#: By key; the default first.
METHODS: Final[dict[str, Method]] = {
    method.key: method
    for method in (
        Learned(),
        Counts(),
        WindowCounts(),
        Kde(),
        AdaptiveKde(),
        NearRepeat(),
        GetisOrd(),
        Dbscan(),
        Hdbscan(),
    )
}

DEFAULT_METHOD: Final = next(iter(METHODS))
