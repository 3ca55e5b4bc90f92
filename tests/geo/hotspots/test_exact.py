import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra import numpy as arrays

from geo.arrays import exact

ROWS = 100_000


@pytest.mark.parametrize("scale", [1, 1e4, 1e9, 1e-3])
def test_sums_are_the_same_bytes_in_any_order(scale):
    rng = np.random.default_rng(5)
    cell = rng.integers(0, 50, ROWS)
    weights = exact(np.exp2(-rng.uniform(0, 12, ROWS)) * scale)
    sums = np.bincount(cell, weights)
    for _ in range(5):
        order = rng.permutation(ROWS)
        assert np.bincount(cell[order], weights[order]).tobytes() == sums.tobytes()
        assert weights[order].sum() == weights.sum() == sums.sum()


def test_weights_as_they_come_do_depend_on_the_order():
    """Otherwise nobody would need this."""
    weights = np.random.default_rng(5).random(ROWS)
    ordered = (np.bincount(np.zeros(ROWS, dtype=int), w)[0] for w in (weights, weights[::-1]))
    assert next(ordered) != next(ordered)


@given(arrays.arrays(float, st.integers(0, 50), elements=st.floats(-1000, 1000)))
def test_a_weight_moves_by_half_a_step_at_most_and_only_once(weights):
    rounded = exact(weights)
    assert np.all(np.abs(rounded - weights) <= 2.0**-25)
    assert exact(rounded).tobytes() == rounded.tobytes()


def test_small_whole_numbers_halves_and_quarters_are_kept():
    kept = np.array([0, 0.25, 0.5, 1, 2, 8, 12])
    assert exact(kept).tolist() == kept.tolist()
