import pytest

from geo.evidence.backtest import Promise, promise
from geo.model import Interval


@pytest.mark.parametrize(
    ("share", "tried", "said"),
    [
        (Interval(0.6, 0.5, 0.7), 160, Promise.NARROW),
        (Interval(0.99, 0.97, 1.0), 160, Promise.WIDE),
        (Interval(0.9, 0.85, 0.94), 160, Promise.KEPT),
        (Interval(0.84, 0.78, 0.88), 160, Promise.CANNOT_TELL),
        (Interval(1.0, 0.47, 1.0), 4, Promise.CANNOT_TELL),
        (Interval(0.9, 0.61, 0.99), 10, Promise.CANNOT_TELL),
    ],
)
def test_intervals_are_judged_only_as_far_as_they_were_tried(share, tried, said):
    assert promise(share, tried) is said
