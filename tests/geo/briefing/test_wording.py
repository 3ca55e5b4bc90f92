import datetime as dt

import pytest

from geo.briefing import sheet
from geo.model import Estimate
from geo.text import (
    date_in_words,
    duration,
    expected_in_digits,
    names_sexual_offence,
    offences_shown,
    short_date,
)


@pytest.mark.parametrize(
    ("low", "mean", "high", "said"),
    [
        (0.21, 0.42, 0.7, "0.42 expected (90% interval 0.21–0.70)"),
        (0, 0.004, 0.03, "<0.01 expected (90% interval 0.00–0.03)"),
        (0.8, 1.26, 2.04, "1.3 expected (90% interval 0.80–2.0)"),
    ],
)
def test_digits_follow_the_words(low, mean, high, said):
    assert expected_in_digits(Estimate(mean, low, high)) == said


def test_dates_and_durations_are_written_one_way():
    date = dt.date(2026, 11, 4)
    assert short_date(date) == "Wed 4 Nov 2026"
    assert date_in_words(date) == "Wednesday 4 November 2026"
    assert duration(12) == "12 min"


def test_sexual_offences_are_never_among_those_shown():
    offences = [("Sexual offence", 0.5), ("rape of a female", 0.2), ("Personal robbery", 0.2),
                ("Sexual offences", 0.1), ("Drugs", 0.0)]  # fmt: skip
    assert offences_shown(offences) == ("Personal robbery", "Drugs")


@pytest.mark.parametrize(
    "place", ["Sexton Street", "Essex Road", "Groombridge School", "Therapist"]
)
def test_a_place_whose_name_only_sounds_like_one_is_left_alone(place):
    assert not names_sexual_offence(f"Robbery is most likely by {place}.")


def test_the_standing_words_hold_what_the_evidence_asks_for():
    assert [name for name, _ in sheet.PRINCIPLES] == ["Deter", "Detect", "Divert"]
    assert sheet.NOT_GROUNDS == "A hotspot is not grounds for a search."
    said = " ".join((*sheet.STANDING_WORDS, *sheet.COVERAGE))
    for needed in ("the area around an interchange, not the point", "10–16 minutes",
                   "Vary the order and the times", "largely unreported",
                   "held by another force"):  # fmt: skip
        assert needed in said
