"""Teams and minutes for one activity, those that cost the rest of the plan least first."""

from collections.abc import Iterator, Sequence
from dataclasses import replace
from typing import Final

import numpy as np

from geo.model import Activity
from geo.network.graph import Bools, Floats, Ints
from geo.patrol.clashes import can_grant
from geo.patrol.task import DAY_MIN, Need, Task

#: Minutes between the beginnings that are looked at.
_STEP_MIN: Final = 5
#: Places whose visits say what a minute is worth and how far it is.
_BEST_PLACES: Final = 20

#: Points lost, the minute of the beginning, and the patrols that go.
Choice = tuple[float, int, tuple[int, ...]]


def choices(task: Task, place: int, activity: Activity) -> list[Choice]:
    """List teams and beginnings for one activity, each with what its absence costs.

    Parameters
    ----------
    place : int
        Position of the activity's place in ``task.places``.
    """
    minutes = _beginnings(activity)
    free = _free_at(task, place, minutes)
    cost = np.where(free, _losses(task, place, activity, minutes), np.inf)
    crews = [patrol.crew for patrol in task.patrols]
    found = {
        (loss, minute, team)
        for k, minute in enumerate(minutes.tolist())
        for loss, team in _teams(cost[:, k], crews, activity.staff)
    }
    return sorted(found)


def _beginnings(activity: Activity) -> Ints:
    last = activity.until_min - activity.minutes
    return np.unique([*range(activity.from_min, last + 1, _STEP_MIN), last]).astype(np.int64)


def _free_at(task: Task, place: int, minutes: Ints) -> Bools:
    """Whether each patrol can begin at each minute (n, m), beside what it must do itself."""
    free = np.zeros((len(task.patrols), len(minutes)), dtype=bool)
    for patrol in range(len(task.patrols)):
        free[patrol] = np.isin(minutes, task.minutes(patrol, place))
        own = tuple(need for need in task.needs if need.patrol == patrol)
        for k in np.flatnonzero(free[patrol]).tolist() if own else ():
            here = Need("", (place,), patrol, int(minutes[k]))
            answer = can_grant(replace(task, needs=(*own, here), minima=()))
            free[patrol, k] = answer.tours is not None or not answer.sure
    return free


def _losses(task: Task, place: int, activity: Activity, minutes: Ints) -> Floats:
    """Points that the absence of each patrol costs, by the minute of the beginning (n, m).

    While it is away, and on the way there and back, it would have made visits like the best ones
    that the patrols could share out then.
    """
    worth = np.sort(task.worth, axis=0)[::-1][: len(task.patrols)].mean(axis=0)
    best = np.argsort(-task.worth.sum(axis=1), kind="stable")[:_BEST_PLACES]
    rows = []
    for patrol, who in enumerate(task.patrols):
        there = int(np.median(task.between[patrol, best, place]))
        away = int(np.median(task.between[patrol, place, best]))
        a_visit_min = float(np.median(task.stay[patrol, best])) + min(there, away)
        points = np.concatenate([[0.0], np.cumsum(worth / max(a_visit_min, 1.0))])
        begins = np.clip(minutes - there, who.shift_start_min, DAY_MIN)
        ends = np.clip(minutes + activity.minutes + away, 0, who.shift_end_min)
        rows.append(points[np.maximum(ends, begins)] - points[begins])
    # A patrol that loses nothing still does not go for nothing.
    return np.round(np.array(rows), 6) + 1e-3


def _teams(
    cost: Floats, crews: Sequence[int], staff: int
) -> Iterator[tuple[float, tuple[int, ...]]]:
    """The cheapest team that is large enough, and the cheapest without each of its members."""
    best = _cheapest(cost, crews, staff)
    if best is None:
        return
    yield best
    for member in best[1]:
        other = cost.copy()
        other[member] = np.inf
        second = _cheapest(other, crews, staff)
        if second is not None:
            yield second


def _cheapest(
    cost: Floats, crews: Sequence[int], staff: int
) -> tuple[float, tuple[int, ...]] | None:
    """Least cost of patrols with ``staff`` officers together (a knapsack that must be filled)."""
    least: dict[int, tuple[float, tuple[int, ...]]] = {0: (0.0, ())}
    for patrol in np.flatnonzero(np.isfinite(cost)).tolist():
        for have, (so_far, team) in sorted(least.items(), reverse=True):
            more = min(have + crews[patrol], staff)
            offer = (so_far + float(cost[patrol]), (*team, patrol))
            if have < staff and (more not in least or offer < least[more]):
                least[more] = offer
    return least.get(staff)
