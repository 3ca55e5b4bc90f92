"""What one visitor has chosen, typed, and nothing else of the session."""

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from typing import Final

import streamlit as st

from dashboard.environment import search_steps
from dashboard.planning.session import PlanningSession
from geo.clock import Calendar
from geo.model import XY, Patrol
from geo.patrol import (
    Constraints,
    Lock,
    Places,
    Plan,
    Request,
    Rest,
    VisitValue,
    carried_over,
    visited_of,
)
from geo.workspace import Kept, Workspace

_FRESH_DAYS: Final = 60
_KEY: Final = "afterbell"

#: Where the pages lie, relative to the app.
PLAN_PAGE: Final = "pages/plan.py"
TODAY_PAGE: Final = "pages/today.py"
DATA_PAGE: Final = "pages/data.py"


@dataclass
class Visitor:
    """One visitor's choices. Pages read and write it; widgets only feed it.

    Attributes
    ----------
    hotspot_id, place_id : str or None
        What is selected on the Today and on the Plan page.
    offered_id : str or None
        The place that was offered to be added last.
    point : XY or None
        A point that was just chosen on the map.
    picks : dict
        Clicks that each map had reported, so that one click is taken once.
    points : dict
        Where each map had been clicked, to the same end.
    date : date or None
        The day that the constraints are about.
    constraints, seed : Constraints, int
        What the next suggestion must keep, leave out and add; and which of many it is.
    sessions : dict of date to PlanningSession
        What is being worked on, day by day.
    briefed : PlanningSession or None
        The session whose plan was shown last: the one that is briefed.
    step : int
        Where the briefing stands.
    name : str
        What somebody who changes data calls themselves.
    kept : (str, Kept) or None
        The upload that was kept last, and what came of it.
    """

    hotspot_id: str | None = None
    place_id: str | None = None
    offered_id: str | None = None
    point: XY | None = None
    picks: dict[str, int] = field(default_factory=dict)
    points: dict[str, tuple[float, float] | None] = field(default_factory=dict)
    date: dt.date | None = None
    constraints: Constraints = field(default_factory=Constraints)
    seed: int = 0
    sessions: dict[dt.date, PlanningSession] = field(default_factory=dict)
    briefed: PlanningSession | None = None
    step: int = 0
    name: str = ""
    kept: tuple[str, Kept] | None = None

    def new_click(self, source: str, count: int | None) -> bool:
        """Whether a map reports a click that has not been taken yet."""
        seen = self.picks.get(source, 0)
        self.picks[source] = count or 0
        return bool(count) and count != seen

    def new_point(self, source: str, point: dict[str, float] | None) -> tuple[float, float] | None:
        """Latitude and longitude of a click on a map that has not been taken yet."""
        at = (point["lat"], point["lng"]) if point else None
        seen = self.points.get(source)
        self.points[source] = at
        return at if at != seen else None

    def turn_to(self, date: dt.date) -> PlanningSession:
        """Look at another day: constraints are about the places of one day."""
        session = self.sessions.setdefault(date, PlanningSession())
        if date != self.date:
            plan = session.plan
            self.date, self.place_id = date, None
            self.constraints = plan.constraints if plan else Constraints()
        self._brief(session)
        return session

    def rest(self, rests: Sequence[Rest]) -> None:
        """Leave alone what rests on the day, and forget the constraints on it."""
        given = {rest.place_id for rest in self.constraints.rests if rest.override}
        for rest in rests:
            if rest.place_id not in given:
                self.constraints = forget(self.constraints, rest.place_id)
        self.constraints = self.constraints.resting(rests)

    def settle(self, session: PlanningSession) -> None:
        """Brief the plan that was made, and ask from now on for what it was made for."""
        if session.made is not None:
            self.constraints = session.made.request.constraints
            session.places = session.made.plan.places
            self.step = 0
            self._brief(session)

    def _brief(self, session: PlanningSession) -> None:
        """Brief the plan of a session, where there is one, from its first slide."""
        if session.made is not None and session is not self.briefed:
            self.briefed, self.step = session, 0

    def carry_over(self, session: PlanningSession, offered: Places) -> None:
        """Let the constraints be about the places there are now, and keep what that cost."""
        if session.places is not None and session.places is not offered:
            self.constraints, gone = carried_over(self.constraints, session.places, offered)
            session.lapsed = tuple(dict.fromkeys((*session.lapsed, *gone)))
        session.places = offered

    def before(self, date: dt.date, area: Workspace) -> Plan | None:
        """The plan made for the school day before; None where none was made.

        Neither is there one where coordinates have come to mean something else since.
        """
        last = area.calendar.previous_school_day(date)
        session = self.sessions.get(last.date) if last else None
        made = session.made if session else None
        return made.plan if made and made.area.layers.crs == area.layers.crs else None

    def request(
        self,
        date: dt.date,
        patrols: tuple[Patrol, ...],
        balance: VisitValue | None = None,
        before: Plan | None = None,
    ) -> Request:
        """What to ask for now: these patrols, and the constraints that still make sense for them.

        Parameters
        ----------
        before : Plan, optional
            Of the school day before: a visit at the same time again is worth less.
        """
        names = {patrol.name for patrol in patrols}
        locks = tuple(
            lock if lock.patrol in names else replace(lock, patrol=None)
            for lock in self.constraints.locks
        )
        constraints = replace(self.constraints, locks=locks)
        session = self.sessions.get(date, PlanningSession())
        return Request(
            date, patrols, constraints, self.seed, search_steps(),
            balance=balance or VisitValue(), chosen=session.chosen,
            yesterday=visited_of(before) if before else (),
        )  # fmt: skip


