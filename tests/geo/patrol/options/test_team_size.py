import pytest

from geo.errors import SettingError
from geo.network import WalkingNetwork
from geo.patrol import Constraints, Lock
from geo.patrol.options import marginal


def curve(build, items, patrols, **options):
    network = WalkingNetwork.from_streets(build.grid())
    options = {"iterations": 40} | options
    return marginal(build.places(*items), network, patrols, build.day(), **options)


def spread(build, values):
    """Places far apart, each open just long enough for one visit."""
    return [
        build.place(f"p{k}", 100 * k, 600 * (k % 2), value, 900, 903)
        for k, value in enumerate(values)
    ]


def test_value_by_number_of_patrols_is_what_the_best_places_add_up_to(build):
    found = curve(build, spread(build, [40, 30, 20, 10]), [build.patrol(), build.patrol("Bravo")])
    assert [step.patrols for step in found.steps] == [1, 2, 3, 4]
    assert [step.value for step in found.steps] == pytest.approx([40, 70, 90, 100])
    assert found.sentences == (
        "A third patrol would add about 29% of its value now.",
        "A fourth patrol would add about 14% of its value now.",
        "Without the second patrol the plan loses about 43% of its value now.",
    )


def test_value_never_falls(build):
    items = [build.place(f"p{k}", 100 * (k % 7), 100 * (k // 7), 5 + k % 5) for k in range(30)]
    found = curve(build, items, [build.patrol(), build.patrol("Bravo")], iterations=3, seed=5)
    values = [step.value for step in found.steps]
    assert values == sorted(values)


def test_a_patrol_that_finds_nothing_more_to_do_adds_next_to_nothing(build):
    found = curve(build, spread(build, [40]), [build.patrol()], more=1)
    assert found.sentences == ("A second patrol would add next to nothing.",)


def test_a_known_plan_is_the_least_for_its_number_of_patrols(build):
    items = [build.place(f"p{k}", 100 * (k % 7), 100 * (k // 7), 5 + k % 5) for k in range(30)]
    patrols = [build.patrol(), build.patrol("Bravo")]
    known = build.plan(items, patrols, iterations=300)
    found = curve(build, items, patrols, known=known, iterations=2)
    assert found.steps[1].value >= known.value


def test_too_few_patrols_for_the_wishes_have_no_value_and_it_is_said(build):
    constraints = Constraints(locks=(Lock("p0", None, 900), Lock("p1", None, 900)))
    patrols = [build.patrol(), build.patrol("Bravo")]
    found = curve(build, spread(build, [40, 30]), patrols, constraints=constraints, more=0)
    assert [step.value for step in found.steps] == [None, pytest.approx(70)]
    assert found.sentences == (
        "Without the second patrol no plan was found that meets the requirements.",
    )


def test_a_stop_of_a_patrol_that_is_not_there_is_made_by_another(build):
    constraints = Constraints(locks=(Lock("p1", "Bravo"),))
    patrols = [build.patrol(), build.patrol("Bravo")]
    found = curve(build, spread(build, [40, 30]), patrols, constraints=constraints, more=0)
    assert [step.value for step in found.steps] == pytest.approx([30, 70])


def test_progress_is_told_and_can_stop_it(build):
    told = []

    def watch(done, of):
        told.append((done, of))
        return done < 2

    found = curve(build, spread(build, [40, 30, 20]), [build.patrol()], watch=watch)
    assert told == [(1, 3), (2, 3)]
    assert [step.patrols for step in found.steps] == [1, 2]
    assert found.sentences == ("A second patrol would add about 75% of its value now.",)


def test_without_patrols_it_asks_for_one(build):
    with pytest.raises(SettingError, match="needs one to begin with"):
        curve(build, spread(build, [40]), [])


def test_the_same_seed_gives_the_same_curve(build):
    items = [build.place(f"p{k}", 100 * (k % 7), 100 * (k // 7), 5 + k % 5) for k in range(20)]
    once, again = (curve(build, items, [build.patrol()], seed=3) for _ in "ab")
    assert once == again
