"""Undo and redo: the drafts of one sitting, in order."""

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from typing import Final, Self

import numpy as np

from geo.clock import SchoolDay
from geo.errors import PlanImpossibleError
from geo.model import Patrol
from geo.network import WalkingNetwork
from geo.patrol.constraints import Constraints
from geo.patrol.editing.case import BOOKED, Case
from geo.patrol.editing.minutes import Board, Misfit
from geo.patrol.places import Places
from geo.patrol.plan import Plan, Surroundings, plan_with, timed_routes
from geo.patrol.problem import Call, Prepared, Task, needs_of, prepared, repeat_of
from geo.patrol.visit_value import Visited

#: Place ids in visiting order, patrol by patrol.
Named = tuple[tuple[str, ...], ...]

#: Grounds that are kept, the latest ones.
_KEPT: Final = 12

#: Values that differ by less are the same.
_SAME: Final = 1e-6

_GroundKey = tuple[tuple[Patrol, ...], Constraints]


@dataclass(frozen=True, eq=False)
class Stage:
    """One set of patrols and wishes, ready to be planned by hand.

    Attributes
    ----------
    ready : Prepared
        Its task has the places that are left out too, so that they can be added again.
    """

    ready: Prepared
    case: Case

    def plan(self, orders: tuple[tuple[int, ...], ...], seed: int) -> Plan:
        """The plan of some orders, checked.

        Raises
        ------
        PlanImpossibleError
            When they have no minutes.
        """
        timed = self.case.timed(orders)
        if isinstance(timed, Misfit):
            raise PlanImpossibleError(self.case.why(orders, timed))
        tours = tuple(
            tuple(Call(place, at, at) for place, at in zip(order, begins, strict=True))
            for order, begins in zip(orders, timed.minutes, strict=True)
        )
        ready = self.ready
        around = Surroundings(ready.day, ready.schools, ready.loops)
        arrivals = [list(begins) for begins in timed.minutes]
        return plan_with(ready, timed_routes(ready.task, tours, arrivals, around), seed)


@dataclass(frozen=True, eq=False)
class Workbench:
    """Places, streets and a day, with everything measured once that edits need again and again."""

    places: Places
    network: WalkingNetwork = field(repr=False)
    day: SchoolDay
    yesterday: tuple[Visited, ...] = ()
    seed: int = 0
    _grounds: dict[_GroundKey, tuple[Prepared, Board]] = field(default_factory=dict, repr=False)

    @classmethod
    def of(
        cls,
        places: Places,
        network: WalkingNetwork,
        patrols: Sequence[Patrol],
        day: SchoolDay,
        constraints: Constraints | None = None,
        yesterday: Sequence[Visited] = (),
        seed: int = 0,
    ) -> Self:
        """Measure what edits need.

        Raises
        ------
        SettingError, PlanImpossibleError
            As `suggest_plan` does.
        """
        bench = cls(places, network, day, tuple(yesterday), seed)
        bench.stage(tuple(patrols), constraints or Constraints())
        return bench

    def stage(self, patrols: tuple[Patrol, ...], constraints: Constraints) -> Stage:
        """Patrols and wishes on this bench; ways are measured only where they are new.

        Raises
        ------
        SettingError, PlanImpossibleError
            As `suggest_plan` does.
        """
        constraints.known_to(self.places, patrols)
        ready, board = self._ground(patrols, constraints)
        known = {place.place_id for place in ready.task.places}
        near = replace(
            constraints,
            locks=tuple(lock for lock in constraints.locks if lock.place_id in known),
            add=constraints.add & known,
            schools=(),
            repeats=tuple(repeat for repeat in constraints.repeats if repeat.place_id in known),
        )
        needs = needs_of(ready.task.places, patrols, near, {})
        said = [said for said in constraints.notices(self.places) if said not in ready.notices]
        task = replace(_ruled(ready.task, constraints), needs=needs)
        notices = (*ready.notices, *said)
        case = Case(replace(board, task=task), constraints)
        return Stage(replace(ready, task=task, constraints=constraints, notices=notices), case)

    def draft(self, plan: Plan) -> "Draft":
        """Lay a plan of these places, streets and day on the table.

        It gets the best minutes for its orders, as every later draft does, so that an edit changes
        only what it is about.
        """
        found = Draft(self, plan)
        stage = self.stage(found.patrols, plan.constraints)
        timed = stage.case.timed(orders := stage.case.settled(found.orders))
        if isinstance(timed, Misfit) or timed.value < plan.value - _SAME:
            return found
        return Draft(self, stage.plan(orders, plan.seed))

    def draft_of(
        self, orders: Named, patrols: Sequence[Patrol], constraints: Constraints
    ) -> "Draft":
        """The best timetable for given orders (`Request.orders`).

        Raises
        ------
        SettingError
            When there are not as many orders as patrols.
        PlanImpossibleError
            When the orders do not fit into the shifts, or break a wish.
        """
        stage = self.stage(tuple(patrols), constraints)
        found = stage.case.settled(orders)
        if unmet := stage.case.unmet(found):
            raise PlanImpossibleError(
                f"{unmet[0].said} is asked for and not in these orders. Add it, or release the "
                "wish."
            )
        return Draft(self, stage.plan(found, self.seed))

    def _ground(
        self, patrols: tuple[Patrol, ...], constraints: Constraints
    ) -> tuple[Prepared, Board]:
        """What does not depend on which stops are locked, added or left out."""
        bare = replace(
            constraints, locks=(), add=frozenset(), drop=frozenset(), schools=(), repeats=()
        )
        found = self._grounds.pop((patrols, bare), None)
        if found is None:
            ready = prepared(self.places, self.network, patrols, self.day, bare, self.yesterday)
            last = next(reversed(self._grounds.values()), None)
            if last is not None:
                ready = replace(ready, loops=last[0].loops, schools=last[0].schools)
            found = ready, Board.of(ready.task)
        self._grounds[patrols, bare] = found
        while len(self._grounds) > _KEPT:
            del self._grounds[next(iter(self._grounds))]
        return found


