"""From a risk surface to shapes that a pair can patrol on foot.

A surface, its incidents and the surroundings in; polygons of bounded area out.
"""

from geo.hotspots.shapes._units import TIMES_THE_MEAN
from geo.hotspots.shapes.cutting import patrollable_shapes
from geo.hotspots.shapes.surroundings import Surroundings

__all__ = [
    "TIMES_THE_MEAN",
    "Surroundings",
    "patrollable_shapes",
]
