"""How far a path strays from the streets."""

import math
from typing import Final

import numpy as np
import shapely

from geo.network import WalkingNetwork
from geo.network.graph import Floats
from geo.network.streets import REACH_OF

ON_STREET_M: Final = 0.5
_SAME_POINT_M: Final = 0.01
_EVERY_M: Final = 20.0


def off_street_m(xy: Floats, network: WalkingNetwork) -> float:
    """How far a path strays, apart from the straight ways to the street at its two ends.

    Parameters
    ----------
    xy : ndarray of shape (vertices, 2)
        In the CRS of the network.
    """
    if len(xy) == 2 and math.dist(*xy) <= _SAME_POINT_M:
        return 0.0
    ends = network.off_street_m(xy[[0, -1]])
    if ends.max() > REACH_OF[network.mode]:
        return float(ends.max())
    xy = without_ends(xy, ends)
    if len(xy) > 1:
        xy = shapely.get_coordinates(shapely.segmentize(shapely.LineString(xy), _EVERY_M))
    worst = float(network.off_street_m(xy).max())
    return worst if worst > ON_STREET_M else 0.0


def wrong_way_m(xy: Floats, network: WalkingNetwork) -> float:
    """Metres of a path that lead against every street under them, in a network with one-ways.

    Parameters
    ----------
    xy : ndarray of shape (vertices, 2)
        In the CRS of the network, and along its streets.
    """
    roads = network.roads
    if roads.both_ways or (len(xy) == 2 and math.dist(*xy) <= _SAME_POINT_M):
        return 0.0
    xy = without_ends(xy, network.off_street_m(xy[[0, -1]]))
    if len(xy) < 2:
        return 0.0
    xy = shapely.get_coordinates(shapely.segmentize(shapely.LineString(xy), _EVERY_M))
    steps = np.hypot(*np.diff(xy, axis=0).T)
    middles = shapely.points((xy[:-1] + xy[1:]) / 2)
    step, edge = network.tree.query(middles, predicate="dwithin", distance=ON_STREET_M)
    from_m, to_m = (
        shapely.line_locate_point(network.lines[edge], shapely.points(xy[step + k])) for k in (0, 1)
    )
    ahead = to_m - from_m
    open_to = np.where(ahead >= 0, roads.forward[edge], roads.backward[edge])
    follows = np.abs(np.abs(ahead) - steps[step]) <= ON_STREET_M
    fine = np.zeros(len(steps), dtype=bool)
    fine[step[open_to & follows]] = True
    fine |= steps <= ON_STREET_M
    return float(steps[~fine].sum())


def without_ends(xy: Floats, ends: Floats) -> Floats:
    """The path without the straight ways between its ends and the street.

    Parameters
    ----------
    ends : ndarray of shape (2,)
        Metres from the first and the last vertex to the nearest street.
    """
    if ends[0] > _SAME_POINT_M and math.dist(xy[0], xy[1]) <= ends[0] + ON_STREET_M:
        xy = xy[1:]
    if len(xy) > 1 and ends[1] > _SAME_POINT_M and math.dist(*xy[-2:]) <= ends[1] + ON_STREET_M:
        xy = xy[:-1]
    return np.asarray(xy)
