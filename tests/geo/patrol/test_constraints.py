from collections import Counter
from functools import cache

import pytest
from hypothesis import given
from hypothesis import strategies as st

from geo.errors import PlanImpossibleError, SettingError
from geo.model import Activity, ActivityKind, Break
from geo.network import WalkingNetwork
from geo.patrol import Constraints, Lock, Repeat, SchoolMinimum
from geo.patrol.constraints import Dwell
from geo.patrol.problem import feasible_tours, prepared
from tests.effort import examples


def ask(*locks, drop=(), add=()):
    return Constraints(tuple(locks), frozenset(drop), frozenset(add))


@pytest.fixture
def row(build):
    """Three places in a row, a minute apart, and the patrols that are asked for."""

    def plan(constraints, *patrols, **hours):
        places = [build.place(ident, 100 * n, 0, **hours) for n, ident in enumerate("abc")]
        return build.plan(places, patrols or [build.patrol()], constraints=constraints)

    return plan


@pytest.mark.parametrize("minute", [-1, 1440])
def test_a_lock_to_no_minute_of_the_day_is_refused(minute):
    with pytest.raises(SettingError, match=f"locked to minute {minute} of the day"):
        Lock("a", arrive_min=minute)


def test_a_lock_is_said_with_what_it_asks():
    assert Lock("a").describe("Quay") == "Quay"
    assert Lock("a", "Alpha").describe("Quay") == "Quay by Alpha"
    assert Lock("a", None, 940).describe("Quay") == "Quay at 15:40"
    assert Lock("a", "Alpha", 940).describe("Quay") == "Quay by Alpha at 15:40"


def test_a_place_locked_more_often_than_it_may_be_visited_is_refused(row):
    locks = Lock("a", "Alpha"), Lock("a", None, 1000)
    plan = row(ask(*locks))
    assert sum(stop.locked for stop in plan.routes[0].stops) == 2
    with pytest.raises(
        PlanImpossibleError,
        match=r"Place a may be visited once, but these add up to more: Place a by Alpha; "
        r"Place a at 16:40\. Release one, or allow more visits",
    ):
        row(Constraints(locks, at_most=1))


@pytest.mark.parametrize(
    "wanted",
    [
        {"locks": (Lock("a"),)},
        {"add": frozenset("a")},
        {"repeats": (Repeat("a", 2, 2),)},
        {"schools": (SchoolMinimum("100"),)},
    ],
)
def test_a_place_to_visit_and_to_leave_out_is_refused(build, wanted):
    places = [build.place("a", 0, 0, urns=("100",)), build.place("c", 300, 0)]
    with pytest.raises(PlanImpossibleError, match=r"Place a is .*to be visited.* to be left out\."):
        build.plan(
            places, [build.patrol()], constraints=Constraints(drop=frozenset("ab"), **wanted)
        )


@pytest.mark.parametrize(
    ("said", "sentence"),
    [
        ({"at_most": 0}, "Places may be visited 0 times; expected 1 to 4"),
        ({"gap_min": 300}, "300 minutes apart; expected 0 to 240"),
        ({"at_once": 0}, "0 patrols may be at a place at once; expected 1 to 20"),
        ({"repeats": (Repeat("a"), Repeat("a", 0, 1))}, "more than one rule for its visits: a"),
        ({"dwells": (Dwell("a", 5), Dwell("a", 6))}, "more than one length of visit: a"),
        ({"schools": (SchoolMinimum("1"),) * 2}, "more than one minimum: 1"),
    ],
)
def test_rules_that_make_no_sense_are_refused(said, sentence):
    with pytest.raises(SettingError, match=sentence):
        Constraints(**said)


