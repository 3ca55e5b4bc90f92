"""Which patrol visits what, in which order: the planning task as a PyVRP model.

Team orienteering with time windows: each place is a mutually exclusive group with one client for
each run of slices of nearly equal value, so that a visit collects what it is worth when it begins.
Minutes at a stop lie in the walks that leave it, because patrols may stay for different lengths of
time; each patrol therefore has its own matrix of minutes.
"""

from dataclasses import dataclass
from typing import Any, Final

import numpy as np
import pyvrp
from pyvrp.stop import MaxIterations

from geo.errors import PlanImpossibleError
from geo.network.graph import Ints
from geo.patrol.clashes import Tours, granted, said
from geo.patrol.task import DAY_MIN, Task

#: Integers only: a point of value is 1,000 units, and so is a walk of 10 km.
_UNITS_PER_POINT: Final = 1_000
_METRES_PER_UNIT: Final = 10
#: Slices belong to one run while their values differ by no more than this share of the larger.
_ALIKE: Final = 0.1
#: Steps after which a worse solution stops being accepted. PyVRP's own 300 suits searches of many
#: more iterations; on the sample 50 gives 3% more value with 4 patrols and 7% with 8.
_HISTORY: Final = 50


@dataclass(frozen=True)
class _Run:
    """Consecutive minutes at which a visit to one place is worth about the same."""

    place: int
    first_min: int
    last_min: int
    value: float


def best_tours(task: Task, seed: int, iterations: int) -> Tours:
    """Visiting orders of great value that grant every demand and keep every shift.

    Parameters
    ----------
    iterations : int
        Of PyVRP's iterated local search; the same seed and iterations give the same tours.

    Returns
    -------
    tuple of tuple of int
        Positions of places in visiting order, patrol by patrol.

    Raises
    ------
    PlanImpossibleError
        When the demands cannot all be granted.
    """
    sure = granted(task)
    runs = [run for place in range(len(task.places)) for run in _runs(task, place)]
    data = _model(task, runs)
    found = _search(data, seed, iterations, None)
    if not found.is_feasible() and sure.tours is not None:
        start = pyvrp.Solution(data, _routes(task, data, runs, sure.tours))
        found = _search(data, seed, iterations, start)
    if not found.is_feasible():
        raise PlanImpossibleError(
            f"No plan was found that grants all {len(task.demands)} wishes at once: "
            f"{said(task, task.demands)}. Release some, or add a patrol."
        )
    tours: list[tuple[int, ...]] = [()] * len(task.patrols)
    for route in found.routes():
        visits = [activity.idx for activity in route if activity.is_client()]
        tours[route.vehicle_type()] = tuple(runs[client].place for client in visits)
    return tuple(tours)


def _search(
    data: pyvrp.ProblemData, seed: int, iterations: int, start: pyvrp.Solution | None
) -> pyvrp.Solution:
    params = pyvrp.SolveParams(ils=pyvrp.IteratedLocalSearchParams(history_length=_HISTORY))
    return pyvrp.solve(
        data,
        MaxIterations(iterations),
        seed,
        collect_stats=False,
        params=params,
        initial_solution=start,
    ).best


def _runs(task: Task, place: int) -> list[_Run]:
    """Cut the minutes of a place into runs of about equal value."""
    worth = task.worth[place]
    minutes = np.flatnonzero(worth)
    runs: list[_Run] = []
    start = 0
    for k in range(1, len(minutes) + 1):
        span = worth[minutes[start:k]]
        if k < len(minutes) and minutes[k] == minutes[k - 1] + 1:
            both = (*span, worth[minutes[k]])
            if min(both) >= (1 - _ALIKE) * max(both):
                continue
        runs.append(_Run(place, int(minutes[start]), int(minutes[k - 1]), float(span.mean())))
        start = k
    return runs


