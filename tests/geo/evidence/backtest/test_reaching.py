import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from geo.evidence.backtest._setup import AreaRank

INSIDE = np.ones((1, 4), dtype=bool)


def ranking(*risk):
    return AreaRank.of(np.array([risk], dtype=float), INSIDE)


def test_the_riskiest_cells_come_first_and_the_last_one_counts_in_part():
    taken = ranking(1, 4, 3, 2).in_top(0.375)
    assert taken == pytest.approx([0, 1, 0.5, 0])


def test_cells_of_equal_risk_are_taken_together_wherever_they_lie():
    assert ranking(0, 5, 0, 0).in_top(0.5) == pytest.approx([1 / 3, 1, 1 / 3, 1 / 3])


def test_what_lies_outside_is_never_reached():
    inside = np.array([[True, True, False, True]])
    ranks = AreaRank.of(np.array([[1.0, 2.0, 9.0, 3.0]]), inside)
    assert ranks.in_top(1.0) == pytest.approx([1, 1, 0, 1])
    assert ranks.at(np.array([-1, 1])).in_top(1.0) == pytest.approx([0, 1])


@given(
    st.lists(st.integers(0, 5), min_size=4, max_size=4),
    st.floats(0, 1),
)
def test_just_so_much_of_the_area_is_taken(risk, share):
    assert ranking(*risk).in_top(share).mean() == pytest.approx(share, abs=1e-9)
