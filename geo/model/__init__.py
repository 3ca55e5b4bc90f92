"""The words that stages share: places, patrols, stops, legs, hotspots, control days and columns.

Frozen dataclasses that refuse nonsense, and the names of layers and their canonical columns.
Nothing here reads, computes or draws.
"""

from geo.model.control_days import CONTROL_COLUMNS, PATROL, REST, ControlDays
from geo.model.fields import (
    BASEMAP_KINDS,
    COLUMNS,
    FLAGS,
    INTERCHANGE_KINDS,
    PHASES,
    STREET_KINDS,
    WAY_COLUMNS,
    WAYS,
    LayerName,
)
from geo.model.hotspot import Hotspot, Nearby, Outlook, Spot, Trend
from geo.model.patrol import (
    PACE_M_PER_S,
    Activity,
    ActivityKind,
    Break,
    Mode,
    Patrol,
    Place,
    PlaceKind,
)
from geo.model.quantities import SAME_CORNER_M, XY, Estimate, Interval, clock
from geo.model.route import Leg, Ride, Route, Stop

__all__ = [
    "BASEMAP_KINDS",
    "COLUMNS",
    "CONTROL_COLUMNS",
    "FLAGS",
    "INTERCHANGE_KINDS",
    "PACE_M_PER_S",
    "PATROL",
    "PHASES",
    "REST",
    "SAME_CORNER_M",
    "STREET_KINDS",
    "WAYS",
    "WAY_COLUMNS",
    "XY",
    "Activity",
    "ActivityKind",
    "Break",
    "ControlDays",
    "Estimate",
    "Hotspot",
    "Interval",
    "LayerName",
    "Leg",
    "Mode",
    "Nearby",
    "Outlook",
    "Patrol",
    "Place",
    "PlaceKind",
    "Ride",
    "Route",
    "Spot",
    "Stop",
    "Trend",
    "clock",
]
