"""HDBSCAN: clusters at every density at once, each kept where it lasts longest.

Campello, Moulavi and Sander (2013), "Density-based clustering based on hierarchical density
estimates", PAKDD 2013, LNCS 7819, 160-172. scikit-learn's.
"""

from dataclasses import dataclass, replace
from typing import Final

import numpy as np
from numpy.typing import NDArray
from sklearn.cluster import HDBSCAN

from geo.errors import SettingError
from geo.hotspots.methods.base import Past
from geo.hotspots.methods.cells import anywhere
from geo.hotspots.methods.spots import Spots, clustered, spots
from geo.hotspots.methods.tuned import Setting, Tuned, refuse_ranges

Floats = NDArray[np.float64]
_MOST_POINTS: Final = 5_000
_MOST_SPOTS: Final = 100_000
_GOLDEN_ANGLE: Final = np.pi * (3 - np.sqrt(5))


@dataclass(frozen=True)
class Hdbscan(Tuned):
    """Weight of clustered incidents of all hours, by how surely they belong to their cluster.

    Each is laid over the cells within a reach; noise counts a twentieth. How dense it is around a
    point is told by as many neighbours as make a cluster (min_samples = min_cluster_size).

    scikit-learn's HDBSCAN takes no weights and slows down with the square of the points. So at most
    5,000 points stand for the incidents, each for the same weight: they are taken at equal steps of
    the summed weight along the spots, row by row. Points of one spot are laid out within it, since
    points at no distance at all have no density. With up to 5,000 incidents that weigh the same,
    each is one point.

    Attributes
    ----------
    fewest : tuple of float
        Fewest points that make a cluster (min_cluster_size), to choose from; whole numbers from 2.
    reaches_m : tuple of float
        Distances over which a point's weight is laid, to choose from.
    """

    key = "hdbscan"
    title = "HDBSCAN clusters"
    paper = (
        "Campello, Moulavi and Sander (2013), Density-based clustering based on hierarchical "
        "density estimates, PAKDD 2013"
    )
    names = (("at least", "points"), ("reach", "m"))
    judged_by = "hit rate"

    fewest: tuple[float, ...] = (5, 10, 20, 40)
    reaches_m: tuple[float, ...] = (75, 125, 200, 300)

    def __post_init__(self) -> None:
        refuse_ranges("HDBSCAN", fewest=self.fewest, reaches_m=self.reaches_m)
        if any(value < 2 or value % 1 for value in self.fewest):
            raise SettingError(f"HDBSCAN: fewest is {self.fewest}; expected whole numbers from 2.")

    @property
    def ranges(self) -> tuple[Setting, ...]:
        """Least sizes and reaches to try."""
        return (self.fewest, self.reaches_m)

    def spread(self, past: Past, setting: Setting) -> Floats:
        """Cluster with one least number of points, and lay them over one reach in metres."""
        fewest, reach_m = int(setting[0]), setting[1]
        points = _equal_points(spots(past, _MOST_SPOTS))
        member = np.zeros(len(points.points))
        if len(member) > fewest:
            member = HDBSCAN(min_cluster_size=fewest, copy=True).fit(points.points).probabilities_
        return anywhere(clustered(points, member, reach_m), past.grid)


def _equal_points(found: Spots) -> Spots:
    """At most 5,000 points of the same weight: spots repeated as their weight asks."""
    incidents = float(found.incidents.sum())
    many = min(round(incidents), _MOST_POINTS)
    steps = (np.arange(many) + 0.5) * (incidents / max(many, 1))
    spot = np.searchsorted(np.cumsum(found.incidents), steps).clip(0, len(found.points) - 1)
    turn = np.arange(many) - np.searchsorted(spot, spot)
    repeats = np.bincount(spot, minlength=len(found.points))[spot] if many else spot
    radius = found.side_m / 2 * np.sqrt(turn / np.maximum(repeats, 1))
    angle = turn * _GOLDEN_ANGLE
    laid_out = np.column_stack([radius * np.cos(angle), radius * np.sin(angle)])
    return replace(
        found,
        points=found.points[spot] + laid_out,
        cell=found.cell[spot],
        incidents=np.full(many, incidents / max(many, 1)),
    )
