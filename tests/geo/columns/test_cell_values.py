import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from geo.columns import DateOrder, date_order, moments, with_times


def text(*values):
    return pd.Series(values, dtype="str")


def read(*values, order=DateOrder.DAY_FIRST, timezone="Europe/London"):
    return [
        None if moment is pd.NaT else moment.isoformat()
        for moment in moments(text(*values), order, timezone)
    ]


@pytest.mark.parametrize(
    "form",
    [
        "2026-01-05 15:40",
        "2026-01-05T15:40:00",
        "2026-01-05 15:40:00.000",
        "2026/01/05 15:40",
        "2026-1-5 15:40",
        "05/01/2026 15:40",
        "5/1/2026 03:40 PM",
        "05/01/26 15:40:00",
        "05-01-2026 15:40",
        "05.01.2026 15:40",
        "05/01/2026 03:40:00 p.m.",
        "5 Jan 2026 15:40",
        "05-Jan-2026 15:40",
        "January 5, 2026 3:40 PM",
        "2026-01-05T15:40:00Z",
        "2026-01-05 15:40:00+00",
        "2026-01-05T16:40:00+01:00",
        "2026-01-05T10:40:00-0500",
        "2026/01/05 15:40:00+00",
    ],
)
def test_usual_forms_are_one_moment(form):
    assert read(form) == ["2026-01-05T15:40:00+00:00"]


@pytest.mark.parametrize(
    "form",
    [
        "2026-02-30 10:00",
        "2026-13-01",
        "31/06/2026 10:00",
        "2026-01-05 25:00",
        "2026-01-05 13:00 PM",
        "soon",
        "2026",
        "2026-01",
        "20260105",
        "1066-10-14",
        "9999-01-01",
        "1767627600000",
    ],
)
def test_what_is_no_possible_time_is_missing(form):
    assert read(form) == [None]


def test_a_date_alone_is_its_midnight():
    assert read("2026-01-05", "05/01/2026") == ["2026-01-05T00:00:00+00:00"] * 2


def test_month_first_is_read_as_such():
    assert read("04/05/2016 01:44:00 PM", order=DateOrder.MONTH_FIRST) == [
        "2016-04-05T13:44:00+01:00"
    ]


@pytest.mark.parametrize(("hour", "meant"), [("12:05 AM", "00:05"), ("12:05 PM", "12:05")])
def test_noon_and_midnight(hour, meant):
    assert read(f"2026-01-05 {hour}") == [f"2026-01-05T{meant}:00+00:00"]


def test_an_hour_that_the_clock_change_repeats_is_its_first():
    assert read("2026-10-25 01:30") == ["2026-10-25T01:30:00+01:00"]


def test_an_hour_that_the_clock_change_skips_moves_forward():
    assert read("2026-03-29 01:30") == ["2026-03-29T02:00:00+01:00"]


def test_an_offset_is_converted_to_local_time():
    assert read("2016-05-31T23:01:00+00:00") == ["2016-06-01T00:01:00+01:00"]


def test_local_times_are_of_the_timezone_asked_for():
    assert read("2019-07-01 15:40", timezone="America/Chicago") == ["2019-07-01T15:40:00-05:00"]


def test_forms_can_be_mixed_and_gaps_stay_gaps():
    assert read("", "2026-01-05", "2026-01-05T15:40:00Z", "x")[::3] == [None, None]


@pytest.mark.parametrize(
    ("values", "hint", "order"),
    [
        (("13/01/2026", "01/02/2026"), False, DateOrder.DAY_FIRST),
        (("01/13/2026", "01/02/2026"), False, DateOrder.MONTH_FIRST),
        (("01/02/2026",), False, DateOrder.UNDECIDED),
        (("01/02/2026",), True, DateOrder.MONTH_FIRST),
        (("13/01/2026", "01/02/2026"), True, DateOrder.DAY_FIRST),
        (("13/01/2026", "01/13/2026"), False, DateOrder.UNDECIDED),
        (("13/01/2026", "01/13/2026"), True, DateOrder.UNDECIDED),
        (("2026-01-02", ""), False, DateOrder.NOT_NEEDED),
        (("13/01/2026",) * 30 + ("01/13/2026",), False, DateOrder.DAY_FIRST),
    ],
)
def test_the_order_of_a_date_is_decided_over_the_column(values, hint, order):
    assert date_order([text(*values)], month_first=hint) is order


@pytest.mark.parametrize(
    ("date", "time", "joined"),
    [
        ("2020-01-08", "22:30", "2020-01-08 22:30"),
        ("01/08/2020 12:00:00 AM", "2230", "01/08/2020 22:30"),
        ("01/08/2020 12:00:00 AM", "930", "01/08/2020 9:30"),
        ("2020-01-08", "7", "2020-01-08 7:00"),
        ("2020-01-08 00:00", "6:45 pm", "2020-01-08 6:45 PM"),
        ("2020-01-08 12:00", "22:30", "2020-01-08 12:00"),
        ("2020-01-08 15:40", "22:30", "2020-01-08 15:40"),
        ("2020-01-08", "", "2020-01-08"),
        ("", "22:30", ""),
    ],
)
def test_dates_and_times_in_two_columns_become_one(date, time, joined):
    assert with_times(text(date), text(time)).tolist() == [joined]


@given(st.datetimes(pd.Timestamp("1950-01-02"), pd.Timestamp("2199-12-30")))
def test_iso_and_day_first_say_the_same(moment):
    iso, british = moment.strftime("%Y-%m-%d %H:%M:%S"), moment.strftime("%d/%m/%Y %H:%M:%S")
    first, second = read(iso, british)
    assert first == second is not None
