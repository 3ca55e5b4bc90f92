from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from geo.errors import NetworkError, SettingError
from geo.model import Mode
from geo.network import Journeys, WalkingNetwork
from geo.timetables import Hop

PACE = 100 / 60
AFTERNOON = range(15 * 60, 18 * 60 + 1)


@pytest.fixture(scope="module")
def road(build):
    """A straight road of 3 km with a corner every 100 m; a corner is a minute from the next."""
    return WalkingNetwork.from_streets(build.streets([(100 * n, 0) for n in range(31)]))


def bus(departs, start=200, end=2700, ride_min=6):
    return Hop("91", "Mill Corner", (start, 0), "Quayside", (end, 0), tuple(departs), ride_min)


def test_without_hops_every_leg_is_walked(road):
    among = Journeys.among(road, [(0, 0), (900, 0)], [], PACE)
    assert among.enough_min(900, 1080).tolist() == [[0, 9], [9, 0]]
    leg = among.leg(0, 1, 905)
    assert (leg.depart_min, leg.arrive_min, leg.length_m, leg.rides) == (905, 914, 900, ())
    assert leg.walk_s == pytest.approx(540)


def test_a_bus_is_caught_as_the_timetable_has_it(road):
    """Two minutes to the stop, the bus at 15:06, six minutes on it, three minutes from it."""
    among = Journeys.among(road, [(0, 0), (3000, 0)], [bus([906, 921])], PACE)
    leg = among.leg(0, 1, 900)
    assert (leg.depart_min, leg.arrive_min) == (900, 906 + 6 + 3)
    assert leg.rides[0].label == "91 from Mill Corner 15:06 to Quayside 15:12"
    assert leg.length_m == 200 + 300
    assert leg.walk_s == pytest.approx(300)
    assert list(leg.path.coords) == [
        (0, 0),
        (100, 0),
        (200, 0),
        (2700, 0),
        (2800, 0),
        (2900, 0),
        (3000, 0),
    ]
    assert among.leg(0, 1, 904).arrive_min == 915
    assert among.leg(0, 1, 905).arrive_min == 930


def test_a_bus_goes_one_way(road):
    among = Journeys.among(road, [(0, 0), (3000, 0)], [bus(range(900, 1080, 5))], PACE)
    assert among.leg(1, 0, 900).rides == ()


def test_what_is_enough_counts_the_worst_wait(road):
    """Every ten minutes: nine minutes of waiting at the most, with whole minutes."""
    among = Journeys.among(road, [(0, 0), (3000, 0)], [bus(range(900, 1100, 10))], PACE)
    assert among.enough_min(900, 1080)[0, 1] == 2 + 9 + 6 + 3


def test_a_rare_bus_is_taken_where_it_comes_but_never_planned_on(road):
    among = Journeys.among(road, [(0, 0), (3000, 0)], [bus([960])], PACE)
    assert among.enough_min(900, 1080)[0, 1] == 30
    assert among.leg(0, 1, 958).rides != ()


def test_after_the_last_bus_the_plan_ends_or_walks(road):
    """Buses until 17:40: who sets out later cannot be there by 18:00 on foot either."""
    hops = [bus(range(900, 1062, 5))]
    among = Journeys.among(road, [(0, 0), (3000, 0)], hops, PACE)
    assert among.enough_min(900, 1080)[0, 1] < 30
    early = Journeys.among(road, [(0, 0), (3000, 0)], [bus(range(900, 1000, 5))], PACE)
    assert early.enough_min(900, 1080)[0, 1] == 30


def test_of_two_that_arrive_together_the_shorter_walk_is_taken(road):
    late = Hop("92", "Mill Lane", (0, 0), "Quayside", (2700, 0), (906,), 6)
    among = Journeys.among(road, [(0, 0), (3000, 0)], [bus([906]), late], PACE)
    assert among.leg(0, 1, 900).rides[0].line == "92"


def test_hops_are_for_people_on_foot(road):
    with pytest.raises(SettingError, match="taken on foot"):
        Journeys.among(road.for_mode(Mode.CAR), [(0, 0)], [bus([906])], PACE)


@given(
    st.lists(
        st.tuples(
            st.lists(st.integers(890, 1090), min_size=1, max_size=25),
            st.integers(0, 30), st.integers(0, 30), st.integers(1, 15),
        ),
        max_size=3,
    ),
    st.lists(st.integers(0, 30), min_size=2, max_size=3),
)  # fmt: skip
def test_what_is_enough_is_always_enough_and_never_more_than_the_walk(road, rows, corners):
    hops = [
        bus(sorted(set(departs)), 100 * a, 100 * b, ride) for departs, a, b, ride in rows if a != b
    ]
    among = Journeys.among(road, [(100 * c, 0) for c in corners], hops, PACE)
    enough = among.enough_min(AFTERNOON.start, AFTERNOON.stop - 1)
    for i, j in ((i, j) for i in range(len(corners)) for j in range(len(corners))):
        walk = abs(corners[i] - corners[j])
        assert enough[i, j] <= walk
        for minute in range(AFTERNOON.start, AFTERNOON.stop - enough[i, j], 7):
            leg = among.leg(i, j, minute)
            assert leg.arrive_min <= minute + enough[i, j]
            assert leg.depart_min == minute
            for ride in leg.rides:
                assert minute <= ride.depart_min < ride.arrive_min <= leg.arrive_min


@pytest.mark.parametrize("until", [930, 960, 1080])
@pytest.mark.parametrize("every_min", [7, 20, 60])
def test_who_sets_out_at_the_last_minute_is_there_and_a_minute_later_is_not(road, every_min, until):
    among = Journeys.among(road, [(0, 0), (3000, 0)], [bus(range(901, 1100, every_min))], PACE)
    one, other = np.array([0]), np.array([1])
    before = int(among.before_min(900, until, one, other)[0, 0])
    assert among.leg(0, 1, until - before).arrive_min <= until
    assert before == 30 or among.leg(0, 1, until - before + 1).arrive_min > until
    for minute in (until - before, until - before + 1):
        takes = among.leg(0, 1, minute).arrive_min - minute
        assert takes == among.takes_min(minute, one, other)[0, 0]


def test_the_latest_way_in_time_is_taken(road):
    among = Journeys.among(road, [(0, 0), (3000, 0)], [bus(range(900, 1100, 10))], PACE)
    leg = among.latest_leg(0, 1, 900, 935)
    assert (leg.depart_min, leg.arrive_min) == (918, 929)
    assert among.latest_leg(0, 1, 900, 938).depart_min == 918
    assert among.latest_leg(0, 1, 900, 939).depart_min == 928
    with pytest.raises(NetworkError, match="Nobody who sets out at 15:18 is there by 15:28"):
        among.latest_leg(0, 1, 918, 928)


def test_a_leg_that_is_not_drawn_has_the_same_minutes(road):
    among = Journeys.among(road, [(0, 0), (3000, 0)], [bus([906])], PACE)
    for minute in (900, 910):
        drawn, plain = among.leg(0, 1, minute), among.leg(0, 1, minute, drawn=False)
        assert replace(plain, path=drawn.path) == drawn


def test_another_pace_is_as_measured_anew(road):
    points, hops = [(0, 0), (3000, 0)], [bus(range(900, 1100, 10))]
    anew = Journeys.among(road, points, hops, 1.1).enough_min(900, 1080)
    assert (
        Journeys.among(road, points, hops, PACE).at_pace(1.1).enough_min(900, 1080) == anew
    ).all()
