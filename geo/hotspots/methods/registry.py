"""Ways from weighted incidents to a risk surface, behind one interface."""

from typing import Final

from geo.hotspots.methods.base import Method
from geo.hotspots.methods.classical import (
    AdaptiveKde,
    Counts,
    GetisOrd,
    Kde,
    NearRepeat,
    WindowCounts,
)
from geo.hotspots.methods.clustering import Dbscan, Hdbscan
from geo.hotspots.methods.learned import Learned

CLASSICAL: Final = (
    Counts(),
    WindowCounts(),
    Kde(),
    AdaptiveKde(),
    NearRepeat(),
    GetisOrd(),
    Dbscan(),
    Hdbscan(),
)


#: By key; the default first.
METHODS: Final[dict[str, Method]] = {method.key: method for method in (Learned(), *CLASSICAL)}

DEFAULT_METHOD: Final = next(iter(METHODS))
