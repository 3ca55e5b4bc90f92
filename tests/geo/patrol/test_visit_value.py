import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from geo.clock import Window
from geo.errors import SettingError
from geo.patrol import VisitValue
from geo.patrol._visit_value import (
    Expected,
    arriving,
    gate_hours,
    harm_by_slice,
    leaving,
    points_of,
    pupils_that_count,
    worst_harm,
)

WINDOW = Window()
EVEN = VisitValue(1, 1)
NONE = (0.0,) * 12


def by_slice(**at):
    """Twelve slices that are 0 but for those named, such as s1=3.0."""
    return tuple(at.get(f"s{n}", 0.0) for n in range(12))


def test_the_worst_slice_of_the_worst_hotspot_is_worth_a_hundred(build):
    spot = build.hotspot(1, 0, 0, by_slice=(0.1, 0.3, *(0.0,) * 10), harm=4.0)
    assert harm_by_slice(spot)[:3].tolist() == pytest.approx([1.0, 3.0, 0.0])
    assert worst_harm([spot, build.hotspot(2, 9, 9, harm=0.1)]) == pytest.approx(3.0)
    points = points_of(Expected(by_slice(s0=1.0, s1=3.0), NONE), 3.0, EVEN)
    assert points[:3] == pytest.approx([33.333, 100, 0])


def test_where_no_hotspot_is_known_harm_is_worth_nothing():
    assert worst_harm([]) == 0
    assert not any(points_of(Expected(by_slice(s0=1.0), NONE), 0.0, EVEN))


def test_a_thousand_pupils_in_a_slice_are_worth_a_hundred_and_more_than_half_of_it_just_before():
    points = points_of(Expected(NONE, by_slice(s2=1000.0)), 0.0, EVEN)
    assert points[2] == 100
    assert points[1] == pytest.approx(200 / 3, abs=0.001)
    assert points[3] == 10
    assert not points[0]
    assert not any(points[4:])


def test_beyond_fifteen_hundred_pupils_nothing_is_gained():
    crowd = points_of(Expected(NONE, by_slice(s2=5000.0)), 0.0, EVEN)
    assert crowd[2] == 150


def test_harm_pupils_and_others_add_up_as_they_are_balanced():
    place = Expected(by_slice(s2=2.0), by_slice(s2=500.0), others=0.1)
    assert points_of(place, 2.0, VisitValue(1, 0))[2] == 100
    assert points_of(place, 2.0, VisitValue(0, 1))[2] == pytest.approx(60)
    assert points_of(place, 2.0, VisitValue(2, 0.5))[2] == pytest.approx(230)


@given(st.lists(st.floats(0, 4000), min_size=12, max_size=12), st.integers(0, 11))
def test_more_pupils_are_never_worth_less_in_any_slice(pupils, at):
    more = [n + 100 * (k == at) for k, n in enumerate(pupils)]
    few = points_of(Expected(NONE, tuple(pupils)), 0.0, EVEN)
    many = points_of(Expected(NONE, tuple(more)), 0.0, EVEN)
    assert all(a <= b for a, b in zip(few, many, strict=True))


def test_a_gate_is_open_from_ten_before_the_bell_until_pupils_have_gone(build):
    # 15:20 to 15:30; gone by 15:55, so that a visit of 12 minutes begins by 15:43.
    assert gate_hours(build.bell(finish="15:20", stagger=10), WINDOW) == (910, 943)


@pytest.mark.parametrize("finish", ["14:00", "18:30"])
def test_a_bell_outside_the_window_gives_no_gate(build, finish):
    assert gate_hours(build.bell(finish=finish), WINDOW) is None
    assert not leaving(build.bell(finish=finish), 900, WINDOW).any()


def test_pupils_leave_evenly_from_the_bell_to_the_last_year_group(build):
    # Sixteen minutes from 15:25 to 15:40, five of them before half past.
    found = leaving(build.bell(finish="15:25", stagger=15), 1600, WINDOW)
    assert found[:4].tolist() == pytest.approx([0, 500, 1100, 0])


@pytest.mark.parametrize("stagger", [0, 7, 20])
def test_half_of_the_pupils_reach_an_interchange_in_half_an_hour(build, stagger):
    bell = build.bell(finish="15:30", stagger=stagger)
    found = arriving(bell, 800, WINDOW)
    assert found.sum() == pytest.approx(400)
    assert not found[:2].any()
    assert not found[int(np.ceil((30 + stagger + 30) / 15)) :].any()


@given(st.integers(0, 3000), st.integers(0, 3000))
def test_more_pupils_never_count_less(fewer, more):
    fewer, more = sorted([fewer, more])
    assert pupils_that_count(fewer, "secondary") <= pupils_that_count(more, "secondary")


def test_a_school_of_unknown_size_counts_as_a_usual_one_and_primaries_count_less():
    assert pupils_that_count(None, "secondary") == 1000
    assert pupils_that_count(280, "primary") == pupils_that_count(None, "primary") < 280


@pytest.mark.parametrize(("harm", "reassurance"), [(-1, 1), (0, 0), (float("nan"), 1)])
def test_a_balance_that_means_nothing_is_refused(harm, reassurance):
    with pytest.raises(SettingError, match="expected numbers"):
        VisitValue(harm, reassurance)


def test_a_third_is_the_usual_balance():
    assert VisitValue.of_share(1 / 3) == VisitValue()
    assert VisitValue().reassurance_share == pytest.approx(1 / 3)


@given(st.floats(0, 1))
def test_one_control_moves_weight_from_harm_to_reassurance(share):
    balance = VisitValue.of_share(share)
    assert balance.reassurance_share == pytest.approx(share, abs=1e-6)
    assert balance.harm + balance.reassurance == pytest.approx(1.5)


@pytest.mark.parametrize("share", [-0.1, 1.1, float("nan")])
def test_a_share_outside_0_to_1_is_refused(share):
    with pytest.raises(SettingError, match="from 0 to 1"):
        VisitValue.of_share(share)
