import datetime as dt

import pandas as pd
import pytest

from geo.clock import Calendar
from geo.errors import NoSchoolDayError

D = dt.date


def terms(*rows):
    columns = ["scope", "scope_id", "kind", "start", "end"]
    frame = pd.DataFrame(rows, columns=columns)
    return frame.assign(academic_year="2026/27", source="test")


def bells(*rows):
    columns = ["urn", "valid_from", "valid_to", "weekday", "finish_min", "stagger_min"]
    return pd.DataFrame(rows, columns=columns)


AUTUMN = ("la", "1", "term", D(2026, 9, 1), D(2026, 12, 18))
HALF_TERM = ("la", "1", "half_term", D(2026, 10, 26), D(2026, 10, 30))
SPRING = ("la", "1", "term", D(2027, 1, 4), D(2027, 3, 26))


@pytest.fixture
def calendar():
    inset = ("urn", "A", "inset", D(2026, 11, 24), D(2026, 11, 24))
    rung = [
        ("A", D(2026, 9, 1), D(2027, 7, 30), 1, 15 * 60, 0),
        ("B", D(2026, 9, 1), D(2027, 7, 30), 1, 15 * 60 + 10, 10),
        ("B", D(2026, 9, 1), D(2026, 12, 31), 4, 14 * 60 + 50, 0),
        ("B", D(2027, 1, 1), D(2027, 7, 30), 4, 14 * 60 + 30, 0),
    ]
    tables = terms(AUTUMN, HALF_TERM, SPRING, inset), bells(*rung)
    return Calendar.from_tables(*tables, {"A": "Ash School", "B": "Beech School"})


@pytest.mark.parametrize(
    ("date", "why"),
    [
        (D(2026, 11, 22), "Sunday"),
        (D(2026, 10, 28), "half term, 26 Oct to 30 Oct"),
        (D(2026, 12, 25), "bank holiday, Christmas Day"),
        (D(2026, 12, 22), "outside the term dates that are known"),
        (D(2026, 11, 24), None),
    ],
)
def test_a_date_says_why_it_is_no_school_day(calendar, date, why):
    assert calendar.why_closed(date) == why


def test_an_easter_monday_within_term_is_no_school_day():
    year = Calendar.from_tables(
        terms(("la", "1", "term", D(2026, 4, 1), D(2026, 4, 30))), bells(), {}
    )
    assert not year.is_school_day(D(2026, 4, 6))


def test_the_next_school_day_is_strictly_after(calendar):
    assert calendar.next_school_day(D(2026, 11, 23)).date == D(2026, 11, 24)
    assert calendar.next_school_day(D(2026, 10, 23)).date == D(2026, 11, 2)
    assert calendar.next_school_day(D(2026, 12, 18)).date == D(2027, 1, 4)


def test_after_the_last_term_the_message_says_what_to_add(calendar):
    with pytest.raises(NoSchoolDayError, match="Add the next year's term dates"):
        calendar.next_school_day(D(2027, 3, 26))


def test_a_day_off_names_the_next_school_day(calendar):
    with pytest.raises(NoSchoolDayError, match=r"half term.*Mon 2 Nov 2026"):
        calendar.day(D(2026, 10, 28))


def test_an_inset_day_closes_one_school_only(calendar):
    day = calendar.day(D(2026, 11, 24))
    assert [bell.name for bell in day.bells] == ["Beech School"]
    assert day.closed == (("A", "INSET day"),)


def test_when_all_are_closed_no_bell_rings():
    closed = [("urn", u, "inset", D(2026, 11, 23), D(2026, 11, 23)) for u in "AB"]
    shut = Calendar.from_tables(terms(AUTUMN, *closed), bells(), {"A": "Ash", "B": "Beech"})
    assert shut.why_closed(D(2026, 11, 23)) == "every school is closed"


def test_bells_follow_weekday_and_validity(calendar):
    assert calendar.day(D(2026, 11, 27)).bells[0].finish_min == 14 * 60 + 50
    assert calendar.day(D(2027, 1, 8)).bells[0].finish_min == 14 * 60 + 30


def test_a_staggered_bell_lets_out_over_several_slices(calendar):
    day = calendar.day(D(2026, 12, 1))
    names = [[bell.name for bell in day.letting_out(s)] for s in range(3)]
    assert names == [["Ash School", "Beech School"], ["Beech School"], []]
    assert str(day.bells[1]) == "Beech School (15:10–15:20)"


def test_the_window_runs_on_school_days(calendar):
    dates = calendar.window.dates_between(D(2026, 10, 20), D(2026, 11, 4))
    assert [d.day for d in dates] == [20, 21, 22, 23, 2, 3]


def test_the_calendar_says_where_its_knowledge_ends(calendar):
    assert (calendar.first, calendar.last) == (D(2026, 9, 1), D(2027, 3, 26))
    assert calendar.previous_school_day(D(2026, 11, 2)).date == D(2026, 10, 23)


def test_without_terms_no_day_is_a_school_day():
    nothing = Calendar.from_tables(terms(), bells(), {})
    assert nothing.first is None
    with pytest.raises(NoSchoolDayError):
        nothing.next_school_day(D(2026, 1, 1))
