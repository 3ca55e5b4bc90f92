import pytest

from geo.errors import SettingError
from geo.text import chance_in_words, count_shown, distance, listed


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
