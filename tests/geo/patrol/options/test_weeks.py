"""Four weeks of plans, and what somebody who watched them could guess."""

import datetime as dt
import math
from itertools import pairwise
from types import SimpleNamespace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from geo.clock import Calendar, SchoolDay
from geo.errors import SettingError
from geo.model import Route, Stop
from geo.network import WalkingNetwork
from geo.patrol import Constraints, Lock, visited_of
from geo.patrol.options import coming_days, four_weeks, places_by_day
from geo.patrol.options.weeks import _evenness as evenness
from geo.patrol.options.weeks import _frequency as frequency
from geo.patrol.options.weeks import _plain_value as plain_value
from geo.patrol.options.weeks import predictability
from geo.timetables import no_bells, no_terms

STEPS = 25


def day_of(build, *visits):
    """One day of one patrol: pairs of place and minute."""
    stops = [Stop(build.place(ident, 0, 0), minute, minute + 12) for ident, minute in visits]
    return SimpleNamespace(routes=(Route(build.patrol(), tuple(stops)),))


def test_what_always_comes_at_the_same_time_is_guessed_every_time(build):
    found = predictability([day_of(build, ("a", 905), ("b", 960))] * 10)
    assert (found.times, found.firsts, found.nexts, found.right) == (0, 0, 0, 1)
    assert found.places[0].sentence("two weeks") == (
        "Somebody who watched Place a for two weeks would guess the half hour of the next visit "
        "right nearly always."
    )


def test_what_comes_in_every_half_hour_as_often_is_even(build):
    found = predictability([day_of(build, ("a", 905 + 30 * (n % 6))) for n in range(12)])
    assert found.times == pytest.approx(1)
    assert found.right == pytest.approx(1 / 6)
    assert found.nexts is None


def test_a_place_seen_on_four_days_teaches_nothing(build):
    found = predictability([day_of(build, ("a", 905))] * 4)
    assert found.places == ()
    assert (found.times, found.right) == (None, None)


def test_two_visits_in_one_half_hour_are_one_right_guess(build):
    days = [day_of(build, ("a", 900), ("a", 929)), day_of(build, ("a", 960))] * 3
    (guess,) = predictability(days).places
    assert (guess.days, guess.right) == (6, 0.5)


def test_first_and_next_places_are_told_from_what_else_was_visited(build):
    days = [day_of(build, ("a", 900), ("b", 960)), day_of(build, ("b", 900), ("a", 960))] * 4
    found = predictability(days)
    assert found.firsts == pytest.approx(1)
    assert found.nexts == 0


def test_a_gate_that_is_open_in_two_half_hours_cannot_be_spread_over_six(build):
    gate = build.place("gate", 0, 0, opens=910, closes=943)
    days = [
        SimpleNamespace(routes=(Route(build.patrol(), (Stop(gate, m, m + 12),)),))
        for m in (915, 935) * 3
    ]
    assert predictability(days).times == pytest.approx(1)


@given(st.lists(st.integers(0, 5), min_size=1, max_size=40))
def test_evenness_lies_between_0_and_1_and_is_that_of_shannon(seen):
    found = evenness(seen, 6)
    assert 0 <= found <= 1 + 1e-9
    shares = [seen.count(k) / len(seen) for k in set(seen)]
    if len(seen) >= 6:
        assert found == pytest.approx(-sum(p * math.log(p) for p in shares) / math.log(6), abs=1e-9)


@pytest.mark.parametrize(
    ("share", "said"),
    [
        (0.02, "hardly ever"),
        (0.34, "about 1 time in 3"),
        (0.4, "about 2 times in 5"),
        (0.89, "about 9 times in 10"),
        (1.0, "nearly always"),
    ],
)
def test_shares_are_said_as_people_count(share, said):
    assert frequency(share) == said


