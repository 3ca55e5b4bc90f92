"""Plans on foot, by cycle and by car, in a town of one-way streets."""

from itertools import pairwise

import pytest
import shapely

from geo.errors import PlanImpossibleError
from geo.model import Activity, ActivityKind, Break, Mode, PlaceKind
from geo.network import Journeys, WalkingNetwork
from geo.patrol import Constraints, Lock
from geo.patrol.checker import faults_of
from geo.patrol.editing import Workbench
from geo.patrol.problem import prepared

BLOCKS = 6


def town(build):
    """The square town, its streets one-way by turns for cars; cycles may go against some.

    Streets from west to east: the southernmost leads east, the next one west, and so on. Streets
    from south to north: the westernmost leads south, the next one north, and so on.
    """
    turns = ["forward" if n % 2 == 0 else "backward" for n in range(BLOCKS + 1)]
    other = ["backward" if n % 2 == 0 else "forward" for n in range(BLOCKS + 1)]
    car = [*turns, *other]
    cycle = ["both" if n % 3 == 0 else way for n, way in enumerate(car)]
    return WalkingNetwork.from_streets(build.grid(BLOCKS).assign(foot="both", cycle=cycle, car=car))


@pytest.fixture(scope="module")
def network(build):
    return town(build)


@pytest.fixture(scope="module")
def items(build):
    return [build.place(f"p{n}", 100 * (n * 5 % 7), 100 * (n * 3 % 7), 5 + n) for n in range(12)]


@pytest.fixture(scope="module")
def team(build):
    """One of each mode; the car ends elsewhere, the cycle is one officer, the walkers rest."""
    return (
        build.patrol("Foot", start=(300, 300), rest=Break(20, 960, 1020)),
        build.patrol("Cycle", start=(0, 0), mode=Mode.CYCLE, crew=1),
        build.patrol("Car", start=(0, 0), end=(600, 550), mode=Mode.CAR, rest=Break(15, 940, 1000)),
    )


def headings(leg):
    """Each step of a path: where it begins, and in which direction it leads."""
    xy = shapely.get_coordinates(leg.path)
    return [(*a, *(b - a)) for a, b in pairwise(xy) if abs(b - a).max() > 1e-6]


def against(leg):
    """Steps of a car's path that lead against the street they are on."""
    wrong = []
    for x, y, dx, dy in headings(leg):
        east, north = y / 100 % 2 == 0, x / 100 % 2 == 1
        fine = (dx > 0) == east if abs(dx) > abs(dy) else (dy > 0) == north
        wrong += [] if fine else [(x, y, dx, dy)]
    return wrong


def test_a_car_comes_back_another_way_than_it_went(build, network):
    """East along the southernmost street, and home round the block: north, west, south."""
    who = build.patrol("Car", start=(0, 0), mode=Mode.CAR)
    (route,) = build.plan([build.place("a", 300, 0)], [who], network=network).routes
    assert route.legs[0].length_m == 300
    assert route.legs[-1].length_m > 300
    assert [against(leg) for leg in route.legs] == [[]] * len(route.legs)


def test_minutes_out_are_not_those_back(build, network, items, team):
    ready = prepared(build.places(*items), network, team, build.day(), Constraints())
    foot, cycle, car = range(3)
    n = len(items)
    between = ready.task.between[:, :n, :n]
    assert (between[foot] == between[foot].T).all()
    assert (between[car] != between[car].T).any()
    assert (between[cycle] != between[cycle].T).any()
    assert (ready.task.out[car, :n] != ready.task.back[car, :n]).any()


