import datetime as dt
import itertools

import pandas as pd

from dashboard.charts import year as pictures
from geo.rendering import palette
from geo.timetables import TERM_COLUMNS, school_year, terms_from_text, typed_terms

YEAR = (
    ("term", "2026-09-01", "2026-12-18"),
    ("term", "2027-01-04", "2027-03-25"),
    ("term", "2027-04-12", "2027-07-22"),
    ("half_term", "2026-10-26", "2026-10-30"),
    ("inset", "2026-09-01", "2026-09-01"),
    ("closure", "2026-09-03", "2026-09-03"),
)


def frame(*rows):
    full = [("la", "S1", "", kind, start, end, "") for kind, start, end in rows or YEAR]
    terms = typed_terms(terms_from_text(pd.DataFrame(full, columns=[*TERM_COLUMNS])).frame)
    return school_year(terms, "2026/27")


def days(chart):
    rows = itertools.chain.from_iterable(chart.to_dict()["datasets"].values())
    return {row["when"]: row for row in rows}


def test_a_year_is_three_calendars_that_hold_a_term_each():
    titles, charts = zip(*pictures.thirds(frame()), strict=True)
    assert titles == (
        "Autumn term, 72 school days",
        "Spring term, 59 school days",
        "Summer term, 72 school days",
    )
    assert next(iter(days(charts[1]))) == "Mon 4 Jan 2027"


def test_other_years_are_cut_by_month():
    titles = [title for title, _ in pictures.thirds(frame(YEAR[0]))]
    assert titles == ["Autumn term, 79 school days", "January to April", "May to July"]


def test_every_weekday_is_one_cell_and_what_it_is_shows_without_colour():
    cells = {}
    for _, chart in pictures.thirds(frame()):
        cells |= days(chart)
    weekdays = pd.bdate_range(dt.date(2026, 9, 1), dt.date(2027, 7, 31))
    assert len(cells) == len(weekdays)
    letters = {
        cells[when]["letter"] for when in ("Tue 1 Sep 2026", "Thu 3 Sep 2026", "Mon 26 Oct 2026")
    }
    assert letters == {"I", "C", "H"}


def test_marks_are_told_apart_in_grey_and_their_letters_read():
    marks = list(pictures.MARKS.values())
    for one, other in itertools.combinations(marks, 2):
        light = sorted((palette._luminance(one.fill), palette._luminance(other.fill)))
        assert one.letter != other.letter or (light[1] + 0.05) / (light[0] + 0.05) > 1.5
    for mark in marks:
        light = sorted((palette._luminance(mark.fill), palette._luminance(mark.ink)))
        assert (light[1] + 0.05) / (light[0] + 0.05) >= 4.5


def test_the_legend_names_only_what_is_shown():
    words = [words for _, words in pictures.legend(frame(*YEAR[:3]))]
    assert words == ["school day", "bank holiday", "holiday"]


def test_bells_are_bars_over_the_afternoon():
    table = pd.DataFrame(
        {"start_min": [910], "time": ["15:10–15:15"], "schools": [3], "names": ["A, B, C"]}
    )
    chart = pictures.bells(table, "Tuesday").to_dict()
    assert chart["encoding"]["x"]["scale"]["domain"] == [840, 1080]
    assert "Tuesday" in chart["description"]
