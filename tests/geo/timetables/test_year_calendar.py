import datetime as dt

import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from geo.clock import Calendar
from geo.errors import SettingError
from geo.timetables import (
    TERM_COLUMNS,
    DayState,
    academic_years,
    no_bells,
    school_year,
    term_counts,
    terms_from_text,
    typed_terms,
    year_runs,
)

YEAR = (
    ("la", "term", "2026-09-01", "2026-12-18"),
    ("la", "term", "2027-01-04", "2027-03-25"),
    ("la", "term", "2027-04-12", "2027-07-22"),
    ("la", "half_term", "2026-10-26", "2026-10-30"),
    ("la", "inset", "2026-09-01", "2026-09-01"),
)


def terms(*rows):
    """Rows of (la or a URN, kind, start, end)."""
    full = [
        ("la" if who == "la" else "urn", "S1" if who == "la" else who, "", kind, start, end, "")
        for who, kind, start, end in rows
    ]
    return typed_terms(terms_from_text(pd.DataFrame(full, columns=[*TERM_COLUMNS])).frame)


def states(table, *days, schools=("1", "2")):
    frame = school_year(table, "2026/27", schools=schools).set_index("date")["state"]
    return [frame[dt.date.fromisoformat(day)] for day in days]


def test_each_kind_of_day_is_told():
    table = terms(*YEAR, ("la", "closure", "2027-01-06", "2027-01-06"))
    days = ("2026-09-01", "2026-09-02", "2026-09-05", "2026-10-26", "2026-12-21", "2027-01-06")
    assert states(table, *days) == [
        "INSET day", "school day", "weekend", "half term", "holiday", "closed",
    ]  # fmt: skip
    assert states(table, "2027-05-03", "2026-12-25") == ["bank holiday", "holiday"]


def test_a_day_on_which_some_or_all_schools_are_closed():
    table = terms(
        *YEAR,
        ("1", "inset", "2026-09-10", "2026-09-11"),
        ("2", "inset", "2026-09-11", "2026-09-11"),
        ("9", "closure", "2026-09-14", "2026-09-14"),
    )
    assert states(table, "2026-09-10", "2026-09-11", "2026-09-14") == [
        "some schools closed", "INSET day", "school day",
    ]  # fmt: skip
    assert states(table, "2026-09-10", schools=["1"]) == ["INSET day"]


def test_terms_are_counted_by_name():
    counts = term_counts(school_year(terms(*YEAR), "2026/27"))
    assert counts["term"].tolist() == ["Autumn term", "Spring term", "Summer term"]
    assert counts["school_days"].tolist() == [73, 59, 72]


def test_more_terms_than_three_are_numbered():
    six = [
        ("la", "term", "2026-09-01", "2026-10-23"),
        ("la", "term", "2026-11-02", "2026-12-18"),
        ("la", "term", "2027-01-04", "2027-02-12"),
        ("la", "term", "2027-02-22", "2027-03-25"),
    ]
    names = term_counts(school_year(terms(*six), "2026/27"))["term"].tolist()
    assert names == ["Term 1", "Term 2", "Term 3", "Term 4"]


def test_runs_hold_the_weekends_between_equal_days():
    runs = year_runs(school_year(terms(*YEAR), "2026/27"))
    told = runs[["from", "to", "what", "school_days"]].astype(str).to_numpy().tolist()
    assert told[:5] == [
        ["2026-09-01", "2026-09-01", "INSET day", "0"],
        ["2026-09-02", "2026-10-23", "Autumn term", "38"],
        ["2026-10-26", "2026-10-30", "half term", "0"],
        ["2026-11-02", "2026-12-18", "Autumn term", "35"],
        ["2026-12-21", "2027-01-01", "holiday", "0"],
    ]


def test_a_year_that_begins_in_august_shows_august():
    early = terms(("la", "term", "2026-08-17", "2026-12-18"))
    assert school_year(early, "2026/27")["date"].iloc[0] == dt.date(2026, 8, 1)
    assert school_year(terms(*YEAR), "2026/27")["date"].iloc[0] == dt.date(2026, 9, 1)
    assert academic_years(early) == academic_years(terms(*YEAR)) == ("2026/27",)


@pytest.mark.parametrize("year", ["2026", "2026/28", "next", "0000/01"])
def test_what_is_no_academic_year_is_refused(year):
    with pytest.raises(SettingError, match="such as 2026/27"):
        school_year(terms(*YEAR), year)


def test_without_term_dates_there_is_no_school_day():
    frame = school_year(terms(), "2026/27")
    assert set(frame["state"]) == {"holiday", "weekend"}
    assert len(term_counts(frame)) == 0
    assert academic_years(terms()) == ()


DAY = st.integers(-30, 400).map(lambda n: dt.date(2026, 8, 20) + dt.timedelta(n))
ROW = st.tuples(
    st.sampled_from(["la", "la", "1", "2", "9"]),
    st.sampled_from(["term", "term", "half_term", "inset", "closure", "bank_holiday"]),
    DAY,
    st.integers(0, 120),
)


@given(st.lists(ROW, min_size=1, max_size=8))
def test_a_school_day_is_one_in_the_calendar_and_nowhere_else(rows):
    table = terms(*[(w, k, str(a), str(a + dt.timedelta(n))) for w, k, a, n in rows])
    frame = school_year(table, "2026/27", schools=["1", "2"])
    calendar = Calendar.from_tables(table, no_bells(), {"1": "A", "2": "B"})
    is_open = frame["state"].isin(["school day", "some schools closed"])
    assert is_open.tolist() == [calendar.is_school_day(day) for day in frame["date"]]
    assert set(frame["state"]) <= set(DayState)
    runs = year_runs(frame)
    assert runs["school_days"].sum() == is_open.sum() == term_counts(frame)["school_days"].sum()
