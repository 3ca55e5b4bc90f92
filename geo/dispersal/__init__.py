"""Where pupils walk when a school lets out: expected pupils by street and slice.

    flow = disperse(area.layers, day)                    # WalkingNetwork.from_streets by default
    flow = disperse(area.layers, day, network, homes)    # homes: as `geo.workspace.homes` reads it

    flow.passing(shape, radius_m=50.0)             ndarray (slices,): distinct pupils who come past
    flow.passing_many(shapes, radius_m=50.0)       ndarray (n, slices)
    flow.past_by_school(shape, radius_m=50.0)      tuple of Past: urn, pupils, from_min, until_min
    flow.arriving(interchange_id)                  ndarray (slices,)
    flow.pupils                                    ndarray (segments, slices)
    flow.segments                                  ndarray of LineString, flow.crs
    flow.busiest(slice_index=None, most=10)        tuple of Busy: street, pupils, from_min, ...
    flow.notices                                   tuple of str
    flow.window                                    the window whose slices are counted

Shapes are points, lines or polygons in the layers' CRS; a pupil who comes past twice, or along
several segments, counts once, in the slice in which they first come past.
"""

from geo.dispersal.busiest import Busy
from geo.dispersal.disperse import disperse
from geo.dispersal.flow import Dispersal, Past
from geo.dispersal.notices import ESTIMATE
from geo.dispersal.settings import DispersalSettings

__all__ = ["ESTIMATE", "Busy", "Dispersal", "DispersalSettings", "Past", "disperse"]
