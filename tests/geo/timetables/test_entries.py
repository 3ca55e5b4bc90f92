import datetime as dt

import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from geo.model import clock
from geo.timetables import read_dates, read_minutes
from geo.timetables._entries import read_clock_minutes, read_weekdays


def texts(*cells):
    return pd.Series(cells, dtype=object)


@pytest.mark.parametrize(
    "written",
    ["15:10", "15.10", "1510", "3:10pm", "3.10 PM", "310pm", "3:10 p.m.", "15:10:00", "15.1"],
)
def test_ten_past_three_in_the_afternoon_is_read(written):
    assert read_clock_minutes(texts(written)).tolist() == [15 * 60 + 10]


@pytest.mark.parametrize(
    "written", ["", "3:10", "25:00", "15:60", "13pm", "15", "soon", "15:10-15:20", "١٥:١٠x"]
)
def test_what_is_no_time_or_could_be_two_is_not_read(written):
    assert read_clock_minutes(texts(written)).isna().all()


@pytest.mark.parametrize(("written", "hour"), [("12am", 0), ("12pm", 12), ("1am", 1), ("11pm", 23)])
def test_noon_and_midnight_are_told_apart(written, hour):
    assert read_clock_minutes(texts(written)).tolist() == [hour * 60]


def test_every_minute_of_the_day_reads_back():
    minute = pd.Series(range(24 * 60))
    hour, rest = minute // 60, (minute % 60).map("{:02d}".format)
    clocks = hour.map("{:02d}".format)
    half = (hour % 12).where(hour % 12 > 0, 12).astype(str) + ":" + rest
    half += (hour < 12).map({True: "am", False: "pm"})
    for written in (minute.map(clock), clocks + "." + rest, clocks + rest, half):
        assert read_clock_minutes(written.astype(object)).tolist() == minute.tolist()


@pytest.mark.parametrize("form", ["%Y-%m-%d", "%d/%m/%Y", "%d %b %Y", "%A %d %B %Y", "%d-%b-%y"])
def test_every_date_reads_back(form):
    days = pd.date_range("2000-01-01", "2049-12-31").to_series()
    written = days.dt.strftime(form).astype(object)
    assert read_dates([written])[0].tolist() == days.dt.date.tolist()


@pytest.mark.parametrize(
    "written",
    ["1st September 2026", "01-Sep-26", "1/9/26", "September 1, 2026", "2026-09-01 00:00"],
)
def test_other_ways_to_write_a_date_are_read(written):
    assert read_dates([texts(written)])[0].tolist() == [dt.date(2026, 9, 1)]


def test_the_day_comes_first_unless_the_columns_prove_otherwise():
    assert read_dates([texts("03/04/2026")])[0].tolist() == [dt.date(2026, 4, 3)]
    first, second = read_dates([texts("03/04/2026"), texts("03/25/2026")])
    assert first.tolist() == [dt.date(2026, 3, 4)]
    assert second.tolist() == [dt.date(2026, 3, 25)]


def test_a_column_in_both_orders_keeps_the_british_one():
    found = read_dates([texts("25/03/2026", "03/25/2026")])[0].tolist()
    assert found == [dt.date(2026, 3, 25), None]


@pytest.mark.parametrize("written", ["", "31/02/2026", "Mon 1 Sep 2026", "soon", "2026"])
def test_what_is_no_date_is_not_read(written):
    assert read_dates([texts(written)])[0].tolist() == [None]


@pytest.mark.parametrize(
    ("written", "days"),
    [
        ("Mon", (0,)), ("monday", (0,)), ("1", (0,)), ("Weds.", (2,)), ("Thurs", (3,)),
        ("Mon-Fri", (0, 1, 2, 3, 4)), ("Monday to Friday", (0, 1, 2, 3, 4)),
        ("daily", (0, 1, 2, 3, 4)), ("Mon, Wed", (0, 2)), ("Tue & Thu", (1, 3)),
        ("Mon–Wed, Fri", (0, 1, 2, 4)), ("Mon Mon", (0,)),
        ("", ()), ("Sat", ()), ("Mon, Sat", ()), ("Fri-Mon", ()), ("someday", ()),
    ],
)  # fmt: skip
def test_weekdays_are_read(written, days):
    assert read_weekdays(texts(written)).tolist() == [days]


def test_minutes_are_whole_numbers():
    found = read_minutes(texts("", "15", "15.0", "15 min", "-1", "1e3", "half"))
    assert found.fillna(-9).tolist() == [0, 15, 15, 15, -9, -9, -9]


@given(st.lists(st.text(max_size=12), min_size=1, max_size=5))
def test_any_text_gives_an_answer(cells):
    column = pd.Series(cells, dtype=object)
    assert read_clock_minutes(column).dropna().between(0, 24 * 60 - 1).all()
    assert len(read_dates([column])[0]) == len(read_weekdays(column)) == len(read_minutes(column))
