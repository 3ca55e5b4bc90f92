"""A valid plan, spoilt in exactly one thing at a time."""

from dataclasses import replace

import pytest
import shapely

from geo.errors import PlanRefusedError
from geo.patrol import Lock, Wishes
from geo.patrol.checker import faults_of


@pytest.fixture(scope="module")
def plan(build):
    """Alpha: a gate at 15:12, as was asked, then a station; Bravo: a gate, then a hotspot."""
    places, network, day = build.town()
    station, gate = Lock("interchange-i1", "Alpha"), Lock("gate-200", "Bravo")
    drop = frozenset({"interchange-i2", "gate-300", "hotspot-H1"})
    wishes = Wishes((Lock("gate-100", "Alpha", 912), station, gate), drop)
    alpha = build.patrol("Alpha", start=(0, 0), walk_m_per_s=1.3)
    bravo = build.patrol("Bravo", walk_m_per_s=1.3)
    return build.plan(places, [alpha, bravo], network=network, day=day, wishes=wishes)


def swap(items, n, item):
    items = list(items)
    items[n] = item
    return tuple(items)


def at_stop(n, **changes):
    """Spoil one of Alpha's stops."""

    def spoil(plan):
        alpha, bravo = plan.routes
        stop = replace(alpha.stops[n], **changes)
        return {"routes": (replace(alpha, stops=swap(alpha.stops, n, stop)), bravo)}

    return spoil


def at_leg(n, change):
    """Spoil one of Alpha's legs by what a function makes of it."""

    def spoil(plan):
        alpha, bravo = plan.routes
        leg = replace(alpha.legs[n], **change(alpha.legs[n]))
        return {"routes": (replace(alpha, legs=swap(alpha.legs, n, leg)), bravo)}

    return spoil


def alpha_with(**changes):
    return lambda plan: {"routes": (replace(plan.routes[0], **changes), plan.routes[1])}


def wishing(**changes):
    return lambda plan: {"wishes": replace(plan.wishes, **changes)}


