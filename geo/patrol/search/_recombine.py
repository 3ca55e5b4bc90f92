"""The best set of routes that can be chosen from all that the searches came across.

A route that is good for one patrol may have come up together with bad ones. Which routes go
together is a set packing problem, solved exactly by HiGHS (route recombination: Hu and Lim 2014).
"""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from typing import Final

import numpy as np
from scipy.optimize import Bounds, LinearConstraint, milp
from scipy.sparse import coo_array

from geo.network import Floats
from geo.patrol.search._task_arrays import Tables
from geo.patrol.search.search_params import SearchParams

#: What a need counts, in worths of the best route.
_NEED: Final = 10.0

Route = tuple[int, ...]


@dataclass
class Pool:
    """Routes by kind of vehicle, and what each is worth by itself.

    Attributes
    ----------
    kinds : tuple of int
        The first vehicle that is like each vehicle.
    """

    tables: Tables
    params: SearchParams = field(default_factory=SearchParams)
    kinds: tuple[int, ...] = ()
    _worth: dict[tuple[int, Route], float] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self.kinds = _kinds(self.tables)

    def add(self, routes: Iterable[Route]) -> None:
        """Keep routes, one for each vehicle."""
        for vehicle, route in enumerate(routes):
            kind = self.kinds[vehicle]
            if route and (kind, route) not in self._worth:
                self._worth[kind, route] = _worth(self.tables, kind, route)

    def best(self) -> tuple[Route, ...]:
        """The routes that are worth most together, one for each vehicle; some may be empty."""
        columns = self._columns()
        if not columns:
            return ((),) * len(self.kinds)
        worth = np.array([self._worth[column] for column in columns])
        chosen = _packed(self.tables, columns, worth, self.kinds, self.params.pool_nodes)
        left: dict[int, list[Route]] = defaultdict(list)
        for kind, route in chosen:
            left[kind].append(route)
        return tuple(left[kind].pop() if left[kind] else () for kind in self.kinds)

    def _columns(self) -> list[tuple[int, Route]]:
        """The best routes of each kind, in an order that does not depend on when they came."""
        by_kind: dict[int, list[tuple[float, Route]]] = defaultdict(list)
        for (kind, route), worth in self._worth.items():
            by_kind[kind].append((-worth, route))
        return [
            (k, r)
            for k in sorted(by_kind)
            for _, r in sorted(by_kind[k])[: self.params.pool_routes]
        ]


def _kinds(t: Tables) -> tuple[int, ...]:
    alike: dict[bytes, int] = {}
    kinds = []
    for v in range(len(t.prize)):
        rows = (t.prize[v], t.may[v], t.out[v], t.back[v], t.stay[v])
        when = np.array([t.profile[v], t.begin[v], t.end[v]])
        key = b"".join(np.ascontiguousarray(row).tobytes() for row in (*rows, when))
        kinds.append(alike.setdefault(key, v))
    return tuple(kinds)


def _worth(t: Tables, vehicle: int, route: Route) -> float:
    """Worth of a route if no other vehicle visits its places."""
    at_place: dict[int, list[float]] = defaultdict(list)
    for client in route:
        at_place[int(t.place[client])].append(float(t.prize[vehicle, client]))
    return sum(
        float(share * prize)
        for prizes in at_place.values()
        for share, prize in zip(t.again, sorted(prizes, reverse=True), strict=False)
    )


class _Program:
    """A 0-1 program: which columns, so that no row has too many of them."""

    def __init__(self, worth: Floats) -> None:
        self.cost = [*(-worth)]
        self.n_columns = len(worth)
        self.entries: list[tuple[int, int, float]] = []
        self.limits: list[float] = []

    def at_most(self, limit: int, columns: Sequence[int]) -> None:
        """Allow so many of some columns; one that is there twice counts twice."""
        if len(columns) > limit:
            self.entries += [(len(self.limits), n, 1.0) for n in columns]
            self.limits.append(limit)

    def beyond_one(self, cost: float, columns: Sequence[int]) -> None:
        """Let every one of some columns beyond the first cost something."""
        if len(columns) > 1:
            self.at_most(1, columns)
            self.entries.append((len(self.limits) - 1, len(self.cost), -1.0))
            self.cost.append(cost)

    def solved(self, nodes: int) -> list[int]:
        """Columns of the best choice; none where there was no time to find any."""
        if not self.entries:
            return list(range(self.n_columns))
        row, column, value = (np.array(part) for part in zip(*self.entries, strict=True))
        shape = (len(self.limits), len(self.cost))
        matrix = coo_array((value, (row.astype(int), column.astype(int))), shape=shape).tocsr()
        whole = np.arange(len(self.cost)) < self.n_columns
        solution = milp(
            np.array(self.cost),
            integrality=whole.astype(int),
            bounds=Bounds(0, np.where(whole, 1, np.inf)),
            constraints=LinearConstraint(matrix, -np.inf, np.array(self.limits)),
            options={"node_limit": nodes, "mip_rel_gap": 1e-4},
        )
        if solution.x is None:
            return []
        return np.flatnonzero(solution.x[: self.n_columns] > 0.5).tolist()


def _packed(
    t: Tables, columns: list[tuple[int, Route]], worth: Floats, kinds: tuple[int, ...], nodes: int
) -> list[tuple[int, Route]]:
    """Choose columns: as many as there are vehicles, no place and no need too often."""
    calls = [(n, client) for n, (_, route) in enumerate(columns) for client in route]
    needed = np.zeros(len(columns))
    for n, client in calls:
        needed[n] += t.need[client] >= 0
    program = _Program(worth + needed * _NEED * worth.max())
    for kind in set(kinds):
        program.at_most(kinds.count(kind), [n for n, (k, _) in enumerate(columns) if k == kind])
    for need in range(t.n_needs):
        program.at_most(1, [n for n, client in calls if t.need[client] == need])
    by_place: dict[int, list[tuple[int, int]]] = defaultdict(list)
    for n, client in calls:
        by_place[int(t.place[client])].append((n, client))
    for place, here in sorted(by_place.items()):
        program.at_most(int(t.at_most[place]), [n for n, _ in here])
        if t.at_most[place] > 1:
            _keep_apart(t, program, place, here)
            least = min(float(t.prize[columns[n][0], client]) for n, client in here)
            program.beyond_one((1 - float(t.again[1])) * least, sorted({n for n, _ in here}))
    return [columns[n] for n in program.solved(nodes)]


def _keep_apart(t: Tables, program: _Program, place: int, here: list[tuple[int, int]]) -> None:
    """Allow only so many visits of a place that are nearer than the gap."""
    stay = int(t.stay[:, place].max())
    for moment in sorted({int(t.early[client]) for _, client in here}):
        near = [
            n
            for n, client in here
            if t.early[client] <= moment < t.late[client] + stay + t.gap[place]
        ]
        program.at_most(int(t.at_once[place]), sorted(set(near)))
