"""Ways from weighted incidents to a risk surface, behind one interface.

A `Past` in; a share of the risk for each cell out. `METHODS` has them by key, the default first.
"""

from geo.hotspots.methods.base import Past
from geo.hotspots.methods.learned import Learned, block_days, fit_mixture
from geo.hotspots.methods.mixture import Anywhere, Around, Kernel, Mixture
from geo.hotspots.methods.registry import DEFAULT_METHOD, METHODS
from geo.hotspots.methods.tuned import Setting, Tuned

__all__ = [
    "DEFAULT_METHOD",
    "METHODS",
    "Anywhere",
    "Around",
    "Kernel",
    "Learned",
    "Mixture",
    "Past",
    "Setting",
    "Tuned",
    "block_days",
    "fit_mixture",
]