@pytest.mark.parametrize("seed", range(4))
def test_a_mixed_team_keeps_to_its_streets_breaks_ends_and_crews(build, network, items, team, seed):
    sweep = Activity("w1", ActivityKind.SWEEP, "Mill Corner", (250, 300), 30, 3, 960, 1060)
    constraints = Constraints(
        double=frozenset({"p11", "p10"}), locks=(Lock("p3", "Cycle"),), activities=(sweep,)
    )
    plan = build.plan(items, team, network=network, constraints=constraints, seed=seed)
    foot, cycle, car = plan.routes
    assert not {"p10", "p11"} & {stop.place.place_id for stop in cycle.stops}
    assert "p3" in {stop.place.place_id for stop in cycle.stops}
    for route in (foot, car):
        assert [s.place.kind for s in route.stops].count(PlaceKind.BREAK) == 1
    assert car.legs[-1].path.coords[-1] == (600, 550)
    assert cycle.legs[-1].path.coords[-1] == (0, 0)
    assert [against(leg) for leg in car.legs] == [[]] * len(car.legs)
    assert any(against(leg) for leg in foot.legs)
    parts = [s for route in plan.routes for s in route.stops if s.place.kind is PlaceKind.ACTIVITY]
    crews = [
        route.patrol.crew
        for route in plan.routes
        if any(s.place.kind is PlaceKind.ACTIVITY for s in route.stops)
    ]
    assert sum(crews) >= 3
    assert len({part.arrive_min for part in parts}) == 1


def test_a_route_that_is_turned_round_is_refused_for_a_car(build, network, items, team):
    """The checker knows one-way streets by itself."""
    plan = build.plan(items, team[2:], network=network)
    (route,) = plan.routes
    leg = max(route.legs, key=lambda leg: leg.length_m)
    turned = type(leg)(leg.depart_min, leg.arrive_min, leg.path.reverse(), leg.length_m, leg.walk_s)
    legs = tuple(turned if each is leg else each for each in route.legs)
    spoilt = type(route)(route.patrol, route.stops, legs)
    faults = faults_of((spoilt,), plan.places, plan.day, plan.constraints, network)
    assert any("the wrong way along one-way streets" in fault for fault in faults)


def test_a_patrol_that_changes_to_a_car_goes_by_its_streets(build, network, items, team):
    """The same orders by another mode, as a supervisor sets it."""
    order = ("p1", "p5", "p8")
    walker = build.patrol("Alpha", start=(0, 0))
    driver = build.patrol("Alpha", start=(0, 0), mode=Mode.CAR)
    places = build.places(*items)
    routes = []
    for who in (walker, driver):
        bench = Workbench.of(places, network, [who], build.day(), Constraints())
        routes += bench.draft_of((order,), [who], Constraints()).plan.routes
    walked, driven = routes
    assert any(against(leg) for leg in walked.legs)
    assert not any(against(leg) for leg in driven.legs)
    assert driven.walk_m > walked.walk_m


def test_a_place_that_is_far_from_the_road_is_for_those_on_foot(build, network):
    """150 m that nobody drives, and no map says how they are walked from the car."""
    far = build.place("far", -150, 300)
    team = [build.patrol("Car", mode=Mode.CAR), build.patrol("Foot")]
    car, foot = build.plan([far, build.place("near", 0, 300)], team, network=network).routes
    assert "far" not in {stop.place.place_id for stop in car.stops}
    assert "far" in {stop.place.place_id for stop in foot.stops}


@pytest.mark.parametrize("which", ["start", "end"])
def test_a_car_sets_out_from_a_road(build, network, which):
    where = build.patrol("Car", mode=Mode.CAR, **{which: (-150, 300)})
    with pytest.raises(PlanImpossibleError, match=r"street that is used by car is 150 m away, and"):
        build.plan([build.place("near", 0, 300)], [where], network=network)


def test_journeys_without_hops_are_the_walks(build, network):
    """One pace, no ride: minutes between are metres at that pace."""
    points = [(0, 0), (300, 200), (600, 600)]
    among = Journeys.among(network, points, network.hops, 100 / 60)
    assert among.enough_min(900, 1080).tolist() == [[0, 5, 12], [5, 0, 7], [12, 7, 0]]
