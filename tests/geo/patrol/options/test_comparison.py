from dataclasses import replace

import pytest

from geo.errors import SettingError
from geo.model import PlaceKind
from geo.network import WalkingNetwork
from geo.patrol import Constraints
from geo.patrol.editing import Drop, Retime, Workbench, apply
from geo.patrol.options import compared
from geo.patrol.options.comparison import _schools_met as schools_met


@pytest.fixture
def made(build):
    """A plan of two patrols with given orders."""
    items = [
        build.place("a", 0, 0, 30),
        build.place("b", 300, 0, 20, kind=PlaceKind.GATE, urns=("100",), opens=915, closes=930),
        build.place("c", 0, 300, 10, kind=PlaceKind.INTERCHANGE),
    ]
    patrols = [build.patrol(), build.patrol("Bravo")]
    network = WalkingNetwork.from_streets(build.grid())
    places = build.places(*items, schools=[("100", 300, 0, "secondary", 900)])
    day = build.day(build.bell("100", "15:20"))
    bench = Workbench.of(places, network, patrols, day)
    return bench.draft_of((("a", "b"), ("c",)), patrols, Constraints())


def rows(table):
    return {row.what: (row.first, row.second, row.differs) for row in table}


def test_a_plan_beside_itself_does_not_differ(made):
    found = compared(made.plan, made.plan, ("suggested", "edited"))
    assert not any(row.differs for row in (*found.figures, *found.stops))
    assert found.sentences == ("The suggested and the edited plan are the same.",)


def test_a_stop_that_only_one_plan_has_is_named(made):
    other = apply(made, Drop("Bravo", 0)).draft.plan
    found = compared(made.plan, other, ("suggested", "edited"))
    assert rows(found.stops)["Place c"] == ("Bravo 15:00–15:12", "not visited", True)
    assert "Only the suggested plan visits Place c." in found.sentences
    assert "The edited plan has 17% less value than the suggested plan." in found.sentences


def test_figures_are_those_of_the_routes(made):
    other = apply(made, Drop("Alpha", 1)).draft.plan
    found = rows(compared(made.plan, other).figures)
    assert found["Value"] == ("60 points", "40 points", True)
    assert found["Visits"] == ("3", "2", True)
    assert found["Minutes walked"] == ("3", "0", True)
    assert found["Minutes at hotspots"] == ("12", "12", False)
    assert found["Minutes at school gates"] == ("12", "0", True)
    assert found["Minutes at interchanges"] == ("12", "12", False)
    assert found["Schools with a visit as they let out"] == ("1 of 1", "0 of 1", True)


def test_a_school_that_is_met_only_in_one_plan_is_named(made):
    other = apply(made, Drop("Alpha", 1)).draft.plan
    assert schools_met(made.plan) == ("School 100",)
    said = compared(other, made.plan, ("edited", "suggested")).sentences
    assert "Only the suggested plan has a visit as School 100 let out." in said


def test_the_same_place_at_another_time_is_told(made):
    other = apply(made, Retime("Bravo", 0, 1000)).draft.plan
    found = compared(made.plan, other)
    assert rows(found.stops)["Place c"] == ("Bravo 15:00–15:12", "Bravo 16:40–16:52", True)
    assert "At another time or by another patrol: Place c." in found.sentences
    assert "The second plan covers about as much as the first plan." in found.sentences


def test_plans_of_two_days_are_not_compared(made):
    plan = made.plan
    tomorrow = replace(plan.day, date=plan.day.date.replace(day=25))
    with pytest.raises(SettingError, match="of Tue 24 Nov and Wed 25 Nov; expected two of one day"):
        compared(plan, replace(plan, day=tomorrow))
