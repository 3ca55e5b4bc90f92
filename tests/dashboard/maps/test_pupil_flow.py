"""The pupil flow: what is drawn of them, and the table that says the same."""

import datetime as dt
import re

import folium
import geopandas as gpd
import pytest
import shapely
from pyproj import CRS

from dashboard.listings import pupil_flow as listings
from dashboard.maps import pupil_flow as maps
from geo.clock import Bell, SchoolDay, Window
from geo.columns import with_ways
from geo.layers import About, Layers, empty_layer
from geo.model import LayerName
from geo.pupils import estimate_pupil_flow

BNG = CRS.from_epsg(27700)
HOSTILE = "<script>alert(1)</script>`${alert(2)}`{{7*7}}\\"


def layer(which, geometry, **columns):
    blank = empty_layer(which, BNG)
    frame = gpd.GeoDataFrame(columns, geometry=geometry, crs=BNG)
    frame = with_ways(frame) if which is LayerName.STREETS else frame
    return frame.astype(blank.drop(columns="geometry").dtypes.to_dict())[blank.columns]


def flow_of(street="Mill Road", pupils=400):
    """A school in the middle of blocks of 100 m; all streets have one name."""
    ticks = [100 * n for n in range(11)]
    rows = [[(530000 + x, 180000 + y) for x in ticks] for y in ticks]
    lines = [shapely.LineString(line) for line in (*rows, *zip(*rows, strict=True))]
    many = len(lines)
    frames = {
        LayerName.STREETS: layer(
            LayerName.STREETS,
            lines,
            street_id=[*map(str, range(many))],
            name=[street] * many,
            kind=["local"] * many,
        ),
        LayerName.SCHOOLS: layer(
            LayerName.SCHOOLS,
            [shapely.Point(530500, 180500)],
            urn=["1"],
            name=["Mill School"],
            phase=["secondary"],
            pupils=[pupils],
            has_named_contact=[True],
        ),
    }
    layers = Layers.of(About("Squareham"), BNG, frames)
    bells = (Bell("1", "Mill School", 920, 10),)
    return estimate_pupil_flow(layers, SchoolDay(dt.date(2026, 11, 24), Window(), bells))


def drawn(group):
    return [child for child in group._children.values() if isinstance(child, folium.PolyLine)]


def widths(group):
    return [way.options["weight"] for way in drawn(group)]


def test_more_pupils_are_drawn_wider_and_later():
    found = widths(maps.pupil_flow_group(flow_of(), 1))
    assert len(found) > 1
    assert found == sorted(found)


def test_few_pupils_are_not_drawn_and_not_listed():
    flow = flow_of(pupils=15)
    assert 0 < flow.pupils.max() < 10
    assert drawn(maps.pupil_flow_group(flow, 1)) == []
    assert listings.busiest_streets(flow, 1) == []


def test_before_the_bell_nothing_is_drawn():
    assert drawn(maps.pupil_flow_group(flow_of(), 0)) == []
    assert listings.busiest_streets(flow_of(), 0) == []


@pytest.mark.parametrize("slice_index", [None, 1])
def test_the_table_says_what_the_busiest_street_of_the_map_says(slice_index):
    flow = flow_of(pupils=4000)
    page = folium.Map().add_child(maps.pupil_flow_group(flow, slice_index)).get_root().render()
    (row,) = listings.busiest_streets(flow, slice_index)
    assert row[:2] == ("Mill Road", "Mill School")
    assert re.search(rf"<b>Mill Road</b><br>about {row[2]} pupils", page)


def test_names_are_escaped_on_the_map():
    page = (
        folium.Map().add_child(maps.pupil_flow_group(flow_of(HOSTILE, 4000), 1)).get_root().render()
    )
    assert "<script>alert(1)" not in page
    assert "${alert(2)}" not in page
    assert "&lt;script&gt;" in page


def test_captions_and_legends_say_the_time_and_the_fewest():
    assert listings.caption(flow_of(), None) == "Where most pupils walk, 15:00–18:00"
    assert listings.caption(flow_of(), 1) == "Where most pupils walk, 15:15–15:30"
    assert maps.pupil_flow_line(1)[1] == "Pupils on foot: 10 to 200 and more"
    assert maps.pupil_flow_line(None)[1] == "Pupils on foot: 25 to 400 and more"
