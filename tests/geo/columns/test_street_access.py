"""Who may use a street, as OpenStreetMap and others say it."""

import geopandas as gpd
import pandas as pd
import pytest
import shapely

from geo.columns import WAY_HELPERS, street_kind, ways_of, with_ways, without_assumed
from geo.columns.vocabularies import _assumed_ways
from geo.model import WAY_COLUMNS


def ways(highway, **tags):
    """The three words for one street."""
    raw = pd.Series([highway])
    said = {name: pd.Series([tags.get(name, "")]) for name in (*WAY_COLUMNS, *WAY_HELPERS)}
    return tuple(ways_of(street_kind(raw), raw, said).iloc[0])


@pytest.mark.parametrize(
    ("highway", "tags", "expected"),
    [
        ("residential", {}, ("both", "both", "both")),
        ("residential", {"oneway": "yes"}, ("both", "forward", "forward")),
        ("residential", {"oneway": "-1"}, ("both", "backward", "backward")),
        ("residential", {"oneway": "F"}, ("both", "forward", "forward")),
        ("residential", {"oneway": "T"}, ("both", "backward", "backward")),
        ("residential", {"oneway": "B"}, ("both", "both", "both")),
        ("residential", {"oneway": "True"}, ("both", "forward", "forward")),
        ("residential", {"oneway": "no"}, ("both", "both", "both")),
        ("residential", {"oneway": "yes", "oneway_cycle": "no"}, ("both", "both", "forward")),
        ("residential", {"oneway": "yes", "cycleway": "opposite"}, ("both", "both", "forward")),
        ("residential", {"junction": "roundabout"}, ("both", "forward", "forward")),
        ("residential", {"junction": "roundabout", "oneway": "no"}, ("both", "both", "both")),
        ("footway", {}, ("both", "no", "no")),
        ("footway", {"cycle": "yes"}, ("both", "both", "no")),
        ("pedestrian", {}, ("both", "no", "no")),
        ("cycleway", {}, ("both", "both", "no")),
        ("cycleway", {"cycle": "dismount"}, ("both", "no", "no")),
        ("steps", {"cycle": "yes"}, ("both", "no", "no")),
        ("path", {}, ("both", "no", "no")),
        ("service", {"access": "private"}, ("no", "no", "no")),
        ("service", {"access": "private", "foot": "permissive"}, ("both", "no", "no")),
        ("service", {"access": "customers"}, ("both", "both", "both")),
        ("residential", {"vehicle": "no"}, ("both", "no", "no")),
        ("residential", {"vehicle": "no", "cycle": "yes"}, ("both", "both", "no")),
        ("residential", {"car": "no"}, ("both", "both", "no")),
        ("footway", {"indoor": "yes", "level": "-1;-2"}, ("no", "no", "no")),
        ("footway", {"indoor": "yes", "level": "0"}, ("both", "no", "no")),
        ("footway", {"layer": "-1"}, ("both", "no", "no")),
        ("trunk", {"foot": "no"}, ("no", "both", "both")),
    ],
)
def test_what_openstreetmap_says_becomes_a_word_for_each_mode(highway, tags, expected):
    assert ways(highway, **tags) == expected


def test_tags_that_gdal_keeps_together_are_read_where_a_column_is_empty():
    others = '"lanes"=>"2","oneway"=>"yes","oneway:bicycle"=>"no","cycleway:right:oneway"=>"-1"'
    assert ways("residential", other_tags=others) == ("both", "both", "forward")
    assert ways("residential", other_tags='"proposed:oneway"=>"yes"') == ("both", "both", "both")
    assert ways("residential", oneway="no", other_tags='"oneway"=>"yes"')[2] == "both"
    assert ways("footway", other_tags='"bicycle"=>"designated"') == ("both", "both", "no")


def test_our_own_words_are_taken_as_they_are():
    own = {"foot": "both", "cycle": "backward", "car": "forward"}
    assert ways("path", **own) == ("both", "backward", "forward")


def streets(*kinds):
    lines = [shapely.LineString([(0, n), (1, n)]) for n in range(len(kinds))]
    return gpd.GeoDataFrame({"street_id": "s", "name": "", "kind": kinds}, geometry=lines)


def test_streets_of_before_are_two_way_and_their_paths_walked():
    whole = with_ways(streets("local", "path"))
    assert whole.columns.tolist() == [
        "street_id",
        "name",
        "kind",
        "foot",
        "cycle",
        "car",
        "geometry",
    ]
    assert whole[["foot", "cycle", "car"]].to_numpy().tolist() == [
        ["both"] * 3,
        ["both", "no", "no"],
    ]
    assert with_ways(whole) is whole


def test_columns_that_say_no_more_than_is_assumed_leave_no_trace():
    whole = with_ways(streets("local", "path"))
    assert without_assumed(whole).columns.tolist() == ["street_id", "name", "kind", "geometry"]
    told = whole.assign(car=["forward", "no"])
    assert without_assumed(told) is told


def test_streets_without_a_kind_are_open_to_all():
    bare = gpd.GeoDataFrame(geometry=[shapely.LineString([(0, 0), (1, 0)])])
    assert with_ways(bare)["car"].tolist() == ["both"]
    assert _assumed_ways(pd.Series([], dtype="str")).empty
