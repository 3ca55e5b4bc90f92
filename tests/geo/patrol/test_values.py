import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from geo.clock import Window
from geo.errors import SettingError
from geo.patrol.values import (
    VisitValue,
    gate_hours,
    gate_values,
    harm_by_slice,
    hotspot_values,
    interchange_values,
    pupils_that_count,
    stay_min,
)

WINDOW = Window()
EVEN = VisitValue(1, 1)


def test_the_worst_slice_of_the_worst_hotspot_is_worth_a_hundred(build):
    spot = build.hotspot(1, 0, 0, by_slice=(0.1, 0.3, *(0.0,) * 10), harm=4.0)
    assert harm_by_slice(spot)[:3].tolist() == pytest.approx([1.0, 3.0, 0.0])
    assert hotspot_values(spot, 3.0, EVEN)[:2].tolist() == pytest.approx([100 / 3, 100])


def test_a_hotspot_without_harm_is_worth_nothing(build):
    assert not hotspot_values(build.hotspot(1, 0, 0), 0.0, EVEN).any()


def test_a_gate_is_open_from_ten_before_the_bell_until_pupils_have_gone(build):
    # 15:20 to 15:30; gone by 15:55, so that a visit of 12 minutes begins by 15:43.
    assert gate_hours(build.bell(finish="15:20", stagger=10), WINDOW) == (910, 943)


def test_a_gate_is_full_until_the_last_year_group_leaves_and_half_after(build):
    values = gate_values(build.bell(finish="15:30", stagger=0), 1000, "secondary", WINDOW, EVEN)
    # Begins 15:20; full to 15:30; half from 15:31 to 15:43.
    assert values[0] == 0
    assert values[1] == pytest.approx(100)
    assert values[2] == pytest.approx(100 * (1 + 13 * 0.5) / 14)
    assert not values[3:].any()


@pytest.mark.parametrize("finish", ["14:00", "18:30"])
def test_a_bell_outside_the_window_gives_no_gate(build, finish):
    assert gate_hours(build.bell(finish=finish), WINDOW) is None
    assert not gate_values(build.bell(finish=finish), 900, "secondary", WINDOW, EVEN).any()


@given(st.integers(0, 3000), st.integers(0, 3000))
def test_more_pupils_are_never_worth_less(fewer, more):
    fewer, more = sorted([fewer, more])
    assert pupils_that_count(fewer, "secondary") <= pupils_that_count(more, "secondary")


def test_a_school_of_unknown_size_counts_as_a_usual_one_and_primaries_count_less():
    assert pupils_that_count(None, "secondary") == 1000
    assert pupils_that_count(280, "primary") == pupils_that_count(None, "primary") < 280


def test_an_interchange_is_worth_more_in_the_half_hour_after_a_bell(build):
    bells = [(build.bell(finish="15:30", stagger=0), 800.0)]
    values = interchange_values("rail", bells, build.day(), EVEN)
    assert values[[0, 1, 4, 11]].tolist() == pytest.approx([10] * 4)
    assert values[[2, 3]].tolist() == pytest.approx([50] * 2)


def test_the_balance_scales_reassurance_alone(build):
    day, rail = build.day(), "rail"
    one = interchange_values(rail, [], day, VisitValue(1, 1))
    assert np.allclose(interchange_values(rail, [], day, VisitValue(9, 0.5)), one / 2)


@pytest.mark.parametrize(("harm", "reassurance"), [(-1, 1), (0, 0), (float("nan"), 1)])
def test_a_balance_that_means_nothing_is_refused(harm, reassurance):
    with pytest.raises(SettingError, match="expected numbers"):
        VisitValue(harm, reassurance)


def test_a_patrol_stays_for_its_own_dwell(build):
    assert stay_min(build.place("a", 0, 0), build.patrol("Alpha", dwell_min=15)) == 15
