import json
import random
from itertools import pairwise, permutations

import pytest
import pyvrp

from geo.errors import PlanImpossibleError
from geo.patrol import Lock, Wishes, optimiser
from geo.patrol.clashes import Answer
from geo.patrol.optimiser import best_tours
from geo.patrol.timetable import best_minutes


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


def test_no_place_is_visited_twice_and_a_third_patrol_is_told_why_it_is_idle(build):
    places = [build.place("a", 0, 0), build.place("b", 600, 600)]
    plan = build.plan(places, [build.patrol(name) for name in ("Alpha", "Bravo", "Charlie")])
    seen = [ident for route in plan.routes for ident, _ in build.visits(route)]
    assert sorted(seen) == ["a", "b"]
    assert "has no stops: the other patrols visit every place" in plan.notices[0]


def test_a_place_of_no_worth_is_passed_over(build):
    places = [build.place("none", 0, 0, 0), build.place("some", 100, 0, 5)]
    assert build.visits(of_one(build.plan(places, [build.patrol()]))) == [("some", 900)]


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
    """Points of a tour at its best minutes; none when it cannot be walked."""
    arrivals = best_minutes(task, patrol, tour)
    if not feasible(task, patrol, tour, arrivals):
        return 0.0
    return sum(task.worth[p, m] for p, m in zip(tour, arrivals, strict=True))


def by_exhaustion(task):
    """The greatest worth of all subsets in all orders, for one patrol."""
    count = len(task.places)
    tours = (t for size in range(1, count + 1) for t in permutations(range(count), size))
    return max(worth(task, 0, tour) for tour in tours)


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
        for n in range(5)
    ]
    patrol = build.patrol(start=rng.choice([None, (300, 300)]), dwell_min=rng.randint(5, 20))
    plan = build.plan(places, [patrol], seed=seed, iterations=300)
    best = by_exhaustion(build.task(places, [patrol]))
    assert 0.98 * best <= plan.value <= best + 1e-9


@pytest.mark.parametrize("iterations", [60, 300, 1000])
@pytest.mark.parametrize("team", [1, 2, 3])
def test_a_plan_is_never_worth_less_than_a_greedy_one(build, team, iterations):
    places, network, day = build.town()
    patrols = [build.patrol(f"P{n}", start=(100 * n, 0)) for n in range(team)]
    plan = build.plan(places, patrols, network=network, day=day, iterations=iterations)
    assert plan.value >= by_greed(build.task(places.items, patrols)) - 1e-9


def blind(data, seed, iterations, start):
    """A search that finds nothing unless it is shown where to begin."""
    return start if start is not None else pyvrp.Solution(data, [])


def test_a_search_that_misses_a_wish_begins_again_from_what_grants_it(build, monkeypatch):
    monkeypatch.setattr(optimiser, "_search", blind)
    places = [build.place("a", 0, 0), build.place("b", 100, 0), build.place("c", 200, 0)]
    wishes = Wishes(locks=(Lock("a", None, 960), Lock("c", "Bravo")))
    plan = build.plan(places, [build.patrol("Alpha"), build.patrol("Bravo")], wishes=wishes)
    visits = [visit for route in plan.routes for visit in build.visits(route)]
    assert ("a", 960) in visits
    assert "c" in dict(build.visits(plan.routes[1]))


def test_wishes_that_no_search_grants_are_named(build, monkeypatch):
    monkeypatch.setattr(optimiser, "_search", blind)
    monkeypatch.setattr(optimiser, "granted", lambda _: Answer(None, sure=False))
    task = build.task([build.place("a", 0, 0)], [build.patrol()], demands={0: Lock("a")})
    with pytest.raises(PlanImpossibleError, match=r"No plan was found that grants all .*: Place a"):
        best_tours(task, seed=0, iterations=1)
