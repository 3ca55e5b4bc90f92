import datetime as dt

import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from geo.clock import Calendar
from geo.timetables import (
    BELL_COLUMNS,
    TERM_COLUMNS,
    bell_warnings,
    bells_from_text,
    letting_out,
    terms_from_text,
    typed_bells,
    typed_terms,
)

SCHOOLS = pd.DataFrame({"urn": list("123456"), "name": [f"School {n}" for n in "123456"]})
ON = dt.date(2026, 11, 24)
TERM = ("la", "S1", "", "term", "2026-09-01", "2026-12-18", "")


def bells(*rows):
    """Rows of (urn, weekday, finish) with, if given, valid_from, valid_to and stagger."""
    full = [
        (urn, *(more[:2] or ("2026-09-01", "")), day, finish, *(more[2:] or ("0",)), "")
        for urn, day, finish, *more in rows
    ]
    return typed_bells(bells_from_text(pd.DataFrame(full, columns=[*BELL_COLUMNS])).frame)


def calendar(*terms):
    frame = pd.DataFrame([*(terms or (TERM,))], columns=[*TERM_COLUMNS])
    return Calendar.from_tables(typed_terms(terms_from_text(frame).frame), bells(), {"1": "A"})


def kinds(table, schools=SCHOOLS, **changes):
    found = bell_warnings(table, schools, calendar(), **({"as_of": ON} | changes))
    return {warning.kind: warning for warning in found}


def usual(*urns):
    return [(urn, "daily", f"15:{10 + int(urn):02d}") for urn in urns]


def test_a_sound_table_is_not_warned_of():
    assert kinds(bells(*usual(*"123456"))) == {}


def test_schools_without_bells_are_named_and_counted():
    found = kinds(bells(*usual("1")))
    assert "5 of 6 schools have no bell at all: School 2, School 3" in found["no_bells"].sentence
    assert kinds(bells(), SCHOOLS)["no_bells"].sentence == "None of the 6 schools has a bell."


def test_a_missing_weekday_is_named():
    found = kinds(bells(*usual(*"23456"), ("1", "Mon-Wed", "15:10"), ("1", "Fri", "15:10")))
    assert set(found) == {"missing_weekday"}
    assert "School 1 (Thu)" in found["missing_weekday"].sentence
    assert len(found["missing_weekday"].rows) == 4


def test_bells_of_no_school_are_named_with_their_rows():
    table = bells(*usual(*"123456"), ("9", "Mon", "15:10"))
    assert kinds(table)["unknown_school"].rows == (30,)


def test_bells_that_ended_are_named_with_the_day():
    table = bells(*usual(*"23456"), ("1", "daily", "15:10", "2025-09-01", "2026-07-20"))
    found = kinds(table)
    assert set(found) == {"ended"}
    assert "School 1 (on Mon 20 Jul 2026)" in found["ended"].sentence


def test_a_gap_matters_only_where_school_days_lie_in_it():
    first = ("1", "daily", "15:10", "2026-09-01", "2026-10-02")
    in_term = bells(first, ("1", "daily", "15:20", "2026-10-12", ""), *usual(*"23456"))
    weekend = bells(first, ("1", "daily", "15:20", "2026-10-05", ""), *usual(*"23456"))
    assert "before Mon 12 Oct 2026" in kinds(in_term)["gap"].sentence
    assert kinds(weekend) == {}


def test_two_times_on_one_day_are_a_clash():
    table = bells(
        *usual(*"23456"),
        ("1", "daily", "15:10", "2026-09-01", ""),
        ("1", "Mon", "15:30", "2026-10-01", ""),
    )
    assert kinds(table)["overlap"].rows == (25, 30)


@pytest.mark.parametrize(
    ("row", "kind"),
    [
        (("1", "Mon", "03:10"), "unlikely_time"),
        (("1", "Mon", "18:10"), "unlikely_time"),
        (("1", "Mon", "15:10", "2026-09-01", "", "75"), "long_stagger"),
        (("1", "Mon", "13:20"), "far_from_others"),
        (("1", "Fri", "13:20"), "early_friday"),
    ],
)
def test_unlikely_times_are_named(row, kind):
    others = [("1", day, "15:10") for day in ("Mon", "Tue", "Wed", "Thu", "Fri") if day != row[1]]
    found = kinds(bells(*usual(*"23456"), *others, row))
    assert found[kind].rows == (29,)
    assert found[kind].soft is (kind == "early_friday")


def test_the_same_time_everywhere_looks_like_a_default():
    found = kinds(bells(*[(urn, "daily", "15:10") for urn in "123456"]))
    assert found["all_alike"].soft
    assert "All 6 schools finish at 15:10" in found["all_alike"].sentence


PERIOD = st.tuples(st.integers(1, 28), st.integers(0, 40), st.sampled_from(["15:10", "15:20"]))


@given(st.lists(PERIOD, min_size=1, max_size=6))
def test_a_clash_is_found_exactly_where_two_rows_disagree(periods):
    first = dt.date(2026, 9, 1)
    spans = [
        (first + dt.timedelta(a), first + dt.timedelta(a + n), finish) for a, n, finish in periods
    ]
    table = bells(*[("1", "Mon", finish, str(a), str(b)) for a, b, finish in spans])
    clash = any(a <= d and c <= b and one != other for a, b, one in spans for c, d, other in spans)
    assert ("overlap" in kinds(table)) is clash


def test_schools_let_out_by_five_minutes_and_the_later_row_wins():
    table = bells(
        ("1", "Tue", "15:12"),
        ("2", "Tue", "15:10"),
        ("3", "Tue", "15:10"),
        ("3", "Tue", "16:00", "2026-10-01", ""),
        ("4", "Wed", "15:10"),
        ("9", "Tue", "15:10"),
    )
    found = letting_out(table, SCHOOLS, 1, ON)
    assert found[["time", "schools", "names"]].to_numpy().tolist() == [
        ["15:10–15:15", 2, "School 1, School 2"],
        ["16:00–16:05", 1, "School 3"],
    ]
