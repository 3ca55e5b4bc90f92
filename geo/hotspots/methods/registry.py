"""All methods by key."""

from typing import Final

from geo.hotspots.methods._base import Method
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

#: By key; the default first.
METHODS: Final[dict[str, Method]] = {
    method.key: method
    for method in (
        Learned(),
        Counts(),
        WindowCounts(),
        Kde(),
        AdaptiveKde(),
        NearRepeat(),
        GetisOrd(),
        Dbscan(),
        Hdbscan(),
    )
}

DEFAULT_METHOD: Final = next(iter(METHODS))
