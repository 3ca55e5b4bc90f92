"""From a risk surface and its incidents to shapes that a pair can patrol on foot.

`patrollable_shapes` runs: incidents in hot cells → spots of ground (`spots`) → street pieces, or
the spots themselves where there is no street (`units`, over a `ground`) → clusters, and of those
too large the denser cores (`cutting`) → connected outlines (`outlines`, kept apart by `barriers`).
"""

from geo.hotspots.shapes.cutting import patrollable_shapes
from geo.hotspots.shapes.ground import Ground
from geo.hotspots.shapes.polygons import apart
from geo.hotspots.shapes.spots import TIMES_THE_MEAN

__all__ = ["TIMES_THE_MEAN", "Ground", "apart", "patrollable_shapes"]