@pytest.fixture(scope="module")
def watched(build):
    """Six school days with the same bells, one patrol, more places than it can visit."""
    items = [build.place(f"p{n}", 100 * (n % 5), 100 * (n // 5), 9 + n % 3) for n in range(20)]
    places = build.places(*items)
    first = build.day()
    days = [
        (SchoolDay(first.date + dt.timedelta(days=n), first.window, first.bells), places)
        for n in range(6)
    ]
    network = WalkingNetwork.from_streets(build.grid())
    found = four_weeks(days, network, [build.patrol()], seed=5, iterations=STEPS)
    return SimpleNamespace(days=days, network=network, found=found)


def test_each_day_knows_the_day_before(watched):
    plans = watched.found.plans
    assert len(plans) == len(watched.days)
    assert plans[0].yesterday == ()
    for before, after in pairwise(plans):
        assert after.yesterday == visited_of(before)


def test_days_in_a_row_are_not_alike(build, watched):
    timetables = {tuple(build.visits(plan.routes[0])) for plan in watched.found.plans}
    assert len(timetables) == len(watched.found.plans)


def test_the_cost_is_what_is_given_up_against_the_best_known_plan(watched):
    found = watched.found
    best = max(map(plain_value, found.plans))
    least = 1 - sum(map(plain_value, found.plans)) / (best * len(found.plans))
    assert least - 1e-9 <= found.cost < 0.3


def test_four_weeks_are_told_in_words_then_in_digits(watched):
    *words, digits = watched.found.sentences
    assert any("value of walking the best plan every day" in sentence for sentence in words)
    assert digits.startswith(("Entropy from 0", "There are too few"))


def test_the_same_seed_gives_the_same_weeks_and_another_gives_others(build, watched):
    def again(seed):
        made = four_weeks(
            watched.days[:2], watched.network, [build.patrol()], seed=seed, iterations=STEPS
        )
        return [plan.routes for plan in made.plans]

    assert again(5) == [plan.routes for plan in watched.found.plans[:2]]
    assert again(6) != again(5)


def test_what_is_wished_of_one_day_is_let_go_and_what_holds_always_is_kept(build, watched):
    constraints = Constraints(
        locks=(Lock("p3", arrive_min=960),), drop=frozenset({"p5"}), at_most=1
    )
    made = four_weeks(
        watched.days[:3],
        watched.network,
        [build.patrol()],
        constraints=constraints,
        iterations=STEPS,
    )
    visited = [stop.place.place_id for plan in made.plans for stop in plan.routes[0].stops]
    assert all(not plan.constraints.locks for plan in made.plans)
    assert "p5" not in visited
    assert all(
        len({s.place.place_id for s in plan.routes[0].stops}) == len(plan.routes[0].stops)
        for plan in made.plans
    )


def test_watching_can_stop_after_a_day(build, watched):
    made = four_weeks(
        watched.days,
        watched.network,
        [build.patrol()],
        iterations=STEPS,
        watch=lambda _: False,
    )
    assert len(made.plans) == 1


def test_no_day_is_refused(build, watched):
    with pytest.raises(SettingError, match="no school day"):
        four_weeks([], watched.network, [build.patrol()])


def test_school_days_are_counted_and_end_with_the_term_dates():
    # Monday 23 November to Friday 4 December, weekdays only.
    term = (dt.date(2026, 11, 23), dt.date(2026, 12, 4))
    calendar = Calendar.from_tables(no_terms(), no_bells(), {"1": "School 1"}, stand_in=term)
    days = coming_days(calendar, dt.date(2026, 11, 27))
    assert [day.date.day for day in days] == [27, 30, 1, 2, 3, 4]
    assert [day.date.day for day in coming_days(calendar, dt.date(2026, 11, 28), 2)] == [30, 1]
    assert coming_days(calendar, dt.date(2026, 12, 5)) == ()


def test_days_with_the_same_bells_share_their_places(build):
    places, network, day = build.town()
    later = SchoolDay(day.date + dt.timedelta(days=7), day.window, day.bells)
    other = SchoolDay(day.date + dt.timedelta(days=1), day.window, day.bells[:1])
    found = places_by_day(places.hotspots, places.layers, [day, other, later], network)
    assert [when for when, _ in found] == [day, other, later]
    assert found[0][1] is found[2][1]
    assert found[0][1].items == places.items
    assert "gate-100" not in found[1][1].by_id
