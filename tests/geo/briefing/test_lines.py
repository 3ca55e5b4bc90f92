"""The lines of a briefing: hotspots, stops, legs and loops in words."""

from dataclasses import replace

import geopandas as gpd
import shapely

from geo.briefing import Briefing
from geo.briefing._lines import loop_in_words
from geo.model import PlaceKind


def test_a_hotspot_gives_its_reason_words_before_digits_and_no_small_count(build):
    line = build.briefing(hotspots=build.five_hotspots(recorded=3)).hotspots[0]
    assert line.reason.startswith("About 2 in 5 afternoons")
    assert line.chance == "about 1 in 2 afternoons"
    assert line.digits == "0.62 expected (90% interval 0.37–0.93)"
    assert line.recorded == "<5"
    assert line.peak == "15:30–15:45"
    assert line.near == ("Saltmarsh Central (60 m)", "Anchor Lane School (140 m)")


def test_a_sexual_offence_is_never_named_at_a_place(build):
    hotspots = build.five_hotspots(reason="Chiefly sexual offences near the station.")
    sheet = build.briefing(hotspots=hotspots, text="Sexual assault was recorded.")
    stop = sheet.assignments[0].stops[0]
    sentences = (repr(sheet.hotspots), stop.why, stop.look_out_for)
    assert not any("sexual" in sentence.lower() for sentence in sentences)
    assert sheet.hotspots[0].offences == "personal robbery, then violence with injury"


def test_a_hotspot_says_which_patrols_stop_there_in_order_of_time(build):
    route = build.route("Alpha", 0, 2)
    there = route.stops[1].place.point
    sheet = build.briefing(patrols=1, stops=2, hotspots=(build.hotspot(1, *there),))
    assert sheet.hotspots[0].visits == ("A 15:31",)
    far = build.hotspot(1, build.east + 9000, build.north)
    assert build.briefing(hotspots=(far,)).hotspots[0].visits == ()


def test_stops_are_numbered_with_their_times_walk_and_bells(build):
    alpha = build.briefing(patrols=1, stops=3).assignments[0]
    assert [stop.label for stop in alpha.stops] == ["A1", "A2", "A3"]
    assert (alpha.stops[0].arrive, alpha.stops[0].leave) == ("15:12", "15:24")
    assert alpha.stops[0].walk.endswith("m, 7 min")
    assert alpha.stops[0].kind == PlaceKind.GATE
    assert alpha.stops[0].letting_out == ("Anchor Lane School (15:10–15:25)",)
    assert alpha.start == "Harbour Road police station"
    assert alpha.way_back.startswith("Back to the start: ")
    assert alpha.way_back.endswith("7 min, by 16:09")


def test_a_patrol_deployed_at_its_first_stop_has_no_walk_before_it(build):
    alpha = build.briefing(patrols=1, stops=2, start=False).assignments[0]
    assert alpha.stops[0].walk == ""
    assert alpha.stops[1].walk != ""
    assert alpha.start == alpha.way_back == ""


def test_breaks_and_activities_are_no_stops_in_the_sums(afternoon_sheet):
    (alpha,) = afternoon_sheet.assignments
    assert alpha.summary.startswith("2 stops, 24 min at stops, 12 min on booked operations, ")
    assert "12 min break" in alpha.summary
    assert alpha.summary.endswith("km by cycle")
    assert ("2", "stops") in afternoon_sheet.facts
    assert ("24 min", "at stops") in afternoon_sheet.facts
    assert ("1", "booked operation") in afternoon_sheet.facts


def test_an_activity_says_whom_with_and_a_ride_says_when(afternoon_sheet):
    first, sweep, rest, last = afternoon_sheet.assignments[0].stops
    assert (sweep.beside, sweep.is_visit) == ("Bravo", False)
    assert (rest.is_visit, rest.look_out_for) == (False, "")
    assert first.is_visit
    assert last.walk.endswith("7 min, bus 91 from Mill Corner 15:40 to Quayside 15:47")


def test_the_end_is_named_where_it_is_not_the_start(afternoon_sheet):
    assert afternoon_sheet.assignments[0].way_back.startswith("To Quayside: ")


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


def test_a_loop_is_given_by_its_streets_in_the_order_of_the_walk():
    sides = [((0, 0), (100, 0)), ((100, 0), (100, 80)), ((100, 80), (0, 80)), ((0, 80), (0, 0))]
    names = ["Mill Lane", "Dock Street", None, "Cross Row"]
    streets = gpd.GeoDataFrame(
        {"name": names}, geometry=[shapely.LineString(s) for s in sides], crs=27700
    )
    ring = shapely.LineString([(0, 0), (100, 0), (100, 80), (0, 80), (0, 0)])
    assert loop_in_words(ring, streets) == (
        "Walk a loop along Mill Lane, Dock Street and Cross Row"
    )
    there = shapely.LineString([(0, 0), (100, 0), (0, 0)])
    assert loop_in_words(there, streets) == "Walk along Mill Lane and back"
    assert loop_in_words(there, streets.iloc[2:3]) == "Walk the streets around it"
    assert loop_in_words(there, streets.iloc[:0]) == "Walk the streets around it"
