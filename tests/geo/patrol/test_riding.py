"""Buses and trains in plans: a straight road of 3 km, a minute from corner to corner."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from geo.model import Mode
from geo.network import WalkingNetwork
from geo.patrol import Constraints, Lock
from geo.patrol.editing import Drop, Workbench, apply, preview
from geo.timetables import Hop

ROAD = [(100 * n, 0) for n in range(31)]
EVERY_FIVE = tuple(range(895, 1090, 5))


def bus(departs=EVERY_FIVE, start=200, end=2700, ride_min=6):
    return Hop("91", "Mill Corner", (start, 0), "Quayside", (end, 0), tuple(departs), ride_min)


def back(departs=EVERY_FIVE):
    return Hop("91", "Quayside", (2700, 0), "Mill Corner", (200, 0), tuple(departs), 6)


@pytest.fixture(scope="module")
def road(build):
    """The road, with these hops."""
    return lambda *hops: WalkingNetwork.from_streets(build.streets(ROAD), hops=hops)


def planned(build, network, items, who, **constraints):
    return build.plan(
        items, [who], network=network, constraints=Constraints(at_most=1, **constraints)
    )


def out_and_back(build, **changes):
    """A place 2,700 m from where a patrol starts and ends, 45 minutes in all."""
    times = {"shift_start_min": 900, "shift_end_min": 945}
    return [build.place("far", 2700, 0)], build.patrol(start=(0, 0), **(times | changes))


def test_a_place_that_is_too_far_on_foot_is_reached_by_bus(build, road):
    items, who = out_and_back(build)
    assert planned(build, road(), items, who).routes[0].stops == ()
    (route,) = planned(build, road(bus(), back()), items, who).routes
    (stop,) = route.stops
    there, home = route.legs
    assert (there.depart_min, there.arrive_min) == (903, 911)
    assert there.rides[0].label == "91 from Mill Corner 15:05 to Quayside 15:11"
    assert (stop.arrive_min, stop.leave_min) == (911, 923)
    assert (home.depart_min, home.rides[0].depart_min, home.arrive_min) == (925, 925, 933)
    assert there.length_m == home.length_m == 200


def test_a_stop_may_begin_after_the_bus_arrived(build, road):
    items, who = out_and_back(build, shift_end_min=1000)
    plan = planned(build, road(bus(), back()), items, who, locks=(Lock("far", None, 919),))
    (route,) = plan.routes
    assert route.legs[0].rides[0].arrive_min == route.legs[0].arrive_min == 916
    assert route.stops[0].arrive_min == 919


def test_the_only_bus_of_the_afternoon_is_counted_on_for_the_first_way_and_the_last(build, road):
    items, who = out_and_back(build)
    (route,) = planned(build, road(bus([905]), back([930])), items, who).routes
    assert [leg.rides[0].depart_min for leg in route.legs] == [905, 930]
    assert planned(build, road(bus([905]), back([945])), items, who).routes[0].stops == ()


def test_between_stops_the_worst_wait_is_allowed_for(build, road):
    """A bus every 20 minutes: 19 of waiting, 6 on it; walking from end to end takes 25."""
    items = [build.place("near", 200, 0), build.place("far", 2700, 0)]
    often = planned(build, road(bus()), items, build.patrol(shift_end_min=940))
    assert len(often.routes[0].stops) == 2
    assert often.routes[0].legs[0].rides
    seldom = planned(build, road(bus(range(900, 1080, 20))), items, build.patrol(shift_end_min=940))
    assert len(seldom.routes[0].stops) == 1


def test_only_patrols_on_foot_take_it(build, road):
    items, who = out_and_back(build, mode=Mode.CYCLE, shift_end_min=1080)
    (route,) = planned(build, road(bus(), back()), items, who).routes
    assert [leg.rides for leg in route.legs] == [(), ()]
    assert road(bus()).for_mode(Mode.CYCLE).hops == (bus(),)


def test_a_walk_that_is_no_longer_than_the_ride_is_walked(build, road):
    items = [build.place("a", 0, 0), build.place("b", 300, 0)]
    network = road(bus(range(880, 1090), 0, 300, 3))
    (route,) = planned(build, network, items, build.patrol()).routes
    assert [leg.rides for leg in route.legs] == [()]


def test_orders_that_are_set_by_hand_ride_as_well(build, road):
    items, who = out_and_back(build)
    bench = Workbench.of(
        build.places(*items), road(bus(), back()), [who], build.day(), Constraints()
    )
    plan = bench.draft_of((("far",),), [who], Constraints()).plan
    assert [leg.arrive_min for leg in plan.routes[0].legs] == [911, 933]
    assert all(leg.rides for leg in plan.routes[0].legs)


def test_an_edit_is_previewed_with_its_rides(build, road):
    items, who = out_and_back(build, shift_end_min=1080)
    items.append(build.place("near", 300, 0))
    bench = Workbench.of(
        build.places(*items), road(bus(), back()), [who], build.day(), Constraints()
    )
    draft = bench.draft_of((("near", "far"),), [who], Constraints())
    (shown,) = preview(draft, [Drop("Alpha", 0)])
    assert shown.effect == apply(draft, Drop("Alpha", 0)).effect


@given(
    st.lists(
        st.tuples(
            st.lists(st.integers(890, 1090), min_size=1, max_size=25),
            st.integers(0, 30), st.integers(0, 30), st.integers(1, 15),
        ),
        max_size=4,
    ),
    st.lists(st.integers(0, 30), min_size=1, max_size=4),
    st.sampled_from([None, (0, 0), (1500, 0)]),
    st.sampled_from([None, (3000, 0)]),
)  # fmt: skip
def test_whatever_runs_a_plan_holds(build, road, rows, corners, start, end):
    """The checker refuses a plan with a fault, so one that is there has none."""
    hops = [
        bus(sorted(set(departs)), 100 * a, 100 * b, ride) for departs, a, b, ride in rows if a != b
    ]
    items = [build.place(f"p{n}", 100 * c, 0) for n, c in enumerate(corners)]
    team = [
        build.patrol("Alpha", start=start, end=end),
        build.patrol("Bravo", start=start, walk_m_per_s=1.1, shift_start_min=930),
    ]
    plan = build.plan(items, team, network=road(*hops), iterations=40)
    for route in plan.routes:
        for leg in route.legs:
            for ride in leg.rides:
                assert leg.depart_min <= ride.depart_min < ride.arrive_min <= leg.arrive_min
