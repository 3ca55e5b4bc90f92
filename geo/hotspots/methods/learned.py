"""The default method: kernels of many reaches, half-lives and hours, weighed on held-out time."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Final

import numpy as np
from numpy.typing import NDArray

from geo.arrays import exact
from geo.hotspots.methods.base import Past
from geo.hotspots.methods.mixture import (
    Anywhere,
    Around,
    Cells,
    Clock,
    Component,
    Glance,
    Mixture,
    by_clock,
    cell_numbers,
    every_hour,
)
from geo.hotspots.surface import Counted, Pyramid

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]
Progress = Callable[[float], None]
Weights = dict[Component, float]
_BLOCKS: Final = 6
_BLOCK_DAYS: Final = 28
_LEAST_BLOCKS: Final = 12
_FEWEST_HELD_OUT: Final = 20.0
_PRIOR_EACH: Final = 0.3
_PRIOR_ALL_HOURS: Final = 50.0
_PRIOR_BY_CLOCK: Final = 2.0
_STEPS: Final = 300
_ENOUGH: Final = 1e-7


@dataclass(frozen=True, eq=False)
class _Block:
    """What happened in a block, by cell, and how every component foretold it there.

    ``all_hours`` and ``window`` weigh the value that fell there; columns of ``foretold`` are the
    components.
    """

    all_hours: Floats
    window: Floats
    foretold: Floats


def block_days(oldest_days: int) -> int:
    """28 days, or a twelfth of the time where the past is shorter than 336."""
    return max(1, min(_BLOCK_DAYS, oldest_days // _LEAST_BLOCKS))


def fit_mixture(past: Past, progress: Progress | None = None) -> Mixture:
    """Learn the weights of all components from incidents before ``as_of`` only."""
    kinds = tuple(past.places)
    first = every_hour(past.grid, kinds)
    second = () if past.whole_day else by_clock(past.grid, kinds)
    wanted = tuple(dict.fromkeys((*first, *second)))
    days = block_days(int(past.age_days.max(initial=0.0)))
    blocks, of = [], cell_numbers(past)
    for number in range(_BLOCKS):
        if progress:
            progress(number / _BLOCKS)
        blocks.append(_block(past, wanted, days * number, days * (number + 1), of))
    return _learned(blocks, wanted, first, second, days)


def _learned(
    blocks: list[_Block],
    wanted: tuple[Component, ...],
    first: tuple[Component, ...],
    second: tuple[Component, ...],
    days: int,
) -> Mixture:
    foretold = np.vstack([block.foretold for block in blocks])
    hours = np.concatenate([block.all_hours for block in blocks])
    window = np.concatenate([block.window for block in blocks])
    if _effective(hours) < _FEWEST_HELD_OUT:
        return Mixture(tuple((part, 1 / len(first)) for part in first))
    weights = _all_hours(foretold, wanted, first, _weighed(hours))
    if second:
        weights = _by_clock(foretold, wanted, second, _weighed(window), weights)
    mixed = foretold @ np.array([weights.get(part, 0.0) for part in wanted])
    even = foretold[:, wanted.index(Anywhere())]
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
    foretold: Floats, wanted: tuple[Component, ...], first: tuple[Component, ...], seen: Floats
) -> Weights:
    """Weights that explain incidents of all hours."""
    columns = foretold[:, [wanted.index(part) for part in first]]
    found = likeliest(columns, seen, np.full(len(first), _PRIOR_EACH))
    return dict(zip(first, found.tolist(), strict=True))


def _by_clock(
    foretold: Floats,
    wanted: tuple[Component, ...],
    second: tuple[Component, ...],
    seen: Floats,
    weights: Weights,
) -> Weights:
    """The same weights, as far as the window is like all hours, and those that set it apart."""
    explained = foretold @ np.array([weights.get(part, 0.0) for part in wanted])
    shown = np.column_stack([explained, foretold[:, [wanted.index(part) for part in second]]])
    each = np.full(len(second), _PRIOR_BY_CLOCK / len(second))
    own = likeliest(shown, seen, np.append(_PRIOR_ALL_HOURS, each)).tolist()
    mixed = {part: weight * own[0] for part, weight in weights.items()}
    for part, weight in zip(second, own[1:], strict=True):
        mixed[part] = mixed.get(part, 0.0) + weight
    return mixed


def likeliest(likelihood: Floats, importance: Floats, prior: Floats) -> Floats:
    """Mixture weights by expectation-maximisation.

    Parameters
    ----------
    likelihood : ndarray, shape (observations, components)
    importance : ndarray, shape (observations,)
        How many times each was seen.
    prior : ndarray, shape (components,)
        Pseudo-observations of each component.

    Returns
    -------
    ndarray, shape (components,)
        Sums to 1.
    """
    weights = prior / prior.sum()
    for _ in range(_STEPS):
        joint = likelihood * weights
        belongs = importance / np.maximum(joint.sum(axis=1), 1e-300)
        told = belongs @ joint + prior
        last, weights = weights, told / told.sum()
        if np.abs(weights - last).max() < _ENOUGH:
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
    past: Past, parts: tuple[Component, ...], youngest: int, oldest: int, of: Cells
) -> _Block:
    """Hold out ages over ``youngest`` and up to ``oldest``, foretold from what is older."""
    held = (past.age_days > youngest) & (past.age_days <= oldest)
    value = past.value[held]
    cells, which = np.unique(of[held].astype(np.int64), return_inverse=True)
    return _Block(
        all_hours=_sums(which, value),
        window=_sums(which, exact(value * past.share[held])),
        foretold=_foretold(past, parts, oldest, of, cells),
    )


def _sums(which: Ints, weights: Floats) -> Floats:
    return np.asarray(np.bincount(which, weights), dtype=float)


def _foretold(
    past: Past, parts: tuple[Component, ...], oldest: int, of: Cells, cells: Ints
) -> Floats:
    """Share that each component gave to some cells, from incidents older than ``oldest``."""
    grid, pyramid = past.grid, Pyramid(past.grid)
    row, column = np.divmod(cells, grid.shape[1])
    found = np.empty((len(cells), len(parts)))
    seen: dict[tuple[Clock, float], Counted] = {}
    for place, part in enumerate(parts):
        if isinstance(part, Anywhere):
            found[:, place] = 1 / grid.inside.sum()
            continue
        if isinstance(part, Around):
            counted = Counted(past.places[part.kind])
        else:
            key = part.clock, part.half_life_days
            if key not in seen:
                glance = Glance.of(past, *key, youngest=oldest)
                seen[key] = Counted(glance.counts(grid, of, past.value))
            counted = seen[key]
        found[:, place] = pyramid.sample(counted, part.bandwidth_m, row, column)
    return found


@dataclass(frozen=True)
class Learned:
    """Mixture of kernels and places whose weights are learned on held-out blocks of time."""

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
