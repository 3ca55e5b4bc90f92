"""Sums on cells that do not depend on the order of the rows, and shares from any raw surface."""

from typing import Final

import numpy as np
from numpy.typing import NDArray
from scipy.signal import fftconvolve

from geo.hotspots.exact import exact
from geo.hotspots.grid import Grid
from geo.hotspots.methods.base import Past

Floats = NDArray[np.float64]
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
    steps = np.arange(-int(radius), int(radius) + 1)
    disc = np.asarray(steps[:, None] ** 2 + steps**2 <= radius**2, dtype=float)
    summed = fftconvolve(np.pad(values, len(steps) // 2), disc, mode="valid")
    return np.asarray(np.maximum(np.rint(summed / _UNIT) * _UNIT, 0.0))
