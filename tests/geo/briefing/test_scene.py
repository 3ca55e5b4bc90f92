import numpy as np
import pytest
import shapely
from hypothesis import given
from hypothesis import strategies as st

from geo.briefing._scene import Extent, Scene


@pytest.fixture(scope="module")
def scene(build):
    return build.briefing().scene


@given(width=st.floats(200, 900), height=st.floats(200, 900))
def test_whatever_is_shown_fits_on_paper_of_any_shape(scene, width, height):
    extent = Extent.fit(scene, width, height)
    for shape in scene.shown():
        for xy in shapely.get_coordinates(shape):
            x, y = extent.point(xy)
            assert 0 < x < width
            assert 0 < y < height


def test_one_scale_holds_in_both_directions(scene):
    extent = Extent.fit(scene, 500, 300)
    assert (extent.east - extent.west) * extent.pt_per_m == pytest.approx(500)
    assert (extent.north - extent.south) * extent.pt_per_m == pytest.approx(300)


def test_a_single_point_is_not_blown_up(build):
    lone = Scene(build.make_layers(), (build.hotspot(1, build.east, build.north),), ())
    extent = Extent.fit(lone, 500, 500)
    assert extent.east - extent.west >= 900


def test_without_anything_there_is_no_extent(build):
    assert Extent.fit(Scene(build.make_layers(), (), ()), 500, 500) is None


def test_streets_alone_are_shown_where_there_is_nothing_else(build):
    layers = build.layers()
    extent = Extent.fit(Scene(layers, (), ()), 500, 500)
    west, south, east, north = layers.streets.total_bounds
    assert extent.west < west < east < extent.east
    assert extent.south < south < north < extent.north


def test_what_lies_outside_is_cut_away(scene):
    extent = Extent.fit(scene, 500, 300)
    far = shapely.linestrings(
        [[extent.west - 5000, extent.south], [extent.west - 4000, extent.south]]
    )
    across = shapely.linestrings(
        [[extent.west - 500, extent.south + 9], [extent.east, extent.south + 9]]
    )
    cut = extent.clip(np.array([far, across]))
    assert cut[0].is_empty
    assert cut[1].bounds[0] == pytest.approx(0)
    assert len(extent.to_paper(np.array([far, across]))) == 1
