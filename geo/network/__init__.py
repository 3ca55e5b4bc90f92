"""Streets as a network: distances, ways and paths between places.

graph      streets cut at their junctions, and which of them hang together
streets    which way each may be used on foot, by cycle and by car
search     shortest ways over arrays, compiled
walks      lengths among many points at once, and their paths
network    `WalkingNetwork`: streets in, snapped places and walks out
rides      ways that may take a bus or a train
in_area    the network of a workspace
snapping   how far each place lies from the streets
"""

from geo.network.in_area import network_of
from geo.network.network import REACH_M, WalkingNetwork
from geo.network.rides import Journeys
from geo.network.snapping import snapping, snapping_said

__all__ = ["REACH_M", "Journeys", "WalkingNetwork", "network_of", "snapping", "snapping_said"]
