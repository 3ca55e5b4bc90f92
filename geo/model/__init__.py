"""The words that stages share: places, patrols, stops, legs and hotspots.

Every type is frozen and refuses nonsense when it is made. Lengths are metres, durations seconds or
minutes as the name says, points (x, y) in the workspace's projected CRS, and clock times are whole
minutes after midnight, local time.
"""

from geo.model.activity import Activity, ActivityKind
from geo.model.basics import SAME_CORNER_M, XY, Estimate, clock
from geo.model.hotspot import Hotspot, Nearby, Outlook, Trend
from geo.model.patrol import Break, Mode, Patrol, Place, PlaceKind
from geo.model.route import Leg, Ride, Route, Stop

__all__ = [
    "SAME_CORNER_M",
    "XY",
    "Activity",
    "ActivityKind",
    "Break",
    "Estimate",
    "Hotspot",
    "Leg",
    "Mode",
    "Nearby",
    "Outlook",
    "Patrol",
    "Place",
    "PlaceKind",
    "Ride",
    "Route",
    "Stop",
    "Trend",
    "clock",
]
