"""The words that stages share: places, patrols, stops, legs and hotspots.

Every type is frozen and refuses nonsense when it is made. Lengths are metres, durations seconds or
minutes as the name says, points (x, y) in the workspace's projected CRS, and clock times are whole
minutes after midnight, local time.
"""

from geo.model.basics import SAME_CORNER_M, XY, Estimate, clock
from geo.model.hotspot import Hotspot, Nearby, Outlook, Trend
from geo.model.patrol import Leg, Patrol, Place, PlaceKind, Route, Stop

__all__ = [
    "SAME_CORNER_M",
    "XY",
    "Estimate",
    "Hotspot",
    "Leg",
    "Nearby",
    "Outlook",
    "Patrol",
    "Place",
    "PlaceKind",
    "Route",
    "Stop",
    "Trend",
    "clock",
]
