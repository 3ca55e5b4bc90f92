"""Builders: streets from vertices, and a square town of 100 m blocks."""

from types import SimpleNamespace

import geopandas as gpd
import pytest
import shapely
from pyproj import CRS

BNG = CRS.from_epsg(27700)


def streets(*lines):
    rows = {"street_id": [f"s{n}" for n in range(len(lines))], "name": "", "kind": "local"}
    return gpd.GeoDataFrame(rows, geometry=[shapely.LineString(line) for line in lines], crs=BNG)


def grid(blocks=6, block_m=100):
    """Streets through all crossings, each from edge to edge."""
    ticks = [block_m * n for n in range(blocks + 1)]
    return streets(
        *([(x, y) for x in ticks] for y in ticks), *([(x, y) for y in ticks] for x in ticks)
    )


@pytest.fixture(scope="session")
def build():
    """The builders of this folder, under one name."""
    return SimpleNamespace(streets=streets, grid=grid, crs=BNG)