def test_a_place_for_two_is_not_visited_by_one(row, build):
    team = [build.patrol("Alpha", crew=1), build.patrol("Bravo")]
    double = frozenset("a")
    made = row(Constraints(double=double), *team)
    assert "a" not in {ident for ident, _ in build.visits(made.routes[0])}
    with pytest.raises(PlanImpossibleError, match="only two officers go there, and Alpha is one"):
        row(Constraints((Lock("a", "Alpha"),), double=double), *team)
    with pytest.raises(
        PlanImpossibleError, match=r"Place a is required, .* and every patrol is one"
    ):
        row(Constraints(add=double, double=double), team[0])


def test_a_visit_longer_than_any_shift_is_refused(row, build):
    with pytest.raises(PlanImpossibleError, match="last 120 minutes, but the longest shift is 60"):
        row(Constraints(dwells=(Dwell("a", 120),)), build.patrol(shift_end_min=960))


def test_rules_for_places_that_are_not_there_are_noticed(row):
    constraints = Constraints(
        dwells=(Dwell("x", 20),), repeats=(Repeat("y", 0, 1),), double=frozenset("z")
    )
    notices = row(constraints).notices
    assert [n for n in notices if "rule" in n] == [
        f"There is a rule for visits to {ident}, which is no place of this day." for ident in "xyz"
    ]
    with pytest.raises(PlanImpossibleError, match="y is required, but there is no such place"):
        row(Constraints(repeats=(Repeat("y", 1, 1),)))


def test_a_school_that_does_not_let_out_cannot_be_asked_for(row):
    with pytest.raises(PlanImpossibleError, match="School 999 is to be visited, but it does not"):
        row(Constraints(schools=(SchoolMinimum("999"),)))


def test_an_added_place_that_is_locked_is_demanded_once():
    assert ask(Lock("a", "Alpha"), add="ba").demands == (Lock("a", "Alpha"), Lock("b"))


def test_a_wish_for_no_place_of_the_day_is_refused(row):
    with pytest.raises(PlanImpossibleError, match="x and z are required, but there is no such"):
        row(ask(Lock("x"), add="az"))


def test_a_wish_for_no_patrol_of_the_day_is_refused(row, build):
    team = [build.patrol("Alpha"), build.patrol("Bravo")]
    with pytest.raises(
        PlanImpossibleError, match=r"Place a by Zulu .* patrols are Alpha and Bravo"
    ):
        row(ask(Lock("a", "Zulu")), *team)


def test_a_place_far_from_the_streets_cannot_be_asked_for(build):
    places = [build.place("a", 0, 0), build.place("far", 0, -300)]
    with pytest.raises(PlanImpossibleError, match="Place far is to be visited, but no street"):
        build.plan(places, [build.patrol()], constraints=ask(add=["far"]))


def test_dropping_what_is_not_there_is_only_noticed(row):
    notices = row(ask(drop="yx")).notices
    assert [notice[:25] for notice in notices] == [f"{x} was to be left out, but" for x in "xy"]


def test_a_dropped_place_is_not_visited(row, build):
    assert {ident for ident, _ in build.visits(row(ask(drop="b")).routes[0])} == {"a", "c"}


def test_an_added_place_is_visited_though_another_is_worth_more(build):
    places = [build.place("a", 0, 0, 50, 900, 905), build.place("b", 600, 0, 1, 900, 905)]
    (route,) = build.plan(places, [build.patrol()], constraints=ask(add="b")).routes
    assert build.visits(route) == [("b", 900)]
    assert route.stops[0].locked


def test_a_lock_keeps_the_patrol_and_the_minute(row, build):
    plan = row(ask(Lock("b", "Bravo", 1000)), build.patrol("Alpha"), build.patrol("Bravo"))
    assert ("b", 1000) in build.visits(plan.routes[1])
    assert [s.locked for r in plan.routes for s in r.stops if s.place.place_id == "b"] == [True]
    assert sum(stop.locked for route in plan.routes for stop in route.stops) == 1


