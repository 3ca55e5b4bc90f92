"""Other plans of nearly the same value, and how unlike they are."""

from types import SimpleNamespace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from geo.errors import SettingError
from geo.model import Route, Stop
from geo.network import WalkingNetwork
from geo.patrol import Constraints, Lock
from geo.patrol.options import difference, suggest_alternatives, suggest_varied
from geo.patrol.options.alternatives import _leaned as leaned
from geo.patrol.options.alternatives import _varied as varied
from geo.patrol.plan import headline, tally
from geo.patrol.problem import prepared

STEPS = 30


def network_of(build):
    return WalkingNetwork.from_streets(build.grid())


def walked(build, *visits, patrols=1):
    """A plan as far as its routes go: pairs of place and minute, dealt out to some patrols."""
    stops = [
        Stop(build.place(ident, 0, 0), minute, minute + 12)
        for ident, minute in sorted(visits, key=lambda visit: visit[1])
    ]
    routes = [Route(build.patrol(f"P{n}"), tuple(stops[n::patrols])) for n in range(patrols)]
    return SimpleNamespace(routes=tuple(routes))


VISITS = st.lists(
    st.tuples(st.sampled_from("abcde"), st.integers(900, 1060)), max_size=6, unique=True
)


@given(VISITS, VISITS)
def test_a_difference_is_0_of_itself_even_both_ways_and_never_beyond_1(build, first, second):
    one, other = walked(build, *first), walked(build, *second)
    assert difference(one, one).whole == 0
    there, back = difference(one, other), difference(other, one)
    assert (there.times, there.order) == (back.times, back.order)
    assert 0 <= there.whole <= 1


@given(VISITS)
def test_who_walks_is_no_difference(build, visits):
    assert difference(walked(build, *visits), walked(build, *visits, patrols=2)).whole == 0


def test_plans_at_other_places_have_nothing_in_common(build):
    found = difference(walked(build, ("a", 900), ("b", 930)), walked(build, ("c", 900), ("d", 930)))
    assert found.whole == 1
    assert found.summary == "2 of 2 stops at other times or places"


def test_within_a_quarter_of_an_hour_is_the_same_time(build):
    first = walked(build, ("a", 900), ("b", 960))
    second = walked(build, ("a", 915), ("b", 976))
    found = difference(first, second)
    assert (found.elsewhere, found.times, found.order) == (1, 0.5, 0)


def test_turning_the_order_round_is_all_the_order_there_is(build):
    first = walked(build, ("a", 900), ("b", 905), ("c", 910))
    second = walked(build, ("c", 900), ("b", 905), ("a", 910))
    found = difference(first, second)
    assert (found.times, found.order) == (0, 1)


def test_a_visit_is_the_partner_of_only_one(build):
    twice = walked(build, ("a", 900), ("a", 910))
    assert difference(twice, walked(build, ("a", 905))).times == pytest.approx(1 - 2 / 3)


