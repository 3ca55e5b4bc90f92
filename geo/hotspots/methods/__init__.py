"""Ways from weighted incidents to a risk surface, behind one interface.

A `Past` in; a share of the risk for each cell out. `METHODS` has them by key, the default first.
"""

from geo.hotspots.methods._base import Past
from geo.hotspots.methods._mixture import Anywhere, Around, Kernel, Mixture
from geo.hotspots.methods._tuned import Setting, Tuned
from geo.hotspots.methods.classical import (
    AdaptiveKde,
    Counts,
    GetisOrd,
    Kde,
    NearRepeat,
    WindowCounts,
)
from geo.hotspots.methods.clustering import Dbscan, Hdbscan
from geo.hotspots.methods.learned import (
    DEFAULT_METHOD,
    METHODS,
    Learned,
    fit_mixture,
    mixture_block_days,
)

__all__ = [
    "DEFAULT_METHOD",
    "METHODS",
    "AdaptiveKde",
    "Anywhere",
    "Around",
    "Counts",
    "Dbscan",
    "GetisOrd",
    "Hdbscan",
    "Kde",
    "Kernel",
    "Learned",
    "Mixture",
    "NearRepeat",
    "Past",
    "Setting",
    "Tuned",
    "WindowCounts",
    "fit_mixture",
    "mixture_block_days",
]
