import dataclasses
import datetime as dt

import pytest

from geo.briefing import sheet
from geo.errors import SettingError


def test_it_says_when_where_how_marked_and_how_old(build):
    briefing = build.briefing()
    assert briefing.area == "Saltmarsh"
    assert briefing.date == "Tuesday 24 November 2026"
    assert briefing.window == "15:00–18:00"
    assert briefing.marking == "OFFICIAL-SENSITIVE"
    assert briefing.data_as_at == "Data as at Sun 22 Nov 2026"
    assert briefing.facts == (("2", "patrols"), ("10", "stops"), ("120 min", "at stops"),
                              ("9", "schools letting out"))  # fmt: skip


def test_it_says_so_when_the_age_of_the_data_is_unknown(build):
    layers = build.make_layers(data_as_at=None)
    assert build.briefing(layers=layers).data_as_at == "Data as at an unknown date"


def test_it_is_a_draft_until_a_named_person_approves_it(build):
    assert build.briefing().status == "DRAFT, not approved"
    assert build.briefing(approved_by="Sgt Example").status == "Approved by Sgt Example"
    with pytest.raises(SettingError, match="named person"):
        build.briefing(approved_by="  ")


def test_it_is_frozen_and_needs_a_marking(build):
    briefing = build.briefing()
    with pytest.raises(dataclasses.FrozenInstanceError):
        briefing.approved_by = "Nobody"
    with pytest.raises(SettingError, match="marking"):
        build.briefing(layers=build.make_layers(marking=" "))


def test_only_the_first_five_hotspots_are_shown(build):
    many = (*build.five_hotspots(), build.hotspot(6, build.east, build.north))
    assert [h.rank for h in build.briefing(hotspots=many).hotspots] == [1, 2, 3, 4, 5]


def test_closed_schools_and_notices_are_given_once(build):
    layers = build.layers()
    plan = build.plan(layers, [], notices=("One school has no bell.", "One school has no bell."))
    notes = type(build.briefing()).of(plan, ()).notes
    assert notes == ("Closed today: Lantern School (INSET day).", "One school has no bell.")


def test_the_sources_of_the_incidents_are_named(build):
    layers = build.layers()
    incidents = layers.incidents.reindex([0, 1, 2])
    incidents["source"] = ["Station log", "Force extract", "Station log"]
    with_sources = dataclasses.replace(layers, incidents=incidents)
    sources = build.briefing(layers=with_sources).coverage[0]
    assert sources == "Incidents recorded by: Force extract, Station log."


def test_control_characters_and_endless_names_are_tamed(build):
    layers = build.make_layers(name="Salt\x00marsh\n" + "x" * 500, data_as_at=dt.date(2026, 1, 2))
    area = build.briefing(layers=layers).area
    assert area.startswith("Salt")
    assert len(area) <= 90
    assert area.isprintable()


def test_the_standing_guidance_holds_what_the_evidence_asks_for():
    assert [name for name, _ in sheet.PRINCIPLES] == ["Deter", "Detect", "Divert"]
    assert sheet.NOT_GROUNDS == "A hotspot is not grounds for a search."
    text = " ".join((*sheet.STANDING_GUIDANCE, *sheet._COVERAGE))
    for needed in ("the area around an interchange, not the point", "10–16 minutes",
                   "Vary the order and the times", "largely unreported",
                   "held by another force"):  # fmt: skip
        assert needed in text
