"""Streets as a network: distances, ways and paths between places.

Street lines in their projected CRS in; lengths, times and paths on foot, by cycle, by car or with a
bus or train out.
"""

from geo.network.graph import (
    GRAIN_M,
    Bools,
    Floats,
    Ints,
    Shapes,
    StreetGraph,
    cut_at,
    is_shared,
    line_ends,
    noded,
    numbered,
    parts_of,
    stretches,
)
from geo.network.network import (
    REACH_M,
    REACH_OF,
    WalkingNetwork,
    network_of,
    snapping,
    snapping_notices,
)
from geo.network.rides import NOT_DRAWN, Journeys
from geo.network.walks import Roads, Snapped, Walks

__all__ = [
    "GRAIN_M",
    "NOT_DRAWN",
    "REACH_M",
    "REACH_OF",
    "Bools",
    "Floats",
    "Ints",
    "Journeys",
    "Roads",
    "Shapes",
    "Snapped",
    "StreetGraph",
    "WalkingNetwork",
    "Walks",
    "cut_at",
    "is_shared",
    "line_ends",
    "network_of",
    "noded",
    "numbered",
    "parts_of",
    "snapping",
    "snapping_notices",
    "stretches",
]
