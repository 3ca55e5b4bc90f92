"""A valid plan with everything in it, spoilt in exactly one thing at a time.

Alpha walks from one corner of the town to the other: a gate, a station, an arch with Delta, two
hotspots. Bravo cycles, with a break. Charlie drives, where one street is one-way. Delta is one
officer on foot, with a break at a yard. Every visit is locked, so that there is only one plan.
"""

from dataclasses import replace

import pytest
import shapely

from geo.errors import PlanRefusedError
from geo.model import Activity, ActivityKind, Break, Leg, Mode, PlaceKind, Ride, Route, Stop
from geo.network import WalkingNetwork
from geo.patrol import Constraints, Lock, Repeat, SchoolMinimum, Visited
from geo.patrol.checker import faults_of, worth_of
from geo.patrol.checker._ways import way_faults
from geo.patrol.constraints import Dwell
from geo.timetables import Hop

ARCH = Activity("a1", ActivityKind.ARCH, "the hall", (300, 600), 30, 3, 960, 990)
LOCKS = (
    Lock("gate", "Alpha", 912),
    Lock("station", "Alpha", 944),
    Lock("mill", "Alpha", 1020),
    Lock("quay", "Alpha", 1040),
    Lock("mill", "Bravo", 930),
    Lock("park", "Charlie", 920),
    Lock("station", "Delta", 1025),
)


def one_way_town(build):
    """The square town; cars go along its northern edge eastwards only."""
    made = build.grid().assign(foot="both", cycle="both", car="both")
    made.loc[6, "car"] = "forward"
    return made


@pytest.fixture(scope="module")
def plan(build):
    streets = one_way_town(build)
    gate = {"kind": PlaceKind.GATE, "urns": ("100",), "opens": 910, "closes": 950}
    items = [
        build.place("gate", 100, 100, 15, **gate),
        build.place("station", 400, 330, 12, kind=PlaceKind.INTERCHANGE),
        build.place("mill", 300, 300, 20),
        build.place("quay", 500, 500, 20),
        build.place("park", 200, 600, 9),
        build.place("inn", 200, 200, 50),
    ]
    schools = [("100", 110, 110, "secondary", 900), ("200", 590, 10, "primary", 300)]
    stations = [("i1", "rail", 400, 330)]
    places = build.places(*items, schools=schools, interchanges=stations, network=streets)
    alpha = build.patrol("Alpha", start=(0, 0), end=(600, 600))
    bravo = build.patrol("Bravo", start=(600, 20), mode=Mode.CYCLE, rest=Break(20, 960, 965))
    charlie = build.patrol("Charlie", end=(0, 600), mode=Mode.CAR, crew=1, shift_end_min=950)
    yard = Break(15, 995, 1010, at=(200, 0), at_name="the yard")
    delta = build.patrol("Delta", crew=1, rest=yard)
    constraints = Constraints(
        locks=LOCKS,
        drop=frozenset({"inn"}),
        schools=(SchoolMinimum("100"),),
        repeats=(Repeat("mill", 2, 2, 60), Repeat("station", 1, 2, 60)),
        at_most=1,
        double=frozenset({"quay"}),
        dwells=(Dwell("quay", 20),),
        activities=(ARCH,),
    )
    return build.plan(
        places,
        [alpha, bravo, charlie, delta],
        network=WalkingNetwork.from_streets(streets),
        day=build.day(build.bell(), build.bell("200", "16:30", 0)),
        constraints=constraints,
    )


def swap(items, n, item):
    items = list(items)
    items[n] = item
    return tuple(items)


def spot(plan, who, place):
    """Number of a route, and of its stop at a place."""
    n = [route.patrol.name for route in plan.routes].index(who)
    ids = [stop.place.place_id for stop in plan.routes[n].stops]
    return n, ids.index(place)


def route_with(who, **changes):
    """Spoil one route; a change may be a function of the route."""

    def spoil(plan):
        n = [route.patrol.name for route in plan.routes].index(who)
        route = plan.routes[n]
        made = {key: new(route) if callable(new) else new for key, new in changes.items()}
        return {"routes": swap(plan.routes, n, replace(route, **made))}

    return spoil


def patrol_with(who, **changes):
    return route_with(who, patrol=lambda route: replace(route.patrol, **changes))


