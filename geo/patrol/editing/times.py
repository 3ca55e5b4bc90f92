"""The best minutes for given orders: every patrol's own, and those that patrols must agree on."""

from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import combinations, islice, permutations, product
from typing import Final

import numpy as np

from geo.model import PlaceKind
from geo.network.graph import Floats
from geo.patrol.editing.board import Board, Chain, Orders, again
from geo.patrol.wish import Lock

_NO: Final = -np.inf
#: Ways of keeping visits apart that are tried, and of giving locks to visits.
_TRIES: Final = 60
_PINNINGS: Final = 24
#: Minutes between the moments at which two visits of one patrol may be told apart.
_EVERY_MIN: Final = 5

#: Patrol, and position among its stops.
Visit = tuple[int, int]
_Rows = list[Floats]


@dataclass(frozen=True)
class Timed:
    """Minutes of the day at which each stop begins, patrol by patrol, and what all are worth."""

    minutes: tuple[tuple[int, ...], ...]
    value: float


@dataclass(frozen=True)
class Misfit:
    """Whose stops have no minutes; ``place`` where it is about several visits to one place."""

    patrols: tuple[int, ...]
    place: int | None = None


def best_minutes(board: Board, orders: Orders, locks: Sequence[Lock] = ()) -> Timed | Misfit:
    """Minutes of the greatest value, or who stands in the way.

    For orders in which every place has one visit the minutes are the best there are. Visits to one
    place are kept apart by trying which comes first, and the best moment to tell them apart.

    Parameters
    ----------
    locks : sequence of Lock
        Those with a time fix the minute of a visit.
    """
    answers = [_timed(board, orders, pins) for pins in _pinnings(board, orders, locks)]
    timed = [answer for answer in answers if isinstance(answer, Timed)]
    return max(timed, key=lambda answer: answer.value) if timed else answers[0]


def _pinnings(
    board: Board, orders: Orders, locks: Sequence[Lock]
) -> Iterator[tuple[tuple[Visit, int], ...]]:
    """Ways to give locks with a time to visits; nearly always there is one."""
    ways = []
    for ident in dict.fromkeys(lock.place_id for lock in locks if lock.arrive_min is not None):
        those = [lock for lock in locks if lock.place_id == ident]
        visits = [v for v, place in _visits(orders) if board.task.places[place].place_id == ident]
        timed = [lock for lock in those if lock.arrive_min is not None]
        ways.append(
            [
                tuple((v, lock.arrive_min or 0) for v, lock in zip(chosen, timed, strict=True))
                for chosen in permutations(visits, len(timed))
                if all(_may(board, v, lock) for v, lock in zip(chosen, timed, strict=True))
            ]
        )
    for found in islice(product(*(way or [()] for way in ways)), _PINNINGS):
        yield tuple(pin for pins in found for pin in pins)


def _may(board: Board, visit: Visit, lock: Lock) -> bool:
    return lock.patrol in (None, board.task.patrols[visit[0]].name)


def _visits(orders: Orders) -> Iterator[tuple[Visit, int]]:
    for patrol, order in enumerate(orders):
        for k, place in enumerate(order):
            yield (patrol, k), place


def _timed(board: Board, orders: Orders, pins: Sequence[tuple[Visit, int]]) -> Timed | Misfit:
    rows = [board.rows(patrol, order) for patrol, order in enumerate(orders)]
    for (patrol, k), minute in pins:
        column = board.column(minute)
        _within(rows[patrol][k], column, column)
    for patrol, order in enumerate(orders):
        if not Chain.of(board, patrol, order, rows[patrol]).fits:
            return Misfit((patrol,))
    at_place: dict[int, list[Visit]] = defaultdict(list)
    for visit, place in _visits(orders):
        at_place[place].append(visit)
    shared = {place: visits for place, visits in at_place.items() if len(visits) > 1}
    for place, visits in shared.items():
        if board.task.places[place].kind is PlaceKind.ACTIVITY:
            if not _together(board, orders, rows, visits):
                return Misfit(tuple(patrol for patrol, _ in visits), place)
            continue
        _count_less(board, orders, rows, visits)
    return _apart(board, orders, rows, shared)


def _within(row: Floats, first: int, last: int) -> None:
    """Forbid the columns outside a span."""
    row[: max(first, 0)] = _NO
    row[max(last + 1, 0) :] = _NO


