import numpy as np
import pytest

from geo.evidence.backtest import Conclusion
from geo.evidence.backtest._setup import BlockBootstrap, conclusion_of
from geo.model import Interval


def test_the_same_seed_draws_the_same_weeks_and_another_seed_others():
    assert (BlockBootstrap.of(32, 1).times == BlockBootstrap.of(32, 1).times).all()
    assert (BlockBootstrap.of(32, 1).times != BlockBootstrap.of(32, 2).times).any()


def test_weeks_that_all_say_the_same_leave_no_doubt():
    same = BlockBootstrap.of(16, 0).ratio(np.full(16, 3.0), np.full(16, 10.0))
    assert (same.low, same.value, same.high) == pytest.approx((0.3, 0.3, 0.3))


def test_nine_in_ten_intervals_hold_the_truth():
    rng = np.random.default_rng(5)
    draws = BlockBootstrap.of(32, 0)
    held = 0
    for _ in range(300):
        whole = rng.poisson(20, 32).astype(float)
        interval = draws.ratio(rng.binomial(whole.astype(int), 0.3).astype(float), whole)
        held += interval.low <= 0.3 <= interval.high
    assert 0.84 <= held / 300 <= 0.95


def test_a_few_weeks_are_not_taken_for_surer_than_they_are():
    rng = np.random.default_rng(5)
    draws = BlockBootstrap.of(8, 0)
    held = 0
    for _ in range(400):
        whole = rng.poisson(10, 8).astype(float)
        interval = draws.ratio(rng.binomial(whole.astype(int), 0.2).astype(float), whole)
        held += interval.low <= 0.2 <= interval.high
    assert held / 400 >= 0.87


def test_whole_weeks_are_drawn_so_that_weeks_that_differ_widen_the_interval():
    whole = np.full(16, 10.0)
    even = BlockBootstrap.of(16, 0).ratio(np.full(16, 5.0), whole)
    uneven = BlockBootstrap.of(16, 0).ratio(np.tile([0.0, 10.0], 8), whole)
    assert uneven.value == pytest.approx(even.value)
    assert uneven.high - uneven.low > 0.3


@pytest.mark.parametrize(
    ("low", "high", "word"),
    [
        (0.01, 0.2, Conclusion.BETTER),
        (-0.2, -0.01, Conclusion.WORSE),
        (-0.01, 0.2, Conclusion.CANNOT_TELL),
        (0.0, 0.2, Conclusion.CANNOT_TELL),
    ],
)
def test_only_an_interval_on_one_side_of_nothing_makes_a_claim(low, high, word):
    interval = Interval((low + high) / 2, low, high)
    assert conclusion_of(interval, can_tell=True) is word
    assert conclusion_of(interval, can_tell=False) is Conclusion.CANNOT_TELL


def test_weeks_without_anything_to_test_do_no_harm():
    draws = BlockBootstrap.of(4, 0)
    assert draws.ratio(np.zeros(4), np.zeros(4)) == Interval(0, 0, 0)
    assert draws.chance_above_zero(np.zeros(4), np.zeros(4)) == 0.5
