"""Learned weights of the components, and the surface that they make."""

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum
from itertools import groupby, product
from typing import Any, Final, Self

import numpy as np
from numpy.typing import NDArray

from geo.arrays import Floats, blocks, exact
from geo.hotspots._pyramid import CellCounts, Pyramid
from geo.hotspots.methods._base import Past
from geo.hotspots.surface import Grid

#: 0 m leaves an incident in its own cell.
_BANDWIDTHS_M: Final = (0.0, 25.0, 50.0, 100.0, 200.0, 400.0, 800.0, 1600.0)
_HALF_LIVES_DAYS: Final = (28.0, 120.0, 720.0)
_CLOCK_BANDWIDTHS_M: Final = (0.0, 25.0, 50.0, 100.0, 200.0, 800.0)
_CLOCK_HALF_LIVES_DAYS: Final = (120.0, 720.0)
_PLACE_REACH_M: Final = (75.0, 200.0)


class Clock(StrEnum):
    """Which hours of the past count."""

    ALL = "all hours"
    NEAR = "hours around the window, on any day"
    WINDOW = "the window on its own days"


@dataclass(frozen=True, order=True)
class Kernel:
    """Past incidents of some hours, spread by one bandwidth and forgotten with one half-life.

    Attributes
    ----------
    clock : Clock
    bandwidth_m : float
        Standard deviation of the Gaussian; 0 leaves an incident in its own cell.
    half_life_days : float
    """

    clock: Clock
    bandwidth_m: float
    half_life_days: float

    def __str__(self) -> str:
        spread = f"within {self.bandwidth_m:,.0f} m" if self.bandwidth_m else "in the same cell"
        return f"{self.clock}, {spread}, half forgotten in {self.half_life_days:,.0f} days"


@dataclass(frozen=True, order=True)
class Around:
    """What lies around places of one kind: schools, interchanges or high streets.

    Attributes
    ----------
    kind : str
        Key of `Past.places`.
    bandwidth_m : float
    """

    kind: str
    bandwidth_m: float

    def __str__(self) -> str:
        return f"within {self.bandwidth_m:,.0f} m of {self.kind}"


@dataclass(frozen=True, order=True)
class Anywhere:
    """The same for every cell of the study area.

    Attributes
    ----------
    None.
    """

    def __str__(self) -> str:
        return "anywhere"


Component = Kernel | Around | Anywhere


def components_of_all_hours(grid: Grid, kinds: tuple[str, ...]) -> tuple[Component, ...]:
    """Components that explain all hours: kernels, places, and anywhere.

    A bandwidth much narrower than a cell says the same as no bandwidth, and is left out.
    """
    widths = [b for b in _BANDWIDTHS_M if b == 0 or b >= grid.cell_m / 2]
    kernels = (Kernel(Clock.ALL, *parts) for parts in product(widths, _HALF_LIVES_DAYS))
    around = (Around(kind, reach) for kind in kinds for reach in _PLACE_REACH_M)
    return (*kernels, *around, Anywhere())


def components_by_clock(grid: Grid, kinds: tuple[str, ...]) -> tuple[Component, ...]:
    """Components that may set the window apart from all hours."""
    widths = [b for b in _CLOCK_BANDWIDTHS_M if b == 0 or b >= grid.cell_m / 2]
    kernels = (
        Kernel(*parts)
        for parts in product((Clock.NEAR, Clock.WINDOW), widths, _CLOCK_HALF_LIVES_DAYS)
    )
    return (*kernels, *(Around(kind, reach) for kind in kinds for reach in _PLACE_REACH_M))


Cells = NDArray[np.int32]


@dataclass(frozen=True, eq=False)
class Weighting:
    """Weights of incidents: recency times their share in the hours of a clock.

    Weights are exact, so that sums do not depend on the order of rows; they are made for a block of
    rows at a time, so that they never lie in memory all at once.

    Attributes
    ----------
    recency : ndarray, shape (days,)
        By whole days of age.
    share : ndarray or None
        Of each incident in the hours; None for all hours.
    """

    age_days: Floats
    recency: Floats
    share: Floats | None

    @classmethod
    def of(cls, past: Past, clock: Clock, half_life_days: float, youngest: int = 0) -> Self:
        """Weigh incidents older than ``youngest`` days; ages count from there."""
        ages = np.arange(int(past.age_days.max(initial=0.0)) + 1) - youngest
        recency = np.where(ages > 0, np.exp2(-np.maximum(ages, 0) / half_life_days), 0.0)
        if clock is Clock.ALL:
            return cls(past.age_days, exact(recency), None)
        near = past.near if clock is Clock.NEAR and past.near is not None else past.share
        return cls(past.age_days, recency, near)

    def weights(self, rows: slice) -> Floats:
        """Weights of some incidents, exact."""
        recency = self.recency[self.age_days[rows].astype(np.int64)]
        return recency if self.share is None else exact(recency * self.share[rows])

    def counts(self, grid: Grid, cells: Cells, value: Floats) -> Floats:
        """Weight times value in each cell: shape of the grid."""
        counted = np.zeros(grid.inside.size)
        for rows in blocks(len(cells)):
            weights = exact(self.weights(rows) * value[rows])
            counted += np.bincount(cells[rows], weights, minlength=grid.inside.size)
        return counted.reshape(grid.shape)

    def total(self) -> float:
        """Sum of all weights."""
        return float(sum(self.weights(rows).sum() for rows in blocks(len(self.age_days))))


