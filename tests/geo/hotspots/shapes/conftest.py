"""Builders: a surface over points, and ground with streets, barriers and masks."""

from types import SimpleNamespace

import numpy as np
import pytest
import shapely
from pyproj import CRS

from geo.hotspots import Grid, RiskSurface
from geo.hotspots.shapes import Surroundings, patrollable_shapes

#: Far corners, so that the study area is 3 km by 3 km.
FRAME = [(0, 0), (0, 3000), (3000, 0), (3000, 3000)]
MAX_M2 = 40_000


def lines(*paths):
    return np.array([shapely.linestrings(path) for path in paths], dtype=object)


def build_ground(streets=(), water=(), rails=(), masks=()):
    """Surroundings of paths (lists of x and y) and, for water and masks, boxes (four edges)."""
    return Surroundings(
        streets=lines(*streets),
        water=np.array([shapely.box(*edges) for edges in water], dtype=object),
        rails=lines(*rails),
        masks=np.array([shapely.box(*edges) for edges in masks], dtype=object),
    )


def cut(points, ground=None, max_area_m2=MAX_M2, told=None):
    """Shapes of points, by a surface that only smooths them."""
    x, y = np.array([*FRAME, *points], dtype=float).T
    grid = Grid.over(x, y, 50.0)
    told = np.ones(len(x)) if told is None else np.append(np.ones(len(FRAME)), told)
    risk = grid.smooth(grid.counts(x, y, told), 50.0)
    surface = RiskSurface(grid, CRS("EPSG:27700"), risk, risk, risk, by_harm=False)
    return patrollable_shapes(surface, SimpleNamespace(x=x, y=y), told, max_area_m2, ground)


def strewn(path, count, spread_m=6.0, seed=3):
    """Points along a path, a few metres beside it."""
    rng = np.random.default_rng(seed)
    line = shapely.linestrings(path)
    spots = shapely.line_interpolate_point(line, rng.random(count), normalized=True)
    return shapely.get_coordinates(spots) + rng.normal(0, spread_m, (count, 2))


def blob(x, y, count, spread_m=30.0, seed=5):
    """Points around a spot."""
    return np.random.default_rng(seed).normal((x, y), spread_m, (count, 2))


@pytest.fixture(scope="session")
def town():
    """What the tests build with: ground, cut, strewn and blob."""
    return SimpleNamespace(ground=build_ground, cut=cut, strewn=strewn, blob=blob)
