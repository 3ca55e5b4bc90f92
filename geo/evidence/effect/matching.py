"""Comparison places by rule: alike in both halves of the time in which places were picked."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from geo.evidence.effect.ratio import Bools
from geo.evidence.effect.settings import EffectSettings

Floats = NDArray[np.float64]


@dataclass(frozen=True, eq=False)
class Likeness:
    """How alike places were while they were picked.

    Level and trend are one question: were there as many incidents in the first half of the time,
    and as many in the second? The distance between two counts is that of 2 sqrt(n + 3/8), whose
    noise is the same at every level (Anscombe 1948).

    Attributes
    ----------
    order : ndarray of int, shape (places, places)
        For each place, all places from the most to the least alike.
    may : ndarray of bool, shape (places, places)
        Whether one may stand for the other: within the factor of the settings, and not patrolled.
    """

    order: NDArray[np.int64]
    may: Bools

    @classmethod
    def of(cls, halves: Floats, free: Bools, factor: float) -> "Likeness":
        """Compare places by their counts in each half: shape (2, places)."""
        root = 2 * np.sqrt(halves + 0.375)
        gap = ((root[:, :, None] - root[:, None, :]) ** 2).sum(axis=0)
        level = halves.sum(axis=0) + 0.5
        times = level[:, None] / level[None, :]
        may = (times <= factor) & (times >= 1 / factor) & free[None, :]
        np.fill_diagonal(may, val=False)
        return cls(np.argsort(gap, axis=1, kind="stable"), may)

    def picked(self, sets: NDArray[np.int64], nearest: int) -> Bools:
        """Comparison places of each slot of each set of places.

        Parameters
        ----------
        sets : ndarray of int, shape (sets, slots)
            Places that stand for the patrolled ones; none of a set compares another of it.

        Returns
        -------
        ndarray of bool, shape (sets, slots, places)
        """
        inside = np.zeros((len(sets), self.may.shape[0]), dtype=bool)
        np.put_along_axis(inside, sets, values=True, axis=1)
        allowed = self.may[sets] & ~inside[:, None, :]
        order = self.order[sets]
        ranked = np.take_along_axis(allowed, order, axis=2)
        ranked &= np.cumsum(ranked, axis=2) <= nearest
        picked = np.zeros_like(allowed)
        np.put_along_axis(picked, order, ranked, axis=2)
        return picked


def most_similar(halves: Floats, treated: int, settings: EffectSettings) -> NDArray[np.int64]:
    """Positions of the patrolled places and of those of the pool that are most like one of them.

    Parameters
    ----------
    halves : ndarray, shape (2, places)
        The first ``treated`` places are the patrolled ones.
    """
    root = 2 * np.sqrt(halves + 0.375)
    gap = ((root[:, treated:, None] - root[:, None, :treated]) ** 2).sum(axis=0).min(axis=1)
    kept = np.argsort(gap, kind="stable")[: settings.similar]
    return np.concatenate([np.arange(treated), np.sort(kept) + treated])
