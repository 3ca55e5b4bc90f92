import numpy as np
import pytest

from geo.evidence.backtest._hit_rates import above_zero
from geo.model import Interval

NOTHING = Interval(0.0, 0.0, 0.0)


def test_no_hit_in_a_hundred_is_not_taken_for_never():
    each = np.ones(100)
    share = above_zero(NOTHING, each, each, 100.0)
    assert (share.value, share.low) == (0.0, 0.0)
    assert share.high == pytest.approx(0.0295, abs=1e-4)


def test_the_predictive_accuracy_index_is_as_unsure_as_the_hit_rate():
    each = np.ones(100)
    assert above_zero(NOTHING, each, each * 0.02, 100.0).high == pytest.approx(1.475, abs=0.01)


def test_any_hit_leaves_the_interval_as_it_is():
    share = Interval(0.01, 0.0, 0.03)
    assert above_zero(share, np.ones(9), np.ones(9), 9.0) is share