@pytest.fixture(scope="module")
def planned(build):
    """Plan a town for two patrols, and say who visits what and when."""
    places, network, day = build.town()
    patrols = [build.patrol("Alpha", start=(0, 0)), build.patrol("Bravo", shift_end_min=1000)]

    @cache
    def plan(seed, constraints=None):
        asked = constraints or Constraints()
        made = build.plan(places, patrols, network=network, day=day, seed=seed, constraints=asked)
        return [(r.patrol.name, *visit) for r in made.routes for visit in build.visits(r)]

    return plan


@examples(12)
@given(st.sets(st.integers(0, 6)), st.booleans(), st.integers(0, 3))
def test_whatever_is_locked_of_a_plan_is_kept_when_it_is_made_again(planned, kept, timed, seed):
    locks = tuple(
        Lock(ident, who, minute if timed else None)
        for n, (who, ident, minute) in enumerate(planned(seed))
        if n in kept
    )
    found = planned(seed + 1, Constraints(locks))
    if not timed:
        found = [(who, ident, None) for who, ident, _ in found]
    assert not Counter((k.patrol, k.place_id, k.arrive_min) for k in locks) - Counter(found)


def test_two_stops_of_one_patrol_too_close_in_time_clash(row):
    """Place b is two minutes' walk from place c, after twelve at either."""
    row(ask(Lock("a", "Alpha", 940), Lock("c", "Alpha", 954)))
    with pytest.raises(
        PlanImpossibleError,
        match=r"^Alpha cannot do both of these: Place a by Alpha at 15:40; Place c by Alpha at "
        r"15:53\. Release one, or move a time or a shift\.$",
    ):
        row(ask(Lock("a", "Alpha", 940), Lock("c", "Alpha", 953)))


def test_three_stops_clash_although_any_two_fit(row, build):
    short = build.patrol(shift_start_min=900, shift_end_min=930)
    for two in ("ab", "bc", "ac"):
        row(ask(add=two), short)
    with pytest.raises(PlanImpossibleError, match="though any one of them fewer would fit") as told:
        row(ask(add="abc"), short)
    assert "The patrols cannot do all of these" in str(told.value)
    assert "Place a; Place b; Place c. Release one, add a patrol" in str(told.value)


def test_only_the_wishes_that_clash_are_named(row, build):
    team = [build.patrol("Alpha"), build.patrol("Bravo")]
    with pytest.raises(PlanImpossibleError, match="Bravo cannot do both of these") as told:
        row(ask(Lock("a", "Bravo", 940), Lock("c", "Bravo", 945), add="b"), *team)
    assert "Place b" not in str(told.value)


def test_a_stop_outside_every_shift_is_refused_with_the_hours_that_could_be(row, build):
    late = build.patrol(start=(300, 0), shift_start_min=960)
    with pytest.raises(
        PlanImpossibleError,
        match=r"Place a at 15:05 lies outside the shifts: .* Alpha from 16:03 to 17:45",
    ):
        row(ask(Lock("a", None, 905)), late)


def test_a_stop_too_far_for_a_shift_is_refused(build):
    short = build.patrol(start=(0, 0), shift_start_min=900, shift_end_min=915)
    with pytest.raises(PlanImpossibleError, match="by Alpha not at all within the shift"):
        build.plan([build.place("a", 600, 0)], [short], constraints=ask(add="a"))


def test_a_stop_at_an_hour_when_it_is_worth_nothing_is_refused(row):
    with pytest.raises(PlanImpossibleError, match="something only within 15:10–15:40"):
        row(ask(Lock("a", None, 990)), opens=910, closes=940)


def test_a_stop_that_is_never_worth_anything_is_refused(row):
    with pytest.raises(PlanImpossibleError, match="worth nothing at any time of the day"):
        row(ask(add="a"), value=0)


def ready(build, constraints, places, team):
    """The task of some places on the square town, as the optimiser gets it."""
    network = WalkingNetwork.from_streets(build.grid())
    return prepared(build.places(*places), network, team, build.day(), constraints).task


