import dataclasses
import datetime as dt

import pytest

from geo.errors import SettingError
from geo.model import PlaceKind


def test_it_says_when_where_how_marked_and_how_old(build):
    sheet = build.briefing()
    assert sheet.area == "Saltmarsh"
    assert sheet.date == "Tuesday 24 November 2026"
    assert sheet.window == "15:00–18:00"
    assert sheet.marking == "OFFICIAL-SENSITIVE"
    assert sheet.data_as_at == "Data as at Sun 22 Nov 2026"
    assert sheet.facts == (("2", "patrols"), ("10", "stops"), ("120 min", "at stops"),
                           ("9", "schools letting out"))  # fmt: skip


def test_it_says_so_when_the_age_of_the_data_is_unknown(build):
    layers = build.make_layers(data_as_at=None)
    assert build.briefing(layers=layers).data_as_at == "Data as at a date not recorded"


def test_it_is_a_draft_until_a_named_person_approves_it(build):
    assert build.briefing().status == "DRAFT, not approved"
    assert build.briefing(approved_by="Sgt Example").status == "Approved by Sgt Example"
    with pytest.raises(SettingError, match="named person"):
        build.briefing(approved_by="  ")


def test_it_is_frozen_and_needs_a_marking(build):
    sheet = build.briefing()
    with pytest.raises(dataclasses.FrozenInstanceError):
        sheet.approved_by = "Nobody"
    with pytest.raises(SettingError, match="marking"):
        build.briefing(layers=build.make_layers(marking=" "))


def test_only_the_first_five_hotspots_are_told(build):
    many = (*build.five_hotspots(), build.hotspot(6, build.east, build.north))
    assert [h.rank for h in build.briefing(hotspots=many).hotspots] == [1, 2, 3, 4, 5]


def test_a_hotspot_gives_its_reason_words_before_digits_and_no_small_count(build):
    line = build.briefing(hotspots=build.five_hotspots(recorded=3)).hotspots[0]
    assert line.reason.startswith("About 2 in 5 afternoons")
    assert line.chance == "about 1 in 2 afternoons"
    assert line.digits == "0.62 expected (90% interval 0.37–0.93)"
    assert line.recorded == "<5"
    assert line.peak == "15:30–15:45"
    assert line.near == ("Saltmarsh Central 60 m", "Anchor Lane School 140 m")


def test_a_sexual_offence_is_never_named_at_a_place(build):
    told = "Chiefly sexual offences near the station."
    hotspots = build.five_hotspots(reason=told)
    sheet = build.briefing(hotspots=hotspots, text="Sexual assault was recorded.")
    stop = sheet.assignments[0].stops[0]
    said = (repr(sheet.hotspots), stop.why, stop.look_out_for)
    assert not any("sexual" in words.lower() for words in said)
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
    assert alpha.way_back.startswith("Back: ")
    assert alpha.way_back.endswith("7 min, by 16:09")


def test_a_patrol_deployed_at_its_first_stop_has_no_walk_before_it(build):
    alpha = build.briefing(patrols=1, stops=2, start=False).assignments[0]
    assert alpha.stops[0].walk == ""
    assert alpha.stops[1].walk != ""
    assert alpha.start == alpha.way_back == ""


def test_closed_schools_and_notices_are_told_once(build):
    layers = build.layers()
    plan = build.plan(layers, [], notices=("One school has no bell.", "One school has no bell."))
    notes = type(build.briefing()).of(plan, ()).notes
    assert notes == ("Closed today: Lantern School (INSET day).", "One school has no bell.")


def test_the_sources_of_the_picture_are_named(build):
    layers = build.layers()
    incidents = layers.incidents.reindex([0, 1, 2])
    incidents["source"] = ["Station log", "Force extract", "Station log"]
    with_sources = dataclasses.replace(layers, incidents=incidents)
    said = build.briefing(layers=with_sources).coverage[0]
    assert said == "Incidents recorded by: Force extract, Station log."


def test_control_characters_and_endless_names_are_tamed(build):
    layers = build.make_layers(name="Salt\x00marsh\n" + "x" * 500, data_as_at=dt.date(2026, 1, 2))
    area = build.briefing(layers=layers).area
    assert area.startswith("Salt")
    assert len(area) <= 90
    assert area.isprintable()
