"""Streets as a network: distances, ways and paths between places.

graph      streets cut at their junctions, and which of them hang together
walks      lengths among many points at once, and their paths
network    `WalkingNetwork`: streets in, snapped places and walks out
"""

from geo.network.network import REACH_M, WalkingNetwork

__all__ = ["REACH_M", "WalkingNetwork"]
