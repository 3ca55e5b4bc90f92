"""Who visits what in which order: a task given to the search, and the tours that come of it."""

from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass
from itertools import pairwise
from typing import Final

import numpy as np

from geo.errors import PlanImpossibleError
from geo.network import Bools, Ints
from geo.patrol._visit_value import AGAIN
from geo.patrol.problem import (
    DAY_MIN,
    Need,
    Task,
    Tours,
    Visit,
    feasible_tours,
    requirements_text,
)
from geo.patrol.search._annealing import Solution, Steps, search
from geo.patrol.search._task_arrays import Tables
from geo.patrol.search.search_params import SearchParams

_USUAL: Final = SearchParams()

#: What a break or an activity counts, so that it is more than nothing.
_LEAST: Final = 1e-3
#: Given the best tours so far, their worth and the share of the work that is done; False stops it.
Watch = Callable[[Tours, float, float], bool]


@dataclass(frozen=True)
class _Client:
    """Consecutive minutes at which a visit to one place is worth about the same."""

    call: Visit
    worth: float
    need: int


def best_tours(
    task: Task,
    seed: int,
    iterations: int,
    watch: Watch | None = None,
    start: Tours | None = None,
    params: SearchParams = _USUAL,
) -> Tours:
    """Find visiting orders of great value that grant every need and keep every shift.

    Parameters
    ----------
    task : Task
        Its places, patrols and needs.
    seed : int
        The same seed and iterations give the same tours, on every machine.
    iterations : int
        Steps of each of the searches.
    watch : callable, optional
        Given the best tours so far, their worth and the share of the work done; False stops it.
    start : Tours, optional
        Feasible tours to begin with.
    params : SearchParams, optional
        How the search goes about it.

    Returns
    -------
    Tours
        Visits in order, patrol by patrol; minutes are left to the timetable.

    Raises
    ------
    PlanImpossibleError
        When the needs cannot all be granted.
    """
    sure = feasible_tours(task)
    clients = _clients_of(task, sure.tours, params)
    tables = _tables_of(task, clients, start or sure.tours or (), params)

    def watched(best: Solution, share: float) -> bool:
        return watch is None or watch(_tours(clients, best), best.worth, share)

    first = _as_clients(clients, start if start is not None else sure.tours, task)
    best = search(tables, seed, Steps(iterations), watched, first, params)
    if best.missing and sure.tours is not None:
        return sure.tours
    if best.missing:
        raise PlanImpossibleError(
            f"No plan was found that meets all {len(task.needs)} requirements at once, though "
            f"there may be one: {requirements_text(task)}. Release some, or add a patrol."
        )
    return _tours(clients, best)


def _tours(clients: list[_Client], solution: Solution) -> Tours:
    return tuple(tuple(clients[client].call for client in route) for route in solution.routes)


def _as_clients(clients: list[_Client], tours: Tours | None, task: Task) -> list[list[int]] | None:
    """Tours as clients, needs before other visits; None where a call has no client."""
    if tours is None:
        return None
    granted_needs: set[int] = set()
    routes: list[list[int]] = []
    for patrol, tour in enumerate(tours):
        routes.append([])
        for call in tour:
            fitting = [
                (_looseness(client, call, task), n)
                for n, client in enumerate(clients)
                if _fits(client, call, task, patrol) and client.need not in granted_needs
            ]
            if not fitting:
                return None
            _, best = min(fitting)
            granted_needs.add(clients[best].need)
            granted_needs.discard(-1)
            routes[-1].append(best)
    return routes


def _looseness(client: _Client, call: Visit, task: Task) -> tuple[bool, ...]:
    """Needs before other visits, strict needs before loose ones, equal spans first."""
    if client.need < 0:
        return True, True, True, client.call != call
    need = task.needs[client.need]
    return False, need.patrol is None, need.arrive_min is None, client.call != call


def _fits(client: _Client, call: Visit, task: Task, patrol: int) -> bool:
    """Whether a client is at the place of a call, for that patrol, when the call begins."""
    if client.call.place != call.place:
        return False
    if client.need >= 0 and task.needs[client.need].patrol not in (None, patrol):
        return False
    return client.call.first_min <= call.first_min <= client.call.last_min


def _clients_of(task: Task, sure: Tours | None, params: SearchParams = _USUAL) -> list[_Client]:
    """List every run of every place, open to all patrols, and once more for each need.

    Parameters
    ----------
    sure : Tours, optional
        Calls that grant every need; they become clients too.
    """
    needed = Counter(place for need in task.needs for place in need.options)
    clients = []
    for place in range(len(task.places)):
        runs = _runs(task, place, task.open_at[place], params)
        if needed[place] < task.at_most[place]:
            clients += [_Client(call, worth, -1) for call, worth in runs if worth > 0]
    for n, need in enumerate(task.needs):
        for place in need.options:
            opened = _opened(task, need, place)
            clients += [_Client(call, w, n) for call, w in _runs(task, place, opened, params)]
    return [*clients, *_to_the_minute(task, sure)]


