import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from geo.clock import EveryDay, Weekdays, Window, slice_shares, untimed, window_shares

LONDON = "Europe/London"
ALL_DAY = Window.parse("00:00-24:00", EveryDay())


def times(*texts):
    zoned = pd.to_datetime(pd.Series(texts, dtype="object"), format="ISO8601")
    return zoned.dt.tz_localize(LONDON, ambiguous=True, nonexistent="shift_forward")


def test_a_moment_falls_into_one_slice():
    shares = slice_shares(times("2026-01-05 15:40"), times(None), Window())
    assert shares[0].tolist() == [0, 0, 1] + [0] * 9


def test_a_span_is_shared_out_by_overlap():
    shares = slice_shares(times("2026-01-05 14:30"), times("2026-01-05 15:30"), Window())
    assert shares[0, :3].tolist() == [0.25, 0.25, 0]


def test_an_inverted_span_counts_at_its_start():
    shares = window_shares(times("2026-01-05 15:40"), times("2026-01-05 11:00"), Window())
    assert shares.tolist() == [1]


def test_a_span_over_a_day_is_untimed():
    start, end = times("2026-01-05 15:40"), times("2026-01-06 15:41")
    assert untimed(start, end).tolist() == [True]
    assert window_shares(start, end, Window()).tolist() == [0]


def test_a_span_over_midnight_reaches_the_next_day():
    early = Window.parse("00:00-01:00", EveryDay())
    shares = window_shares(times("2026-01-05 23:00"), times("2026-01-06 01:00"), early)
    assert shares.tolist() == [0.5]


def test_days_on_which_the_window_does_not_run_hold_nothing():
    saturday, monday = times("2026-01-03 15:40"), times("2026-01-05 15:40")
    assert window_shares(saturday, times(None), Window(days=Weekdays())).tolist() == [0]
    assert window_shares(monday, times(None), Window(days=Weekdays())).tolist() == [1]


@pytest.mark.parametrize("day", ["2026-03-29", "2026-10-25"])
def test_the_window_keeps_local_time_when_the_clocks_change(day):
    """15:00 is 15:00 by the clock on the wall, before and after the hour is moved."""
    shares = slice_shares(times(f"{day} 15:05"), times(None), Window(days=EveryDay()))
    assert shares[0, 0] == 1


def test_the_hour_that_happens_twice_counts_once_in_all():
    start = pd.Series(pd.to_datetime(["2026-10-25 00:15Z"])).dt.tz_convert(LONDON)
    end = pd.Series(pd.to_datetime(["2026-10-25 02:15Z"])).dt.tz_convert(LONDON)
    assert slice_shares(start, end, ALL_DAY).sum() == pytest.approx(1)


@given(
    minute=st.integers(0, 3 * 365 * 24 * 60),
    span=st.one_of(st.none(), st.integers(-500, 24 * 60)),
)
def test_nothing_is_lost_or_counted_twice_over_a_whole_day(minute, span):
    start = pd.Series(pd.DatetimeIndex(["2024-01-01"]).tz_localize("UTC"))
    start = (start + pd.Timedelta(minutes=minute)).dt.tz_convert(LONDON)
    end = start + pd.Timedelta(minutes=span) if span is not None else times(None)
    shares = slice_shares(start, end, ALL_DAY)
    assert np.all(shares >= 0)
    assert shares.sum() == pytest.approx(1)
    assert window_shares(start, end, ALL_DAY)[0] == pytest.approx(1)


@given(minute=st.integers(0, 24 * 60), span=st.integers(1, 24 * 60))
def test_the_window_holds_what_its_slices_hold(minute, span):
    start = times("2026-06-01 00:00") + pd.Timedelta(minutes=minute)
    end = start + pd.Timedelta(minutes=span)
    window = Window(days=EveryDay())
    assert slice_shares(start, end, window).sum() == pytest.approx(
        window_shares(start, end, window)[0]
    )