def stop_with(who, at, /, **changes):
    """Spoil one stop; a change may be a function of the stop."""

    def spoil(plan):
        n, k = spot(plan, who, at)
        stop = plan.routes[n].stops[k]
        made = {key: new(stop) if callable(new) else new for key, new in changes.items()}
        stops = swap(plan.routes[n].stops, k, replace(stop, **made))
        return {"routes": swap(plan.routes, n, replace(plan.routes[n], stops=stops))}

    return spoil


def leg_with(who, n, change):
    """Spoil one leg by what a function makes of it."""
    return route_with(
        who,
        legs=lambda route: swap(route.legs, n, replace(route.legs[n], **change(route.legs[n]))),
    )


def without_stop(who, place):
    """A stop left out, and the way to it."""

    def spoil(plan):
        n, k = spot(plan, who, place)
        route = plan.routes[n]
        stops = route.stops[:k] + route.stops[k + 1 :]
        return {"routes": swap(plan.routes, n, replace(route, stops=stops, legs=route.legs[1:]))}

    return spoil


def elsewhere(place, point, **changes):
    return lambda stop: replace(stop.place, point=point, **changes)


def constrained(**changes):
    return lambda plan: {"constraints": replace(plan.constraints, **changes)}


def locked(*locks):
    """The constraints with other locks instead of the first."""
    return lambda plan: {"constraints": replace(plan.constraints, locks=(*locks, *LOCKS[1:]))}


