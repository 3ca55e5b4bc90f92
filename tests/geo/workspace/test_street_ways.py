"""Layers of streets that were kept before they said who may use them."""

import geopandas as gpd
import pytest
import shapely

from geo.model import LayerName
from geo.workspace._snapshots import read_snapshot, snapshot_name, write_snapshot


@pytest.fixture
def old():
    rows = {"street_id": ["1", "2"], "name": ["High Street", ""], "kind": ["main", "path"]}
    lines = [shapely.LineString([(0, n), (90, n)]) for n in range(2)]
    return gpd.GeoDataFrame(rows, geometry=lines, crs=27700)


def test_an_old_snapshot_opens_with_what_was_taken_for_granted(folder, old):
    name = write_snapshot(folder, LayerName.STREETS, old)
    frame = read_snapshot(folder, LayerName.STREETS, name, "Europe/London").frame
    assert frame["foot"].tolist() == ["both", "both"]
    assert frame["car"].tolist() == frame["cycle"].tolist() == ["both", "no"]
    assert snapshot_name(LayerName.STREETS, frame) == name


def test_what_streets_say_is_kept(folder, old):
    told = old.assign(foot="both", cycle="both", car=["forward", "no"])
    told = told[["street_id", "name", "kind", "foot", "cycle", "car", "geometry"]]
    name = write_snapshot(folder, LayerName.STREETS, told)
    assert name != snapshot_name(LayerName.STREETS, old)
    frame = read_snapshot(folder, LayerName.STREETS, name, "Europe/London").frame
    assert frame["car"].tolist() == ["forward", "no"]
