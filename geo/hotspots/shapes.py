"""From a risk surface and its incidents to shapes that a pair can patrol on foot.

Incidents where the surface is well above the area's mean are clustered by DBSCAN (Ester et al.
1996), each weighing what it tells of the next window. Of a cluster too large to patrol the denser
cores are kept; where it has none, k-means divides it. The shape is the ground within 40 m of the
core incidents (where cells are 50 m; coarser cells, of sparser data, reach further), gaps closed.
"""

from dataclasses import dataclass, replace
from typing import Final, Self

import numpy as np
import shapely
from numpy.typing import NDArray
from shapely.geometry import Point, Polygon
from shapely.geometry.base import BaseGeometry
from sklearn.cluster import DBSCAN, KMeans

from geo.hotspots.scored import Scored
from geo.hotspots.surface import RiskSurface

Floats = NDArray[np.float64]
_REACH_CELLS: Final = 1.5
_AROUND_CELLS: Final = 0.8
#: Risk at a hotspot against the mean of the study area, at the least.
TIMES_THE_MEAN: Final = 4.0
_FEWEST_INCIDENTS: Final = 4
_SPOT_M: Final = 10.0
_CORE: Final = 1_000
_DENSER: Final = 1.4
_WORTH_KEEPING: Final = 0.6


def patrollable_shapes(
    surface: RiskSurface, scored: Scored, told: Floats, max_area_m2: float
) -> list[Polygon]:
    """Cut the ground where incidents gather into shapes of at most ``max_area_m2``.

    Parameters
    ----------
    surface : RiskSurface
    scored : Scored
    told : ndarray
        What each incident tells of the next window's value.
    max_area_m2 : float

    Returns
    -------
    list of Polygon
        In the workspace's CRS, in no order of merit; they may overlap at their edges.
    """
    hot = _hot(surface, scored)
    if hot.sum() < _FEWEST_INCIDENTS:
        return []
    reach_m = _REACH_CELLS * surface.grid.cell_m
    around_m = min(_AROUND_CELLS * surface.grid.cell_m, 0.9 * np.sqrt(max_area_m2 / np.pi))
    spots, spot, counts = np.unique(
        np.round(np.column_stack([scored.x, scored.y])[hot] / _SPOT_M),
        axis=0,
        return_inverse=True,
        return_counts=True,
    )
    weights = np.asarray(np.bincount(spot, told[hot]), dtype=float)
    gathered = _Gathered(spots * _SPOT_M, weights, counts, reach_m, around_m)
    core = TIMES_THE_MEAN * told.sum() / surface.grid.study_area.area * np.pi * reach_m**2
    return [
        shape
        for cluster in gathered.clusters(core)
        for shape in _small_enough(cluster, core, max_area_m2)
    ]


def apart(shapes: list[Polygon]) -> list[Polygon]:
    """Take from each shape what an earlier one already covers, and drop what is left of little."""
    kept: list[Polygon] = []
    taken: BaseGeometry = Polygon()
    for shape in shapes:
        free = _largest(shape.difference(taken))
        if free.area >= 0.5 * shape.area:
            kept.append(free)
            taken = taken.union(free)
    return kept


def _hot(surface: RiskSurface, scored: Scored) -> NDArray[np.bool_]:
    """Incidents in cells whose risk is several times the mean of the area."""
    risk = surface.ranked_by
    here = risk[surface.grid.index(scored.x, scored.y)]
    return np.asarray(here >= TIMES_THE_MEAN * surface.mean)


@dataclass(frozen=True)
class _Gathered:
    """Incidents that lie together: spots in metres, what each tells, and how many are there."""

    points: Floats
    weights: Floats
    counts: NDArray[np.int64]
    reach_m: float
    around_m: float

    def __getitem__(self, which: NDArray[np.bool_]) -> Self:
        points, weights, counts = self.points[which], self.weights[which], self.counts[which]
        return replace(self, points=points, weights=weights, counts=counts)

    def __len__(self) -> int:
        return int(self.counts.sum())

    def clusters(self, core: float) -> list[Self]:
        """Core points of DBSCAN: those with at least ``core`` of weight within reach."""
        scaled = self.weights * (_CORE / core)  # min_samples must be a whole number
        found = DBSCAN(eps=self.reach_m, min_samples=_CORE).fit(self.points, sample_weight=scaled)
        labels = np.full(len(self.points), -1)
        labels[found.core_sample_indices_] = found.labels_[found.core_sample_indices_]
        parts = [self[labels == label] for label in range(labels.max() + 1)]
        return [part for part in parts if len(part) >= _FEWEST_INCIDENTS]

    def divided(self, parts: int) -> list[Self]:
        """K-means into compact parts."""
        found = KMeans(parts, n_init=1, random_state=0)
        labels = found.fit_predict(self.points, sample_weight=self.weights)
        return [self[labels == part] for part in range(parts)]

    @property
    def ground(self) -> Polygon:
        """The ground around the points, with the gaps between them closed."""
        discs = shapely.buffer(shapely.points(self.points), 2 * self.around_m, quad_segs=6)
        closed = shapely.union_all(discs).buffer(-self.around_m, quad_segs=6)
        return Polygon(shapely.simplify(Polygon(_largest(closed).exterior), 2.0))

    def within(self, max_area_m2: float) -> Polygon:
        """The ground, cut to a disc around its middle where it is too large."""
        ground = self.ground
        if ground.area <= max_area_m2:
            return ground
        middle = Point(np.average(self.points, axis=0, weights=self.weights))
        return _largest(ground.intersection(middle.buffer(0.99 * np.sqrt(max_area_m2 / np.pi))))


def _small_enough(cluster: _Gathered, core: float, max_area_m2: float) -> list[Polygon]:
    """The cluster's ground; where it is too large, its denser cores; else compact parts."""
    ground = cluster.ground
    if ground.area <= max_area_m2:
        return [ground]
    denser = cluster.clusters(core * _DENSER)
    if sum(part.weights.sum() for part in denser) >= _WORTH_KEEPING * cluster.weights.sum():
        return [s for part in denser for s in _small_enough(part, core * _DENSER, max_area_m2)]
    wanted = min(int(np.ceil(ground.area / max_area_m2)), len(cluster.points))
    parts = [part for part in cluster.divided(wanted) if len(part) >= _FEWEST_INCIDENTS]
    return [part.within(max_area_m2) for part in parts]


def _largest(shape: BaseGeometry) -> Polygon:
    """The largest polygon of a shape; an empty one where there is none."""
    parts = [part for part in shapely.get_parts(shape) if isinstance(part, Polygon)]
    return max(parts, key=lambda part: part.area, default=Polygon())
