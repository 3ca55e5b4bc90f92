from itertools import pairwise, product

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from geo.clock import Window
from geo.patrol import Constraints
from geo.patrol.plan.timetable import _best_minutes as best_minutes
from geo.patrol.problem import Visit

ONCE = Constraints(at_most=1)
HOUR = Window(900, 960, slice_min=5)


def anytime(*places):
    """A tour of some places, each whenever it is open."""
    return tuple(Visit(place, 0, 1439) for place in places)


def by_exhaustion(task, tour):
    """All arrivals of greatest worth: first the least last one, then the greatest before it."""
    begins = [task.minutes(0, place).tolist() for place in tour]
    gaps = [int(task.stay[0, a] + task.between[0, a, b]) for a, b in pairwise(tour)]
    kept = [
        arrivals
        for arrivals in product(*begins)
        if all(b - a >= gap for (a, b), gap in zip(pairwise(arrivals), gaps, strict=True))
    ]
    assume(kept)

    def rank(arrivals):
        worth = sum(task.worth[p, m] for p, m in zip(tour, arrivals, strict=True))
        return (-worth, arrivals[-1], *(-minute for minute in reversed(arrivals[:-1])))

    return list(min(kept, key=rank))


block = st.integers(0, 3).map(lambda n: 100 * n)
spot = st.tuples(block, block, st.tuples(*[st.integers(0, 4)] * 12), st.integers(900, 930))


@given(
    st.lists(spot, min_size=1, max_size=3),
    st.sampled_from([None, (0, 0), (200, 100)]),
    st.integers(2, 8),
    st.integers(900, 915),
)
def test_minutes_are_those_of_trying_them_all(build, spots, start, dwell, begins):
    places = [
        build.place(str(n), x, y, worth, opens, opens + 25)
        for n, (x, y, worth, opens) in enumerate(spots)
    ]
    patrol = build.patrol(
        start=start, dwell_min=dwell, shift_start_min=begins, shift_end_min=begins + 35
    )
    task = build.task(places, [patrol], window=HOUR)
    tour = range(len(places))
    assert best_minutes(task, 0, anytime(*tour)) == by_exhaustion(task, tour)


def test_of_equal_worth_a_round_ends_early_and_waits_little(build):
    places = [build.place("a", 100, 0), build.place("b", 300, 0, opens=960)]
    task = build.task(places, [build.patrol(start=(0, 0))])
    assert best_minutes(task, 0, anytime(0, 1)) == [960 - 2 - 12, 960]


def test_an_early_stop_is_kept_where_it_is_worth_more(build):
    worth = (9, *[1] * 11)
    places = [build.place("a", 0, 0, worth), build.place("b", 0, 0, 1, 960)]
    task = build.task(places, [build.patrol()])
    assert best_minutes(task, 0, anytime(0, 1)) == [914, 960]


def test_a_call_begins_within_its_span_though_another_minute_is_worth_more(build):
    task = build.task([build.place("a", 0, 0, (1, 1, 1, 9, *[1] * 8))], [build.patrol()])
    assert best_minutes(task, 0, (Visit(0, 910, 944),)) == [910]
    assert best_minutes(task, 0, (Visit(0, 910, 945),)) == [945]


def test_nobody_goes_anywhere_without_stops(build):
    assert best_minutes(build.task([build.place("a", 0, 0)], [build.patrol()]), 0, ()) == []


@pytest.fixture
def there_and_back(build):
    """A patrol three minutes from a place where it stays for twelve."""

    def plan(shift_min, **options):
        patrol = build.patrol(start=(0, 0), shift_start_min=900, shift_end_min=900 + shift_min)
        return build.plan([build.place("a", 300, 0, **options)], [patrol], constraints=ONCE)

    return plan


def test_the_way_out_the_stop_and_the_way_back_fill_a_shift_to_the_minute(there_and_back):
    (route,) = there_and_back(18).routes
    (stop,) = route.stops
    assert [(leg.depart_min, leg.arrive_min) for leg in route.legs] == [(900, 903), (915, 918)]
    assert (stop.arrive_min, stop.leave_min) == (903, 915)
    assert (route.walk_m, route.dwell_min) == (600, 12)


def test_a_minute_less_is_too_short(there_and_back):
    plan = there_and_back(17)
    assert plan.routes[0].stops == plan.routes[0].legs == ()
    assert "within its shift no place can be reached and back" in plan.notices[0]


def test_a_patrol_sets_out_just_in_time(there_and_back):
    (route,) = there_and_back(180, opens=960).routes
    assert route.legs[0].depart_min == 957
    assert route.legs[0].walk_s == pytest.approx(180)


def test_a_walk_of_a_minute_and_a_bit_takes_two(build):
    """The pace is one at which a careless rounding would call the bit nothing."""
    places = [build.place("a", 0, 0), build.place("b", 78, 0)]
    (route,) = build.plan(places, [build.patrol(walk_m_per_s=1.2999999)], constraints=ONCE).routes
    (leg,) = route.legs
    assert leg.walk_s > 60
    assert leg.arrive_min - leg.depart_min == 2


@given(
    st.integers(890, 1050), st.integers(15, 200), st.integers(5, 15), st.sampled_from([0, 150, 600])
)
def test_nobody_is_out_before_or_after_the_shift(build, begins, length, dwell, x):
    places, network, day = build.town()
    ends = min(begins + length, 1140)
    patrol = build.patrol(start=(x, x), dwell_min=dwell, shift_start_min=begins, shift_end_min=ends)
    (route,) = build.plan(places, [patrol], network=network, day=day).routes
    minutes = [m for leg in route.legs for m in (leg.depart_min, leg.arrive_min)]
    assert minutes == sorted(minutes)
    assert all(begins <= minute <= ends for minute in minutes)


def test_a_stop_says_who_lets_out_near_it_while_it_lasts(build):
    """School 1 is 300 m from the place, school 2 a metre farther."""
    rows = [("1", 300, 0, "secondary", 900), ("2", 0, 301, "secondary", 900)]
    places = build.places(build.place("a", 0, 0, 5, 930, 930), schools=rows)
    day = build.day(build.bell("1", "15:20", 10), build.bell("2", "15:30"))
    (route,) = build.plan(places, [build.patrol()], day=day).routes
    assert route.stops[0].letting_out == ("School 1",)
