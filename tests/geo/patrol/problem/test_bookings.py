"""Sweeps and arches in the timetable: by whom, when, and why not."""

import pytest

from geo.errors import PlanImpossibleError
from geo.model import Activity, ActivityKind, Break, PlaceKind
from geo.patrol import Constraints, Lock


def sweep(ident="s1", at=(300.0, 300.0), **changes):
    values = {"minutes": 30, "staff": 4, "from_min": 960, "until_min": 1040}
    return Activity(ident, ActivityKind.SWEEP, f"Corner {ident}", at, **(values | changes))


@pytest.fixture
def town(build):
    """Places at every second crossing, all day alike."""
    return [
        build.place(f"p{x}{y}", x * 100, y * 100, 1 + x) for x in (0, 2, 4, 6) for y in (0, 2, 4, 6)
    ]


def taking_part(plan, ident="s1"):
    return {
        route.patrol.name: stop
        for route in plan.routes
        for stop in route.stops
        if stop.place.place_id == f"activity-{ident}"
    }


def test_whole_patrols_go_until_there_are_enough_and_begin_together(build, town):
    team = [build.patrol(name, crew=2) for name in ("Alpha", "Bravo", "Charlie")]
    plan = build.plan(town, team, constraints=Constraints(activities=(sweep(),)))
    stops = taking_part(plan)
    assert len(stops) == 2
    assert len({stop.arrive_min for stop in stops.values()}) == 1
    for name, stop in stops.items():
        assert stop.arrive_min >= 960
        assert stop.leave_min == stop.arrive_min + 30 <= 1040
        assert stop.beside == tuple(other for other in stops if other != name)


def test_an_activity_is_worth_nothing_and_is_no_visit(build, town):
    alone = build.plan(
        town, [build.patrol()], constraints=Constraints(activities=(sweep(staff=2),))
    )
    (route,) = alone.routes
    assert len(route.visits) == len(route.stops) - 1
    assert route.dwell_min == 12 * len(route.visits)
    assert alone.value < build.plan(town, [build.patrol()]).value


def test_the_patrol_goes_whose_shift_leaves_it_less_to_lose(build, town):
    team = [build.patrol("Alpha"), build.patrol("Bravo", shift_end_min=1041)]
    plan = build.plan(town, team, constraints=Constraints(activities=(sweep(staff=2),)))
    assert [*taking_part(plan)] == ["Bravo"]


def test_it_is_put_where_visits_are_worth_least(build):
    rush = (50.0,) * 5 + (1.0,) * 7
    town = [build.place(f"p{x}", x * 100, 0, rush) for x in range(7)]
    activity = sweep(staff=2, from_min=900, until_min=1080, at=(300.0, 0.0))
    plan = build.plan(town, [build.patrol()], constraints=Constraints(activities=(activity,)))
    assert taking_part(plan)["Alpha"].arrive_min >= 900 + 75


def test_breaks_and_locks_are_kept(build, town):
    team = [build.patrol("Alpha", rest=Break(20, 960, 990)), build.patrol("Bravo")]
    locks = (Lock("p00", "Bravo", 975),)
    plan = build.plan(town, team, constraints=Constraints(activities=(sweep(),), locks=locks))
    assert len(taking_part(plan)) == 2
    assert ("p00", 975) in build.visits(plan.routes[1])
    kinds = [stop.place.kind for stop in plan.routes[0].stops]
    assert kinds.count(PlaceKind.BREAK) == 1


def test_one_patrol_does_two_activities_one_after_the_other(build, town):
    both = (sweep(staff=2), sweep("s2", (0.0, 0.0), staff=2, from_min=970))
    plan = build.plan(town, [build.patrol()], constraints=Constraints(activities=both))
    first, second = sorted(
        (taking_part(plan, ident)["Alpha"] for ident in ("s1", "s2")),
        key=lambda stop: stop.arrive_min,
    )
    assert first.leave_min + 6 <= second.arrive_min


def test_a_minute_between_the_steps_is_found_when_nothing_else_will_do(build, town):
    team = [build.patrol(shift_start_min=961, shift_end_min=1003, crew=4)]
    activity = sweep(minutes=40, from_min=960, until_min=1003)
    plan = build.plan(town, team, constraints=Constraints(activities=(activity,)))
    assert 961 <= taking_part(plan)["Alpha"].arrive_min <= 963


def test_the_same_task_gives_the_same_bookings(build, town):
    team = [build.patrol(name) for name in ("Alpha", "Bravo", "Charlie")]
    constraints = Constraints(activities=(sweep(), sweep("s2", (0.0, 600.0), staff=2)))
    once, again = (build.plan(town, team, constraints=constraints).routes for _ in range(2))
    assert once == again


def test_too_few_officers_are_counted(build, town):
    with pytest.raises(PlanImpossibleError, match=r"needs 6 officers at once between 16:00 and "
                       r"17:20; the patrols have 4"):  # fmt: skip
        build.plan(
            town,
            [build.patrol("Alpha"), build.patrol("Bravo")],
            constraints=Constraints(activities=(sweep(staff=6),)),
        )


def test_a_lock_in_the_way_is_named(build, town):
    constraints = Constraints(
        activities=(sweep(minutes=60, until_min=1025),), locks=(Lock("p00", "Alpha", 990),)
    )
    with pytest.raises(PlanImpossibleError, match="p00") as refused:
        build.plan(town, [build.patrol("Alpha"), build.patrol("Bravo")], constraints=constraints)
    assert "eapon sweep at Corner s1" in str(refused.value)


def test_two_that_are_in_each_others_way_are_both_named(build, town):
    both = (sweep(minutes=60), sweep("s2", (0.0, 0.0), minutes=60))
    with pytest.raises(PlanImpossibleError, match="Corner s1") as refused:
        build.plan(town, [build.patrol("Alpha"), build.patrol("Bravo")],
                   constraints=Constraints(activities=both))  # fmt: skip
    assert "Corner s2" in str(refused.value)
