"""An afternoon with a loop, a break, an activity, a ride and another end: in words and files."""

from dataclasses import replace
from itertools import pairwise
from types import SimpleNamespace
from xml.etree import ElementTree as ET

import geopandas as gpd
import pytest
import shapely

from geo.briefing import Briefing, map_layers
from geo.briefing.lines import loop_said
from geo.model import Mode, PlaceKind, Ride

GPX = {"g": "http://www.topografix.com/GPX/1/1"}


def booked(stop, kind, name, **changes):
    place = replace(stop.place, kind=kind, name=name, look_out_for="", why=f"{name}, as booked.")
    return replace(stop, place=place, letting_out=(), **changes)


def around(stop, side_m=100):
    """Round a block whose south-western corner is the place."""
    x, y = stop.place.point
    corners = [(0, 0), (side_m, 0), (side_m, side_m), (0, side_m), (0, 0)]
    return shapely.LineString([(x + a, y + b) for a, b in corners])


@pytest.fixture
def afternoon(build):
    """Visit, sweep with Bravo, break, visit; ends elsewhere, reached by bus."""
    route = build.route("Alpha", 0, 4)
    first, second, third, last = route.stops
    stops = (
        replace(first, loop=around(first)),
        booked(second, PlaceKind.ACTIVITY, "Weapon sweep at Mill Corner", beside=("Bravo",)),
        booked(third, PlaceKind.BREAK, "Break at Quayside"),
        last,
    )
    ride = Ride("bus 91", "Mill Corner", "Quayside", 940, 947)
    legs = (*route.legs[:3], replace(route.legs[3], rides=(ride,)), route.legs[4])
    elsewhere = (build.east + 300, build.north + 300)
    patrol = replace(route.patrol, end=elsewhere, end_name="Quayside", mode=Mode.CYCLE)
    return replace(route, patrol=patrol, stops=stops, legs=legs)


@pytest.fixture
def sheet(build, afternoon):
    layers = build.layers()
    return Briefing.of(build.plan(layers, [afternoon]), build.five_hotspots(), approved_by="Sgt 42")


def test_breaks_and_activities_are_no_stops_in_the_sums(sheet):
    (alpha,) = sheet.assignments
    assert alpha.summary.startswith("2 stops, 24 min at stops, 12 min at what is booked, ")
    assert "a break of 12 min" in alpha.summary
    assert alpha.summary.endswith("km by cycle")
    assert ("2", "stops") in sheet.facts
    assert ("24 min", "at stops") in sheet.facts
    assert ("1", "booked operation") in sheet.facts


def test_an_activity_says_whom_with_and_a_ride_says_when(sheet):
    first, sweep, rest, last = sheet.assignments[0].stops
    assert (sweep.beside, sweep.is_visit) == ("Bravo", False)
    assert (rest.is_visit, rest.look_out_for) == (False, "")
    assert first.is_visit
    assert last.walk.endswith("7 min, bus 91 from Mill Corner 15:40 to Quayside 15:47")


def test_the_end_is_named_where_it_is_not_the_start(sheet):
    assert sheet.assignments[0].way_back.startswith("To Quayside: ")


def test_a_patrol_that_only_has_an_end_walks_to_every_stop_but_the_first(build, afternoon):
    patrol = replace(afternoon.patrol, start=None)
    route = replace(afternoon, patrol=patrol, legs=afternoon.legs[1:])
    sheet = Briefing.of(build.plan(build.layers(), [route]), ())
    walks = [stop.walk for stop in sheet.assignments[0].stops]
    assert walks[0] == ""
    assert all(walks[1:])
    assert sheet.assignments[0].way_back


def test_a_hotspot_does_not_count_a_break_as_a_visit(build, afternoon):
    rest = afternoon.stops[2]
    plan = build.plan(build.layers(), [afternoon])
    sheet = Briefing.of(plan, (build.hotspot(1, *rest.place.point),))
    assert sheet.hotspots[0].visits == ()


def test_paper_and_screen_say_it_all(sheet):
    html = sheet.html()
    for said in ("Weapon sweep at Mill Corner, with Bravo", "Break at Quayside", "bus 91"):
        assert said in html
    assert "Walk the streets around it." in html
    assert sheet.pdf() == sheet.pdf()


def test_gpx_holds_stops_and_a_segment_for_each_leg_and_loop(sheet, afternoon):
    root = ET.fromstring(sheet.gpx())
    names = [name.text for name in root.findall("g:wpt/g:name", GPX)]
    assert names[0].startswith("A1 15:12–15:24 ")
    assert len(names) == 4
    segments = root.findall("g:trk/g:trkseg", GPX)
    assert len(segments) == len(afternoon.legs) + 1
    loop = [tuple(p.attrib.values()) for p in segments[1].findall("g:trkpt", GPX)]
    assert loop[0] == loop[-1]
    ends = [[tuple(p.attrib.values()) for p in s.findall("g:trkpt", GPX)] for s in segments]
    assert all(a[-1] == b[0] for a, b in pairwise(ends))
    about = root.find("g:metadata/g:desc", GPX).text
    for said in (sheet.marking, "Approved by Sgt 42", sheet.data_as_at, "SIMULATED"):
        assert said in about


def test_the_calendar_has_an_entry_a_stop_with_the_marking_on_each(sheet):
    text = sheet.ics()
    assert text.count("BEGIN:VEVENT") == text.count("END:VEVENT") == 4
    assert "DTSTART:20261124T151200\r\nDTEND:20261124T152400\r\n" in text
    whole = text.replace("\r\n ", "")
    assert whole.count(f"CATEGORIES:{sheet.marking}") == 4
    assert whole.count("Approved by Sgt 42") == 5
    assert "With Bravo." in whole
    assert text == sheet.ics()


def test_a_calendar_escapes_and_folds_what_could_break_it(build):
    sheet = build.briefing(patrols=1, stops=1, text="a; b, c\\ ÄÖÜ€ " * 5)
    whole = sheet.ics()
    assert all(len(line.encode()) <= 75 for line in whole.split("\r\n"))
    assert "a\\; b\\, c\\\\ ÄÖÜ€" in whole.replace("\r\n ", "")


def test_a_loop_is_said_by_its_streets_in_the_order_of_the_walk():
    sides = [((0, 0), (100, 0)), ((100, 0), (100, 80)), ((100, 80), (0, 80)), ((0, 80), (0, 0))]
    names = ["Mill Lane", "Dock Street", None, "Cross Row"]
    streets = gpd.GeoDataFrame(
        {"name": names}, geometry=[shapely.LineString(s) for s in sides], crs=27700
    )
    ring = shapely.LineString([(0, 0), (100, 0), (100, 80), (0, 80), (0, 0)])
    assert loop_said(ring, streets) == "Walk the loop by Mill Lane, Dock Street, Cross Row and back"
    there = shapely.LineString([(0, 0), (100, 0), (0, 0)])
    assert loop_said(there, streets) == "Walk Mill Lane and back"
    assert loop_said(there, streets.iloc[2:3]) == "Walk the streets around it"
    assert loop_said(there, streets.iloc[:0]) == "Walk the streets around it"


def test_the_map_has_room_for_an_end_and_names_it(sheet):
    assert map_layers.ends(sheet.scene) == [sheet.scene.routes[0].patrol.end]
    same = SimpleNamespace(routes=[SimpleNamespace(patrol=SimpleNamespace(start=(1, 2), end=None))])
    assert map_layers.ends(same) == []
