"""One-way streets survive every way in which streets come."""

import json

import geopandas as gpd
import pytest
import shapely

from geo.layers import content_hash, read_layer
from geo.model import LayerName

LINES = [[(-0.1, 51.5), (-0.1, 51.51)], [(-0.1, 51.51), (-0.12, 51.51)]]
GRAPH = """<?xml version='1.0' encoding='utf-8'?>
<graphml xmlns="{space}">
<key id="d0" for="graph" attr.name="crs" attr.type="string" />
<key id="d1" for="node" attr.name="y" attr.type="string" />
<key id="d2" for="node" attr.name="x" attr.type="string" />
<key id="d3" for="edge" attr.name="highway" attr.type="string" />
<key id="d4" for="edge" attr.name="oneway" attr.type="string" />
<graph edgedefault="directed"><data key="d0">epsg:4326</data>
<node id="1"><data key="d1">51.5</data><data key="d2">-0.1</data></node>
<node id="2"><data key="d1">51.51</data><data key="d2">-0.1</data></node>
<node id="3"><data key="d1">51.51</data><data key="d2">-0.12</data></node>
<node id="4"><data key="d1">51.52</data><data key="d2">-0.12</data></node>
{edges}
</graph></graphml>
""".replace("{space}", "http://graphml.graphdrawing.org/xmlns")


def edge(a, b, oneway):
    return (
        f'<edge source="{a}" target="{b}"><data key="d3">residential</data>'
        f'<data key="d4">{oneway}</data></edge>'
    )


def test_a_graph_keeps_its_one_way_streets(tmp_path):
    """Two-way with both edges, one-way against the ids, and one-way in both directions."""
    edges = [
        edge(1, 2, "False"), edge(2, 1, "False"), edge(3, 2, "True"),
        edge(3, 4, "True"), edge(4, 3, "True"),
    ]  # fmt: skip
    path = tmp_path / "in.graphml"
    path.write_text(GRAPH.replace("{edges}", "".join(edges)), encoding="utf-8")
    frame = read_layer(path, LayerName.STREETS).frame
    assert frame["car"].tolist() == ["both", "forward", "both"]
    assert frame["foot"].tolist() == ["both"] * 3
    begins, ends = (shapely.get_point(frame.geometry.to_numpy()[1], n) for n in (0, -1))
    assert begins.x < ends.x


@pytest.mark.parametrize("driver", ["GPKG", "GeoJSON", "ESRI Shapefile"])
def test_files_keep_their_one_way_streets(tmp_path, driver):
    rows = {"osm_id": ["1", "2"], "highway": ["residential", "cycleway"], "oneway": ["yes", None]}
    frame = gpd.GeoDataFrame(rows, geometry=[shapely.LineString(x) for x in LINES], crs=4326)
    path = tmp_path / {"GPKG": "in.gpkg", "GeoJSON": "in.geojson"}.get(driver, "in.shp")
    frame.to_file(path, driver=driver)
    read = read_layer(path, LayerName.STREETS).frame
    assert read[["foot", "cycle", "car"]].to_numpy().tolist() == [
        ["both", "forward", "forward"],
        ["both", "both", "no"],
    ]


def test_other_tags_of_gdal_are_read(tmp_path):
    tags = {"osm_id": "1", "highway": "residential", "other_tags": '"oneway"=>"yes"'}
    feature = {
        "type": "Feature",
        "properties": tags,
        "geometry": {"type": "LineString", "coordinates": LINES[0]},
    }
    path = tmp_path / "in.geojson"
    path.write_text(json.dumps({"type": "FeatureCollection", "features": [feature]}))
    assert read_layer(path, LayerName.STREETS).frame["car"].tolist() == ["forward"]


def test_a_layer_is_the_same_as_before_where_its_streets_say_nothing(tmp_path):
    """The hash, by which snapshots and results are named, leaves out what is only assumed."""
    rows = {"street_id": ["1", "2"], "kind": ["local", "path"], "name": ""}
    frame = gpd.GeoDataFrame(rows, geometry=[shapely.LineString(x) for x in LINES], crs=4326)
    path = tmp_path / "in.geojson"
    frame.to_file(path, driver="GeoJSON")
    read = read_layer(path, LayerName.STREETS).frame
    before = read[["street_id", "name", "kind", "geometry"]]
    assert content_hash(read) == content_hash(before)
    assert content_hash(read.assign(car=["forward", "no"])) != content_hash(before)
