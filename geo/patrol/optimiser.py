"""Who visits what in which order: a task given to the search, and the tours that come of it."""

from collections.abc import Callable

from geo.errors import PlanImpossibleError
from geo.patrol.clashes import granted, said_of
from geo.patrol.clients import Client, clients_of, tables_of
from geo.patrol.search.search import Found, Steps, search
from geo.patrol.task import Task
from geo.patrol.tours import Call, Tours

#: Told the best tours so far, their worth and the share of the work that is done; False stops it.
Watch = Callable[[Tours, float, float], bool]


def best_tours(
    task: Task,
    seed: int,
    iterations: int,
    watch: Watch | None = None,
    start: Tours | None = None,
) -> Tours:
    """Visiting orders of great value that grant every need and keep every shift.

    Parameters
    ----------
    iterations : int
        Steps of each of the searches; the same seed and iterations give the same tours.
    start : Tours, optional
        Feasible tours to begin with.

    Raises
    ------
    PlanImpossibleError
        When the needs cannot all be granted.
    """
    sure = granted(task)
    clients = clients_of(task, sure.tours)
    tables = tables_of(task, clients, start or sure.tours or ())

    def told(found: Found, share: float) -> bool:
        return watch is None or watch(_tours(clients, found), found.worth, share)

    first = _as_clients(clients, start if start is not None else sure.tours, task)
    found = search(tables, seed, Steps(iterations), told, first)
    if found.missing and sure.tours is not None:
        return sure.tours
    if found.missing:
        raise PlanImpossibleError(
            f"No plan was found that grants all {len(task.needs)} wishes at once, though there may "
            f"be one: {said_of(task)}. Release some, or add a patrol."
        )
    return _tours(clients, found)


def _tours(clients: list[Client], found: Found) -> Tours:
    return tuple(tuple(clients[client].call for client in route) for route in found.routes)


def _as_clients(clients: list[Client], tours: Tours | None, task: Task) -> list[list[int]] | None:
    """Tours as clients, needs before what nobody asked for; None where a call has no client."""
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


def _looseness(client: Client, call: Call, task: Task) -> tuple[bool, ...]:
    """Needs before what nobody asked for, strict needs before loose ones, equal spans first."""
    if client.need < 0:
        return True, True, True, client.call != call
    need = task.needs[client.need]
    return False, need.patrol is None, need.arrive_min is None, client.call != call


def _fits(client: Client, call: Call, task: Task, patrol: int) -> bool:
    """Whether a client is at the place of a call, for that patrol, when the call begins."""
    if client.call.place != call.place:
        return False
    if client.need >= 0 and task.needs[client.need].patrol not in (None, patrol):
        return False
    return client.call.first_min <= call.first_min <= client.call.last_min
