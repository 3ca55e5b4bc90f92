"""DBSCAN: clusters of places where incidents lie closer together than elsewhere.

Ester, Kriegel, Sander and Xu (1996), "A density-based algorithm for discovering clusters in large
spatial databases with noise", KDD-96, 226-231. scikit-learn's.
"""

from dataclasses import dataclass
from typing import Final

import numpy as np
from numpy.typing import NDArray
from sklearn.cluster import DBSCAN

from geo.hotspots.methods.base import Past
from geo.hotspots.methods.cells import anywhere
from geo.hotspots.methods.spots import clustered, spots
from geo.hotspots.methods.tuned import Setting, Tuned, refuse_ranges

Floats = NDArray[np.float64]
_MOST_SPOTS: Final = 20_000
_SPOTS_ACROSS: Final = 8


@dataclass(frozen=True)
class Dbscan(Tuned):
    """Weight of clustered incidents of all hours, over the cells that their cluster covers.

    A cluster covers what lies within half the distance of its incidents, so that neighbours just
    meet. Noise counts a twentieth.

    Incidents are gathered on distinct spots whose weight in mean incidents is their sample weight:
    squares no finer than an eighth of the distance, so that no spot has more than some 200
    neighbours, and no more than 20,000 of them while they are finer than cells.

    Attributes
    ----------
    distances_m : tuple of float
        Farthest that neighbours lie apart (eps), to choose from.
    fewest : tuple of float
        Least weight within the distance that makes a core (min_samples), in mean incidents, to
        choose from.
    """

    key = "dbscan"
    title = "DBSCAN clusters"
    paper = (
        "Ester, Kriegel, Sander and Xu (1996), A density-based algorithm for discovering clusters "
        "in large spatial databases with noise, KDD-96"
    )
    names = (("distance", "m"), ("at least", "incidents"))
    judged_by = "hit rate"

    distances_m: tuple[float, ...] = (150, 200, 300, 400)
    fewest: tuple[float, ...] = (3, 5, 10, 20)

    def __post_init__(self) -> None:
        refuse_ranges("DBSCAN", distances_m=self.distances_m, fewest=self.fewest)

    @property
    def ranges(self) -> tuple[Setting, ...]:
        """Distances and least weights to try."""
        return (self.distances_m, self.fewest)

    def spread(self, past: Past, setting: Setting) -> Floats:
        """Cluster with one distance in metres and one least weight."""
        distance_m, fewest = setting
        found = spots(past, _MOST_SPOTS, distance_m / _SPOTS_ACROSS)
        if not len(found.points):
            return past.grid.uniform
        scan = DBSCAN(eps=distance_m, min_samples=fewest)
        cluster = scan.fit_predict(found.points, sample_weight=found.incidents)
        member = (cluster >= 0).astype(float)
        return anywhere(clustered(found, member, distance_m / 2), past.grid)
