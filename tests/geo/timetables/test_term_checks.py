import datetime as dt

import pandas as pd
import pytest

from geo.bundle import bundled
from geo.timetables import TERM_COLUMNS, read_terms, term_warnings, terms_from_text, typed_terms

SCHOOLS = pd.DataFrame({"urn": ["1"], "name": ["Hill"]})
YEAR = (
    ("term", "2026-09-01", "2026-12-18"),
    ("term", "2027-01-04", "2027-03-25"),
    ("term", "2027-04-12", "2027-07-22"),
    ("half_term", "2026-10-26", "2026-10-30"),
    ("half_term", "2027-02-15", "2027-02-19"),
    ("half_term", "2027-05-31", "2027-06-04"),
    ("bank_holiday", "2027-05-03", "2027-05-03"),
)


def terms(*rows, scope="la", scope_id="S1"):
    """Rows of (kind, start, end), with an academic year if given."""
    full = [
        (scope, scope_id, *(year or ("",)), kind, start, end, "")
        for kind, start, end, *year in rows
    ]
    return typed_terms(terms_from_text(pd.DataFrame(full, columns=[*TERM_COLUMNS])).frame)


def kinds(table, **options):
    return {warning.kind: warning for warning in term_warnings(table, SCHOOLS, **options)}


def test_a_sound_year_is_not_warned_of():
    assert kinds(terms(*YEAR), as_of=dt.date(2026, 11, 24)) == {}


def test_the_sample_is_not_warned_of():
    schools = pd.read_csv(bundled("sample") / "schools.csv", dtype=str)
    table = read_terms(bundled("sample") / "terms.csv")
    assert term_warnings(table, schools, as_of=dt.date(2026, 11, 24)) == ()


def test_no_dates_are_said():
    assert set(kinds(terms())) == {"no_terms"}


@pytest.mark.parametrize(
    ("changed", "kind", "words"),
    [
        ({1: ("term", "2027-03-01", "2027-03-25")}, "gap", "before Mon 1 Mar 2027 (authority S1)"),
        ({1: ("term", "2026-12-14", "2027-03-25")}, "overlap", "at Mon 14 Dec 2026"),
        ({3: ("half_term", "2026-12-21", "2026-12-24")}, "half_term_outside", "Mon 21 Dec 2026"),
        ({3: ("half_term", "2026-10-19", "2026-11-06")}, "long_half_term", "Mon 19 Oct 2026"),
        ({3: ("inset", "2026-10-24", "2026-10-24")}, "idle_inset", "Sat 24 Oct 2026"),
        ({3: ("inset", "2027-05-03", "2027-05-03")}, "idle_inset", "Mon 3 May 2027"),
        ({6: ("bank_holiday", "2027-05-04", "2027-05-04")}, "no_bank_holiday", "Tue 4 May 2027"),
        ({6: ("closure", "2027-05-05", "2027-05-05")}, "unlisted_bank_holiday", "Mon 3 May 2027"),
        ({0: ("term", "2026-09-01", "2026-12-18", "2025/26")}, "academic_year", "2025/26 for Tue"),
        ({2: ("term", "2027-04-12", "2027-04-30")}, "school_days", "2026/27 has 143"),
    ],
)
def test_what_looks_wrong_is_named_with_its_place(changed, kind, words):
    found = kinds(terms(*[changed.get(n, row) for n, row in enumerate(YEAR)]))
    assert words in found[kind].sentence
    if kind != "unlisted_bank_holiday":
        assert set(changed) <= set(found[kind].rows)
    else:
        assert found[kind].soft


def test_the_summer_is_no_gap():
    later = [("term", "2027-09-20", "2027-12-17")]
    assert "gap" not in kinds(terms(*YEAR, *later))


def test_a_school_that_does_not_exist_is_named():
    table = pd.concat([terms(*YEAR), terms(YEAR[6], scope="urn", scope_id="99")], ignore_index=True)
    assert kinds(table)["unknown_school"].rows == (7,)


def test_two_authorities_are_said_softly():
    table = pd.concat([terms(*YEAR), terms(*YEAR, scope_id="S2")], ignore_index=True)
    found = kinds(table)
    assert set(found) == {"many_authorities"}
    assert found["many_authorities"].soft


@pytest.mark.parametrize(("on", "asked"), [("2027-04-01", False), ("2027-05-10", True)])
def test_the_next_year_is_asked_for_after_spring(on, asked):
    found = kinds(terms(*YEAR), as_of=dt.date.fromisoformat(on))
    assert ("next_year" in found) is asked
