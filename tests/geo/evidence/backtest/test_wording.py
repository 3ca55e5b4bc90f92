import pytest

from geo.evidence.backtest import digits, percent, rate
from geo.evidence.backtest._verdict import points, share_in_words
from geo.model import Interval


@pytest.mark.parametrize(
    ("share", "words"),
    [
        (0.0, "hardly any"),
        (0.05, "about 1 in 20"),
        (0.22, "about 1 in 5"),
        (0.41, "about 2 in 5"),
        (0.5, "about half"),
        (0.97, "nearly all"),
    ],
)
def test_shares_are_words_that_people_can_picture(share, words):
    assert share_in_words(share) == words


def test_digits_follow_the_words_and_never_stand_without_their_interval():
    found = Interval(0.22, 0.18, 0.27)
    assert rate(found) == "about 1 in 5 (22%, 90% interval 18% to 27%)"
    assert digits(found) == "22% (18%–27%)"


def test_a_difference_shows_its_sign():
    assert points(Interval(0.031, -0.004, 0.065)) == "+3.1 points, 90% interval −0.4 to +6.5"
    assert points(Interval(0.0, -0.0001, 0.0)) == "0.0 points, 90% interval 0.0 to 0.0"


def test_small_shares_keep_a_digit():
    assert (percent(0.014), percent(0.22), percent(0)) == ("1.4%", "22%", "0%")
    assert (percent(0.0003), percent(0.00001)) == ("0.03%", "under 0.01%")