def _to_the_minute(task: Task, tours: Tours | None) -> list[_Client]:
    """A client for each call at a place that may be visited again, so that none comes too near."""
    minutes = {
        call for tour in tours or () for call in tour
        if _again(task, call.place) and call.first_min == call.last_min
    }  # fmt: skip
    return [
        _Client(call, float(task.worth[call.place, call.first_min]), n)
        for call in sorted(minutes)
        for n, need in enumerate(task.needs)
        if call.place in need.options and need.arrive_min is None
    ]


def _again(task: Task, place: int) -> bool:
    """Whether visits to a place must keep out of each other's way."""
    most = task.at_most[place]
    return bool(most > 1 and (task.gap_min[place] > 0 or task.at_once[place] < most))


def _opened(task: Task, need: Need, place: int) -> Bools:
    opened: Bools = task.open_at[place].copy()
    if need.arrive_min is not None:
        opened[: need.arrive_min] = False
        opened[need.arrive_min + 1 :] = False
    return opened


def _runs(task: Task, place: int, opened: Bools, params: SearchParams) -> list[tuple[Visit, float]]:
    """Cut the minutes of a place into runs of about equal worth."""
    worth, minutes = task.worth[place], np.flatnonzero(opened)
    longest = params.longest_repeat_run_min if _again(task, place) else len(minutes)
    slight = params.slight_value_share * float(task.worth.max(initial=0.0))
    runs, start = [], 0
    low = high = 0.0
    for k, minute in enumerate(minutes):
        if k == start:
            low = high = worth[minute]
        low, high = min(low, worth[minute]), max(high, worth[minute])
        end = k + 1 == len(minutes) or minutes[k + 1] != minute + 1 or k + 1 - start >= longest
        if not end:
            ahead = worth[minutes[k + 1]]
            least, most = min(low, ahead), max(high, ahead)
            end = most - least > max(params.same_value_share * most, slight)
        if end:
            span = minutes[start : k + 1]
            call = Visit(place, int(span[0]), int(span[-1]))
            runs.append((call, float(worth[span].mean())))
            start = k + 1
    return runs


def _tables_of(
    task: Task, clients: list[_Client], start: Tours, params: SearchParams = _USUAL
) -> Tables:
    """Write the task down as arrays; the ways of ``start`` count no more than they take."""
    place = np.array([client.call.place for client in clients], dtype=np.int64)
    early = np.array([client.call.first_min for client in clients], dtype=np.int64)
    late = np.array([client.call.last_min for client in clients], dtype=np.int64)
    worth = np.array([client.worth for client in clients])
    between, out, back = _weighted_ways(task, start, params.long_way_weight)
    ways = between + task.stay[:, :, None]
    profile, which = _profiles(ways)
    return Tables(
        place=place,
        early=early,
        late=late,
        prize=np.ascontiguousarray(np.maximum(worth * task.share[:, place], _LEAST)),
        may=_may(task, clients, place),
        need=np.array([client.need for client in clients], dtype=np.int64),
        go=np.ascontiguousarray(ways[which], dtype=np.int64),
        out=out,
        back=back + task.stay,
        profile=profile,
        begin=np.array([patrol.shift_start_min for patrol in task.patrols], dtype=np.int64),
        end=np.array([patrol.shift_end_min for patrol in task.patrols], dtype=np.int64),
        stay=task.stay,
        at_most=task.at_most,
        gap=task.gap_min,
        at_once=task.at_once,
        again=np.array((*AGAIN, *(AGAIN[-1],) * len(task.patrols))),
    )


def _weighted_ways(task: Task, start: Tours, weight: int) -> tuple[Ints, Ints, Ints]:
    """Ways between stops, out and back, with the minutes beyond the easy ones counted again.

    A way to a place that is needed counts as it is, and so does the shortest way out or back.
    """
    needed = [place for need in task.needs for place in need.options]
    between = weight * np.maximum(task.between - task.easy_way_min, 0)
    between[:, needed] = between[:, :, needed] = 0
    ends = []
    for ways, end in ((task.out, 0), (task.back, -1)):
        least = np.where(task.may, ways, DAY_MIN).min(axis=1, initial=DAY_MIN)
        beyond = weight * np.maximum(ways - np.maximum(least, task.easy_way_min)[:, None], 0)
        beyond[:, needed] = 0
        for patrol, tour in enumerate(start):
            if tour:
                beyond[patrol, tour[end].place] = 0
        ends.append(np.minimum(ways + beyond, DAY_MIN))
    for patrol, tour in enumerate(start):
        for one, other in pairwise(tour):
            between[patrol, one.place, other.place] = 0
    return np.minimum(task.between + between, DAY_MIN), ends[0], ends[1]


def _profiles(ways: Ints) -> tuple[Ints, Ints]:
    """Patrols that stay and walk alike share one table of times."""
    alike = [way.tobytes() for way in ways]
    first = {key: n for n, key in reversed(list(enumerate(alike)))}
    which = sorted(first.values())
    profile = np.array([which.index(first[key]) for key in alike], dtype=np.int64)
    return profile, np.array(which, dtype=np.int64)


def _may(task: Task, clients: list[_Client], place: Ints) -> Bools:
    may = np.ascontiguousarray(task.may[:, place])
    for n, client in enumerate(clients):
        who = task.needs[client.need].patrol if client.need >= 0 else None
        if who is not None:
            may[np.arange(len(may)) != who, n] = False
    return may
