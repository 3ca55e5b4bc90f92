"""The round that fills a visit: closed, along streets, near, as long as it may be."""

import geopandas as gpd
import numpy as np
import pytest
import shapely
from hypothesis import given
from hypothesis import strategies as st
from shapely.geometry import LineString, Point, Polygon

from geo.model import Place, PlaceKind
from geo.network import WalkingNetwork
from geo.patrol import marks_of
from geo.patrol._loops import AROUND_M, LEAST_M, Loops, area_of, longest_m


def grid(step_m=60.0, n=9):
    """Streets of a town of square blocks around the origin; all lines share their crossings."""
    at = (np.arange(n) - n // 2) * step_m
    across = [LineString([(x, y) for x in at]) for y in at]
    up = [LineString([(x, y) for y in at]) for x in at]
    return network([*across, *up])


def network(lines):
    return WalkingNetwork.from_streets(gpd.GeoDataFrame(geometry=lines, crs=27700))


def place(x=0.0, y=0.0, kind=PlaceKind.INTERCHANGE, ident="here"):
    return Place(ident, kind, "Here", (x, y), (1.0,), 900, 1000, "Why.", "What.")


def seen_m(loop):
    """Metres of different street on a loop."""
    return shapely.unary_union(shapely.node(loop)).length


def test_a_loop_closes_at_its_point_keeps_to_streets_and_stays_near():
    streets, here = grid(), place()
    loop = Loops(streets, {}).at(here, 12)
    assert loop.coords[0] == loop.coords[-1] == here.point
    every = shapely.get_coordinates(shapely.segmentize(loop, 5))
    assert streets.off_street_m(every).max() < 0.01
    assert loop.within(area_of(here, None).buffer(0.1))


def test_a_circuit_is_walked_where_there_is_one_and_no_street_twice():
    loop = Loops(grid(), {}).at(place(), 12)
    assert longest_m(12) * 0.85 < loop.length <= longest_m(12)
    assert seen_m(loop) == pytest.approx(loop.length, abs=0.5)


def test_a_single_street_is_walked_there_and_back_within_the_time():
    street = network([LineString([(-400, 0), (400, 0)])])
    loop = Loops(street, {}).at(place(), 12)
    assert seen_m(loop) == pytest.approx(loop.length / 2, abs=0.5)
    assert longest_m(12) * 0.7 < loop.length <= longest_m(12)


def test_a_longer_visit_is_a_longer_round():
    loops = Loops(grid(), {})
    lengths = [loops.at(place(), minutes).length for minutes in (5, 8, 12, 16)]
    assert lengths == sorted(lengths)
    assert lengths[0] < 0.5 * lengths[-1]


def test_the_straight_way_to_the_street_counts():
    loop = Loops(grid(), {}).at(place(20.0, 25.0), 12)
    assert loop.coords[0] == loop.coords[-1] == (20.0, 25.0)
    assert loop.length <= longest_m(12)


def test_a_hotspot_is_walked_within_its_outline_and_a_margin():
    outline = Polygon([(-120, -10), (120, -10), (120, 10), (-120, 10)])
    here = place(kind=PlaceKind.HOTSPOT, ident="hotspot-7")
    loops = Loops(grid(30.0, 21), {"hotspot-7": outline})
    loop = loops.at(here, 16)
    assert loop.within(area_of(here, outline).buffer(0.1))
    assert not loop.within(Point(0, 0).buffer(60))
    assert abs(shapely.get_coordinates(loop)[:, 1]).max() < AROUND_M


@pytest.mark.parametrize("kind", [PlaceKind.GATE, PlaceKind.BREAK, PlaceKind.ACTIVITY])
def test_at_a_gate_on_a_break_and_at_a_booking_they_stand(kind):
    assert Loops(grid(), {}).at(place(kind=kind), 12) is None


def test_they_stand_where_a_round_would_not_be_worth_the_name():
    stub = network([LineString([(0, 0), (10, 0)])])
    assert Loops(stub, {}).at(place(), 12) is None
    assert Loops(grid(), {}).at(place(), 1) is None
    far = network([LineString([(-100, 200), (100, 200)])])
    assert Loops(far, {}).at(place(), 12) is None


def test_two_pavements_of_one_road_are_not_two_streets():
    pavements = [LineString([(-120, y), (120, y)]) for y in (0, 8)]
    ends = [LineString([(x, 0), (x, 8)]) for x in (-120, 120)]
    beside = [LineString([(0, 8), (0, 60), (-60, 60), (-60, 8)])]
    cut = [LineString([(-120, 8), (-60, 8), (0, 8), (120, 8)])]
    streets = network([pavements[0], *cut, *ends, *beside])
    loop = Loops(streets, {}).at(place(-60.0, 8.0), 6)
    assert shapely.get_coordinates(loop)[:, 1].max() == 60


def test_marks_tell_where_they_are_at_each_minute():
    loop = Loops(grid(), {}).at(place(), 12)
    marks = marks_of(loop, 940, 952)
    assert [mark.minute for mark in marks] == list(range(940, 953))
    assert marks[0].point == marks[-1].point == (0, 0)
    assert all(loop.distance(Point(mark.point)) < 0.01 for mark in marks)


@given(
    seed=st.integers(0, 10_000),
    x=st.floats(-200, 200),
    y=st.floats(-200, 200),
    minutes=st.integers(1, 40),
)
def test_on_any_streets_a_loop_is_sound_or_there_is_none(seed, x, y, minutes):
    rng = np.random.default_rng(seed)
    lines = [
        LineString(np.cumsum(rng.integers(-60, 61, (4, 2)), axis=0) + rng.integers(-150, 151, 2))
        for _ in range(12)
    ]
    merged = shapely.get_parts(shapely.unary_union(shapely.node(shapely.multilinestrings(lines))))
    streets, here = network(list(merged)), place(round(x, 2), round(y, 2))
    loop, again = (Loops(streets, {}).at(here, minutes) for _ in range(2))
    assert loop == again
    if loop is None:
        return
    assert LEAST_M <= loop.length <= longest_m(minutes) + 0.01
    assert loop.coords[0] == loop.coords[-1] == here.point
    xy = shapely.get_coordinates(loop)
    if streets.off_street_m(xy[:1])[0] > 0.1:
        xy = xy[1:-1]
    assert shapely.distance(Point(here.point), shapely.points(xy)).max() < AROUND_M + 0.1
    on = LineString(xy) if len(xy) > 1 else Point(xy[0])
    every = shapely.get_coordinates(shapely.segmentize(on, 5))
    assert streets.off_street_m(every).max() < 0.2
