"""A plan on the workbench: drafts that follow each other, undo and redo."""

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from typing import Final, Self

import numpy as np

from geo.clock import SchoolDay
from geo.errors import PlanImpossibleError
from geo.model import Patrol
from geo.network import WalkingNetwork
from geo.patrol._visit_value import Visited
from geo.patrol.constraints import Constraints
from geo.patrol.editing._constrained_grid import BOOKED, ConstrainedGrid
from geo.patrol.editing._minutes import Misfit, TimetableGrid
from geo.patrol.places import Places
from geo.patrol.plan import Plan, Surroundings, plan_with, timed_routes
from geo.patrol.problem import Prepared, Task, Visit, needs_of, prepared, repeat_of

#: Place ids in visiting order, patrol by patrol.
NamedOrders = tuple[tuple[str, ...], ...]

#: Measured teams that are kept, the latest ones.
_KEPT: Final = 12

#: Values that differ by less are the same.
_SAME: Final = 1e-6

_TeamKey = tuple[tuple[Patrol, ...], Constraints]


@dataclass(frozen=True, eq=False)
class Scenario:
    """One set of patrols and constraints, ready to be planned by hand.

    Attributes
    ----------
    ready : Prepared
        Its task has the places that are left out too, so that they can be added again.
    """

    ready: Prepared
    constrained: ConstrainedGrid

    def plan(self, orders: tuple[tuple[int, ...], ...], seed: int) -> Plan:
        """The plan of some orders, checked.

        Parameters
        ----------
        orders : tuple of tuple of int
            Positions in the task's places, patrol by patrol.
        seed : int

        Raises
        ------
        PlanImpossibleError
            When they have no minutes.
        """
        timed = self.constrained.timed(orders)
        if isinstance(timed, Misfit):
            raise PlanImpossibleError(self.constrained.why(orders, timed))
        tours = tuple(
            tuple(Visit(place, at, at) for place, at in zip(order, begins, strict=True))
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
    _measured: dict[_TeamKey, tuple[Prepared, TimetableGrid]] = field(
        default_factory=dict, repr=False
    )

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

        Parameters
        ----------
        places : Places
        network : WalkingNetwork
        patrols : sequence of Patrol
        day : SchoolDay
        constraints : Constraints, optional
        yesterday : sequence of Visited
            Visits of the day before.
        seed : int

        Raises
        ------
        SettingError, PlanImpossibleError
            As `suggest_plan` does.
        """
        bench = cls(places, network, day, tuple(yesterday), seed)
        bench.scenario(tuple(patrols), constraints or Constraints())
        return bench

    def scenario(self, patrols: tuple[Patrol, ...], constraints: Constraints) -> Scenario:
        """Patrols and constraints on this bench; ways are measured only where they are new.

        Parameters
        ----------
        patrols : tuple of Patrol
        constraints : Constraints

        Raises
        ------
        SettingError, PlanImpossibleError
            As `suggest_plan` does.
        """
        constraints.known_to(self.places, patrols)
        ready, grid = self._measure(patrols, constraints)
        known = {place.place_id for place in ready.task.places}
        near = replace(
            constraints,
            locks=tuple(lock for lock in constraints.locks if lock.place_id in known),
            add=constraints.add & known,
            schools=(),
            repeats=tuple(repeat for repeat in constraints.repeats if repeat.place_id in known),
        )
        needs = needs_of(ready.task.places, patrols, near, {})
        task = replace(_ruled(ready.task, constraints), needs=needs)
        own = [text for text in constraints.notices(self.places) if text not in ready.notices]
        notices = (*ready.notices, *own)
        constrained = ConstrainedGrid(replace(grid, task=task), constraints)
        return Scenario(
            replace(ready, task=task, constraints=constraints, notices=notices), constrained
        )

    def draft(self, plan: Plan) -> "Draft":
        """Take a plan of these places, streets and day as a draft.

        It gets the best minutes for its orders, as every later draft does, so that an edit changes
        only what it is about.

        Parameters
        ----------
        plan : Plan
        """
        draft = Draft(self, plan)
        scenario = self.scenario(draft.patrols, plan.constraints)
        timed = scenario.constrained.timed(orders := scenario.constrained.settled(draft.orders))
        if isinstance(timed, Misfit) or timed.value < plan.value - _SAME:
            return draft
        return Draft(self, scenario.plan(orders, plan.seed))

    def draft_of(
        self, orders: NamedOrders, patrols: Sequence[Patrol], constraints: Constraints
    ) -> "Draft":
        """The best timetable for given orders (`Request.orders`).

        Parameters
        ----------
        orders : tuple of tuple of str
            Place ids in visiting order, patrol by patrol.
        patrols : sequence of Patrol
        constraints : Constraints

        Raises
        ------
        SettingError
            When there are not as many orders as patrols.
        PlanImpossibleError
            When the orders do not fit into the shifts, or break a constraint.
        """
        scenario = self.scenario(tuple(patrols), constraints)
        settled = scenario.constrained.settled(orders)
        if unmet := scenario.constrained.unmet(settled):
            raise PlanImpossibleError(
                f"{unmet[0].text} is required and not in these orders. Add it, or release it."
            )
        return Draft(self, scenario.plan(settled, self.seed))

    def _measure(
        self, patrols: tuple[Patrol, ...], constraints: Constraints
    ) -> tuple[Prepared, TimetableGrid]:
        """What does not depend on which stops are locked, added or left out."""
        bare = replace(
            constraints, locks=(), add=frozenset(), drop=frozenset(), schools=(), repeats=()
        )
        measured = self._measured.pop((patrols, bare), None)
        if measured is None:
            ready = prepared(self.places, self.network, patrols, self.day, bare, self.yesterday)
            last = next(reversed(self._measured.values()), None)
            if last is not None:
                ready = replace(ready, loops=last[0].loops, schools=last[0].schools)
            measured = ready, TimetableGrid.of(ready.task)
        self._measured[patrols, bare] = measured
        while len(self._measured) > _KEPT:
            del self._measured[next(iter(self._measured))]
        return measured


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
    def orders(self) -> NamedOrders:
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
        """The constraints as they are in this draft."""
        return self.plan.constraints


def opened(plan: Plan) -> Draft:
    """Put a plan on a workbench of its own.

    Parameters
    ----------
    plan : Plan
    """
    patrols = [route.patrol for route in plan.routes]
    bench = Workbench.of(
        plan.places, plan.network, patrols, plan.day, plan.constraints, plan.yesterday, plan.seed
    )
    return bench.draft(plan)


#: Steps that can be undone.
_LONGEST: Final = 100


@dataclass(frozen=True)
class History:
    """Drafts as they followed each other, and which of them is the present one.

    Attributes
    ----------
    drafts : tuple of Draft
    labels : tuple of str
        What led to each draft, in words; the first is how it began.
    at : int
        Position of the present draft.
    """

    drafts: tuple[Draft, ...]
    labels: tuple[str, ...]
    at: int = 0

    @classmethod
    def of(cls, draft: Draft, label: str = "As suggested") -> Self:
        """A history that begins with a draft.

        Parameters
        ----------
        draft : Draft
        label : str
            How it began, in words.
        """
        return cls((draft,), (label,))

    @property
    def draft(self) -> Draft:
        """The present draft."""
        return self.drafts[self.at]

    @property
    def undoes(self) -> str | None:
        """What undo would undo, in words; None at the beginning."""
        return self.labels[self.at] if self.at else None

    @property
    def redoes(self) -> str | None:
        """What redo would redo, in words; None at the end."""
        return self.labels[self.at + 1] if self.at + 1 < len(self.drafts) else None

    def then(self, draft: Draft, label: str) -> Self:
        """Go on with a new draft; what was undone before is forgotten.

        Parameters
        ----------
        draft : Draft
        label : str
            What led to it, in words.
        """
        first = max(0, self.at + 2 - _LONGEST)
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
        """Straight to a step, as close as there is one.

        Parameters
        ----------
        at : int
            Position among the drafts.
        """
        return replace(self, at=min(max(at, 0), len(self.drafts) - 1))