def _ruled(task: Task, constraints: Constraints) -> Task:
    """The task with how often, and how far apart, its places may be visited."""
    rules = [repeat_of(place.place_id, constraints) for place in task.places]
    booked = np.array([place.kind in BOOKED for place in task.places])
    return replace(
        task,
        at_most=np.where(booked, task.at_most, [rule.at_most for rule in rules]),
        gap_min=np.where(booked, task.gap_min, [rule.gap_min for rule in rules]),
    )


@dataclass(frozen=True, eq=False)
class Draft:
    """A plan that is being changed by hand; every draft has passed the checker."""

    bench: Workbench = field(repr=False)
    plan: Plan

    @property
    def orders(self) -> Named:
        """Place ids in visiting order, patrol by patrol; for `Request.orders`."""
        return tuple(
            tuple(stop.place.place_id for stop in route.stops) for route in self.plan.routes
        )

    @property
    def patrols(self) -> tuple[Patrol, ...]:
        """The patrols as they are in this draft."""
        return tuple(route.patrol for route in self.plan.routes)

    @property
    def constraints(self) -> Constraints:
        """The wishes as they are in this draft."""
        return self.plan.constraints


def opened(plan: Plan) -> Draft:
    """Lay a plan on a workbench of its own."""
    patrols = [route.patrol for route in plan.routes]
    bench = Workbench.of(
        plan.places, plan.network, patrols, plan.day, plan.constraints, plan.yesterday, plan.seed
    )
    return bench.draft(plan)


#: Steps that can be undone.
LONGEST: Final = 100


@dataclass(frozen=True)
class History:
    """Drafts as they followed each other, and which of them is on the table.

    Attributes
    ----------
    drafts : tuple of Draft
    labels : tuple of str
        What led to each draft, in words; the first is how it began.
    at : int
        Position of the draft on the table.
    """

    drafts: tuple[Draft, ...]
    labels: tuple[str, ...]
    at: int = 0

    @classmethod
    def of(cls, draft: Draft, label: str = "As suggested") -> Self:
        """A history that begins with a draft."""
        return cls((draft,), (label,))

    @property
    def draft(self) -> Draft:
        """The draft on the table."""
        return self.drafts[self.at]

    @property
    def undoes(self) -> str | None:
        """What undo would take back, in words; None at the beginning."""
        return self.labels[self.at] if self.at else None

    @property
    def redoes(self) -> str | None:
        """What redo would do again, in words; None at the end."""
        return self.labels[self.at + 1] if self.at + 1 < len(self.drafts) else None

    def then(self, draft: Draft, label: str) -> Self:
        """Put a new draft on the table; what was undone before is forgotten."""
        first = max(0, self.at + 2 - LONGEST)
        drafts = (*self.drafts[first : self.at + 1], draft)
        labels = (*self.labels[first : self.at + 1], label)
        return replace(self, drafts=drafts, labels=labels, at=len(drafts) - 1)

    def undo(self) -> Self:
        """One step back; the same history at the beginning."""
        return replace(self, at=max(self.at - 1, 0))

    def redo(self) -> Self:
        """One step forward; the same history at the end."""
        return replace(self, at=min(self.at + 1, len(self.drafts) - 1))

    def to(self, at: int) -> Self:
        """Straight to a step, as close as there is one."""
        return replace(self, at=min(max(at, 0), len(self.drafts) - 1))
