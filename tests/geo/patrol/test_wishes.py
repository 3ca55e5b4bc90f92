import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from geo.errors import PlanImpossibleError, SettingError
from geo.patrol import Lock, Wishes
from geo.patrol.clashes import granted


def ask(*locks, drop=(), add=()):
    return Wishes(tuple(locks), frozenset(drop), frozenset(add))


@pytest.fixture
def row(build):
    """Three places in a row, a minute apart, and the patrols that are asked for."""

    def plan(wishes, *patrols, **hours):
        places = [build.place(ident, 100 * n, 0, **hours) for n, ident in enumerate("abc")]
        return build.plan(places, patrols or [build.patrol()], wishes=wishes)

    return plan


@pytest.mark.parametrize("minute", [-1, 1440])
def test_a_lock_to_no_minute_of_the_day_is_refused(minute):
    with pytest.raises(SettingError, match=f"locked to minute {minute} of the day"):
        Lock("a", arrive_min=minute)


def test_a_lock_is_said_with_what_it_asks():
    assert Lock("a").said("Quay") == "Quay"
    assert Lock("a", "Alpha").said("Quay") == "Quay by Alpha"
    assert Lock("a", None, 940).said("Quay") == "Quay at 15:40"
    assert Lock("a", "Alpha", 940).said("Quay") == "Quay by Alpha at 15:40"


def test_a_place_locked_twice_is_refused():
    with pytest.raises(PlanImpossibleError, match="a is locked more than once"):
        ask(Lock("a", "Alpha"), Lock("b"), Lock("a", "Bravo"))


@pytest.mark.parametrize("wanted", [{"locks": (Lock("a"),)}, {"add": frozenset("a")}])
def test_a_place_to_visit_and_to_leave_out_is_refused(wanted):
    with pytest.raises(PlanImpossibleError, match="a is both to be visited and to be left out"):
        Wishes(drop=frozenset("ab"), **wanted)


def test_an_added_place_that_is_locked_is_demanded_once():
    assert ask(Lock("a", "Alpha"), add="ba").demands == (Lock("a", "Alpha"), Lock("b"))


def test_a_wish_for_no_place_of_the_day_is_refused(row):
    with pytest.raises(PlanImpossibleError, match="x and z are asked for, but there is no such"):
        row(ask(Lock("x"), add="az"))


def test_a_wish_for_no_patrol_of_the_day_is_refused(row, build):
    team = [build.patrol("Alpha"), build.patrol("Bravo")]
    with pytest.raises(
        PlanImpossibleError, match=r"Place a by Zulu .* patrols are Alpha and Bravo"
    ):
        row(ask(Lock("a", "Zulu")), *team)


def test_a_place_far_from_the_streets_cannot_be_asked_for(build):
    places = [build.place("a", 0, 0), build.place("far", 0, -300)]
    with pytest.raises(PlanImpossibleError, match="Place far is asked for, but no street"):
        build.plan(places, [build.patrol()], wishes=ask(add=["far"]))


def test_dropping_what_is_not_there_is_only_noticed(row):
    notices = row(ask(drop="yx")).notices
    assert [notice[:25] for notice in notices] == [f"{x} was to be left out, but" for x in "xy"]


def test_a_dropped_place_is_not_visited(row, build):
    assert {ident for ident, _ in build.visits(row(ask(drop="b")).routes[0])} == {"a", "c"}


def test_an_added_place_is_visited_though_another_is_worth_more(build):
    places = [build.place("a", 0, 0, 50, 900, 905), build.place("b", 600, 0, 1, 900, 905)]
    (route,) = build.plan(places, [build.patrol()], wishes=ask(add="b")).routes
    assert build.visits(route) == [("b", 900)]
    assert route.stops[0].locked


def test_a_lock_keeps_the_patrol_and_the_minute(row, build):
    plan = row(ask(Lock("b", "Bravo", 1000)), build.patrol("Alpha"), build.patrol("Bravo"))
    assert ("b", 1000) in build.visits(plan.routes[1])
    assert [s.locked for r in plan.routes for s in r.stops if s.place.place_id == "b"] == [True]
    assert sum(stop.locked for route in plan.routes for stop in route.stops) == 1


@settings(max_examples=30, deadline=None, derandomize=True)
@given(st.sets(st.integers(0, 6)), st.booleans(), st.integers(0, 9))
def test_whatever_is_locked_of_a_plan_is_kept_when_it_is_made_again(build, kept, timed, seed):
    places, network, day = build.town()
    patrols = [build.patrol("Alpha", start=(0, 0)), build.patrol("Bravo", shift_end_min=1000)]
    first = build.plan(places, patrols, network=network, day=day, seed=seed)
    made = [(r.patrol.name, *visit) for r in first.routes for visit in build.visits(r)]
    locks = tuple(
        Lock(ident, who, minute if timed else None)
        for n, (who, ident, minute) in enumerate(made)
        if n in kept
    )
    again = build.plan(
        places, patrols, network=network, day=day, seed=seed + 1, wishes=Wishes(locks)
    )
    found = {ident: (r.patrol.name, m) for r in again.routes for ident, m in build.visits(r)}
    for lock in locks:
        assert found[lock.place_id][0] == lock.patrol
        assert lock.arrive_min in (None, found[lock.place_id][1])


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
        build.plan([build.place("a", 600, 0)], [short], wishes=ask(add="a"))


def test_a_stop_at_an_hour_when_it_is_worth_nothing_is_refused(row):
    with pytest.raises(PlanImpossibleError, match="something only within 15:10–15:40"):
        row(ask(Lock("a", None, 990)), opens=910, closes=940)


def test_a_stop_that_is_never_worth_anything_is_refused(row):
    with pytest.raises(PlanImpossibleError, match="worth nothing at any time of the day"):
        row(ask(add="a"), value=0)


def test_wishes_are_shared_out_so_that_each_is_granted_once(build):
    """Two stops fit into either shift; three places are wished for, and one is not."""
    places = [build.place(ident, 100 * n, 0) for n, ident in enumerate("abcd")]
    team = [build.patrol(name, shift_end_min=926) for name in ("Alpha", "Bravo")]
    demands = {0: Lock("a"), 1: Lock("b", "Bravo"), 2: Lock("c")}
    tours = granted(build.task(places, team, demands=demands)).tours
    assert sorted(place for tour in tours for place in tour) == [0, 1, 2]
    assert 1 in tours[1]


@pytest.fixture
def many(build):
    """Ten places at one corner: more wishes than are told exactly for two patrols."""

    def plan(shift_min):
        places = [build.place(str(n), 0, 0) for n in range(10)]
        ends = 900 + shift_min
        team = [build.patrol(name, shift_end_min=ends) for name in ("Alpha", "Bravo")]
        return build.plan(places, team, wishes=ask(add="0123456789"))

    return plan


def test_many_wishes_are_granted_by_search(many):
    assert sum(len(route.stops) for route in many(60).routes) == 10


def test_many_wishes_that_no_search_grants_are_all_named(many):
    with pytest.raises(PlanImpossibleError, match="grants all 10 wishes at once: Place 0; Place 1"):
        many(59)
