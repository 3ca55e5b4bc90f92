"""Many wishes at once: told in time, and truly."""

import pytest

from geo.errors import PlanImpossibleError, SettingError
from geo.patrol import Constraints, Lock
from geo.patrol.problem import _clash_search as clash_search
from geo.patrol.problem import _clashes as clashes
from geo.patrol.problem._commitments import Commitment
from tests.effort import LONG
from tests.geo.patrol.problem.test_clash_search import apart, option


def visits(count, last, patrols=(0,)):
    """As many visits, each to a place of its own, by any of some patrols."""
    return [Commitment(tuple(option(p, n, 0, last) for p in patrols)) for n in range(count)]


def test_more_than_the_patrols_have_time_for_is_refused_without_a_search():
    """Ten minutes, five to the next, and two last stops: 20 begin within twice 135 minutes."""
    spacing = apart(places=20)
    assert clash_search.schedule_all(
        visits(20, 134, (0, 1)), spacing, steps=0
    ) == clash_search.Schedule(None)
    assert not clash_search.schedule_all(visits(20, 135, (0, 1)), spacing, steps=0).sure


@pytest.mark.parametrize("last", [29, 30])
def test_as_much_as_the_patrols_have_time_for_is_done(last):
    answer = clash_search.schedule_all(visits(3, last), apart())
    assert (answer.assignments is not None, answer.sure) == (last == 30, True)


def test_an_order_of_many_stops_counts_as_many_steps():
    """One stop more of one patrol is hardly a step more to choose, but twice as long to order."""
    spacing = apart(places=14)
    assert clash_search.schedule_all(visits(13, 500), spacing, steps=100).assignments is not None
    assert not clash_search.schedule_all(visits(14, 500), spacing, steps=100).sure


def test_thirty_stops_for_two_patrols_name_a_clash(build, monkeypatch):
    """Ten times as many steps, in the long run, name the same."""
    if not LONG:
        monkeypatch.setattr(clashes, "STEPS", clashes.STEPS // 10)
    items = [build.place(f"p{n}", 100 * (n % 6), 100 * (n // 6)) for n in range(30)]
    constraints = Constraints(add=frozenset(item.place_id for item in items))
    with pytest.raises(PlanImpossibleError, match="cannot do all of these: Place p"):
        build.plan(items, [build.patrol("A"), build.patrol("B")], constraints=constraints)


def test_the_same_lock_twice_for_one_patrol_is_said_once(build):
    lock = Lock("p", "Alpha", 960)
    constraints = Constraints(at_once=2, locks=(lock, lock))
    with pytest.raises(PlanImpossibleError, match="Alpha cannot do this twice: Place p by Alpha"):
        build.plan(
            [build.place("p", 0, 0)], [build.patrol(), build.patrol("B")], constraints=constraints
        )


@pytest.mark.parametrize("value", [float("nan"), float("inf"), -1.0])
def test_a_value_that_is_no_number_is_refused(build, value):
    with pytest.raises(SettingError, match="negative or no number"):
        build.place("p", 0, 0, value)
