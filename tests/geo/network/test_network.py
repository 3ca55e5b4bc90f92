import geopandas as gpd
import numpy as np
import pytest
import shapely
from hypothesis import given
from hypothesis import strategies as st

from geo.errors import NetworkError
from geo.network import WalkingNetwork


def test_streets_are_joined_where_they_share_an_inner_vertex(build):
    cross = build.streets([(0, 0), (100, 0), (200, 0)], [(100, -50), (100, 0), (100, 80)])
    walks = WalkingNetwork.from_streets(cross).between([(0, 0), (100, 80)])
    assert walks.length_m[0, 1] == 180
    assert list(walks.path(0, 1).coords) == [(0, 0), (100, 0), (100, 80)]


def test_streets_that_cross_without_a_common_vertex_stay_apart(build):
    bridge = build.streets([(0, 0), (200, 0)], [(100, -50), (100, 80)])
    network = WalkingNetwork.from_streets(bridge)
    assert network.n_left_out_m == pytest.approx(130)
    assert network.n_left_out_parts == 1
    assert "130 m of street, in 1 piece" in network.notices[0]


def test_ends_that_differ_by_centimetres_are_one(build):
    near = build.streets([(0, 0), (100.02, 0)], [(99.98, 0.01), (99.98, 100)])
    assert WalkingNetwork.from_streets(near).n_left_out_parts == 0


def test_a_point_between_junctions_is_reached_along_its_street(build):
    network = WalkingNetwork.from_streets(build.grid(2))
    walks = network.between([(30, 0), (70, 0), (30, 100), (30, 10)])
    assert walks.length_m[0, 1] == 40
    assert walks.length_m[0, 2] == 30 + 100 + 30
    assert walks.length_m[0, 3] == 10
    assert walks.snap_m.tolist() == [0, 0, 0, 10]
    assert walks.length_m[3, 1] == 10 + 40
    assert list(walks.path(3, 1).coords) == [(30, 10), (30, 0), (70, 0)]


def test_the_shorter_of_two_streets_between_the_same_corners_is_walked(build):
    two = build.streets([(0, 0), (50, 80), (100, 0)], [(0, 0), (100, 0)])
    walks = WalkingNetwork.from_streets(two).between([(0, 0), (100, 0)])
    assert walks.length_m[0, 1] == 100
    assert walks.path(0, 1).length == 100


def test_a_closed_street_is_walked_the_short_way_round(build):
    ring = build.streets([(0, 0), (100, 0), (100, 100), (0, 100), (0, 0)])
    walks = WalkingNetwork.from_streets(ring).between([(90, 0), (0, 10)])
    assert walks.length_m[0, 1] == 100


def test_the_same_point_twice_is_no_walk(build):
    walks = WalkingNetwork.from_streets(build.grid(2)).between([(50, 20), (50, 20)])
    assert walks.length_m[0, 1] == 0
    assert walks.path(0, 1).length == 0


def test_a_point_far_from_any_street_is_unreachable_and_its_distance_known(build):
    walks = WalkingNetwork.from_streets(build.grid(2)).between([(0, 0), (0, -251), (0, -249)])
    assert walks.reachable.tolist() == [True, False, True]
    assert walks.snap_m[1] == 251
    assert np.isinf(walks.length_m[0, 1])
    with pytest.raises(NetworkError, match="no way on foot"):
        walks.path(0, 1)


@given(
    st.lists(
        st.tuples(st.floats(-100, 700), st.floats(-100, 700)), min_size=2, max_size=6, unique=True
    )
)
def test_walks_are_symmetric_never_shorter_than_the_crow_and_as_long_as_their_path(build, points):
    network = WalkingNetwork.from_streets(build.grid())
    walks = network.between(points)
    assert np.allclose(walks.length_m, walks.length_m.T)
    for i in range(len(points)):
        for j in range(len(points)):
            path = walks.path(i, j)
            assert path.length == pytest.approx(walks.length_m[i, j], abs=0.02)
            assert path.length >= shapely.Point(points[i]).distance(shapely.Point(points[j])) - 0.02
            inner = shapely.get_coordinates(path)[1:-1]
            if len(inner):
                assert network.off_street_m(inner).max() < 1e-6


def test_no_streets_are_refused_with_the_mend(build):
    with pytest.raises(NetworkError, match="Add a streets file"):
        WalkingNetwork.from_streets(build.grid().iloc[:0])


def test_streets_in_degrees_are_refused(build):
    with pytest.raises(NetworkError, match="not in metres"):
        WalkingNetwork.from_streets(build.grid().to_crs(4326))


def test_points_instead_of_streets_are_refused(build):
    points = gpd.GeoDataFrame(geometry=[shapely.Point(0, 0)], crs=build.crs)
    with pytest.raises(NetworkError, match="not points or areas"):
        WalkingNetwork.from_streets(points)
