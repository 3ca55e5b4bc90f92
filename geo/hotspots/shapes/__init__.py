"""From a risk surface and its incidents to shapes that a pair can patrol on foot."""

from geo.hotspots.shapes.cutting import patrollable_shapes
from geo.hotspots.shapes.surroundings import Ground
from geo.hotspots.shapes.units import TIMES_THE_MEAN

__all__ = [
    "TIMES_THE_MEAN",
    "Ground",
    "patrollable_shapes",
]
