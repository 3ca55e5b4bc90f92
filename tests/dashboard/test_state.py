import datetime as dt
from dataclasses import replace
from types import SimpleNamespace

import pytest

from dashboard import environment
from dashboard.jobs import Job
from dashboard.planning import choices
from dashboard.planning.choices import Visitor
from dashboard.planning.session import MadePlan, PlanningSession, State
from geo.clock import SchoolDay, Window
from geo.errors import SettingError
from geo.model import Patrol
from geo.patrol import Constraints, Lock, Request
from geo.patrol.plan import ITERATIONS

MONDAY = dt.date(2026, 11, 23)


class Term:
    """A calendar of one autumn, Monday to Friday."""

    first, last = dt.date(2026, 9, 1), dt.date(2026, 12, 18)

    def is_school_day(self, date):
        return date.weekday() < 5


def test_it_opens_on_today_while_the_data_is_fresh():
    assert choices.opening_date(Term(), MONDAY, MONDAY) == MONDAY


def test_old_data_opens_on_the_first_school_day_after_it():
    late = dt.date(2027, 5, 3)
    assert choices.opening_date(Term(), dt.date(2026, 11, 21), late) == MONDAY


def test_today_may_be_told(monkeypatch):
    monkeypatch.setenv("AFTERBELL_TODAY", "2026-11-23")
    assert environment.today() == MONDAY
    monkeypatch.setenv("AFTERBELL_TODAY", "tomorrow")
    with pytest.raises(SettingError, match="expected a date such as"):
        environment.today()


def test_a_slow_machine_may_search_for_fewer_steps(monkeypatch):
    monkeypatch.delenv("AFTERBELL_SEARCH_STEPS")
    assert environment.search_steps() == ITERATIONS
    monkeypatch.setenv("AFTERBELL_SEARCH_STEPS", "200")
    assert environment.search_steps() == 200
    for wrong in ("0", "-1", "many", "1e3"):
        monkeypatch.setenv("AFTERBELL_SEARCH_STEPS", wrong)
        with pytest.raises(SettingError, match="expected a whole number such as"):
            environment.search_steps()


def test_a_lock_replaces_a_lock_and_undoes_a_drop():
    constraints = choices.drop(Constraints(), "a")
    constraints = choices.lock(constraints, Lock("a", "Alpha", 940))
    constraints = choices.lock(constraints, Lock("a", "Bravo", 960))
    assert constraints == Constraints(locks=(Lock("a", "Bravo", 960),))


def test_a_drop_undoes_every_other_constraint():
    constraints = choices.lock(choices.add(Constraints(), "a"), Lock("a"))
    assert choices.drop(constraints, "a") == Constraints(drop=frozenset("a"))


@pytest.mark.parametrize("change", [choices.add, choices.drop])
def test_a_constraint_can_be_forgotten(change):
    assert choices.forget(change(Constraints(), "a"), "a") == Constraints()


def test_a_click_is_taken_once():
    visitor = Visitor()
    assert not visitor.new_click("map", None)
    assert visitor.new_click("map", 2)
    assert not visitor.new_click("map", 2)
    assert visitor.new_click("map", 3)


def test_another_plan_needs_another_approval():
    session = PlanningSession()
    request = Request(MONDAY, (Patrol("Alpha"),))
    session.put(Laid("one"), made(request, "one"), "As suggested")
    assert session.approved_by == ""
    session.approved_by = "Sgt 42"
    session.put(Laid("same"), made(request, "same"), "Keep")
    assert session.approved_by == "Sgt 42"
    session.put(Laid("later"), made(request, "later", version="later"), "Suggested again")
    assert session.approved_by == ""
    session.approved_by = "Sgt 42"
    session.step(back=True)
    assert session.approved_by == ""


def test_an_approval_is_for_the_plan_of_one_day():
    visitor = Visitor()
    for date in (MONDAY, dt.date(2026, 11, 24)):
        session = visitor.turn_to(date)
        session.put(Laid(None), made(Request(date, (Patrol("Alpha"),))), "As suggested")
        visitor.turn_to(date)
    session.approved_by = "Sgt 42"
    assert visitor.briefed is session
    assert visitor.turn_to(MONDAY).approved_by == ""
    assert visitor.briefed is visitor.sessions[MONDAY]