def test_wishes_are_shared_out_so_that_each_is_granted_once(build):
    """Two stops fit into either shift; three places are wished for, and one is not."""
    places = [build.place(ident, 100 * n, 0) for n, ident in enumerate("abcd")]
    team = [build.patrol(name, shift_end_min=926) for name in ("Alpha", "Bravo")]
    constraints = ask(Lock("a"), Lock("b", "Bravo"), Lock("c"))
    tours = feasible_tours(ready(build, constraints, places, team)).tours
    assert sorted(call.place for tour in tours for call in tour) == [0, 1, 2]
    assert 1 in [call.place for call in tours[1]]


def test_a_lock_counts_for_a_minimum_and_is_not_named_with_it(build):
    """Two visits an hour apart do not fit into an hour, and the lock is one of the two."""
    places = [build.place("a", 0, 0, urns=("100",)), build.place("b", 100, 0)]
    short = [build.patrol(shift_end_min=983)]
    constraints = Constraints((Lock("a"), Lock("b")), schools=(SchoolMinimum("100", 2),))
    told = "2 visits to Place a for its school"
    with pytest.raises(PlanImpossibleError) as refused:
        feasible_tours(ready(build, constraints, places, short))
    assert told in str(refused.value)
    assert "Place b" not in str(refused.value)
    assert "Place a by" not in str(refused.value)
    long = [build.patrol(shift_end_min=984)]
    (route,) = build.plan(places, long, constraints=constraints).routes
    assert [ident for ident, _ in build.visits(route)] == ["a", "b", "a"]


def test_a_break_an_activity_and_a_lock_clash_in_their_own_words(build):
    """From three until four there is time for any two of the three."""
    rest = Break(20, 900, 940, (0, 0), "the yard")
    alpha = build.patrol(shift_end_min=960, rest=rest)
    arch = Activity("a", ActivityKind.ARCH, "the hall", (100, 0), 28, 2, 900, 960)
    places = [build.place("b", 300, 0), build.place("c", 0, 300)]
    with pytest.raises(
        PlanImpossibleError,
        match="though any one of them fewer would fit: Place b; Alpha's break of 20 min at the "
        "yard from 15:00 to 15:40; Screening arch at the hall for 28 min by 2 officers between "
        r"15:00 and 16:00\. Release one",
    ):
        build.plan(places, [alpha], constraints=Constraints(add=frozenset("b"), activities=(arch,)))


@pytest.fixture
def many(build):
    """So many places at one corner for one patrol, for a minute each, in a shift of so many.

    The last one can be some metres away.
    """

    def plan(count, shift_min, last_m=0):
        places = [build.place(f"{n:02d}", 0, 0) for n in range(count - 1)]
        places.append(build.place(f"{count - 1:02d}", last_m, 0))
        team = [build.patrol(shift_end_min=900 + shift_min, dwell_min=1)]
        return build.plan(places, team, constraints=ask(add=[f"{n:02d}" for n in range(count)]))

    return plan


def test_more_wishes_than_can_be_told_exactly_are_granted_by_search(many):
    assert sum(len(route.stops) for route in many(16, 16).routes) == 16


def test_wishes_that_no_search_grants_are_all_named_and_nothing_is_claimed(many):
    with pytest.raises(
        PlanImpossibleError,
        match="that meets all 16 requirements at once, though there may be one: Place 00; Place 01",
    ):
        many(16, 18, last_m=300)


def test_minutes_that_are_too_few_prove_a_clash_of_any_number_of_wishes(many):
    with pytest.raises(PlanImpossibleError, match="cannot do all of these: Place 00; Place 01"):
        many(16, 15)


def test_many_wishes_that_cannot_be_granted_are_proven_not_to_be(many):
    with pytest.raises(PlanImpossibleError, match="any one of them fewer would fit: Place 0"):
        many(13, 12)