def _model(task: Task, runs: list[_Run]) -> pyvrp.ProblemData:
    """Locations are the patrols' starts, then the places; every patrol is a vehicle type."""
    n_patrols = len(task.patrols)
    clients, groups = _clients(task, runs, n_patrols)
    # PyVRP's stub asks for ndarray[int, ...], which no array of two dimensions is.
    distances: list[Any] = [_distances(task, n) for n in range(n_patrols)]
    durations: list[Any] = [_durations(task, n) for n in range(n_patrols)]
    return pyvrp.ProblemData(
        locations=[pyvrp.Location(0, 0) for _ in range(n_patrols + len(task.places))],
        clients=clients,
        depots=[pyvrp.Depot(location=n) for n in range(n_patrols)],
        vehicle_types=[
            pyvrp.VehicleType(
                start_depot=n,
                end_depot=n,
                tw_early=patrol.shift_start_min,
                tw_late=patrol.shift_end_min,
                profile=n,
            )
            for n, patrol in enumerate(task.patrols)
        ],
        distance_matrices=distances,
        duration_matrices=durations,
        groups=groups,
    )


def _clients(
    task: Task, runs: list[_Run], n_patrols: int
) -> tuple[list[pyvrp.Client], list[pyvrp.ClientGroup]]:
    # A place that is worth nothing all day has no runs, and PyVRP refuses a group without clients.
    group_of = {place: n for n, place in enumerate(dict.fromkeys(run.place for run in runs))}
    groups = [pyvrp.ClientGroup(required=place in task.demands) for place in group_of]
    clients = []
    for n, run in enumerate(runs):
        groups[group_of[run.place]].add_client(n)
        client = pyvrp.Client(
            location=n_patrols + run.place,
            tw_early=run.first_min,
            tw_late=run.last_min,
            prize=max(1, round(run.value * _UNITS_PER_POINT)),
            required=False,
            group=group_of[run.place],
        )
        clients.append(client)
    return clients, groups


def _durations(task: Task, patrol: int) -> Ints:
    """Minutes from location to location: the stay at the first, then the walk."""
    n = len(task.patrols)
    matrix = np.full((n + len(task.places),) * 2, DAY_MIN, dtype=np.int64)
    matrix[n:, n:] = task.between[patrol] + task.stay[patrol][:, None]
    matrix[patrol, n:] = task.home[patrol]
    matrix[n:, patrol] = task.home[patrol] + task.stay[patrol]
    matrix[:, n:][:, ~task.may[patrol]] = DAY_MIN
    np.fill_diagonal(matrix, 0)
    return matrix


def _distances(task: Task, patrol: int) -> Ints:
    n, base = len(task.patrols), task.base[patrol]
    metres = np.zeros((n + len(task.places),) * 2)
    metres[n:, n:] = task.walks.length_m[np.ix_(task.at, task.at)]
    if base is not None:
        metres[patrol, n:] = metres[n:, patrol] = task.walks.length_m[base, task.at]
    return np.round(metres / _METRES_PER_UNIT).astype(np.int64)


def _routes(
    task: Task, data: pyvrp.ProblemData, runs: list[_Run], tours: Tours
) -> list[pyvrp.Route]:
    """Tours as PyVRP routes: each stop is the client of the run in which it can begin first."""
    routes = []
    for patrol, tour in enumerate(tours):
        visits, ready = [], 0
        for k, place in enumerate(tour):
            minutes = task.minutes(patrol, place)
            if k:
                ready += int(
                    task.stay[patrol, tour[k - 1]] + task.between[patrol, tour[k - 1], place]
                )
            ready = int(minutes[np.searchsorted(minutes, ready)])
            visits.append(_run_at(runs, place, ready))
        if visits:
            routes.append(pyvrp.Route(data, visits, patrol))
    return routes


def _run_at(runs: list[_Run], place: int, minute: int) -> int:
    return next(
        n
        for n, run in enumerate(runs)
        if run.place == place and run.first_min <= minute <= run.last_min
    )
