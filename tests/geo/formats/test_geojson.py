"""JSON that is no GeoJSON document: stops, records, a feature a line; and GraphML."""

import json

import pytest
from shapely.geometry import LineString

from geo.errors import FileRefusedError
from geo.layers import open_table, read_layer
from geo.model import LayerName

FEATURE = {
    "type": "Feature",
    "properties": {"name": "A"},
    "geometry": {"type": "Point", "coordinates": [-0.1, 51.5]},
}


def stop(naptan_id, **more):
    return {
        "$type": "Tfl.Api.Presentation.Entities.StopPoint, Tfl.Api.Presentation.Entities",
        "id": naptan_id,
        "naptanId": naptan_id,
        "commonName": f"Stop {naptan_id}",
        "stopType": "NaptanMetroStation",
        "modes": ["tube", "bus"],
        "lat": 51.5,
        "lon": -0.1,
        "hubNaptanCode": "HUBKGX",
        "additionalProperties": [{"key": "x"}],
        "children": [],
    } | more


def opened(tmp_path, content, layer=LayerName.INTERCHANGES, name="in.json"):
    path = tmp_path / name
    path.write_text(content if isinstance(content, str) else json.dumps(content))
    return open_table(path, layer)


@pytest.mark.parametrize("wrap", [lambda s: {"stopPoints": s, "total": 2}, lambda s: s])
def test_stops_become_rows_with_their_children(wrap, tmp_path):
    stops = [stop("A", children=[stop("A1", modes=["tube"])]), stop("B")]
    table = opened(tmp_path, wrap(stops))
    assert table.frame["id"].tolist() == ["A", "A1", "B"]
    assert table.frame["modes"].tolist() == ["tube|bus", "tube", "tube|bus"]
    assert list(table.columns) == [
        *("id", "naptanId", "commonName", "stopType", "modes", "lat", "lon", "hubNaptanCode"),
    ]
    assert table.line.tolist() == [1, 2, 3]


def test_one_stop_with_children_is_a_file_too(tmp_path):
    table = opened(tmp_path, stop("HUB", children=[stop("A"), stop("B", children=[stop("C")])]))
    assert table.frame["id"].tolist() == ["HUB", "A", "B", "C"]


def test_a_stop_that_stands_twice_is_taken_once_and_said(tmp_path):
    table = opened(tmp_path, [stop("A", children=[stop("B")]), stop("B")])
    assert table.frame["id"].tolist() == ["A", "B"]
    assert table.notices == (
        "Stops that stand more than once in in.json were taken once each (1).",
    )


def test_records_become_rows_and_nested_coordinates_columns(tmp_path):
    records = [
        {"id": 1, "date": "2026-01-05T15:40", "location": {"latitude": "51.5", "longitude": "-1"}},
        {"id": 2.0, "note": None, "location": {"street": {"name": "High Street"}}},
    ]
    table = opened(tmp_path, records, LayerName.INCIDENTS)
    assert table.frame.iloc[0].tolist() == ["1", "2026-01-05T15:40", "51.5", "-1", "", ""]
    assert table.frame["location.street.name"].tolist() == ["", "High Street"]
    assert table.frame["id"].tolist() == ["1", "2"]


def test_a_point_in_a_record_is_its_place(tmp_path):
    records = [{"id": 1, "point": FEATURE["geometry"]}, {"id": 2}]
    table = opened(tmp_path, records, LayerName.INCIDENTS)
    assert table.geometry[0].x == -0.1
    assert table.geometry[1] is None
    assert list(table.columns) == ["id"]


def test_records_under_a_name_are_found(tmp_path):
    table = opened(tmp_path, {"count": 2, "links": [], "results": [{"id": 1}, {"id": 2}]})
    assert table.frame["id"].tolist() == ["1", "2"]


def test_a_feature_a_line_is_read_with_its_line(tmp_path):
    lines = "\n".join(["\x1e" + json.dumps(FEATURE), "", json.dumps(FEATURE)])
    table = opened(tmp_path, lines, name="in.geojsonl")
    assert table.frame["name"].tolist() == ["A", "A"]
    assert table.line.tolist() == [1, 3]