def as_the_crow(leg, pace=100 / 60):
    """The straight way between the ends of a leg, in the time that it takes."""
    path = shapely.LineString([leg.path.coords[0], leg.path.coords[-1]])
    minutes = -int(-path.length / pace // 60)
    return {
        "path": path,
        "length_m": path.length,
        "walk_s": path.length / pace,
        "depart_min": leg.arrive_min - minutes,
    }


def early_to_the_mill(plan):
    """Alpha's stop at the quay, and the way to it, a minute before the stop at the mill ends."""
    n, k = spot(plan, "Alpha", "quay")
    route = plan.routes[n]
    stop, leg = route.stops[k], route.legs[k]
    by = route.stops[k - 1].leave_min - leg.depart_min - 1
    stop = replace(stop, arrive_min=stop.arrive_min + by, leave_min=stop.leave_min + by)
    leg = replace(leg, depart_min=leg.depart_min + by, arrive_min=leg.arrive_min + by)
    changed = replace(
        route, stops=swap(route.stops, k, stop), legs=swap(route.legs, k, leg)
    )  # fmt: skip
    return {"routes": swap(plan.routes, n, changed)}


def visit_instead(who, place, of_whom, whose, **changes):
    """One stop becomes a visit of the place that another patrol visits."""

    def spoil(plan):
        n, k = spot(plan, of_whom, whose)
        return stop_with(who, place, place=plan.routes[n].stops[k].place, **changes)(plan)

    return spoil


def with_the_wrong_way(plan):
    """Charlie back along the northern edge, as on foot."""
    n, _ = spot(plan, "Charlie", "park")
    return leg_with("Charlie", len(plan.routes[n].legs) - 1, lambda leg: as_the_crow(leg, 5))(plan)


def a_start_off_the_map(plan):
    """The first walk begins 300 m south of the last street."""
    route = plan.routes[0]
    path = shapely.LineString([(0, -300), *route.legs[0].path.coords])
    legs = swap(route.legs, 0, replace(route.legs[0], path=path))
    patrol = replace(route.patrol, start=(0, -300))
    return {"routes": swap(plan.routes, 0, replace(route, patrol=patrol, legs=legs))}


def away(line, x, y):
    return shapely.affinity.translate(line, x, y)


def three_at_the_mill(plan):
    """A rule that allows one visit, where there are two."""
    return {"constraints": replace(plan.constraints, repeats=(Repeat("station", 1, 2, 60),))}


ARRIVES = {"arrive_min": lambda s: s.arrive_min + 1, "leave_min": lambda s: s.leave_min + 1}
SPOILT = {
    "a stop begins a minute later": (
        stop_with("Alpha", "gate", **ARRIVES),
        "Alpha: the walk to Place gate ends at another minute than the stop begins",
    ),
    "a stop is longer": (
        stop_with("Alpha", "mill", leave_min=1033), "the stop at Place mill lasts 13 min, not 12",
    ),
    "a stop ends before it begins": (
        stop_with("Alpha", "gate", leave_min=910), "before it begins at 15:12",
    ),
    "a stop outside its hours": (
        stop_with("Alpha", "gate", arrive_min=951, leave_min=963),
        "a visit to Place gate at 15:51 is worth nothing",
    ),
    "a stop outside the window": (
        stop_with("Alpha", "quay", arrive_min=1085, leave_min=1105),
        "a visit to Place quay at 18:05 is worth nothing",
    ),
    "a stop outside the shift": (
        patrol_with("Alpha", shift_end_min=1055), "takes 17:20 to 17:40, outside the shift",
    ),
    "a walk before the shift": (
        patrol_with("Alpha", shift_start_min=911),
        "walk 1 takes 15:10 to 15:12, outside the shift 15:11–18:00",
    ),
    "a stop begins before the one before it ends": (
        early_to_the_mill, "walk 5 begins at 17:11, before the stop at Place mill ends at 17:12",
    ),
    "a dwell of another length": (
        constrained(dwells=(Dwell("quay", 25),)), "the stop at Place quay lasts 20 min, not 25",
    ),
    "a dwell that is not required": (
        constrained(dwells=()), "the stop at Place quay lasts 20 min, not 12",
    ),
    "a leg of another length": (
        leg_with("Alpha", 0, lambda leg: {"length_m": leg.length_m + 1}),
        "walk 1 is 200.0 m long, not 201.0 m",
    ),
    "a leg off the streets": (leg_with("Alpha", 0, as_the_crow), "walk 1 strays 50 m"),
    "a leg to somewhere else": (
        leg_with("Alpha", 1, lambda leg: {"path": leg.path.reverse()}),
        "walk 2 does not begin and end where the stops are",
    ),
    "a leg of other minutes": (
        leg_with("Alpha", 0, lambda leg: {"depart_min": leg.depart_min - 1}),
        "walk 1 takes 2 min, not 3",
    ),
    "a leg of other seconds": (
        leg_with("Alpha", 0, lambda leg: {"walk_s": leg.walk_s + 1}),
        "walk 1 takes 120.0 s, not 121.0 s",
    ),
    "a leg from far off": (a_start_off_the_map, "walk 1 strays 300 m"),
    "a leg is missing": (
        route_with("Alpha", legs=lambda route: route.legs[:-1]), "5 stops need 6 legs; there are 5",
    ),
    "a way on foot at a cycle's pace": (
        patrol_with("Bravo", mode=Mode.FOOT), "Bravo: walk 1 takes 348.0 s, not 165.7 s",
    ),
    "a car against the traffic": (
        with_the_wrong_way, "leads 200 m the wrong way along one-way streets",
    ),
    "an end somewhere else": (
        patrol_with("Alpha", end=(0, 0)), "walk 6 does not begin and end where the stops are",
    ),
    "an end that is not gone to": (
        patrol_with("Delta", end=(0, 0)), "3 stops need 3 legs; there are 2",
    ),
    "a start that is not come from": (
        patrol_with("Charlie", start=(0, 0)), "1 stops need 2 legs; there are 1",
    ),
    "two patrols of one name": (
        patrol_with("Bravo", name="Alpha"), "there are two patrols called Alpha",
    ),
    "a place is visited too often": (
        three_at_the_mill, "Place mill is visited 2 times, not at most 1",
    ),
    "a place is visited too seldom": (
        constrained(repeats=(Repeat("mill", 3, 3, 60), Repeat("station", 1, 2, 60))),
        "Place mill is visited 2 times, not at least 3",
    ),
    "visits too soon after each other": (
        constrained(repeats=(Repeat("mill", 2, 2, 79), Repeat("station", 1, 2, 60))),
        "Place mill is visited by Bravo and by Alpha 78 min apart, not 79",
    ),
    "two visits at the same time": (
        stop_with("Bravo", "mill", arrive_min=1025, leave_min=1037),
        "Place mill is visited by Alpha and by Bravo at the same time",
    ),
    "a patrol comes back too soon though two may be there": (
        lambda plan: visit_instead("Alpha", "quay", "Alpha", "mill")(plan)
        | constrained(at_once=2)(plan),
        "Place mill is visited by Alpha and by Alpha 8 min apart, not 60",
    ),
    "three at once where two may be": (
        lambda plan: visit_instead("Delta", "station", "Alpha", "mill")(plan)
        | constrained(at_once=2, repeats=(Repeat("mill", 2, 3, 200),))(plan),
        "Place mill is visited 3 times around 17:05, less than 200 min apart, not 2",
    ),
    "one officer where two should go": (
        constrained(double=frozenset({"quay", "station"})),
        "Place station is for two officers, and Delta is one",
    ),
    "a foreign place": (
        stop_with("Alpha", "gate", place=lambda s: replace(s.place, look_out_for="Rain.")),
        "Place gate is not one of the places of the day",
    ),
    "a locked stop is missing": (
        route_with("Charlie", stops=(), legs=()),
        "park by Charlie at 15:20 is required and missing",
    ),
    "a locked stop at another time": (
        locked(Lock("gate", "Alpha", 915)),
        "Place gate by Alpha at 15:15 is required, but planned for Alpha at 15:12",
    ),
    "a locked stop by another patrol": (
        locked(Lock("gate", "Bravo", 912)),
        "Place gate by Bravo at 15:12 is required, but planned for Alpha at 15:12",
    ),
    "two locks and one visit that keeps either": (
        locked(LOCKS[0], Lock("gate", "Alpha")),
        "Place gate by Alpha at 15:12; Place gate by Alpha is required, but planned",
    ),
    "a place to be added is missing": (
        constrained(add=frozenset({"inn"}), drop=frozenset()), "inn is required and missing",
    ),
    "a dropped place": (constrained(drop=frozenset({"mill"})), "Place mill was to be left out"),
    "a lock that is not required": (
        locked(), "Place gate is marked as locked although it is not required",
    ),
    "a lock without its mark": (
        stop_with("Alpha", "gate", locked=False), "marked as locked although it is not required",
    ),
    "the wrong one of two visits is marked": (
        lambda plan: locked()(plan) | stop_with("Bravo", "mill", locked=False)(plan),
        "Place mill is marked as locked although it is not required",
    ),
    "a school is visited too seldom": (
        constrained(schools=(SchoolMinimum("100", 2),)),
        "school 100 is visited 1 times, not at least 2",
    ),
    "a school is not visited": (
        constrained(schools=(SchoolMinimum("200"),)),
        "school 200 is visited 0 times, not at least 1",
    ),
    "a school too few": (
        stop_with("Alpha", "gate", letting_out=()),
        "School 100 lets out around Place gate at 15:12, not none",
    ),
    "a school too many": (
        stop_with("Alpha", "mill", letting_out=("School 100",)),
        "no school lets out around Place mill at 17:00, not School 100",
    ),
    "a break is missing": (without_stop("Bravo", "break-Bravo"), "0 breaks are planned, not 1"),
    "a break too many": (patrol_with("Bravo", rest=None), "1 breaks are planned, not 0"),
    "a break is too long": (
        stop_with("Bravo", "break-Bravo", leave_min=lambda s: s.leave_min + 1),
        "the break lasts 21 min, not 20",
    ),
    "a break is too early": (
        patrol_with("Bravo", rest=Break(20, 966, 980)),
        "the break begins at 16:00, not between 16:06 and 16:20",
    ),
    "a break is in the wrong place": (
        patrol_with("Delta", rest=Break(15, 995, 1010, at=(300, 0), at_name="the shed")),
        "the break is at Break at the yard, where none was to be taken",
    ),
    "a break is nowhere": (
        stop_with("Bravo", "break-Bravo", place=elsewhere("break-Bravo", (37.0, 0.0))),
        "the break is at Break at",
    ),
    "a break is locked": (
        stop_with("Bravo", "break-Bravo", locked=True), "is marked as locked, and is no visit",
    ),
    "an activity is missing": (
        lambda plan: without_stop("Alpha", "activity-a1")(
            replace_routes(plan, without_stop("Delta", "activity-a1")(plan))
        ),
        "Screening arch at the hall is booked and missing",
    ),
    "an activity is not booked": (
        constrained(activities=()), "Alpha: Screening arch at the hall was not booked",
    ),
    "an activity begins without a patrol": (
        stop_with("Delta", "activity-a1", **ARRIVES),
        "begins at different minutes for different patrols",
    ),
    "an activity outside its window": (
        constrained(activities=(replace(ARCH, from_min=961, until_min=1000),)),
        "Screening arch at the hall takes 16:00 to 16:30, outside 16:01–16:40",
    ),
    "an activity is too short": (
        constrained(activities=(replace(ARCH, minutes=25),)), "lasts 30 min for Alpha, not 25",
    ),
    "an activity with too few officers": (
        constrained(activities=(replace(ARCH, staff=4),)), "has 3 officers, not 4",
    ),
    "an activity with too many patrols": (
        constrained(activities=(replace(ARCH, staff=2),)),
        "takes 2 patrols, though one fewer would be enough",
    ),
    "an activity somewhere else": (
        constrained(activities=(replace(ARCH, point=(300, 500)),)),
        "is booked elsewhere than where Alpha is sent",
    ),
    "an activity beside nobody": (
        stop_with("Alpha", "activity-a1", beside=()), "joins Alpha with Delta, not with nobody",
    ),
    "an activity beside a stranger": (
        stop_with("Delta", "activity-a1", beside=("Alpha", "Bravo")),
        "joins Delta with Alpha, not with Alpha, Bravo",
    ),
    "a visit beside somebody": (
        stop_with("Alpha", "mill", beside=("Bravo",)), "names other patrols, and is no activity",
    ),
    "a loop that does not close": (
        stop_with("Alpha", "mill", loop=shapely.LineString([(300, 300), (300, 400)])),
        "the loop at Place mill does not begin and end at its point",
    ),
    "a loop to nowhere": (
        stop_with("Alpha", "mill", loop=shapely.LineString([(300, 300), (300, 300)])),
        "the loop at Place mill leads nowhere",
    ),
    "a loop off the streets": (
        stop_with("Alpha", "mill", loop=shapely.LinearRing([(300, 300), (350, 350), (350, 300)])),
        "the loop at Place mill strays 50 m from the streets",
    ),
    "a loop that takes too long": (
        stop_with(
            "Alpha", "mill",
            loop=shapely.LineString([(300, 300), (300, 400), (300, 300), (400, 300)] * 2
                                    + [(300, 300)]),
        ),
        "m long; the visit leaves time for 480 m",
    ),
    "a loop out of the area": (
        stop_with(
            "Alpha", "mill", loop=shapely.LineString([(300, 300), (300, 100), (300, 300)])
        ),
        "the loop at Place mill leads 50 m out of the area of the place",
    ),
    "a loop at a gate": (
        stop_with("Alpha", "gate", loop=shapely.LineString([(100, 100), (200, 100), (100, 100)])),
        "the loop at Place gate is at a school gate, where they stay put",
    ),
}  # fmt: skip


def replace_routes(plan, changed):
    """A plan as it would be if the checker did not stand before it."""
    bare = object.__new__(type(plan))
    bare.__dict__.update(plan.__dict__ | changed)
    return bare


def test_the_plan_as_it_was_made_has_no_faults(plan):
    assert faults_of(plan.routes, plan.places, plan.day, plan.constraints, plan.network) == []
    assert [[s.place.place_id for s in r.stops] for r in plan.routes] == [
        ["gate", "station", "activity-a1", "mill", "quay"],
        ["mill", "break-Bravo"],
        ["park"],
        ["activity-a1", "break-Delta", "station"],
    ]
    assert all(s.loop for r in plan.routes for s in r.visits if s.place.place_id != "gate")


@pytest.mark.parametrize(("spoil", "sentence"), SPOILT.values(), ids=SPOILT.keys())
def test_a_spoilt_plan_is_named_and_refused(plan, spoil, sentence):
    changed = {"routes": plan.routes, "constraints": plan.constraints} | spoil(plan)
    found = faults_of(
        changed["routes"], plan.places, plan.day, changed["constraints"], plan.network
    )
    assert any(sentence in fault for fault in found), found
    with pytest.raises(PlanRefusedError, match="The checker refused this plan: "):
        replace(plan, **changed)


@pytest.mark.parametrize("value", [0.0, float("nan")])
def test_a_plan_of_another_value_is_refused(plan, value):
    with pytest.raises(PlanRefusedError, match=f"its stops are worth .*, not {value:.3f}"):
        replace(plan, value=value)


def test_the_worth_is_that_of_the_rule(plan):
    """A dose of 12 minutes counts 1, one of 20 a little more; a second visit counts 0.6."""
    usual = 15 + 12 * 1.6 + 20 * 1.6 + 9
    longer = plan.value - usual
    assert 20 < longer < 20 * 1.16
    alone = tuple(r for r in plan.routes if r.patrol.name in ("Bravo", "Charlie"))
    assert worth_of(alone, plan.day) == pytest.approx(20 + 9)


def test_a_visit_at_the_minute_of_yesterday_is_worth_less(plan):
    routes = plan.routes[1:2]

    def after(minute, point=(300, 300), ident="mill"):
        return worth_of(routes, plan.day, (Visited(ident, point, minute),))

    assert after(930) == pytest.approx(20 * 0.7)
    assert after(945) == pytest.approx(20 * 0.85)
    assert after(960) == pytest.approx(20)
    assert after(930, (310, 300), "another") == pytest.approx(20 * 0.7)
    assert after(930, (300, 400), "another") == pytest.approx(20)
    with pytest.raises(PlanRefusedError, match="its stops are worth"):
        replace(plan, yesterday=(Visited("mill", (300, 300), 930),))


def test_more_than_five_faults_are_counted(plan):
    bare = tuple(replace(route, legs=()) for route in plan.routes)
    constraints = replace(plan.constraints, locks=tuple(Lock(f"x{n}") for n in range(3)))
    with pytest.raises(PlanRefusedError, match=r"and \d+ more faults\. Please report it"):
        replace(plan, routes=bare, constraints=constraints)


@pytest.fixture(scope="module")
def ridden(build):
    """A walk of 100 m to a bus at three past, 500 m by bus, and 100 m on foot; and the streets."""
    hop = Hop("bus 9", "A", (0, 100), "B", (500, 200), (903,), 5)
    network = WalkingNetwork.from_streets(build.grid(), hops=[hop])
    path = shapely.LineString([(0, 0), (0, 100), (500, 200), (600, 200)])
    leg = Leg(900, 910, path, 200.0, 120.0, (Ride("bus 9", "A", "B", 903, 908),))
    stop = Stop(build.place("b", 600, 200), 910, 922)
    return Route(build.patrol("Alpha", start=(0, 0), end=(600, 200)), (stop,), (leg,)), network


def ride_with(leg, **changes):
    return {"rides": (replace(leg.rides[0], **changes),)}


@pytest.mark.parametrize(
    ("spoil", "sentence"),
    [
        (lambda leg: ride_with(leg, depart_min=900), "walk 1 allows 0 min to its ride, not 1"),
        (lambda leg: ride_with(leg, arrive_min=910), "walk 1 allows 0 min from its ride, not 1"),
        (lambda leg: ride_with(leg, depart_min=899), "outside 15:00–15:10"),
        (
            lambda leg: ride_with(leg, depart_min=902),
            "walk 1 has a ride that is not in the timetable: bus 9 from A 15:02 to B 15:08",
        ),
        (lambda leg: ride_with(leg, line="bus 8"), "has a ride that is not in the timetable"),
        (
            lambda _: {
                "path": shapely.LineString([(0, 0), (0, 200), (600, 200)]),
            },
            "walk 1 does not get on and off where its ride stops: bus 9 from A 15:03 to B 15:08",
        ),
        (lambda leg: ride_with(leg, depart_min=909), "has a ride from 15:09 to 15:08"),
        (lambda leg: {"rides": leg.rides * 2}, "walk 1 has 2 rides; one is the most"),
        (
            lambda _: {"length_m": 250.0, "walk_s": 150.0},
            "walk 1 has no straight line of its ride: 250.0 m on foot do not fit its path",
        ),
        (lambda _: {"walk_s": 130.0}, "walk 1 takes 120.0 s, not 130.0 s"),
        (
            lambda _: {
                "path": shapely.LineString([(0, 0), (50, 50), (500, 200), (600, 200)]),
                "length_m": 170.71,
                "walk_s": 102.43,
            },
            "from the streets to its ride",
        ),
        (lambda _: {"rides": ()}, "walk 1 is 709.9 m long, not 200.0 m"),
    ],
)
def test_a_leg_with_a_ride_is_checked_in_its_parts(ridden, spoil, sentence):
    route, network = ridden
    assert list(way_faults(route, network)) == []
    leg = replace(route.legs[0], **spoil(route.legs[0]))
    found = list(way_faults(replace(route, legs=(leg,)), network))
    assert any(sentence in fault for fault in found), found


def test_nobody_takes_a_car_on_the_bus(ridden):
    route, network = ridden
    cycling = replace(route, patrol=replace(route.patrol, mode=Mode.CYCLE))
    assert "walk 1 has a ride, although Alpha is by cycle" in list(way_faults(cycling, network))