def _together(board: Board, orders: Orders, rows: _Rows, visits: list[Visit]) -> bool:
    """Begin the parts of one activity at the best minute for all."""
    total = np.zeros(board.n_minutes)
    for patrol, k in visits:
        total += Chain.of(board, patrol, orders[patrol], rows[patrol]).through(k)
    best = int(np.argmax(total))
    for patrol, k in visits:
        _within(rows[patrol][k], best, best)
    return bool(total[best] > _NO)


def _count_less(board: Board, orders: Orders, rows: _Rows, visits: list[Visit]) -> None:
    """Let the visits of one place count as they would by their best minutes alone."""
    worth = []
    for patrol, k in visits:
        chain = Chain.of(board, patrol, orders[patrol], rows[patrol])
        worth.append(float(rows[patrol][k][chain.columns()[k]]))
    for nth, n in enumerate(sorted(range(len(visits)), key=lambda n: -worth[n])):
        patrol, k = visits[n]
        rows[patrol][k] *= again(nth)


def _apart(
    board: Board, orders: Orders, rows: _Rows, shared: dict[int, list[Visit]]
) -> Timed | Misfit:
    """Keep the visits of each place apart, depth first, the most promising way first."""
    stack, tries, clash = [rows], 0, None
    while stack and tries < _TRIES:
        tries += 1
        now = stack.pop()
        chains = [Chain.of(board, p, order, now[p]) for p, order in enumerate(orders)]
        if not all(chain.fits for chain in chains):
            continue
        columns = [chain.columns() for chain in chains]
        found = _first_clash(board, columns, shared)
        if found is None:
            minutes = tuple(tuple(board.first_min + c for c in one) for one in columns)
            return Timed(minutes, board.value(orders, minutes))
        clash = clash or found
        stack += [way for _, way in sorted(_ways(board, orders, now, chains, found), key=_first)]
    if clash is None:
        return Misfit(tuple(range(len(orders))))
    (a, k), (b, _) = clash
    return Misfit(tuple(dict.fromkeys((a, b))), orders[a][k])


def _first(way: tuple[float, _Rows]) -> float:
    return way[0]


def _first_clash(
    board: Board, columns: list[list[int]], shared: dict[int, list[Visit]]
) -> tuple[Visit, Visit] | None:
    """Two visits to one place that are too near each other."""
    task = board.task
    for place, visits in shared.items():
        if task.places[place].kind is PlaceKind.ACTIVITY:
            continue
        spans = {v: columns[v[0]][v[1]] for v in visits}
        near = []
        for a, b in combinations(sorted(visits, key=lambda v: (spans[v], v)), 2):
            free = spans[b] - spans[a] - int(task.stay[a[0], place])
            if free >= int(task.gap_min[place]):
                continue
            near.append((a, b))
            if free >= 0 or a[0] == b[0] or len(near) >= int(task.at_once[place]):
                return a, b
    return None


def _ways(
    board: Board, orders: Orders, rows: _Rows, chains: list[Chain], clash: tuple[Visit, Visit]
) -> Iterator[tuple[float, _Rows]]:
    """The two ways to tell visits apart, each with the best value it could have."""
    for first, second in (clash, clash[::-1]):
        (a, k), (b, m) = first, second
        place = orders[a][k]
        gap = int(board.task.stay[a, place] + board.task.gap_min[place])
        if a != b:
            total = np.maximum.accumulate(chains[a].through(k))
            after = np.maximum.accumulate(chains[b].through(m)[::-1])[::-1]
            total[: len(total) - gap] += after[gap:]
            total[len(total) - gap :] = _NO
            moments = [int(np.argmax(total))] if total.max() > _NO else []
        elif k < m:
            moments = list(range(0, board.n_minutes - gap, _EVERY_MIN))
        else:
            moments = []
        split = [_split(rows, first, second, moment, gap) for moment in moments]
        worth = [
            sum(Chain.of(board, p, orders[p], way[p]).value for p in sorted({a, b}))
            for way in split
        ]
        if worth and max(worth) > _NO:
            best = int(np.argmax(worth))
            yield worth[best], split[best]


def _split(rows: _Rows, first: Visit, second: Visit, moment: int, gap: int) -> _Rows:
    """One visit begins by a moment, the other not until the gap is over."""
    way = list(rows)
    for patrol in {first[0], second[0]}:
        way[patrol] = rows[patrol].copy()
    way[first[0]][first[1]][moment + 1 :] = _NO
    way[second[0]][second[1]][: moment + gap] = _NO
    return way
