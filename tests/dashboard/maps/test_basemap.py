import json
import re

import folium
import numpy as np
import pytest

from dashboard import maps
from dashboard.maps.safe import lines
from geo.layers import empty_layer
from geo.model import LayerName


def decoded(numbers):
    return np.cumsum(np.reshape(numbers, (-1, 2)), axis=0) / 100_000


def test_a_street_comes_back_to_the_metre(build):
    layers = build.town()
    drawn = json.loads(maps.basemap(layers))["streets"]["main"]
    (wanted,) = lines(layers.streets.geometry[:1], layers.crs)
    assert decoded(drawn[0]) == pytest.approx(np.array(wanted), abs=1e-5)


def test_the_ground_names_what_it_shows_and_is_bounded_by_the_streets(build):
    ground = json.loads(maps.basemap(build.town()))
    assert {kind for kind, *_ in ground["names"]} == {"street", "park", "ward"}
    (south, west), (north, east) = ground["bounds"]
    assert south < north
    assert west < east


def test_an_area_without_layers_is_still_a_map(build):
    blank = {n.value: empty_layer(n, build.CRS_27700) for n in LayerName}
    ground = json.loads(maps.basemap(build.town(**blank)))
    assert ground["names"] == []
    assert ground["bounds"]


def test_the_ground_is_the_same_text_each_time(build):
    assert maps.basemap(build.town()) == maps.basemap(build.town())


def test_no_map_asks_another_host_for_anything(build):
    page = maps.base(maps.basemap(build.town())).get_root().render()
    assert not re.findall(r"(?:src|href)=\"(?!/assets/)[^\"]*\"", page)
    assert "//" not in re.sub(
        r"http://www\.w3\.org/\S+", "", "".join(re.findall(r"url\(.*?\)", page))
    )


def test_folium_itself_is_left_alone(build):
    maps.base(maps.basemap(build.town()))
    assert any(address.startswith("https://") for _, address in folium.Map.default_js)


def test_a_hostile_street_name_stays_text(build):
    page = maps.base(maps.basemap(build.town(name=build.HOSTILE))).get_root().render()
    assert "<script>alert" not in page
    assert "${alert" not in page
