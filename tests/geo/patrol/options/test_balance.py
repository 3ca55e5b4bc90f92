"""What another balance of harm and reassurance changes."""

from types import SimpleNamespace

import pytest

from geo.model import PlaceKind, Route, Stop
from geo.patrol import Places
from geo.patrol._visit_value import Expected
from geo.patrol.options import balance_change
from geo.patrol.plan import harm_share, pupils_met


def planned(build, *visits):
    """Visits (id, kind, minute) of one patrol; a hotspot H1 whose harm is even, and 60 pupils."""
    spot = build.hotspot(1, 0, 0, harm=2.4)
    known = {
        "hotspot-H1": Expected((0.2,) * 12, (0.0,) * 12),
        "gate-1": Expected((0.0,) * 12, (0.0, 60.0, *(0.0,) * 10)),
    }
    stops = [
        Stop(build.place(ident, 0, 0, kind=kind, name=ident.title()), minute, minute + 15)
        for ident, kind, minute in visits
    ]
    places = Places((), build.layers(), build.hotspots(spot), known)
    route = Route(build.patrol(), tuple(stops))
    return SimpleNamespace(routes=(route,), places=places, day=build.day())


HOT = ("hotspot-H1", PlaceKind.HOTSPOT)
GATE = ("gate-1", PlaceKind.GATE)


def test_harm_is_shared_by_the_minutes_of_a_visit(build):
    # Fifteen minutes of three hours of even harm.
    assert harm_share(planned(build, (*HOT, 907))) == pytest.approx(1 / 12)
    assert harm_share(planned(build, (*GATE, 907))) == 0


def test_a_minute_of_a_place_counts_once(build):
    twice = planned(build, (*HOT, 907), (*HOT, 915))
    assert harm_share(twice) == pytest.approx((15 + 8) / 180)


def test_pupils_are_met_while_a_patrol_is_there(build):
    assert pupils_met(planned(build, (*GATE, 915))) == pytest.approx(60)
    assert pupils_met(planned(build, (*GATE, 910))) == pytest.approx(40)


def test_nothing_expected_is_nothing_reached(build):
    nowhere = SimpleNamespace(
        routes=(), places=Places((), build.layers(), build.hotspots()), day=build.day()
    )
    assert (harm_share(nowhere), pupils_met(nowhere)) == (0, 0)


def test_a_change_says_what_comes_and_goes_and_what_that_does(build):
    before = planned(build, (*HOT, 900), (*HOT, 960))
    after = planned(build, (*HOT, 960), (*GATE, 915))
    assert balance_change(before, after) == (
        "Comes in: Gate-1.",
        "At hotspots: 15 min, 30 min before.",
        "At gates, interchanges and other places: 15 min, 0 min before.",
        "Harm expected at hotspots while a patrol is there: 8%, 17% before.",
        "Pupils who pass a patrol: about 60, 0 before.",
    )


def test_the_same_timetable_stays_the_same(build):
    plan = planned(build, (*HOT, 900))
    assert balance_change(plan, plan) == ("The plan stays the same.",)


def test_the_same_places_at_other_times_are_said_to_be_so(build):
    sentences = balance_change(planned(build, (*HOT, 900)), planned(build, (*HOT, 960)))
    assert sentences[0] == "The same places are visited, at other times or by other patrols."
    assert "8%, as before" in sentences[3]


def test_many_places_are_counted_after_the_fourth(build):
    many = [(f"p{n}", PlaceKind.GATE, 900 + 20 * n) for n in range(6)]
    (first, *_) = balance_change(planned(build), planned(build, *many))
    assert first == "Comes in: P0; P1; P2; P3; 2 more."
