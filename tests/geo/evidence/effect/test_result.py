import pytest

from geo.evidence.effect import (
    Change,
    Verdict,
    change_in_words,
    digits,
    displacement_in_words,
    ratio_in_words,
    recorded_in_digits,
)
from geo.model import Estimate, Interval


@pytest.mark.parametrize(
    ("ratio", "words"),
    [
        (0.0, "hardly any"),
        (0.5, "half as many"),
        (0.74, "a quarter fewer"),
        (1.0, "as many"),
        (1.1, "a tenth more"),
        (1.52, "half as many again"),
        (2.0, "twice as many"),
        (40, "more than ten times as many"),
    ],
)
def test_a_ratio_is_named_as_people_picture_it(ratio, words):
    assert ratio_in_words(ratio) == words


def test_an_interval_that_holds_one_cannot_tell():
    change = Change(24, 32, Estimate(0.75, 0.5, 1.1))
    assert change_in_words(change) == (
        "Cannot tell: about a quarter fewer (between half as many and a tenth more)"
    )
    assert digits(change.ratio) == "0.75 (0.50 to 1.10)"


def test_both_directions_are_worded_alike():
    fewer = Change(10, 20, Estimate(0.5, 0.3, 0.8))
    more = Change(40, 20, Estimate(2.0, 1.25, 3.0))
    assert (fewer.verdict, more.verdict) == (Verdict.FEWER, Verdict.MORE)
    assert (
        change_in_words(fewer) == "About half as many (between a third as many and a fifth fewer)"
    )
    assert change_in_words(more) == (
        "About twice as many (between a quarter more and three times as many)"
    )


def test_small_counts_stay_hidden():
    assert recorded_in_digits(Change(3, 12, None)) == "<5 recorded, 12 expected"


@pytest.mark.parametrize(
    ("moved", "words"),
    [
        (Interval(-0.8, -1.2, -0.4), "about 8 more in the streets around: some of it moved away"),
        (Interval(0.5, 0.2, 0.9), "about 5 fewer in the streets around: some of it was spared"),
        (Interval(0.5, -0.2, 0.9), "Cannot tell: for every 10 fewer"),
    ],
)
def test_displacement_is_counted_for_every_ten(moved, words):
    assert words in displacement_in_words(moved)
