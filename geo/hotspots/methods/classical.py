"""The methods that people know, in the order in which they are offered beside the learned one."""

from typing import Final

from geo.hotspots.methods.adaptive import AdaptiveKde
from geo.hotspots.methods.counts import Counts, WindowCounts
from geo.hotspots.methods.dbscan import Dbscan
from geo.hotspots.methods.getis import GetisOrd
from geo.hotspots.methods.hdbscan import Hdbscan
from geo.hotspots.methods.kde import Kde
from geo.hotspots.methods.near_repeat import NearRepeat

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
