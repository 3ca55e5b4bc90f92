import datetime as dt

import geopandas as gpd
import pytest

from geo.clock import Window
from geo.errors import PlanImpossibleError, SettingError
from geo.network import WalkingNetwork
from geo.patrol import Constraints, Lock
from geo.patrol._visit_value import worth_of_stops
from geo.patrol.plan import plan_of
from geo.patrol.problem import prepared


def test_without_places_it_says_what_to_add(build):
    with pytest.raises(PlanImpossibleError, match="nowhere to send a patrol on Tue 24 Nov 2026"):
        build.plan([], [build.patrol()])


def test_without_patrols_it_asks_for_one(build):
    with pytest.raises(SettingError, match="needs at least one patrol"):
        build.plan([build.place("a", 0, 0)], [])


def test_two_patrols_of_one_name_are_refused(build):
    with pytest.raises(SettingError, match=r"Two patrols are called Alpha\. Give each a name"):
        build.plan([build.place("a", 0, 0)], [build.patrol(), build.patrol()])


def test_a_shift_shorter_than_a_stop_is_refused(build):
    patrol = build.patrol(shift_start_min=900, shift_end_min=911)
    with pytest.raises(SettingError, match=r"15:00–15:11, which is shorter than .* 12 minutes"):
        build.plan([build.place("a", 0, 0)], [patrol])


@pytest.mark.parametrize(("begins", "ends"), [(800, 900), (1080, 1200)])
def test_a_shift_outside_the_window_is_refused(build, begins, ends):
    patrol = build.patrol(shift_start_min=begins, shift_end_min=ends)
    with pytest.raises(SettingError, match=r"outside the window 15:00–18:00 .* Move the shift"):
        build.plan([build.place("a", 0, 0)], [patrol])


def test_a_shift_that_only_touches_the_window_is_planned_within_it(build):
    patrol = build.patrol(shift_start_min=840, shift_end_min=913)
    plan = build.plan([build.place("a", 0, 0)], [patrol])
    assert build.visits(plan.routes[0]) == [("a", 900)]


@pytest.mark.parametrize(("name", "said"), [("", "its start"), ("the depot", "the depot")])
def test_a_start_far_from_the_streets_is_named_with_its_distance(build, name, said):
    patrol = build.patrol(start=(0, -400), start_name=name)
    with pytest.raises(PlanImpossibleError, match=f"cannot set out from {said}: .* 400 m away"):
        build.plan([build.place("a", 0, 0)], [patrol])


def test_no_place_near_a_street_hints_at_two_areas(build):
    far = [build.place("a", 0, -300), build.place("b", 9000, 0)]
    with pytest.raises(PlanImpossibleError, match="None of the 2 places is within 250 m"):
        build.plan(far, [build.patrol()])


def test_a_place_far_from_the_streets_is_left_out_with_a_notice(build):
    far = [build.place(f"far {n}", 0, -300 - n) for n in range(7)]
    plan = build.plan([build.place("a", 0, 0), *far], [build.patrol()])
    (notice,) = plan.notices
    assert notice.startswith("No street comes within 250 m of Place far 0, Place far 1, ")
    assert notice.endswith("Place far 4 and 2 more, so no patrol is sent there.")


def test_everything_left_out_is_refused(build):
    constraints = Constraints(drop=frozenset({"a", "b"}))
    with pytest.raises(PlanImpossibleError, match="Every place is to be left out"):
        build.plan([build.place(i, 0, 0) for i in "ab"], [build.patrol()], constraints=constraints)


def test_streets_in_another_system_are_refused_by_name(build):
    network = WalkingNetwork.from_streets(build.grid().to_crs(32630))
    with pytest.raises(SettingError, match=r"in EPSG:27700 and the streets in EPSG:32630"):
        build.plan([build.place("a", 0, 0)], [build.patrol()], network=network)


@pytest.mark.parametrize(
    "window", [Window(900, 1020), Window(840, 1020), Window(900, 1080, slice_min=30)]
)
def test_places_of_another_window_are_refused(build, window):
    with pytest.raises(SettingError, match=f"valued for another window than {window}"):
        build.plan([build.place("a", 0, 0)], [build.patrol()], day=build.day(window=window))


@pytest.mark.parametrize("options", [{"seed": -1}, {"seed": 2**32}, {"iterations": 0}])
def test_a_seed_or_a_number_of_steps_without_a_meaning_is_refused(build, options):
    with pytest.raises(SettingError, match="expected a seed of 0 to 4,294,967,295 and at least 1"):
        build.plan([build.place("a", 0, 0)], [build.patrol()], **options)


def test_the_largest_seed_is_as_good_as_any(build):
    """One visit of 10 points, and one more that counts 0.6 of that."""
    assert build.plan([build.place("a", 0, 0)], [build.patrol()], seed=2**32 - 1).value == 16


def test_a_dwell_outside_the_evidence_is_noticed(build):
    patrols = [build.patrol(name, dwell_min=n) for name, n in [("A", 9), ("B", 10), ("C", 17)]]
    plan = build.plan([build.place(i, 0, 0) for i in "abc"], patrols)
    assert plan.notices[0] == (
        "Evidence favours stops of 10 to 16 minutes; set otherwise: A (9 min), C (17 min)."
    )


def test_streets_that_are_not_joined_are_noticed(build):
    streets = gpd.GeoDataFrame(
        geometry=[*build.grid().geometry, *build.streets([(900, 0), (950, 0)]).geometry],
        crs=build.crs,
    )
    network = WalkingNetwork.from_streets(streets)
    plan = build.plan([build.place("a", 0, 0)], [build.patrol()], network=network)
    assert plan.notices == network.notices != ()


@pytest.mark.parametrize(
    ("place", "said"),
    [
        ({"value": 5, "opens": 900, "closes": 903}, "no place can be reached and back"),
        ({"value": 0}, "no place can be reached and back while a visit is worth something"),
    ],
)
def test_an_idle_patrol_is_told_why(build, place, said):
    plan = build.plan([build.place("a", 600, 600, **place)], [build.patrol(start=(0, 0))])
    assert plan.routes[0].stops == plan.routes[0].legs == ()
    assert plan.value == 0
    (notice,) = plan.notices
    assert said in notice


def test_a_plan_keeps_what_it_was_made_from(build):
    places, network, day = build.town()
    constraints = Constraints(locks=(Lock("hotspot-H1"),))
    plan = build.plan(
        places, [build.patrol()], network=network, day=day, seed=3, constraints=constraints
    )
    assert (plan.day, plan.places, plan.seed, plan.constraints) == (day, places, 3, constraints)
    assert plan.day.date == dt.date(2026, 11, 24)
    assert plan.value == pytest.approx(sum(worth_of_stops(plan.routes[0].stops, day.window)))
    assert plan.yesterday == ()


def test_an_idle_patrol_is_told_that_what_is_left_is_hardly_worth_the_walk(build):
    """A place that may be visited again is only let be where nobody gets there."""
    place = build.place("a", 600, 600)
    ready = prepared(
        build.places(place), WalkingNetwork.from_streets(build.grid()), [build.patrol()],
        build.day(), Constraints(),
    )  # fmt: skip
    (notice,) = plan_of(ready, ((),)).notices
    assert "what is left for it to visit is hardly worth the walk" in notice
