"""Random wishes over everything that can be asked for; see `tests.benchmarks.random_wishes`."""

import os
from collections import Counter

from tests.benchmarks.random_wishes import a_case, outcome


def test_random_wishes_give_a_plan_or_name_a_true_clash():
    """AFTERBELL_WISHES=1000 tries so many."""
    came = Counter(
        outcome(a_case(n)) for n in range(int(os.environ.get("AFTERBELL_WISHES", "150")))
    )
    clashes = sum(count for what, count in came.items() if what.startswith("clash"))
    assert came["plan"] >= 40, came
    assert clashes >= 40, came
    assert clashes - came["clash of 1 wishes"] - came["clash of some wishes"] >= 8, came
    assert came["not found"] + came["too long to try out"] <= 3, came