def as_the_crow(leg):
    """The straight way between the ends of a leg, in the time that it takes."""
    path = shapely.LineString([leg.path.coords[0], leg.path.coords[-1]])
    minutes = -int(-path.length / 1.3 // 60)
    return {
        "path": path,
        "length_m": path.length,
        "walk_s": path.length / 1.3,
        "depart_min": leg.arrive_min - minutes,
    }


def one_minute_less_to_walk(plan):
    """The second stop, and the way to it, a minute before the first stop has ended."""
    alpha, bravo = plan.routes
    stop, leg = alpha.stops[1], alpha.legs[1]
    early = alpha.stops[0].leave_min - leg.depart_min - 1
    stop = replace(
        stop,
        arrive_min=stop.arrive_min + early,
        leave_min=stop.leave_min + early,
    )
    leg = replace(leg, depart_min=leg.depart_min + early, arrive_min=leg.arrive_min + early)
    changed = replace(alpha, stops=swap(alpha.stops, 1, stop), legs=swap(alpha.legs, 1, leg))
    return {"routes": (changed, bravo)}


def shift_of(**changes):
    """Alpha on another shift, with the stops and legs as they were."""
    return lambda plan: alpha_with(patrol=replace(plan.routes[0].patrol, **changes))(plan)


def a_leg_less(plan):
    return alpha_with(legs=plan.routes[0].legs[:-1])(plan)


def the_same_name(plan):
    alpha, bravo = plan.routes
    return {"routes": (alpha, replace(bravo, patrol=replace(bravo.patrol, name="Alpha")))}


def the_same_place(plan):
    alpha, bravo = plan.routes
    stop = replace(bravo.stops[-1], place=alpha.stops[0].place)
    return {"routes": (alpha, replace(bravo, stops=swap(bravo.stops, -1, stop)))}


def a_place_made_up(plan):
    place = replace(plan.routes[0].stops[0].place, look_out_for="Rain.")
    return at_stop(0, place=place)(plan)


def a_start_off_the_map(plan):
    """The first walk begins 300 m south of the last street."""
    alpha, bravo = plan.routes
    leg = alpha.legs[0]
    path = shapely.LineString([(0, -300), *leg.path.coords])
    leg = replace(leg, path=path)
    patrol = replace(alpha.patrol, start=(0, -300))
    return {"routes": (replace(alpha, patrol=patrol, legs=swap(alpha.legs, 0, leg)), bravo)}


def locked(*locks):
    """The wishes with other locks for the same places."""
    return lambda plan: {"wishes": replace(plan.wishes, locks=(*locks, *plan.wishes.locks[1:]))}


SPOILT = {
    "a stop begins a minute later": (
        at_stop(0, arrive_min=913, leave_min=925),
        "Alpha: the walk to School 100, main gate ends at another minute than the stop begins",
    ),
    "a stop is longer": (at_stop(0, leave_min=925), "lasts 13 min, not 12"),
    "a stop ends before it begins": (at_stop(0, leave_min=910), "before it begins at 15:12"),
    "a stop outside the hours": (
        at_stop(0, arrive_min=1000, leave_min=1012),
        "a visit to School 100, main gate at 16:40 is worth nothing",
    ),
    "a stop outside the window": (
        at_stop(1, arrive_min=1085, leave_min=1097),
        "a visit to Station i1 at 18:05 is worth nothing",
    ),
    "a stop outside the shift": (
        shift_of(shift_end_min=930),
        "the stop at Station i1 takes 15:31 to 15:43, outside the shift 15:00–15:30",
    ),
    "a walk before the shift": (
        shift_of(shift_start_min=910),
        "walk 1 takes 15:09 to 15:12, outside the shift 15:10–18:00",
    ),
    "a stop begins before the one before it ends": (
        one_minute_less_to_walk,
        "walk 2 begins at 15:23, before the stop at School 100, main gate ends at 15:24",
    ),
    "a leg of another length": (
        at_leg(0, lambda leg: {"length_m": leg.length_m + 1}),
        "walk 1 is 220.0 m long, not 221.0 m",
    ),
    "a leg off the streets": (at_leg(1, as_the_crow), "walk 2 strays"),
    "a leg to somewhere else": (
        at_leg(1, lambda leg: {"path": leg.path.reverse()}),
        "walk 2 does not begin and end where the stops are",
    ),
    "a leg of other minutes": (
        at_leg(0, lambda leg: {"depart_min": leg.depart_min - 1}),
        "walk 1 takes 3 min, not 4",
    ),
    "a leg of other seconds": (
        at_leg(0, lambda leg: {"walk_s": leg.walk_s + 1}),
        "walk 1 takes 169.2 s, not 170.2 s",
    ),
    "a leg from far off": (a_start_off_the_map, "walk 1 strays 300 m"),
    "a leg is missing": (a_leg_less, "2 stops need 3 legs; there are 2"),
    "a place is visited twice": (the_same_place, "is visited by Alpha and by Bravo"),
    "a foreign place": (a_place_made_up, "main gate is not one of the places of the day"),
    "a locked stop is missing": (
        alpha_with(stops=(), legs=()),
        "gate-100 by Alpha at 15:12 was asked for and is missing",
    ),
    "a locked stop at another time": (
        locked(Lock("gate-100", "Alpha", 915)),
        "main gate by Alpha at 15:15 was asked for, but is planned for Alpha at 15:12",
    ),
    "a locked stop by another patrol": (
        locked(Lock("gate-100", "Bravo", 912)),
        "main gate by Bravo at 15:12 was asked for, but is planned for Alpha at 15:12",
    ),
    "a dropped place": (
        wishing(drop=frozenset({"hotspot-H2"})),
        "Corner 2 was to be left out",
    ),
    "a lock that nobody asked for": (
        locked(),
        "main gate is marked as locked although nobody asked",
    ),
    "a lock without its mark": (at_stop(0, locked=False), "marked as locked although nobody"),
    "a school too few": (
        at_stop(0, letting_out=()),
        "School 100 lets out around School 100, main gate at 15:12, not none",
    ),
    "a school too many": (
        at_stop(0, letting_out=("School 100", "School 300")),
        "School 100 lets out around School 100, main gate at 15:12, not School 100, School 300",
    ),
    "two patrols of one name": (the_same_name, "there are two patrols called Alpha"),
}  # fmt: skip


def test_the_plan_as_it_was_made_has_no_faults(plan):
    assert faults_of(plan.routes, plan.places, plan.day, plan.wishes, plan.network) == []
    assert [[s.place.place_id for s in r.stops] for r in plan.routes] == [
        ["gate-100", "interchange-i1"],
        ["gate-200", "hotspot-H2"],
    ]


@pytest.mark.parametrize(("spoil", "sentence"), SPOILT.values(), ids=SPOILT.keys())
def test_a_spoilt_plan_is_named_and_refused(plan, spoil, sentence):
    changed = {"routes": plan.routes, "wishes": plan.wishes} | spoil(plan)
    found = faults_of(changed["routes"], plan.places, plan.day, changed["wishes"], plan.network)
    assert any(sentence in fault for fault in found), found
    with pytest.raises(PlanRefusedError, match="The checker refused this plan: "):
        replace(plan, **changed)


@pytest.mark.parametrize("value", [0.0, float("nan")])
def test_a_plan_of_another_value_is_refused(plan, value):
    with pytest.raises(PlanRefusedError, match=f"its stops are worth .*, not {value:.3f}"):
        replace(plan, value=value)


def test_more_than_five_faults_are_counted(plan):
    bare = tuple(replace(route, legs=()) for route in plan.routes)
    wishes = replace(plan.wishes, locks=tuple(Lock(f"x{n}") for n in range(3)))
    with pytest.raises(PlanRefusedError, match=r"and \d more faults\. Please report it"):
        replace(plan, routes=bare, wishes=wishes)