def rich(build):
    """More places of about the same worth than two patrols can visit."""
    places = [build.place(f"p{n}", 100 * (n % 4), 100 * (n // 4), 9 + n % 3) for n in range(16)]
    return build.places(*places)


@pytest.fixture(scope="module")
def suggested(build):
    places = rich(build)
    patrols = [build.patrol(name, shift_end_min=1000) for name in ("Alpha", "Bravo")]
    network = network_of(build)
    best = build.plan(places, patrols, network=network, iterations=4 * STEPS)
    found = suggest_alternatives(
        places, network, patrols, build.day(), seed=3, best=best, iterations=STEPS
    )
    return SimpleNamespace(places=places, patrols=patrols, network=network, best=best, found=found)


def test_three_alternatives_keep_95_in_100_of_the_best_value(suggested):
    assert len(suggested.found) == 3
    top = max(suggested.best.value, *(one.plan.value for one in suggested.found))
    assert all(one.plan.value >= 0.95 * top for one in suggested.found)
    assert all(one.share == pytest.approx(one.plan.value / top) for one in suggested.found)


def test_alternatives_are_unlike_the_best_plan_and_each_other(suggested):
    assert all(one.difference == difference(suggested.best, one.plan) for one in suggested.found)
    assert all(one.apart >= 0.5 for one in suggested.found)


def test_alternatives_say_what_they_cover_and_change(suggested):
    first = suggested.found[0]
    covers = headline(tally(first.plan))
    assert covers.startswith("covers ")
    assert first.summary == f"{covers}; {first.difference.summary}"


def test_alternatives_grant_the_wishes_too_and_come_again_with_their_seed(build):
    places = build.places(*(build.place(f"p{n}", 100 * n, 0, 9 + n % 3) for n in range(7)))
    network, day, patrols = network_of(build), build.day(), [build.patrol(shift_end_min=1020)]
    wishes = Constraints(locks=(Lock("p5", arrive_min=960),))

    def made(seed):
        found = suggest_alternatives(
            places, network, patrols, day, seed, constraints=wishes, iterations=5
        )
        return [one.plan.routes for one in found]

    found = made(3)
    assert found
    for (route,) in found:
        assert ("p5", 960) in build.visits(route)
    assert made(3) == found


def test_where_there_is_one_place_at_one_minute_there_is_no_alternative(build):
    places = build.places(build.place("a", 0, 0, opens=930, closes=930))
    found = suggest_alternatives(
        places, network_of(build), [build.patrol()], build.day(), iterations=5
    )
    assert found == ()


def test_watching_is_told_of_progress_and_can_stop_it(build):
    told = []

    def stop_at_once(share):
        told.append(share)
        return False

    suggest_alternatives(
        rich(build),
        network_of(build),
        [build.patrol()],
        build.day(),
        iterations=5,
        watch=stop_at_once,
    )
    assert len(told) == 1
    assert 0 < told[0] < 1


def test_leaning_on_a_plan_lowers_its_places_around_its_minutes_only(build, suggested):
    ready = prepared(
        suggested.places, suggested.network, suggested.patrols, build.day(), Constraints()
    )
    task = leaned(ready.task, [suggested.best], 1.0)
    stop = suggested.best.routes[0].visits[0]
    at = [place.place_id for place in ready.task.places].index(stop.place.place_id)
    kept = task.worth[at] / ready.task.worth[at].max()
    assert kept[stop.arrive_min] == pytest.approx(0.1)
    assert kept[stop.arrive_min + 15] == pytest.approx(0.1)
    assert task.share[0, at] == pytest.approx(0.7 * ready.task.share[0, at])
    same = leaned(ready.task, [suggested.best], 0.0)
    assert (same.worth == ready.task.worth).all()
    assert (same.share == ready.task.share).all()


def test_a_varied_plan_has_its_true_value_and_comes_again_with_its_seed(build):
    places, network, patrols = rich(build), network_of(build), [build.patrol()]

    def made(seed, variety):
        return suggest_varied(
            places, network, patrols, build.day(), seed, iterations=STEPS, variety=variety
        )

    one, again, other = made(1, 0.5), made(1, 0.5), made(2, 0.5)
    assert one.routes == again.routes
    assert one.routes != other.routes
    plain = build.plan(places, patrols, network=network, seed=1, iterations=STEPS)
    assert made(1, 0.0).routes == plain.routes


@pytest.fixture(scope="module")
def task(build):
    places = build.places(build.place("a", 0, 0, 8), build.place("b", 100, 0, 4))
    ready = prepared(places, network_of(build), [build.patrol()], build.day(), Constraints())
    return ready.task


@given(variety=st.floats(0, 1), seed=st.integers(0, 9))
def test_variety_takes_off_no_more_than_it_says(task, variety, seed):
    changed = varied(task, seed, variety)
    assert (changed.worth <= task.worth).all()
    assert (changed.worth >= task.worth * (1 - variety)).all()


@pytest.mark.parametrize("variety", [-0.1, 1.1, float("nan")])
def test_a_variety_that_means_nothing_is_refused(build, variety):
    with pytest.raises(SettingError, match="0 to 1"):
        suggest_varied(
            rich(build), network_of(build), [build.patrol()], build.day(), variety=variety
        )
