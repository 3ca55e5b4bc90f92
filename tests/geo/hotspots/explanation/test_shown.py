import itertools

import pytest
from hypothesis import given
from hypothesis import strategies as st

from geo.hotspots.explanation._tallies import _counts_shown


def possible(text, most):
    """Counts that a text may stand for."""
    if text in ("<5", "<10"):
        return range(1 if text == "<5" else 0, int(text[1:]))
    return range(5, most + 1) if text == "5+" else [int(text)]


@pytest.mark.parametrize(
    ("counts", "shown"),
    [
        ((7, 2, 3), ("7", "<5", "<5")),
        ((7, 9, 3), ("5+", "9", "<5")),
        ((6, 9, 12), ("6", "9", "12")),
        ((5, 9, 1), ("5+", "5+", "<5")),
        ((3, 0, 0), ("<5", "0", "0")),
        ((4, 4, 0), ("<10", "<10", "<10")),
        ((None, 8, 0), ("–", "8", "0")),
        ((), ()),
    ],
)
def test_small_counts_are_hidden_and_so_is_what_would_give_them_away(counts, shown):
    assert _counts_shown(counts) == shown


@given(st.lists(st.integers(0, 9), min_size=1, max_size=5))
def test_no_small_count_follows_from_the_others_and_the_total(counts):
    total, shown = sum(counts), _counts_shown(counts)
    assert not set(shown) & {"1", "2", "3", "4"}
    if total < 5:
        return  # the total is hidden too
    options = [possible(text, total) for text in shown]
    fitting = [each for each in itertools.product(*options) if sum(each) == total]
    assert tuple(counts) in fitting
    for n, count in enumerate(counts):
        if 0 < count < 5:
            assert len({each[n] for each in fitting}) > 1
