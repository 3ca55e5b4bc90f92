"""Random constraints of every kind; see `tests.benchmarks.random_constraints`."""

from collections import Counter

from tests.benchmarks.random_constraints import a_case, outcome
from tests.effort import tries


def test_random_constraints_give_a_plan_or_name_a_true_clash():
    total = tries(60)
    came = Counter(outcome(a_case(n)) for n in range(total))
    clashes = sum(count for what, count in came.items() if what.startswith("clash"))
    several = clashes - came["clash of 1 requirements"] - came["clash of some requirements"]
    assert came["plan"] >= 0.25 * total, came
    assert clashes >= 0.25 * total, came
    assert several >= 0.05 * total, came
    assert came["not found"] + came["too long to try out"] <= 0.02 * total, came
