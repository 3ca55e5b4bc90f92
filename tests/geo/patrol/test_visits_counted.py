"""Length of a visit, the day before, and other visits of the same place."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from geo.clock import Window
from geo.model import PlaceKind, Stop
from geo.patrol import Visited
from geo.patrol._visit_value import AGAIN, dose, stay_min, worth_by_minute, worth_of_stops

WINDOW = Window()


def stop(place, arrive, minutes=12):
    return Stop(place, arrive, arrive + minutes)


@given(st.integers(0, 120), st.integers(0, 120), st.integers(0, 120))
def test_the_dose_rises_and_is_concave(one, other, third):
    short, middle, long = sorted([one, other, third])
    values = dose(np.array([short, middle, long]))
    assert values[0] <= values[1] <= values[2]
    if short < middle < long:
        assert values[0] < values[1] < values[2]
        earlier = (values[1] - values[0]) / (middle - short)
        assert earlier > (values[2] - values[1]) / (long - middle)


def test_twelve_minutes_are_one_dose_and_more_adds_little():
    assert dose(0) == 0
    assert dose(12) == 1
    assert 0.93 < dose(10) < 1 < dose(15) < 1.07
    assert dose(60) - dose(16) < 0.1
    assert dose(6) > 0.7


@given(st.integers(1, 11))
def test_a_shorter_visit_loses_less_than_its_share_of_minutes(minutes):
    assert dose(minutes) > minutes / 12


def test_a_patrol_stays_for_its_own_dwell_unless_the_place_has_one(build):
    alpha = build.patrol("Alpha", dwell_min=15)
    assert stay_min(build.place("a", 0, 0), alpha) == 15
    assert stay_min(build.place("a", 0, 0, stay_min=10), alpha) == 10


def test_worth_by_minute_keeps_to_slices_and_hours(build):
    place = build.place("a", 0, 0, tuple(float(n) for n in range(1, 13)), opens=905, closes=930)
    worth = worth_by_minute(place, WINDOW)
    assert worth.shape == (1440,)
    assert worth[[904, 905, 914, 915, 930, 931]].tolist() == [0, 1, 1, 2, 3, 0]


def test_a_visit_at_the_time_of_yesterday_is_worth_less_and_it_fades(build):
    place = build.place("a", 0, 0, 100.0)
    worth = worth_by_minute(place, WINDOW, [Visited("a", (0, 0), 960)])
    assert worth[[960, 945, 975, 930, 990, 1000]].tolist() == pytest.approx(
        [70, 85, 85, 100, 100, 100]
    )


def test_two_visits_of_yesterday_do_not_add_up(build):
    place = build.place("a", 0, 0, 100.0)
    twice = [Visited("a", (0, 0), 960), Visited("b", (20, 0), 960)]
    assert worth_by_minute(place, WINDOW, twice)[960] == pytest.approx(70)


@pytest.mark.parametrize(("x", "worth"), [(59, 70), (61, 100)])
def test_yesterday_counts_for_the_ground_and_not_only_for_the_name(build, x, worth):
    place = build.place("a", 0, 0, 100.0)
    was = [Visited("other", (x, 0), 960)]
    assert worth_by_minute(place, WINDOW, was)[960] == pytest.approx(worth)


def test_visits_of_one_place_are_worth_less_after_the_best(build):
    rising = build.place("a", 0, 0, tuple(float(n) for n in range(1, 13)))
    other = build.place("b", 500, 0, 5.0)
    stops = [stop(rising, 900), stop(other, 930), stop(rising, 1079)]
    assert worth_of_stops(stops, WINDOW) == pytest.approx((0.6, 5.0, 12.0))


def test_a_fourth_visit_of_a_place_and_its_length_count(build):
    place = build.place("a", 0, 0, 10.0)
    stops = [stop(place, 900 + 30 * n, minutes=15) for n in range(4)]
    assert worth_of_stops(stops, WINDOW) == pytest.approx([10 * s * dose(15) for s in AGAIN])


def test_breaks_activities_and_shut_places_are_worth_nothing(build):
    rest = build.place("break-Alpha", 0, 0, 10.0, kind=PlaceKind.BREAK)
    sweep = build.place("activity-1", 0, 0, 10.0, kind=PlaceKind.ACTIVITY)
    shut = build.place("a", 0, 0, 10.0, closes=910)
    stops = [stop(rest, 900), stop(sweep, 930), stop(shut, 911), stop(shut, 1100)]
    assert worth_of_stops(stops, WINDOW) == (0, 0, 0, 0)


@given(
    st.integers(900, 1079),
    st.lists(st.integers(880, 1100), max_size=3),
)
def test_a_lone_stop_is_worth_what_the_optimiser_sees(build, arrive, before):
    place = build.place("a", 0, 0, tuple(3.0 * n for n in range(1, 13)), opens=910, closes=1050)
    yesterday = [Visited("a", (0, 0), minute) for minute in before]
    seen = worth_by_minute(place, WINDOW, yesterday)[arrive] * dose(9)
    assert worth_of_stops([stop(place, arrive, 9)], WINDOW, yesterday)[0] == pytest.approx(seen)