def test_a_session_says_how_far_the_planning_has_come():
    session = PlanningSession()
    assert session.state is State.EMPTY
    session.search = Job()
    assert session.state is State.SEARCHING
    session.search = None
    session.put(Laid("one"), made(Request(MONDAY, (Patrol("Alpha"),)), "one"), "As suggested")
    assert session.state is State.PLANNED
    changed = replace(made(Request(MONDAY, (Patrol("Bravo"),)), "two"), edited=True)
    session.put(Laid("two"), changed, "Drop")
    assert session.state is State.EDITED
    session.approved_by = "Sgt 42"
    assert session.state is State.APPROVED
    session.area = SimpleNamespace(changed_since=lambda _: "")
    assert session.state is State.APPROVED
    session.area = SimpleNamespace(changed_since=lambda _: "Bells changed")
    assert session.state is State.OUT_OF_DATE
    assert session.outdated == "Bells changed after this was made"


def test_another_day_forgets_the_constraints_of_the_day_before():
    visitor = Visitor()
    visitor.turn_to(MONDAY)
    visitor.constraints = choices.drop(Constraints(), "a")
    visitor.turn_to(MONDAY)
    assert visitor.constraints.drop
    visitor.turn_to(dt.date(2026, 11, 24))
    assert visitor.constraints == Constraints()


def test_a_lock_on_a_patrol_that_is_gone_holds_for_anybody():
    visitor = Visitor(constraints=Constraints(locks=(Lock("a", "Bravo", 940),)))
    request = visitor.request(MONDAY, (Patrol("Alpha"),))
    assert request.constraints.locks == (Lock("a", None, 940),)


class Laid:
    """A draft as the history keeps it."""

    def __init__(self, name):
        self.plan = name


def made(request, plan=None, version="now", crs="EPSG:27700", calendar=None):
    """A plan with the area that it was made from."""
    layers = SimpleNamespace(crs=crs)
    return MadePlan(
        request, plan, SimpleNamespace(version=version, layers=layers, calendar=calendar)
    )


def test_what_was_done_on_one_day_waits_for_the_visitor_to_come_back():
    visitor = Visitor()
    session = visitor.turn_to(MONDAY)
    session.answer("Dropped", title="Drop")
    assert visitor.turn_to(dt.date(2026, 11, 24)).title == ""
    assert visitor.turn_to(MONDAY) is session


def test_an_undone_plan_is_asked_for_as_it_was():
    session = PlanningSession()
    first, second = (Request(MONDAY, (Patrol("Alpha"),), seed=seed) for seed in (1, 2))
    session.put(Laid("one"), made(first, "one"), "As suggested")
    session.put(Laid("two"), made(second, "two"), "Drop")
    assert session.request == second
    session.step(back=True)
    assert (session.request, session.plan, session.message) == (first, "one", "Drop")
    session.step(back=True)
    assert session.message == "There is nothing to undo."
    session.step(back=False)
    assert session.request == second


def test_a_click_on_open_ground_is_taken_once():
    visitor, here = Visitor(), {"lat": 54.2, "lng": 1.4}
    assert visitor.new_point("map", None) is None
    assert visitor.new_point("map", here) == (54.2, 1.4)
    assert visitor.new_point("map", here) is None


class Weekdays(Term):
    def previous_school_day(self, date):
        days = (date - dt.timedelta(days=n) for n in range(1, 5))
        return SchoolDay(next(day for day in days if self.is_school_day(day)), Window(), ())


def test_a_plan_looks_back_on_the_school_day_before_if_one_was_planned_then():
    visitor = Visitor()
    friday = MONDAY - dt.timedelta(days=3)
    area, moved = (
        made(None, calendar=Weekdays(), crs=crs).area for crs in ("EPSG:27700", "EPSG:3857")
    )
    visitor.turn_to(friday)
    assert visitor.before(MONDAY, area) is None
    visitor.turn_to(friday).put(Laid("Friday's"), made(None, "Friday's"), "As suggested")
    assert visitor.before(MONDAY, area) == "Friday's"
    assert visitor.before(MONDAY, moved) is None
    assert visitor.before(MONDAY + dt.timedelta(days=1), area) is None
    assert visitor.before(friday, area) is None
