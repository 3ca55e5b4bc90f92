"""Control days of a trial: places that rest on a date are not visited, or somebody says why."""

import datetime as dt
import json

import numpy as np
import pytest
import shapely
from pyproj import CRS

from geo.errors import CrsError, PlanImpossibleError
from geo.model import ControlDays, Spot
from geo.patrol import Constraints, Lock, Request, Rest, resting

DATE = dt.date(2026, 11, 24)


def design(*spots, crs=None):
    """A trial in which every place rests on the day and is patrolled on the next."""
    dates = (DATE, DATE + dt.timedelta(days=1))
    rests = np.tile([True, False], (len(spots), 1))
    crs = crs or CRS.from_epsg(27700)
    return ControlDays(tuple(spots), dates, rests, np.array([1, 1]), 0.5, 7, crs)


def around(x, y, half_m=30):
    shape = shapely.Point(x, y).buffer(half_m, cap_style="square")
    return Spot(f"at-{x}-{y}", f"At {x}, {y}", shape)


@pytest.fixture
def town(build):
    return build.town()


def test_a_hotspot_is_found_again_by_its_ground_whatever_its_rank(town):
    places, _, _ = town
    (rest,) = resting(design(around(310, 290)), places, DATE)
    assert (rest.place_id, rest.why) == (
        "hotspot-H1", "A control day of the trial, drawn by lot (seed 7)",
    )  # fmt: skip
    assert resting(design(around(360, 300)), places, DATE) == ()


def test_any_other_place_rests_where_its_point_lies_on_resting_ground(town):
    places, _, _ = town
    assert {r.place_id for r in resting(design(around(20, 500)), places, DATE)} == {
        "interchange-i2"
    }


def test_nothing_rests_on_another_date_or_without_a_trial(town):
    places, _, _ = town
    trial = design(around(300, 300))
    assert resting(trial, places, DATE + dt.timedelta(days=1)) == ()
    assert resting(trial, places, dt.date(2027, 1, 4)) == ()
    assert resting(None, places, DATE) == ()


def test_a_trial_in_another_system_is_refused(town):
    places, _, _ = town
    with pytest.raises(CrsError, match="Draw them again in this area"):
        resting(design(around(300, 300), crs=CRS.from_epsg(32630)), places, DATE)


def test_a_resting_place_is_not_visited_and_the_plan_says_why(build, town):
    places, network, day = town
    constraints = Constraints().resting(resting(design(around(300, 300)), places, DATE))
    plan = build.plan(places, [build.patrol()], network=network, day=day, constraints=constraints)
    visited = {ident for ident, _ in build.visits(plan.routes[0])}
    assert "hotspot-H1" not in visited
    assert "hotspot-H2" in visited
    assert (
        "Corner 1 is not visited. A control day of the trial, drawn by lot (seed 7)."
        in plan.notices
    )


def test_an_override_needs_a_reason_and_the_plan_keeps_it(build, town):
    places, network, day = town
    (rest,) = resting(design(around(300, 300)), places, DATE)
    given = Constraints(rests=(Rest(rest.place_id, rest.name, rest.why, "A fight is announced"),))
    constraints = given.resting([rest])
    assert constraints == given
    plan = build.plan(places, [build.patrol()], network=network, day=day, constraints=constraints)
    assert "hotspot-H1" in {ident for ident, _ in build.visits(plan.routes[0])}
    assert any("Corner 1 may be visited" in n and "A fight is announced" in n for n in plan.notices)


@pytest.mark.parametrize("wanted", [{"locks": (Lock("a"),)}, {"add": frozenset("a")}])
def test_a_place_that_rests_cannot_be_asked_for_without_a_reason(wanted):
    rest = Rest("a", "Quay", "Why")
    with pytest.raises(PlanImpossibleError, match="Quay is required on a control day"):
        Constraints(**wanted, rests=(rest,))
    with pytest.raises(PlanImpossibleError, match="give a reason for a visit all the same"):
        Constraints(**wanted).resting([rest])
    assert (
        Constraints(**wanted, rests=(Rest("a", "Quay", "Why", "Because"),)).left_out == frozenset()
    )


def test_rests_go_with_the_export_and_older_exports_have_none(build):
    rests = (Rest("a", "Quay", "Why"), Rest("b", "Mill", "Why", "Because"))
    request = Request(DATE, (build.patrol(),), Constraints(rests=rests))
    content = json.loads(json.dumps(request.as_json()))
    assert Request.from_json(content) == request
    del content["wishes"]["rests"]
    assert Request.from_json(content).constraints == Constraints()