def test_a_torn_line_costs_one_row(tmp_path):
    lines = "\n".join([json.dumps(FEATURE), json.dumps(FEATURE)[:50], json.dumps(FEATURE)])
    table = opened(tmp_path, lines)
    assert (len(table.frame), table.damaged.line.tolist()) == (2, [2])
    assert table.damaged.text[0].startswith('{"type": "Feature"')


def test_a_list_of_features_is_read(tmp_path):
    assert opened(tmp_path, [FEATURE, FEATURE]).geometry.x.tolist() == [-0.1, -0.1]


def test_a_half_character_does_no_harm(tmp_path):
    table = opened(tmp_path, '[{"id": "a\\ud800b", "x\\udfff": 1}]')
    assert table.frame.iloc[0].tolist() == ["a?b", "1"]


def test_a_list_of_lists_is_a_sentence(tmp_path):
    with pytest.raises(FileRefusedError, match="no records"):
        opened(tmp_path, [["a", 1], ["b", 2]])


GRAPH = """<?xml version='1.0' encoding='utf-8'?>
<graphml xmlns="{space}">
<key id="d0" for="graph" attr.name="crs" attr.type="string" />
<key id="d1" for="node" attr.name="y" attr.type="string" />
<key id="d2" for="node" attr.name="x" attr.type="string" />
<key id="d3" for="edge" attr.name="osmid" attr.type="string" />
<key id="d4" for="edge" attr.name="highway" attr.type="string" />
<key id="d5" for="edge" attr.name="name" attr.type="string" />
<key id="d6" for="edge" attr.name="geometry" attr.type="string" />
<graph edgedefault="directed"><data key="d0">epsg:4326</data>
<node id="1"><data key="d1">51.5</data><data key="d2">-0.1</data></node>
<node id="2"><data key="d1">51.51</data><data key="d2">-0.1</data></node>
<edge source="1" target="2" id="0"><data key="d3">7</data><data key="d4">footway</data></edge>
<edge source="2" target="1" id="0"><data key="d3">7</data><data key="d4">footway</data></edge>
<edge source="1" target="2" id="1"><data key="d3">[8, 9]</data>
<data key="d4">['residential', 'path']</data>
<data key="d5">High Street</data><data key="d6">LINESTRING (-0.1 51.5, -0.2 51.5, -0.1 51.51)</data>
</edge></graph></graphml>
""".replace("{space}", "http://graphml.graphdrawing.org/xmlns")


def test_a_graph_becomes_streets_each_once(tmp_path):
    table = opened(tmp_path, GRAPH, LayerName.STREETS, "in.graphml")
    assert table.frame["highway"].tolist() == ["footway", "residential"]
    assert table.frame["name"].tolist() == ["", "High Street"]
    assert table.geometry[0].equals(LineString([(-0.1, 51.5), (-0.1, 51.51)]))
    assert len(table.geometry[1].coords) == 3
    assert table.notices[0].endswith("other streets backwards were left out (1).")


def test_a_graph_is_read_as_a_layer_of_streets(tmp_path):
    path = tmp_path / "in.graphml"
    path.write_text(GRAPH)
    reading = read_layer(path, LayerName.STREETS)
    assert (reading.read, reading.accepted) == (2, 2)


def test_features_of_arcgis_keep_the_names_of_their_attributes(tmp_path):
    features = [{"attributes": {"id": 1, "offence": "robbery"}, "geometry": {"x": -0.1, "y": 51.5}}]
    table = opened(tmp_path, {"fields": [], "features": features}, LayerName.INCIDENTS)
    assert table.frame.iloc[0].to_dict() == {
        "id": "1",
        "offence": "robbery",
        "x": "-0.1",
        "y": "51.5",
    }


def test_of_several_values_of_a_joined_street_the_first_is_taken(tmp_path):
    frame = opened(tmp_path, GRAPH, LayerName.STREETS, "in.graphml").frame
    assert frame["osmid"].tolist() == ["7", "8"]
    assert frame["highway"].tolist() == ["footway", "residential"]
