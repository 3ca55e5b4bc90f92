import json
import random
from itertools import pairwise

import pytest

from geo.errors import PlanImpossibleError
from geo.patrol import Constraints, Lock, Repeat
from geo.patrol.plan.timetable import _best_minutes as best_minutes
from geo.patrol.problem import Feasibility, Need, Visit
from geo.patrol.search import best_tours, optimiser
from geo.patrol.search._annealing import Solution

ONCE = Constraints(at_most=1)


def of_one(plan):
    (route,) = plan.routes
    return route


@pytest.mark.parametrize(
    ("near_open", "far_open", "expected"),
    [
        ((960, 965), (900, 920), [("far", 920), ("near", 960)]),
        ((900, 920), (960, 965), [("near", 920), ("far", 960)]),
    ],
)
def test_two_places_on_a_line_are_visited_in_the_order_of_their_hours(
    build, near_open, far_open, expected
):
    near = build.place("near", 100, 0, 5, *near_open)
    far = build.place("far", 600, 0, 5, *far_open)
    route = of_one(build.plan([near, far], [build.patrol(start=(0, 0))]))
    assert build.visits(route) == expected


def test_a_place_is_visited_when_it_is_worth_most(build):
    worth = (1, 1, 1, 1, 50, 1, 1, 1, 1, 1, 1, 1)
    plan = build.plan([build.place("a", 300, 300, worth)], [build.patrol(start=(0, 0))])
    assert build.visits(of_one(plan)) == [("a", 960)]
    assert plan.value == 50


def test_of_two_far_places_open_at_once_one_patrol_takes_the_more_valuable(build):
    poor = build.place("poor", 0, 0, 5, 900, 905)
    rich = build.place("rich", 600, 600, 6, 900, 905)
    assert build.visits(of_one(build.plan([poor, rich], [build.patrol()]))) == [("rich", 900)]


def test_two_patrols_share_what_one_cannot_do(build):
    west = build.place("west", 0, 0, 5, 900, 905)
    east = build.place("east", 600, 600, 6, 900, 905)
    alpha = build.patrol("Alpha", start=(0, 100))
    plan = build.plan([west, east], [alpha, build.patrol("Bravo", start=(600, 500))])
    assert [build.visits(route) for route in plan.routes] == [[("west", 901)], [("east", 901)]]


def test_a_patrol_without_a_start_is_at_its_first_stop_when_the_shift_begins(build):
    places = [build.place("a", 600, 600), build.place("b", 500, 600)]
    short = build.patrol(shift_start_min=900, shift_end_min=925)
    route = of_one(build.plan(places, [short]))
    assert [minute for _, minute in build.visits(route)] == [900, 913]
    assert [(leg.depart_min, leg.arrive_min) for leg in route.legs] == [(912, 913)]


def test_where_one_visit_is_enough_a_third_patrol_is_told_why_it_is_idle(build):
    places = [build.place("a", 0, 0), build.place("b", 600, 600)]
    team = [build.patrol(name) for name in ("Alpha", "Bravo", "Charlie")]
    plan = build.plan(places, team, constraints=ONCE)
    seen = [ident for route in plan.routes for ident, _ in build.visits(route)]
    assert sorted(seen) == ["a", "b"]
    assert "has no stops: the other patrols visit every place" in plan.notices[0]


def test_a_place_of_no_worth_is_passed_over(build):
    places = [build.place("none", 0, 0, 0), build.place("some", 100, 0, 5)]
    seen = build.visits(of_one(build.plan(places, [build.patrol()])))
    assert {ident for ident, _ in seen} == {"some"}


def test_a_place_is_visited_twice_an_hour_apart_unless_another_rule_is_given(build):
    def times(constraints):
        team = [build.patrol("Alpha"), build.patrol("Bravo", start=(0, 0))]
        made = build.plan([build.place("a", 0, 0)], team, constraints=constraints)
        return sorted(minute for route in made.routes for _, minute in build.visits(route))

    first, second = times(Constraints())
    assert second - (first + 12) >= 60
    assert len(times(ONCE)) == 1
    assert len(times(Constraints(repeats=(Repeat("a", 0, 3, gap_min=10),)))) == 3
    assert len(times(Constraints(at_once=2))) == 2


def test_a_long_way_is_gone_where_there_is_time_to_spare_or_a_stop_is_asked_for(build):
    """Between the two places it takes a slow walker 34 minutes, of which 9 count three times."""
    places = [build.place("a", 0, 0), build.place("b", 600, 0)]

    def seen(hour_min, **constraints):
        slow = build.patrol(walk_m_per_s=0.3, shift_end_min=900 + hour_min)
        made = of_one(build.plan(places, [slow], constraints=Constraints(**constraints)))
        return {ident for ident, _ in build.visits(made)}

    assert len(seen(60)) == 1
    assert seen(60, easy_way_min=34) == seen(60, add=frozenset("ab")) == {"a", "b"}
    assert seen(80) == {"a", "b"}


def test_a_patrol_may_end_elsewhere_than_it_sets_out(build):
    """There is time for the way across the town and one stop, not for coming back."""
    across = build.patrol(
        start=(0, 0), end=(600, 600), shift_start_min=900, shift_end_min=925
    )  # fmt: skip
    route = of_one(build.plan([build.place("a", 0, 600), build.place("b", 600, 0)], [across]))
    assert len(route.stops) == 1
    assert route.legs[-1].path.coords[-1] == (600, 600)
    assert route.legs[-1].arrive_min <= 925


