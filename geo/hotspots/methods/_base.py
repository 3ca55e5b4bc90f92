"""What a method is and what it may use; sums on cells that do not depend on the order of rows."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from typing import Final, Protocol, Self

import numpy as np
from numpy.typing import NDArray
from scipy import fft

from geo.arrays import Bools, Floats, exact
from geo.hotspots.surface import Grid


@dataclass(frozen=True, eq=False)
class Past:
    """Incidents before a date, on common cells: all that a method may look at.

    Attributes
    ----------
    grid : Grid
        The cells that every method answers for.
    x, y : ndarray, shape (incidents,)
        Metres in the workspace's CRS.
    age_days : ndarray
        Whole days from the incident to ``as_of``; 1 is yesterday. Nothing is younger.
    share : ndarray
        How much of the incident falls into the window, 0 to 1 (aoristic).
    value : ndarray
        What one incident counts for: its harm weight, or 1.
    near : ndarray, optional
        How much of the incident falls within two hours of the window, on any day.
    places : mapping of str to ndarray, shape ``grid.shape``
        Schools, interchanges and high streets: how many there are in each cell.
    whole_day : bool
        Whether the window covers all hours of all days, so that no hour stands apart.
    """

    grid: Grid
    x: Floats
    y: Floats
    age_days: Floats
    share: Floats
    value: Floats
    near: Floats | None = None
    places: Mapping[str, Floats] = field(default_factory=dict)
    whole_day: bool = False

    def __len__(self) -> int:
        return len(self.x)

    def some(self, which: NDArray[np.integer] | NDArray[np.bool_]) -> Self:
        """Only some of the incidents."""
        near = None if self.near is None else self.near[which]
        return replace(
            self,
            x=self.x[which],
            y=self.y[which],
            age_days=self.age_days[which],
            share=self.share[which],
            value=self.value[which],
            near=near,
        )


class Method(Protocol):
    """One way from weighted incidents to a risk surface."""

    @property
    def key(self) -> str:
        """Its name in settings and on the command line, such as ``counts``."""
        ...

    @property
    def title(self) -> str:
        """Its name for people."""
        ...

    @property
    def paper(self) -> str:
        """Where it is described: authors, year, title."""
        ...

    def shares(self, past: Past) -> Floats:
        """Spread the next window's value over the cells.

        Returns
        -------
        ndarray, shape ``past.grid.shape``
            Not negative, 0 outside ``past.grid.inside``, and summing to 1.
        """
        ...


_UNIT: Final = 2.0**-24
_ANYWHERE: Final = 0.05


def relative(weights: Floats) -> Floats:
    """Weights as parts of the largest, rounded so that they add up the same in any order.

    All are 0 where none is positive.
    """
    most = float(weights.max(initial=0.0))
    return exact(weights / most) if most > 0 else np.zeros(len(weights))


def sums(past: Past, weights: Floats) -> Floats:
    """Add up `relative` weights in each cell; what lies outside the study area is left out."""
    counted = past.grid.counts(past.x, past.y, relative(weights))
    return np.where(past.grid.inside, counted, 0.0)


def settled(raw: Floats, grid: Grid) -> Floats:
    """Shares that sum to 1 from a raw surface; the same share everywhere where it is empty."""
    held = np.where(grid.inside, np.maximum(raw, 0.0), 0.0)
    total = float(held.sum())
    return held / total if total > 0 else grid.uniform


def anywhere(raw: Floats, grid: Grid) -> Floats:
    """Shares of a raw surface of which a twentieth is spread evenly.

    So no cell is impossible: an incident where none was before must not make a held-out
    likelihood zero. The order of the cells stays as it was.
    """
    return (1 - _ANYWHERE) * settled(raw, grid) + _ANYWHERE * grid.uniform


def within(values: Floats, reach_m: float, grid: Grid) -> Floats:
    """Sum, for each cell, over the cells whose middles are at most a reach away, itself included.

    Parameters
    ----------
    values : ndarray, shape ``grid.shape``
        Not negative. Sums are given to 2**-24, so multiples of that come out exact.
    """
    radius = reach_m / grid.cell_m
    far = int(radius)
    steps = np.arange(-far, far + 1)
    disc = np.asarray(steps[:, None] ** 2 + steps**2 <= radius**2, dtype=float)
    # As scipy.signal.fftconvolve, which takes a second to import.
    size = [fft.next_fast_len(n + 2 * far, real=True) for n in values.shape]
    spread = fft.irfft2(fft.rfft2(values, size) * fft.rfft2(disc, size), size)
    summed = spread[far : far + values.shape[0], far : far + values.shape[1]]
    return np.asarray(np.maximum(np.rint(summed / _UNIT) * _UNIT, 0.0))


_BLOCK_DAYS: Final = 28


@dataclass(frozen=True)
class HeldOutDays:
    """Ages over ``youngest`` and up to ``oldest``, in days before ``as_of``."""

    youngest: int
    oldest: int

    def held_out(self, age_days: Floats) -> Bools:
        """Say of each age whether it lies in the block."""
        return (age_days > self.youngest) & (age_days <= self.oldest)

    def earlier(self, age_days: Floats) -> Bools:
        """Say of each age whether it lies before the block."""
        return age_days > self.oldest


def block_days(oldest_days: int, fewest_blocks: int) -> int:
    """Length of a block: 28 days, or less where the past does not hold so many blocks of that.

    0 where it has not even as many days.
    """
    return min(_BLOCK_DAYS, oldest_days // fewest_blocks)


def last_blocks(days: int, count: int) -> Iterator[HeldOutDays]:
    """The last blocks of ``days``, the latest first."""
    return (HeldOutDays(days * number, days * (number + 1)) for number in range(count))
