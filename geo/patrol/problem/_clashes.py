"""Whether all requirements of a task can be met at once, and which of them clash if not."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from geo.errors import PlanImpossibleError
from geo.model import Activity, PlaceKind, clock
from geo.patrol.problem._clash_search import STEPS, Schedule, schedule_all
from geo.patrol.problem._commitments import (
    Assignment,
    Requirement,
    commitments_of,
    requirements_of,
    runs_of,
    spacing_of,
)
from geo.patrol.problem.task import Need, Task, Tours, Visit
from geo.text import listed


def _clash_text(task: Task, clash: Sequence[Requirement], *, smallest: bool) -> str:
    """The sentence for requirements that cannot all be met; ``smallest`` if none of them can go."""
    if len(clash) == 1:
        return _impossible_text(task, clash[0])
    who = _who(task, clash)
    if len(clash) == 2 and _listed(clash[:1]) == _listed(clash[1:]):
        return f"{who} do this twice: {_listed(clash[:1])}. Release one."
    if len(clash) == 2:
        return f"{who} do both of these: {_listed(clash)}. Release one, or move a time or a shift."
    fewer = ", though any one of them fewer would fit" if smallest else ""
    return (
        f"{who} do all of these{fewer}: {_listed(clash)}. Release one, add a patrol, or lengthen a "
        "shift."
    )


def _who(task: Task, clash: Sequence[Requirement]) -> str:
    names = {None if requirement.need is None else requirement.need.patrol for requirement in clash}
    only = names.pop() if len(names) == 1 else None
    return "The patrols cannot" if only is None else f"{task.patrols[only].name} cannot"


def _impossible_text(task: Task, requirement: Requirement) -> str:
    """The sentence for a requirement that cannot be met even alone."""
    if requirement.least:
        return _too_often(task, requirement)
    if requirement.need is None:
        return (
            f"{requirement.text} cannot be staffed: no team of these patrols can be there at once "
            "then. Move the window or a shift, or book fewer officers."
        )
    if any(task.places[n].kind is PlaceKind.BREAK for n in requirement.need.options):
        return (
            f"{requirement.text} cannot be taken: there is no way there and back within the shift. "
            "Move the break, its place or the shift."
        )
    return _never(task, requirement.need)


def _too_often(task: Task, requirement: Requirement) -> str:
    hours = f"a visit is worth something within {_opening_text(task, requirement.place)}"
    if requirement.least == 1:
        return _never(task, Need(requirement.text, (requirement.place,)))
    return (
        f"{requirement.text} do not fit, even into an otherwise empty plan: {hours}, and they must "
        f"be {task.gap_min[requirement.place]} min apart. Ask for fewer, shorten the gap, or add a "
        "patrol."
    )


def _never(task: Task, need: Need) -> str:
    """A visit that nobody can make: worth nothing then, nobody may, or nobody is there."""
    place = need.options[0]
    who = [n for n in range(len(task.patrols)) if task.may[n, place] and need.patrol in (None, n)]
    if not who:
        return (
            f"{need.text} cannot be met: {_barred(task, need)}. Choose another patrol, or "
            "release it."
        )
    if not task.open_at[place].any():
        return (
            f"{need.text} cannot be met: a visit there is worth nothing at any time of the "
            "day. Release it, or change what a visit is worth."
        )
    if need.arrive_min is not None and not task.open_at[place, need.arrive_min]:
        return (
            f"{need.text} cannot be met: a visit there is worth nothing then, and something "
            f"only within {_opening_text(task, place)}. Choose another time."
        )
    reaches = [task.reach(n, place) for n in who]
    spans = ", ".join(
        f"{task.patrols[n].name} "
        + (f"from {clock(a)} to {clock(b)}" if a <= b else "not at all within the shift")
        for n, (a, b) in zip(who, reaches, strict=True)
    )
    return (
        f"{need.text} lies outside the shifts: a visit could begin by {spans}. Move the shift, the "
        "stop's time or the start."
    )


def _opening_text(task: Task, place: int) -> str:
    """When a visit may begin: ``15:10–15:40 and 16:30–17:59``."""
    spans = runs_of(np.flatnonzero(task.open_at[place]))
    return listed([f"{clock(first)}–{clock(last)}" for first, last in spans])


def _barred(task: Task, need: Need) -> str:
    """Why the patrol that is named may not go, or nobody may."""
    if need.patrol is not None:
        return f"{task.patrols[need.patrol].name} may not, being one officer or having no way there"
    return f"none of {listed([patrol.name for patrol in task.patrols])} may go there"


#: A team, as positions in `Task.patrols`, and the minute at which an activity begins.
Staffing = tuple[tuple[int, ...], int]


@dataclass(frozen=True)
class Feasibility:
    """Tours that meet every need and do nothing else, or None.

    Attributes
    ----------
    sure : bool
        False where it was too much to tell.
    """

    tours: Tours | None
    sure: bool = True


def feasible_tours(task: Task) -> Feasibility:
    """Tours that meet every need and do nothing else.

    Parameters
    ----------
    task : Task

    Returns
    -------
    Feasibility
        With tours, or without and not sure.

    Raises
    ------
    PlanImpossibleError
        When there are none; the message names requirements that clash, none of which could go.
    """
    feasible = feasibility(task)
    if feasible.tours is None and feasible.sure:
        raise PlanImpossibleError(_why_not(task, requirements_of(task)))
    return feasible


def feasibility(task: Task) -> Feasibility:
    """The same without an explanation: for those who try many tasks."""
    schedule = _schedule(task, requirements_of(task))
    done = schedule.assignments
    return Feasibility(None if done is None else _tours(task, done), schedule.sure)


def staffing(task: Task, activities: Mapping[int, Activity]) -> dict[int, Staffing] | None:
    """Teams and minutes for activities that leave room for everything else that is needed.

    Parameters
    ----------
    activities : mapping of int to Activity
        By position of their place in ``task.places``; none of them booked yet.

    Returns
    -------
    dict or None
        None where it was too much to tell.

    Raises
    ------
    PlanImpossibleError
        When there are none; the message names requirements that clash, none of which could go.
    """
    requirements = requirements_of(task, activities)
    schedule = _schedule(task, requirements)
    if schedule.assignments is None:
        if schedule.sure:
            raise PlanImpossibleError(_why_not(task, requirements))
        return None
    return {
        each.option.place: (each.option.patrols, each.begin_min)
        for each in schedule.assignments
        if each.option.place in activities
    }


def requirements_text(task: Task) -> str:
    """Everything that a plan must have, in words: ``Mill Corner by Alpha at 15:40; Quayside``.

    Parameters
    ----------
    task : Task
    """
    return _listed(requirements_of(task))


def _listed(requirements: Sequence[Requirement]) -> str:
    return "; ".join(dict.fromkeys(each.text for each in requirements))


def _schedule(task: Task, requirements: Sequence[Requirement], steps: int = STEPS) -> Schedule:
    return schedule_all(commitments_of(task, requirements), spacing_of(task), steps)


def _impossible(schedule: Schedule) -> bool:
    return schedule.assignments is None and schedule.sure


def _why_not(task: Task, requirements: Sequence[Requirement]) -> str:
    clash, smallest = _clash(task, requirements)
    return _clash_text(task, clash, smallest=smallest)


def _clash(task: Task, requirements: Sequence[Requirement]) -> tuple[list[Requirement], bool]:
    """Give up requirements one by one while the rest still clash; what is left clashes truly.

    Returns
    -------
    clash : list of Requirement
    smallest : bool
        Whether it is known that the rest could be met without any one of them.
    """
    for requirement in requirements:
        if _impossible(_schedule(task, [requirement])):
            return [requirement], True
    clash, smallest = list(requirements), True
    for requirement in requirements:
        less = [other for other in clash if other is not requirement]
        schedule = _schedule(task, less, 2 * STEPS // len(requirements))
        if _impossible(schedule):
            clash = less
        smallest &= schedule.sure
    return clash, smallest


def _tours(task: Task, done: Sequence[Assignment]) -> Tours:
    """What is done, patrol by patrol, each to the minute."""
    tours: list[list[Visit]] = [[] for _ in task.patrols]
    for option, begin in done:
        for patrol in option.patrols:
            tours[patrol].append(Visit(option.place, begin, begin))
    return tuple(tuple(sorted(tour, key=lambda call: call.first_min)) for tour in tours)
