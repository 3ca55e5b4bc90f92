"""Wishes about places that moved, stayed or went."""

from dataclasses import replace

import pytest

from geo.patrol import Constraints, Lock, Repeat, Rest, SchoolMinimum, carried_over, moved
from geo.patrol.constraints import Dwell


@pytest.fixture
def before(build):
    places, _, _ = build.town()
    return places


def named(places, ident, **changes):
    """The same places, with one of them changed; without changes it is gone."""
    others = [place for place in places if place.place_id != ident]
    changed = [replace(places.by_id[ident], **changes)] if changes else []
    return replace(places, items=(*changed, *others))


def test_the_same_places_keep_every_wish(before):
    ids = [place.place_id for place in before]
    constraints = Constraints(
        locks=(Lock(ids[0], "Alpha", 940), Lock(ids[0], "Bravo")),
        drop=frozenset(ids[1:2]),
        dwells=(Dwell(ids[0], 20),),
        repeats=(Repeat(ids[0]),),
    )
    assert carried_over(constraints, before, before) == (constraints, ())


def test_a_place_that_is_called_otherwise_keeps_its_wishes(before):
    place = before.items[0]
    now = named(before, place.place_id, place_id="hotspot-H9")
    assert moved(before, now)[place.place_id] == "hotspot-H9"
    made, gone = carried_over(Constraints(locks=(Lock(place.place_id, "Alpha", 940),)), before, now)
    assert made.locks == (Lock("hotspot-H9", "Alpha", 940),)
    assert gone == ()


def test_another_place_of_the_same_name_gets_nothing_of_it(before):
    place = before.items[0]
    east, north = place.point
    now = named(before, place.place_id, point=(east + 5_000, north))
    made, gone = carried_over(Constraints(locks=(Lock(place.place_id),)), before, now)
    assert made == Constraints()
    assert gone == (f"{place.name} is no place of this day any more, so nothing is asked of it.",)


def test_a_wish_about_a_place_that_was_never_there_is_left_to_the_search(before):
    constraints = Constraints(locks=(Lock("nowhere"),))
    assert carried_over(constraints, before, before) == (constraints, ())


def test_a_school_that_does_not_let_out_any_more_needs_no_visit(before):
    gate = next(place for place in before if place.urns)
    constraints = Constraints(schools=(SchoolMinimum(gate.urns[0]),))
    made, gone = carried_over(constraints, before, named(before, gate.place_id))
    assert made.schools == ()
    assert gone == (
        f"{gate.name} does not let out any more, so no visit for its school is asked for.",
    )


def test_what_a_trial_leaves_alone_is_asked_anew_but_reasons_stay(before):
    one, other = (place.place_id for place in before.items[:2])
    rests = (Rest(one, "One", "why"), Rest(other, "Other", "why", "a fight on Monday"))
    made, _ = carried_over(Constraints(rests=rests), before, before)
    assert made.rests == rests[1:]
