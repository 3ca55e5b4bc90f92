import datetime as dt

import pytest

from geo.errors import SettingError
from geo.model import Estimate
from geo.text import (
    chance_in_words,
    count_shown,
    date_in_words,
    distance,
    duration,
    expected_in_digits,
    listed,
    names_sexual_offence,
    offences_shown,
    short_date,
)


@pytest.mark.parametrize(
    ("expected", "words"),
    [
        (0, "fewer than 1 in 200 afternoons"),
        (0.01, "about 1 in 100 afternoons"),
        (0.4, "about 1 in 3 afternoons"),
        (0.7, "about 1 in 2 afternoons"),
        (1.5, "most afternoons"),
        (2, "more than once an afternoon"),
        (2.5, "about 3 times an afternoon"),
    ],
)
def test_the_chance_is_said_as_people_say_it(expected, words):
    assert chance_in_words(expected) == words


@pytest.mark.parametrize("nonsense", [-1, float("nan"), float("inf")])
def test_what_cannot_be_expected_is_refused(nonsense):
    with pytest.raises(SettingError, match="0 or more"):
        chance_in_words(nonsense)


def test_small_counts_are_hidden_and_none_is_none():
    assert [count_shown(n) for n in (0, 1, 4, 5, 1234)] == ["0", "<5", "<5", "5", "1,234"]


def test_distances_are_rounded_to_what_matters():
    assert [distance(m) for m in (0, 14, 346, 1240)] == ["0 m", "10 m", "350 m", "1.2 km"]


def test_a_list_is_said_as_people_say_it():
    assert listed(["a"]) == "a"
    assert listed(["a", "b"]) == "a and b"
    assert listed(["a", "b", "c"]) == "a, b and c"


@pytest.mark.parametrize(
    ("low", "mean", "high", "words"),
    [
        (0.21, 0.42, 0.7, "0.42 expected (90% interval 0.21–0.70)"),
        (0, 0.004, 0.03, "<0.01 expected (90% interval 0.00–0.03)"),
        (0.8, 1.26, 2.04, "1.3 expected (90% interval 0.80–2.0)"),
    ],
)
def test_digits_follow_the_words(low, mean, high, words):
    assert expected_in_digits(Estimate(mean, low, high)) == words


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
