"""Random settings: each gives a plan that holds, or a sentence that says why not."""

import math
from collections import Counter
from itertools import pairwise, zip_longest

import pytest
from hypothesis import given
from hypothesis import strategies as st

from geo.errors import PlanImpossibleError, SettingError
from geo.patrol import Constraints, Lock
from tests.effort import examples, tries

NAMES = ("Alpha", "Bravo", "Charlie", "Delta", "Echo")
IDS = (
    *("hotspot-H1", "hotspot-H2", "interchange-i1", "interchange-i2"),
    *("gate-100", "gate-200", "gate-300"),
)
METRE = st.floats(-100, 700, allow_nan=False)
STARTS = st.one_of(
    st.none(),
    st.tuples(METRE, METRE),
    st.sampled_from([*((100 * n, 600) for n in range(7)), (600, -251), (90_000, 0)]),
)
MINUTES = st.one_of(st.none(), st.integers(890, 1090))


@st.composite
def teams(draw):
    """What each of one to five patrols is made of."""
    patrols = []
    for name in NAMES[: draw(st.integers(1, 5))]:
        begins = draw(st.one_of(st.just(900), st.integers(840, 1070)))
        patrol = {
            "name": name,
            "start": draw(STARTS),
            "shift_start_min": begins,
            "shift_end_min": begins + draw(st.one_of(st.just(180), st.integers(10, 240))),
            "walk_m_per_s": draw(st.floats(0.5, 2.5)),
            "dwell_min": draw(st.integers(5, 30)),
        }
        patrols.append(patrol)
    return patrols


@st.composite
def constraints(draw):
    """None more often than not; now and then what contradicts itself or names what is not there."""
    if draw(st.integers(0, 2)):
        return {}
    who = st.sampled_from([None, None, *NAMES[:2], "Zulu"])
    locks = st.builds(Lock, st.sampled_from(IDS), who, MINUTES)
    some = st.frozensets(st.sampled_from((*IDS, "nowhere")), max_size=2)
    return {
        "locks": tuple(draw(st.lists(locks, max_size=2))),
        "drop": draw(some),
        "add": draw(st.one_of(st.just(frozenset()), some)),
    }


def assert_walked(route):
    """Own arithmetic: minutes in order and in the shift, walks as long as their paths."""
    patrol, legs, stops = route.patrol, route.legs, route.stops
    base = [] if patrol.start is None or not stops else [patrol.start]
    points = [*base, *(stop.place.point for stop in stops), *base]
    assert len(legs) == max(len(points) - 1, 0)
    walks = [(leg.depart_min, leg.arrive_min) for leg in legs]
    stays = [(stop.arrive_min, stop.leave_min) for stop in stops]
    spans = zip_longest(*((walks, stays) if base else (stays, walks)), fillvalue=())
    minutes = [minute for pair in spans for span in pair for minute in span]
    shift = [patrol.shift_start_min, *minutes, patrol.shift_end_min]
    assert shift == sorted(shift)
    for leg, here, there in zip(legs, points, points[1:], strict=False):
        took, needed = leg.arrive_min - leg.depart_min, leg.path.length / patrol.walk_m_per_s
        assert needed / 60 - 1e-3 <= took < needed / 60 + 1 + 1e-3
        assert leg.walk_s == pytest.approx(needed, abs=0.05)
        assert math.dist(leg.path.coords[0], here) < 0.01
        assert math.dist(leg.path.coords[-1], there) < 0.01


def assert_granted(plan, wish):
    """Each place twice at most and an hour apart, none that is dropped, every demand as asked."""
    made = [(r.patrol.name, s) for r in plan.routes for s in r.stops]
    by_id = {}
    for who, stop in sorted(made, key=lambda visit: visit[1].arrive_min):
        by_id.setdefault(stop.place.place_id, []).append((who, stop.arrive_min, stop.leave_min))
    for visits in by_id.values():
        assert len(visits) <= 2
        assert all(b[1] - a[2] >= 60 for a, b in pairwise(visits))
    assert not by_id.keys() & wish.drop
    assert wish.add <= by_id.keys()
    for lock in wish.locks:
        assert any(
            lock.patrol in (None, who) and lock.arrive_min in (None, minute)
            for who, minute, _ in by_id[lock.place_id]
        )
    for route in plan.routes:
        assert all(stop.dwell_min == route.patrol.dwell_min for stop in route.stops)


@pytest.fixture(scope="module")
def outcome(build):
    """Plan one setting and check it; says what came of it."""
    places, network, day = build.town()

    def of(team, wish, seed):
        try:
            asked = Constraints(**wish)
            patrols = [build.patrol(**patrol) for patrol in team]
            plan = build.plan(
                places, patrols, network=network, day=day, seed=seed, constraints=asked
            )
        except (PlanImpossibleError, SettingError) as told:
            sentence = str(told)
            assert len(sentence) >= 40
            assert sentence.endswith(".")
            return type(told).__name__
        assert [route.patrol for route in plan.routes] == patrols
        for route in plan.routes:
            assert_walked(route)
        assert_granted(plan, asked)
        assert plan.value == 0 or any(route.stops for route in plan.routes)
        return "plan"

    return of


def test_random_settings_give_a_plan_or_a_sentence(outcome):
    came = Counter()

    @examples(60)
    @given(teams(), constraints(), st.integers(0, 2**32 - 1))
    def one(team, wish, seed):
        came[outcome(team, wish, seed)] += 1

    one()
    total = sum(came.values())
    assert total >= tries(60), came
    assert came["plan"] >= 0.4 * total, came
    assert came["PlanImpossibleError"] >= 0.05 * total, came