def lock(constraints: Constraints, wanted: Lock) -> Constraints:
    """Keep a stop as it is; a second lock on a place replaces the first."""
    freed = unlock(constraints, wanted.place_id)
    drop = freed.drop - {wanted.place_id}
    return replace(freed, locks=(*freed.locks, wanted), drop=drop)


def unlock(constraints: Constraints, place_id: str) -> Constraints:
    """Let a stop move again."""
    return replace(constraints, locks=tuple(k for k in constraints.locks if k.place_id != place_id))


def drop(constraints: Constraints, place_id: str) -> Constraints:
    """Leave a place out, and every other constraint on it."""
    freed = unlock(constraints, place_id)
    return replace(freed, drop=freed.drop | {place_id}, add=freed.add - {place_id})


def add(constraints: Constraints, place_id: str) -> Constraints:
    """Ask for a place to be visited, by anybody at any time."""
    return replace(
        constraints, add=constraints.add | {place_id}, drop=constraints.drop - {place_id}
    )


def forget(constraints: Constraints, place_id: str) -> Constraints:
    """Have no constraint on a place."""
    freed = unlock(constraints, place_id)
    return replace(freed, drop=freed.drop - {place_id}, add=freed.add - {place_id})


def override(constraints: Constraints, place_id: str, reason: str) -> Constraints:
    """Let a patrol go to a place that rests, for a reason; without one it rests again."""
    freed = constraints if reason else forget(constraints, place_id)
    rests = (
        replace(rest, override=reason) if rest.place_id == place_id else rest
        for rest in freed.rests
    )
    return replace(freed, rests=tuple(rests))


def visitor() -> Visitor:
    """The visitor of this session."""
    if _KEY not in st.session_state:
        st.session_state[_KEY] = Visitor()
    known: Visitor = st.session_state[_KEY]
    return known


def opening_date(calendar: Calendar, data_as_at: dt.date | None, now: dt.date) -> dt.date:
    """The date that a visitor meets first.

    Today where the term dates cover it and the data is fresh; else the first school day after the
    data, so that an old extract opens on a day it can speak about.
    """
    covered = bool(calendar.first and calendar.last and calendar.first <= now <= calendar.last)
    fresh = data_as_at is None or abs((now - data_as_at).days) < _FRESH_DAYS
    if (covered and fresh) or data_as_at is None:
        return now
    coming = (data_as_at + dt.timedelta(days=n) for n in range(1, 120))
    return next((day for day in coming if calendar.is_school_day(day)), now)
