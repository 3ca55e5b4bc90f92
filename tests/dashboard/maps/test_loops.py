"""Loops of visits, ends and activities on the map of the routes."""

from dataclasses import replace

import folium
import pytest
import shapely

from dashboard import maps
from geo.model import PlaceKind, clock


def drawn(*groups):
    page = folium.Map()
    for group in groups:
        group.add_to(page)
    return page.get_root().render()


def lines_of(group):
    return [child for child in group._children.values() if isinstance(child, folium.PolyLine)]


@pytest.fixture
def looped(build):
    """A route whose first stop is walked around a block."""
    route = build.route("Alpha")
    x, y = route.stops[0].place.point
    block = [(x, y), (x + 90, y), (x + 90, y + 90), (x, y + 90), (x, y)]
    first = replace(route.stops[0], loop=shapely.LineString(block))
    return replace(route, stops=(first, *route.stops[1:]))


def test_a_loop_is_a_thin_whole_line_in_the_patrols_colour(build, looped):
    bare = maps.routes([build.route("Alpha")], build.CRS_27700)
    group = maps.routes([looped], build.CRS_27700)
    added = len(lines_of(group)) - len(lines_of(bare))
    assert added == 2
    rim, line = lines_of(group)[:2]
    leg = lines_of(group)[-1]
    assert line.options["color"] == leg.options["color"]
    assert line.options["weight"] < rim.options["weight"]
    assert line.options["weight"] < leg.options["weight"] / 2
    assert line.locations[0] == line.locations[-1]


def test_the_loop_of_the_chosen_stop_stands_out_with_arrows(build, looped):
    plain = maps.routes([looped], build.CRS_27700)
    chosen = maps.routes([looped], build.CRS_27700, chosen=looped.stops[0].place.place_id)
    assert lines_of(chosen)[1].options["weight"] > lines_of(plain)[1].options["weight"]
    assert drawn(chosen).count("rotate(") > drawn(plain).count("rotate(")
    first = looped.stops[0].arrive_min
    assert f"About {clock(first + 3)}" in drawn(chosen)
    assert "About" not in drawn(plain)


def test_the_legend_explains_loops_and_ends_only_where_there_are_any(build, looped):
    plain = drawn(maps.legend(maps.route_lines([build.route()], candidates=False)))
    assert "Loop at a stop" not in plain
    assert ">End\\u003c" not in plain
    ending = replace(looped, patrol=replace(looped.patrol, end=(build.EAST, build.NORTH + 99.0)))
    full = drawn(maps.legend(maps.route_lines([ending], candidates=False)))
    assert "Loop at a stop" in full
    assert ">End\\u003c" in full


def test_an_end_elsewhere_is_marked_and_named(build):
    route = build.route()
    assert "End:" not in drawn(maps.routes([route], build.CRS_27700))
    patrol = replace(route.patrol, end=(build.EAST, build.NORTH + 99.0), end_name=build.HOSTILE)
    page = drawn(maps.routes([replace(route, patrol=patrol)], build.CRS_27700))
    assert "End:" in page
    assert "<script>alert(1)" not in page


def test_an_activity_says_whom_with(build):
    route = build.route()
    place = replace(route.stops[0].place, kind=PlaceKind.ACTIVITY, name="Weapon sweep at Quay")
    stop = replace(route.stops[0], place=place, beside=("Bravo", "Charlie"))
    page = drawn(maps.routes([replace(route, stops=(stop, *route.stops[1:]))], build.CRS_27700))
    assert "With Bravo and Charlie" in page