def cell_numbers(past: Past) -> Cells:
    """Cell of each incident, in half the memory."""
    cells = np.empty(len(past), dtype=np.int32)
    for rows in blocks(len(past)):
        cells[rows] = past.grid.number(past.x[rows], past.y[rows])
    return cells


_WORTH_COUNTING = 1e-4


@dataclass(frozen=True)
class Mixture:
    """Components and their weights, which sum to 1.

    Attributes
    ----------
    parts : tuple of (Component, float)
    held_out : float
        Incidents on which the weights were learned; 0 where there were too few, and every
        component counts alike.
    held_out_window : float
        Those of them that fell into the window.
    blocks, block_days : int
        Blocks of time that were held out, and their length.
    gain : float
        How many times likelier an average held-out incident was under the mixture than under an
        even spread (geometric mean).
    """

    parts: tuple[tuple[Component, float], ...]
    held_out: float = 0.0
    held_out_window: float = 0.0
    blocks: int = 0
    block_days: int = 0
    gain: float = 1.0

    @property
    def needs_hours(self) -> bool:
        """Whether the hours around the window count."""
        return any(key[0] is Clock.NEAR for key, _ in self._kernels())

    def surfaces(self, past: Past, *values: Floats) -> tuple[tuple[Floats, ...], Floats]:
        """Spread values over the cells, and weigh each incident for the next window.

        Parameters
        ----------
        values : ndarray, shape (incidents,)
            What an incident counts for; one surface is made of each.

        Returns
        -------
        surfaces : tuple of ndarray, shape of the grid
            Shares that sum to 1.
        weights : ndarray, shape (incidents,)
            Recency and hours with the weights that the mixture gave them, before any value.
        """
        grid, pyramid = past.grid, Pyramid(past.grid)
        cells, weights = cell_numbers(past), np.zeros(len(past))
        counts: list[dict[float, Any]] = [defaultdict(float) for _ in values]
        for (clock, half_life), parts in self._kernels():
            weighting = Weighting.of(past, clock, half_life)
            weight_each = sum(weight for _, weight in parts) / max(weighting.total(), 1e-300)
            for rows in blocks(len(past)):
                weights[rows] += weight_each * weighting.weights(rows)
            for by_width, value in zip(counts, values, strict=True):
                raw = weighting.counts(grid, cells, value)
                cell_counts = CellCounts(raw / max(float(raw.sum()), 1e-300))
                for kernel, weight in parts:
                    held = cell_counts.on(pyramid.factor(kernel.bandwidth_m))
                    by_width[kernel.bandwidth_m] += weight * held
        rest = self._rest(past, pyramid)
        return tuple(_settled(past, pyramid, by_width, rest) for by_width in counts), weights

    def _kernels(self) -> Iterator[tuple[tuple[Clock, float], list[tuple[Kernel, float]]]]:
        """Kernels worth counting, those of one clock and half-life together."""
        kernels = [
            (part, weight)
            for part, weight in self.parts
            if isinstance(part, Kernel) and weight > _WORTH_COUNTING
        ]
        kernels.sort(key=lambda pair: (pair[0].clock, pair[0].half_life_days))
        grouped = groupby(kernels, key=lambda pair: (pair[0].clock, pair[0].half_life_days))
        return ((key, list(parts)) for key, parts in grouped)

    def _rest(self, past: Past, pyramid: Pyramid) -> Floats:
        """What does not come from incidents: what lies around places, and anywhere."""
        total = np.zeros(past.grid.shape)
        for part, weight in self.parts:
            if isinstance(part, Around) and weight > _WORTH_COUNTING:
                places = CellCounts(past.places[part.kind]).on(pyramid.factor(part.bandwidth_m))
                total += weight * pyramid.smooth(places, part.bandwidth_m).full()
            elif isinstance(part, Anywhere):
                total += weight * past.grid.uniform
        return total

    def to_dict(self) -> dict[str, Any]:
        """As plain values, for a file."""
        parts = [[*_to_row(part), weight] for part, weight in self.parts]
        rest = {name: value for name, value in vars(self).items() if name != "parts"}
        return {"parts": parts, **rest}

    @classmethod
    def from_dict(cls, content: dict[str, Any]) -> Self:
        """Read what `to_dict` wrote.

        Parameters
        ----------
        content : dict
        """
        parts = tuple((_from_row(*part[:-1]), float(part[-1])) for part in content["parts"])
        return cls(**{**content, "parts": parts})


def _settled(past: Past, pyramid: Pyramid, by_width: dict[float, Floats], rest: Floats) -> Floats:
    """One surface from counts by bandwidth; each keeps the weight it came with."""
    total = rest.copy()
    for width, counts in sorted(by_width.items()):
        total += float(counts.sum()) * pyramid.smooth(counts, width).full()
    total[~past.grid.inside] = 0.0
    return np.asarray(total / max(float(total.sum()), 1e-300))


def _to_row(part: Component) -> tuple[str, float, float]:
    if isinstance(part, Kernel):
        return part.clock.name, part.bandwidth_m, part.half_life_days
    return (part.kind, part.bandwidth_m, 0.0) if isinstance(part, Around) else ("", 0.0, 0.0)


def _from_row(name: str, bandwidth_m: float, half_life_days: float) -> Component:
    if not name:
        return Anywhere()
    if name in Clock.__members__:
        return Kernel(Clock[name], bandwidth_m, half_life_days)
    return Around(name, bandwidth_m)
