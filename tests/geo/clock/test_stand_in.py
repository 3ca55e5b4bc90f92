"""Where there are no term dates, weekdays that are no bank holidays stand in for school days."""

import datetime as dt

import pytest

from geo.clock import Calendar
from geo.errors import NoSchoolDayError
from geo.timetables import no_bells, no_terms

SPAN = dt.date(2026, 11, 2), dt.date(2027, 1, 8)


@pytest.fixture
def calendar():
    return Calendar.from_tables(no_terms(), no_bells(), {}, stand_in=SPAN)


@pytest.mark.parametrize(
    ("date", "why"),
    [
        ("2026-11-24", None),
        ("2026-11-22", "Sunday"),
        ("2026-12-25", "bank holiday, Christmas Day"),
        ("2027-01-11", "outside the term dates that are known"),
    ],
)
def test_a_weekday_stands_in(calendar, date, why):
    assert calendar.why_closed(dt.date.fromisoformat(date)) == why


def test_it_says_so(calendar):
    assert calendar.assumed
    assert "weekdays that are no bank holidays stand in for school days" in calendar.notice
    assert calendar.window.days.name == "weekdays without bank holidays"
    assert (calendar.first, calendar.last) == SPAN


def test_term_dates_come_first():
    terms = no_terms()
    terms.loc[0] = ["la", "1", "2026/27", "term", dt.date(2026, 9, 2), dt.date(2026, 12, 18), "x"]
    known = Calendar.from_tables(terms, no_bells(), {}, stand_in=SPAN)
    assert not known.assumed
    assert known.notice == ""
    assert not known.is_school_day(dt.date(2027, 1, 5))


def test_without_a_span_no_day_is_known():
    bare = Calendar.from_tables(no_terms(), no_bells(), {})
    assert not bare.assumed
    with pytest.raises(NoSchoolDayError):
        bare.next_school_day(dt.date(2026, 11, 24))
