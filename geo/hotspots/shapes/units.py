"""What is clustered: pieces of street with their incidents, or spots where there is no street."""

from dataclasses import dataclass, replace
from itertools import pairwise
from typing import Final, Self

import numpy as np
from numpy.typing import NDArray
from sklearn.cluster import DBSCAN, KMeans

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]

#: Fewer incidents than this make no shape.
FEWEST_INCIDENTS: Final = 4
_CORE: Final = 1_000
_SQUARE_M: Final = 50.0
OFF_STREET: Final = -1


@dataclass(frozen=True, eq=False)
class Units:
    """Small parts of ground with incidents.

    Attributes
    ----------
    points : ndarray, shape (units, 2)
        Their middles, in metres.
    weights : ndarray
        What the incidents of each tell of the next window's value.
    counts : ndarray
        How many incidents.
    density : ndarray
        Weight per square metre of each by itself and its closest neighbours.
    piece : ndarray of int
        Which piece of street each is; `OFF_STREET` for a spot away from streets.
    reach_m : float
        Within which neighbours belong together.
    least : float
        Weight that a shape must hold.
    """

    points: Floats
    weights: Floats
    counts: Ints
    density: Floats
    piece: Ints
    reach_m: float = 0.0
    least: float = 0.0

    def __getitem__(self, which: NDArray[np.bool_] | Ints) -> Self:
        return replace(
            self,
            points=self.points[which],
            weights=self.weights[which],
            counts=self.counts[which],
            density=self.density[which],
            piece=self.piece[which],
        )

    def __add__(self, other: Self) -> Self:
        return replace(
            self,
            points=np.concatenate([self.points, other.points]),
            weights=np.concatenate([self.weights, other.weights]),
            counts=np.concatenate([self.counts, other.counts]),
            density=np.concatenate([self.density, other.density]),
            piece=np.concatenate([self.piece, other.piece]),
        )

    def __len__(self) -> int:
        return len(self.points)

    @property
    def stand(self) -> bool:
        """Whether there are incidents and weight enough for a shape."""
        return bool(self.counts.sum() >= FEWEST_INCIDENTS and self.weights.sum() >= self.least)

    @property
    def spread_m2(self) -> float:
        """About how much ground they lie on: squares of 50 m with any of them."""
        return float(len(on_lattice(self.points, _SQUARE_M)) * _SQUARE_M**2)

    def clusters(self, density: float) -> list[Self]:
        """Core points of DBSCAN (Ester et al. 1996): ``density`` of weight, or more, in reach.

        Parameters
        ----------
        density : float
            Weight per square metre.
        """
        if not len(self):
            return []
        core = density * np.pi * self.reach_m**2
        scaled = self.weights * (_CORE / core)  # min_samples must be a whole number
        found = DBSCAN(eps=self.reach_m, min_samples=_CORE).fit(self.points, sample_weight=scaled)
        labels = np.full(len(self), -1)
        labels[found.core_sample_indices_] = found.labels_[found.core_sample_indices_]
        return [part for part in self._split(labels) if part.stand]

    def divided(self, parts: int) -> list[Self]:
        """K-means into compact parts."""
        found = KMeans(min(parts, len(self)), n_init=1, max_iter=50, random_state=0)
        return self._split(found.fit_predict(self.points, sample_weight=self.weights))

    def bulk(self, share: float) -> Self:
        """The densest of them, as many as it takes to hold a share of the weight."""
        order = np.argsort(-self.density, kind="stable")
        held = np.cumsum(self.weights[order])
        return self[np.sort(order[: np.searchsorted(held, share * held[-1:].sum()) + 1])]

    def by_closeness(self) -> Self:
        """Order by distance from the weighted middle."""
        middle = np.average(self.points, axis=0, weights=self.weights)
        return self[np.argsort(np.hypot(*(self.points - middle).T), kind="stable")]

    def _split(self, labels: Ints) -> list[Self]:
        order = np.argsort(labels, kind="stable")
        bounds = np.searchsorted(labels[order], np.arange(labels.max(initial=-1) + 2))
        return [self[order[a:b]] for a, b in pairwise(bounds)]


def on_lattice(points: Floats, lattice_m: float) -> Floats:
    """Points moved to a square lattice, each of its points once."""
    steps = np.round(points / lattice_m).astype(np.int64)
    least = steps.min(axis=0, initial=0)
    wide = int(steps[:, 1].max(initial=0) - least[1]) + 1
    keys = np.unique((steps[:, 0] - least[0]) * wide + steps[:, 1] - least[1])
    return np.asarray((np.column_stack(np.divmod(keys, wide)) + least) * lattice_m, dtype=float)
