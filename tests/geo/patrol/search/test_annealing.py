"""The search as a whole: good, repeatable, watched, and bound by its budget."""

from concurrent.futures import ThreadPoolExecutor

import numpy as np
import pytest

from geo.errors import SettingError
from geo.patrol.search import SearchParams
from geo.patrol.search import _annealing as module
from geo.patrol.search._annealing import Steps, search
from tests.benchmarks.budgets import Seconds

KINDS = {
    "once": {},
    "twice, apart": {"at_most": 2, "gap": 10},
    "two at once": {"at_most": 2, "at_once": 2, "gap": 25},
    "each its own pace": {"alike": False, "at_most": 3, "gap": 0},
}


@pytest.fixture
def large(plain):
    return plain.tables(11, 3, 20, at_most=2, at_once=2, needs=2, alike=False)


@pytest.mark.parametrize("kind", KINDS.values(), ids=KINDS)
def test_it_finds_what_trying_everything_finds(plain, kind):
    for seed in range(12):
        t = plain.tables(seed, 2, 3, windows=2, **kind)
        found = search(t, seed, Steps(400))
        _, best = plain.by_exhaustion(t)
        assert plain.feasible(t, found.routes)
        assert found.worth == pytest.approx(plain.worth(t, found.routes))
        assert found.worth >= 0.99 * best


def test_it_grants_as_many_needs_as_can_be_and_is_good_beside(plain):
    shares = []
    for seed in range(30):
        kind = {"at_most": 1 + seed % 3, "at_once": 1 + seed % 2, "alike": seed % 2 == 0}
        t = plain.tables(seed, 1 + seed % 2, 3, windows=2, needs=1 + seed % 2, **kind)
        found = search(t, seed, Steps(400))
        granted, best = plain.by_exhaustion(t)
        assert plain.feasible(t, found.routes)
        assert t.n_needs - found.missing == granted == plain.granted(t, found.routes)
        shares.append(found.worth / best if best else 1.0)
    assert min(shares) >= 0.95
    assert np.mean(shares) >= 0.995


def test_the_same_seed_finds_the_same_on_one_thread_as_on_two(large, monkeypatch):
    two = search(large, 5, Steps(300))
    assert search(large, 5, Steps(300)) == two
    monkeypatch.setattr(module, "ThreadPoolExecutor", lambda _: ThreadPoolExecutor(1))
    assert search(large, 5, Steps(300)) == two


def test_another_seed_may_find_something_else(plain):
    t = plain.tables(4, 2, 25)
    assert len({search(t, seed, Steps(3)).routes for seed in range(8)}) > 1


def test_whoever_watches_hears_only_of_better_ones(plain):
    for seed in range(8):
        t = plain.tables(seed, 2, 12, at_most=2, needs=seed % 3)
        told = []
        search(
            t, seed, Steps(400), lambda found, share, told=told: told.append((found, share)) or 1
        )
        worths = [(-found.missing, found.worth) for found, _ in told]
        shares = [share for _, share in told]
        assert worths == sorted(worths)
        assert shares == sorted(shares)
        assert shares[-1] == 1.0
        assert all(plain.feasible(t, found.routes) for found, _ in told)


def test_whoever_watches_can_stop_it(plain, large):
    told = []
    found = search(large, 0, Steps(4000), lambda *it: told.append(it) or len(told) < 3)
    assert len(told) == 3
    assert told[-1][1] < 1.0
    assert plain.feasible(large, found.routes)


def test_routes_to_begin_with_are_kept_or_bettered(plain):
    for seed in range(8):
        t = plain.tables(seed, 2, 12, at_most=1 + seed % 2, needs=seed % 3)
        first = search(t, seed, Steps(400))
        again = search(t, seed + 1, Steps(3), start=first.routes)
        assert plain.feasible(t, again.routes)
        assert (-again.missing, again.worth) >= (-first.missing, first.worth)


def test_time_by_the_clock_ends_the_search_too(plain, large):
    found = search(large, 3, Seconds(0.05))
    assert plain.feasible(large, found.routes)
    assert found.worth > 0


def test_steps_are_counted_out(plain, large):
    for total in (1, 7, 39, 40, 41, 1000):
        budget = Steps(total)
        search(large, 0, budget)
        assert (budget.done, budget.share()) == (total, 1.0)


def test_without_anything_to_visit_nobody_goes_anywhere(plain):
    t = plain.tables(0, 2, 3, windows=0)
    found = search(t, 0, Steps(10))
    assert (found.routes, found.worth, found.missing) == (((), ()), 0.0, 0)


def test_where_nothing_is_in_reach_nobody_goes_anywhere(plain):
    t = plain.tables(0, 2, 3)
    t = t._replace(end=t.begin + 1)
    assert search(t, 0, Steps(10)).routes == ((), ())


def test_parameters_change_the_search_and_are_used_by_every_part_of_it(plain):
    t = plain.tables(4, 2, 25)
    usual = search(t, 1, Steps(60))
    for other in (
        SearchParams(restart_tries=1),
        SearchParams(longest_string=1, ruin_shares=(0.0, 1.0, 0.0, 0.0)),
        SearchParams(delay_weight=0, noise=0.0),
        SearchParams(chains=1, restarts=1, restart_share=0.1),
    ):
        found = search(t, 1, Steps(60), params=other)
        assert plain.feasible(t, found.routes)
        assert found.routes != usual.routes


@pytest.mark.parametrize(
    "wrong",
    [
        {"chains": 0},
        {"restart_share": 0.0},
        {"restart_share": 1.0},
        {"final_temperature": (0.1, 0.0)},
        {"ruin_shares": (0.5, 0.5, 0.5, -0.5)},
        {"ruin_shares": (0.5, 0.0, 0.0, 0.0)},
    ],
)
def test_parameters_that_make_no_sense_are_refused(wrong):
    with pytest.raises(SettingError, match="The search cannot be set like this"):
        SearchParams(**wrong)
