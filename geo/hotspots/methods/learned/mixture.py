"""Learned weights of the components, and the surface that they make."""

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import groupby
from typing import Any, Self

import numpy as np
from numpy.typing import NDArray

from geo.bulk import blocks
from geo.hotspots.methods.base import Past
from geo.hotspots.methods.learned.components import (
    Anywhere,
    Around,
    Clock,
    Component,
    Kernel,
)
from geo.hotspots.methods.learned.glance import Glance, cell_numbers
from geo.hotspots.pyramid import Counted, Pyramid

Floats = NDArray[np.float64]
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
        """Whether the hours around the window have a say."""
        return any(key[0] is Clock.NEAR for key, _ in self._kernels())

    def surfaces(self, past: Past, *values: Floats) -> tuple[tuple[Floats, ...], Floats]:
        """Spread values over the cells, and say what each incident tells of the next window.

        Parameters
        ----------
        values : ndarray, shape (incidents,)
            What an incident counts for; one surface is made of each.

        Returns
        -------
        surfaces : tuple of ndarray, shape of the grid
            Shares that sum to 1.
        told : ndarray, shape (incidents,)
            Recency and hours with the weights that the mixture gave them, before any value.
        """
        grid, pyramid = past.grid, Pyramid(past.grid)
        cells, told = cell_numbers(past), np.zeros(len(past))
        counts: list[dict[float, Any]] = [defaultdict(float) for _ in values]
        for (clock, half_life), parts in self._kernels():
            glance = Glance.of(past, clock, half_life)
            weight_each = sum(weight for _, weight in parts) / max(glance.total(), 1e-300)
            for rows in blocks(len(past)):
                told[rows] += weight_each * glance.weights(rows)
            for by_width, value in zip(counts, values, strict=True):
                raw = glance.counts(grid, cells, value)
                counted = Counted(raw / max(float(raw.sum()), 1e-300))
                for kernel, weight in parts:
                    held = counted.on(pyramid.factor(kernel.bandwidth_m))
                    by_width[kernel.bandwidth_m] += weight * held
        rest = self._rest(past, pyramid)
        return tuple(_settled(past, pyramid, by_width, rest) for by_width in counts), told

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
        """What does not come from incidents: the ground around places, and anywhere."""
        total = np.zeros(past.grid.shape)
        for part, weight in self.parts:
            if isinstance(part, Around) and weight > _WORTH_COUNTING:
                places = Counted(past.places[part.kind]).on(pyramid.factor(part.bandwidth_m))
                total += weight * pyramid.smooth(places, part.bandwidth_m).full()
            elif isinstance(part, Anywhere):
                total += weight * past.grid.uniform
        return total

    def to_dict(self) -> dict[str, Any]:
        """As plain values, for a file."""
        parts = [[*_told(part), weight] for part, weight in self.parts]
        rest = {name: value for name, value in vars(self).items() if name != "parts"}
        return {"parts": parts, **rest}

    @classmethod
    def from_dict(cls, told: dict[str, Any]) -> Self:
        """Read what `to_dict` wrote."""
        parts = tuple((_component(*part[:-1]), float(part[-1])) for part in told["parts"])
        return cls(**{**told, "parts": parts})


def _settled(past: Past, pyramid: Pyramid, by_width: dict[float, Floats], rest: Floats) -> Floats:
    """One surface from counts by bandwidth; each keeps the weight it came with."""
    total = rest.copy()
    for width, counts in sorted(by_width.items()):
        total += float(counts.sum()) * pyramid.smooth(counts, width).full()
    total[~past.grid.inside] = 0.0
    return np.asarray(total / max(float(total.sum()), 1e-300))


def _told(part: Component) -> tuple[str, float, float]:
    if isinstance(part, Kernel):
        return part.clock.name, part.bandwidth_m, part.half_life_days
    return (part.kind, part.bandwidth_m, 0.0) if isinstance(part, Around) else ("", 0.0, 0.0)


def _component(name: str, bandwidth_m: float, half_life_days: float) -> Component:
    if not name:
        return Anywhere()
    if name in Clock.__members__:
        return Kernel(Clock[name], bandwidth_m, half_life_days)
    return Around(name, bandwidth_m)
