import re

import folium
from streamlit_folium import _get_feature_group_string

from dashboard import maps
from geo.clock import Window


def script(group):
    """What the browser is sent for a group; each element of folium has a name of its own."""
    text = _get_feature_group_string(group, folium.Map())
    return re.sub(r"_[0-9a-f]{32}", "", text)


def groups(build):
    spots = [build.spot(1), build.spot(2)]
    yield maps.hotspots(spots, build.CRS_27700, Window(), chosen="H1")
    yield maps.routes([build.route()], build.CRS_27700)
    yield maps.candidates([build.place("a")], build.CRS_27700)
    yield maps.legend(maps.hotspot_lines(slice_label=None, window="15:00"))


def test_a_light_group_draws_what_the_whole_group_draws(build):
    for whole, lean in zip(groups(build), groups(build), strict=True):
        added = "feature_group_feature_group_0.addTo(map_div);"
        lines = [line for line in script(whole).splitlines() if line.strip() != added]
        told = script(maps.light(lean)).splitlines()
        assert [x for x in told if x.strip()] == [x for x in lines if x.strip()]
        assert any("L." in line for line in told)