def test_the_same_seed_gives_the_same_plan_to_the_byte(build):
    places, network, day = build.town()
    patrols = [build.patrol("Alpha", start=(0, 0)), build.patrol("Bravo")]
    one, two = (build.plan(places, patrols, network=network, day=day, seed=5) for _ in range(2))
    assert one == two
    assert json.dumps(one.to_geojson()) == json.dumps(two.to_geojson())


def feasible(task, patrol, tour, arrivals):
    """Whether each stop begins when it may and after the walk from the one before."""
    pairs = pairwise(zip(tour, arrivals, strict=True))
    return all(m in task.minutes(patrol, p) for p, m in zip(tour, arrivals, strict=True)) and all(
        then - now >= task.stay[patrol, here] + task.between[patrol, here, there]
        for (here, now), (there, then) in pairs
    )


def worth(task, patrol, tour):
    """Points of a tour of different places at its best minutes; none when it cannot be walked."""
    arrivals = best_minutes(task, patrol, tuple(Visit(place, 0, 1439) for place in tour))
    if not feasible(task, patrol, tour, arrivals):
        return 0.0
    shares = task.share[patrol, list(tour)]
    return float((task.worth[list(tour), arrivals] * shares).sum())


def by_exhaustion(task):
    """The greatest worth of all subsets in all orders, for one patrol."""
    best, tours = 0.0, [(place,) for place in range(len(task.places))]
    while tours:
        tour = tours.pop()
        reached = worth(task, 0, tour)
        if reached:
            best = max(best, reached)
            tours += [(*tour, place) for place in range(len(task.places)) if place not in tour]
    return best


def by_greed(task):
    """Patrol by patrol, add at the end whatever is worth most then."""
    left, total = set(range(len(task.places))), 0.0
    for patrol in range(len(task.patrols)):
        tour, best = (), 0.0
        while left:
            gain, place = max((worth(task, patrol, (*tour, p)), p) for p in left)
            if gain <= best:
                break
            tour, best = (*tour, place), gain
            left.discard(place)
        total += best
    return total


@pytest.mark.parametrize("seed", range(12))
def test_few_places_are_planned_as_well_as_by_trying_every_order(build, seed):
    rng = random.Random(seed)
    places = [
        build.place(
            str(n),
            rng.randrange(0, 700, 100),
            rng.randrange(0, 700, 20),
            tuple(rng.randint(1, 100) for _ in range(12)),
            opens := rng.randrange(900, 960),
            opens + rng.randrange(5, 60),
        )
        for n in range(6)
    ]
    patrol = build.patrol(start=rng.choice([None, (300, 300)]), dwell_min=rng.randint(5, 20))
    plan = build.plan(places, [patrol], seed=seed, iterations=300, constraints=ONCE)
    best = by_exhaustion(build.task(places, [patrol]))
    assert 0.99 * best <= plan.value <= best + 1e-9


@pytest.mark.parametrize("iterations", [60, 300, 1000])
@pytest.mark.parametrize("team", [1, 2, 3])
def test_a_plan_is_never_worth_less_than_a_greedy_one(build, team, iterations):
    places, network, day = build.town()
    patrols = [build.patrol(f"P{n}", start=(100 * n, 0)) for n in range(team)]
    plan = build.plan(places, patrols, network=network, day=day, iterations=iterations)
    assert plan.value >= by_greed(build.task(places.items, patrols)) - 1e-9


def blind(tables, *_):
    """A search that finds nothing."""
    return Solution(((),) * len(tables.prize), 0.0, tables.n_needs)


def test_where_the_search_misses_a_wish_the_tours_that_grant_all_are_taken(build, monkeypatch):
    monkeypatch.setattr(optimiser, "search", blind)
    places = [build.place("a", 0, 0), build.place("b", 100, 0), build.place("c", 200, 0)]
    constraints = Constraints(locks=(Lock("a", None, 960), Lock("c", "Bravo")))
    plan = build.plan(
        places, [build.patrol("Alpha"), build.patrol("Bravo")], constraints=constraints
    )
    visits = [visit for route in plan.routes for visit in build.visits(route)]
    assert ("a", 960) in visits
    assert "c" in dict(build.visits(plan.routes[1]))


def test_wishes_that_no_search_grants_are_named(build, monkeypatch):
    monkeypatch.setattr(optimiser, "search", blind)
    monkeypatch.setattr(optimiser, "feasible_tours", lambda _: Feasibility(None, sure=False))
    need = Need("Place a", (0,), lock=Lock("a"))
    task = build.task([build.place("a", 0, 0)], [build.patrol()], needs=[need])
    with pytest.raises(PlanImpossibleError, match=r"No plan was found that meets all .*: Place a"):
        best_tours(task, seed=0, iterations=1)


def test_whoever_watches_sees_it_get_better_and_can_stop_it(build):
    places, network, day = build.town()
    patrols, told = [build.patrol("Alpha", start=(0, 0)), build.patrol("Bravo")], []

    def watch(tours, worth, share):
        told.append((worth, share))
        assert len(tours) == 2
        return len(told) < 5

    build.plan(places, patrols, network=network, day=day, iterations=400, watch=watch)
    assert len(told) == 5
    assert told == sorted(told)
    assert told[-1][1] < 1


def test_tours_to_begin_with_are_kept_or_bettered(build):
    places, _, _ = build.town()
    task = build.task(places.items, [build.patrol("Alpha"), build.patrol("Bravo")])
    found = best_tours(task, 1, 600)
    again = best_tours(task, 2, 1, start=found)

    def total(tours):
        return sum(
            worth(task, n, tuple(call.place for call in tour)) for n, tour in enumerate(tours)
        )

    assert total(again) >= total(found) - 1e-9
