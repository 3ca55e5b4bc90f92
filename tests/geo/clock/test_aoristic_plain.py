"""The quick way to aoristic weights against the plain one, row by row of the definition."""

import datetime as dt
from itertools import pairwise

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from geo.clock import (
    EveryDay,
    SchoolDays,
    Weekdays,
    Window,
    local_days,
    slice_shares,
    window_shares,
)

DAY_NS = 24 * 60 * 60 * 10**9
LISTED = SchoolDays(
    frozenset(d.date() for d in pd.date_range("2024-03-01", "2024-11-30") if d.day % 3)
)
RULES = {"all": EveryDay(), "weekdays": Weekdays(), "listed": LISTED}
#: Days on which clocks change somewhere, some of them at midnight or by half an hour.
CHANGES = pd.DatetimeIndex(
    ["2023-03-12", "2024-03-31", "2024-10-27", "2024-04-07", "2024-11-03", "2010-11-07"]
)
ZONES = (
    "Europe/London", "America/Havana", "America/St_Johns", "Australia/Lord_Howe", "Asia/Kolkata",
)  # fmt: skip


def plain_shares(start, end, window, cuts):
    """Overlap of each span with each pair of cuts, on the three dates it may touch."""
    length = pd.DatetimeIndex(end.where(end > start, start)).as_unit("ns").asi8
    begin = pd.DatetimeIndex(start).as_unit("ns").asi8
    length = length - begin
    local = pd.DatetimeIndex(start).tz_convert(window.timezone).tz_localize(None).normalize()
    shares = np.zeros((len(start), len(cuts) - 1))
    for days_on in (0, 1, 2):
        dates = local + pd.Timedelta(days=days_on)
        walls = [dates + pd.Timedelta(minutes=int(cut)) for cut in cuts]
        first, runs = np.ones(len(dates), dtype=bool), window.days.among(dates)
        edges = [
            wall.tz_localize(window.timezone, ambiguous=first, nonexistent="shift_forward")
            .as_unit("ns")
            .asi8
            for wall in walls
        ]
        for n, (low, high) in enumerate(pairwise(edges)):
            inside = np.minimum(begin + length, high) - np.maximum(begin, low)
            spread = np.clip(inside, 0, None) / np.maximum(length, 1)
            moment = (low <= begin) & (begin < high)
            shares[:, n] += np.where(length == 0, moment, spread) * runs
    return np.where((length > DAY_NS)[:, None], 0, shares)


@st.composite
def spans(draw):
    """Starts around changes of the clocks, and ends that are there, missing, early or far off."""
    zone = draw(st.sampled_from(ZONES))
    unit = draw(st.sampled_from(["s", "us", "ns"]))
    rows = draw(
        st.lists(
            st.tuples(
                st.sampled_from(range(len(CHANGES))),
                st.integers(-2 * 1440, 2 * 1440),
                st.none() | st.just(0) | st.integers(-100, 26 * 60),
            ),
            min_size=1,
            max_size=20,
        )
    )
    start = pd.DatetimeIndex([CHANGES[day] + pd.Timedelta(minutes=m) for day, m, _ in rows])
    later = pd.to_timedelta([pd.NaT if m is None else pd.Timedelta(minutes=m) for *_, m in rows])
    begin = pd.Series(start.tz_localize("UTC").tz_convert("Europe/London").as_unit(unit))
    return begin, (begin + pd.Series(later)).dt.as_unit(unit), zone


@given(
    spans=spans(),
    hours=st.sampled_from([(0, 1440), (900, 1080), (0, 60), (1380, 1440), (60, 180)]),
    days=st.sampled_from(["all", "weekdays", "listed"]),
)
def test_quick_weights_are_those_of_the_definition_to_the_byte(spans, hours, days):
    start, end, zone = spans
    window = Window(*hours, days=RULES[days], timezone=zone)
    whole, cuts = np.array(hours), np.arange(hours[0], hours[1] + 1, 15)
    expected = plain_shares(start, end, window, whole)[:, 0]
    assert window_shares(start, end, window).tobytes() == expected.tobytes()
    expected = plain_shares(start, end, window, cuts)
    assert slice_shares(start, end, window).tobytes() == expected.tobytes()


def test_many_rows_are_weighed_like_few():
    """More rows than are worked on at once, with nothing special about the seams."""
    minutes = np.arange(300_000) * 7
    start = pd.Series(pd.Timestamp("2023-01-01") + pd.to_timedelta(minutes, unit="min"))
    start = start.dt.tz_localize("UTC")
    end = start + pd.to_timedelta(minutes % 200, unit="min")
    window = Window()
    expected = plain_shares(start, end, window, np.array([900, 1080]))[:, 0]
    assert window_shares(start, end, window).tobytes() == expected.tobytes()
    assert (local_days(start, "UTC") == 19358 + minutes // 1440).all()


def test_a_day_and_night_over_a_day_of_23_hours_loses_nothing():
    """From 23:30 on, over the Sunday that has 23 hours, into Monday."""
    start = pd.Series(pd.DatetimeIndex(["2026-03-28 23:30"]).tz_localize("Europe/London"))
    shares = slice_shares(start, start + pd.Timedelta(hours=24), Window(0, 1440, EveryDay()))
    assert shares.sum() == pytest.approx(1)


@pytest.mark.parametrize(
    ("moment", "zone", "date"),
    [
        ("2026-06-30 23:30Z", "Europe/London", "2026-07-01"),
        ("2026-12-31 23:30Z", "Europe/London", "2026-12-31"),
        ("1969-12-31 23:30Z", "UTC", "1969-12-31"),
        ("2026-01-01 03:00Z", "America/Chicago", "2025-12-31"),
    ],
)
def test_the_date_is_the_local_one(moment, zone, date):
    days = local_days(pd.Series(pd.to_datetime([moment])), zone)
    assert days.tolist() == [(dt.date.fromisoformat(date) - dt.date(1970, 1, 1)).days]
