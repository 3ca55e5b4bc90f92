"""The best minutes for given orders: every patrol's own, and those that patrols must agree on."""

from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import combinations, islice, pairwise, permutations, product
from typing import Final, Self

import numpy as np

from geo.model import PlaceKind
from geo.network import Bools, Floats, Ints
from geo.patrol._visit_value import AGAIN
from geo.patrol.constraints import Lock
from geo.patrol.problem import Task

_NO: Final = -np.inf

#: Positions of places in visiting order, of one patrol and patrol by patrol.
Order = tuple[int, ...]
Orders = tuple[Order, ...]


@dataclass(frozen=True, eq=False)
class TimetableGrid:
    """Points of every visit that could be made.

    Attributes
    ----------
    first_min : int
        Minute of the day of the first column.
    points : ndarray of shape (patrols, places, minutes)
        Of a visit that is the only one to its place; minus infinity where none may begin.
    """

    task: Task
    first_min: int
    points: Floats

    @classmethod
    def of(cls, task: Task) -> Self:
        """Lay out a task from the first shift's beginning to the last one's end.

        Whoever is sent to an activity may go; who is sent is up to the orders.

        Parameters
        ----------
        task : Task
        """
        first = min(patrol.shift_start_min for patrol in task.patrols)
        last = max(patrol.shift_end_min for patrol in task.patrols)
        minutes = np.arange(first, last + 1)
        opens = np.array([patrol.shift_start_min for patrol in task.patrols])[:, None] + task.out
        shuts = np.array([patrol.shift_end_min for patrol in task.patrols])[:, None]
        shuts = shuts - task.stay - task.back
        allowed: Bools = (minutes >= opens[:, :, None]) & (minutes <= shuts[:, :, None])
        booked = [place.kind is PlaceKind.ACTIVITY for place in task.places]
        may = task.may | np.array(booked)
        allowed &= may[:, :, None] & task.open_at[None, :, first : last + 1]
        worth = task.worth[None, :, first : last + 1] * task.share[:, :, None]
        return cls(task, first, np.where(allowed, worth, _NO))

    @property
    def n_minutes(self) -> int:
        """Columns of the grid."""
        return int(self.points.shape[2])

    @cached_property
    def gaps(self) -> Ints:
        """Minutes from arriving at one place to arriving at the next; (patrols, places, places)."""
        return np.asarray(self.task.stay[:, :, None] + self.task.between)

    def column(self, minute: int) -> int:
        """Column of a minute of the day; outside the grid for one outside the shifts.

        Parameters
        ----------
        minute : int
            Of the day.
        """
        return minute - self.first_min

    def rows(self, patrol: int, order: Order) -> Floats:
        """Points of the stops of an order, minute by minute.

        Parameters
        ----------
        patrol : int
        order : tuple of int
            Positions of places.
        """
        return self.points[patrol, list(order)]

    def value(self, orders: Orders, minutes: Sequence[Sequence[int]]) -> float:
        """Points of all visits; the second-best of a place and those after it count less.

        Parameters
        ----------
        orders : Orders
        minutes : sequence of sequence of int
            Minute of the day at which each stop begins, patrol by patrol.
        """
        by_place: dict[int, list[float]] = {}
        for patrol, (order, begins) in enumerate(zip(orders, minutes, strict=True)):
            for place, begin in zip(order, begins, strict=True):
                points = float(self.points[patrol, place, self.column(begin)])
                by_place.setdefault(place, []).append(points)
        return sum(
            again(n) * points
            for every in by_place.values()
            for n, points in enumerate(sorted(every, reverse=True))
        )


def again(nth: int) -> float:
    """Share of its points that the nth visit of a place is worth, from 0."""
    return float(AGAIN[min(nth, len(AGAIN) - 1)])


@dataclass(frozen=True, eq=False)
class Chain:
    """The best value up to and from each stop of one patrol's order, by the minute it begins.

    Attributes
    ----------
    ahead, behind : ndarray of shape (stops, minutes)
        Points of the stops up to, and from, each one, itself included.
    gaps : tuple of int
        Minutes from arriving at each stop to arriving at the next.
    """

    rows: Floats
    ahead: Floats
    behind: Floats
    gaps: tuple[int, ...]

    @classmethod
    def of(cls, grid: TimetableGrid, patrol: int, order: Order, rows: Floats | None = None) -> Self:
        """Dynamic programming over the minutes of the shift, in both directions.

        Parameters
        ----------
        rows : ndarray of shape (stops, minutes), optional
            Points of each stop where they are not the grid's own.
        """
        rows = grid.rows(patrol, order) if rows is None else rows
        steps = pairwise(order)
        gaps = tuple(int(grid.gaps[patrol, a, b]) for a, b in steps)
        ahead, behind = rows.copy(), rows.copy()
        for k, gap in enumerate(gaps):
            ahead[k + 1] += later(np.maximum.accumulate(ahead[k]), gap)
        for k, gap in reversed(list(enumerate(gaps))):
            behind[k] += sooner(np.maximum.accumulate(behind[k + 1][::-1])[::-1], gap)
        return cls(rows, ahead, behind, gaps)

    @property
    def value(self) -> float:
        """Of the best minutes; minus infinity where the order does not fit, 0 without stops."""
        return float(self.ahead[-1].max()) if len(self.ahead) else 0.0

    @property
    def fits(self) -> bool:
        """Whether there are minutes at all."""
        return self.value > _NO

    def through(self, k: int) -> Floats:
        """Points of the whole order if stop ``k`` begins at each minute."""
        total = self.ahead[k] + self.behind[k]
        return np.where(total > _NO, total - np.where(self.rows[k] > _NO, self.rows[k], 0.0), _NO)

    def columns(self) -> list[int]:
        """Columns of the best minutes: the last stop early, those before it just in time."""
        columns: list[int] = []
        for k in reversed(range(len(self.ahead))):
            if not columns:
                columns.append(int(np.argmax(self.ahead[k])))
                continue
            latest = columns[0] - self.gaps[k]
            span = self.ahead[k][: latest + 1]
            columns.insert(0, latest - int(np.argmax(span[::-1])))
        return columns


def later(row: Floats, minutes: int) -> Floats:
    """A row moved to later minutes; nothing is there before."""
    moved = np.full(row.shape, _NO)
    if minutes < row.shape[-1]:
        moved[..., minutes:] = row[..., : row.shape[-1] - minutes]
    return moved


def sooner(row: Floats, minutes: int) -> Floats:
    """A row moved to earlier minutes; nothing is there after."""
    return later(row[..., ::-1], minutes)[..., ::-1]


#: Ways of keeping visits apart that are tried, and of giving locks to visits.
_TRIES: Final = 60
_PINNINGS: Final = 24
#: Minutes between the moments at which two visits of one patrol may be parted.
_EVERY_MIN: Final = 5

#: Patrol, and position among its stops.
Position = tuple[int, int]
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


def best_minutes(grid: TimetableGrid, orders: Orders, locks: Sequence[Lock] = ()) -> Timed | Misfit:
    """Minutes of the greatest value, or whose stops do not fit.

    For orders in which every place has one visit the minutes are the best there are. Visits to one
    place are kept apart by trying which comes first, and the best moment to part them.

    Parameters
    ----------
    locks : sequence of Lock
        Those with a time fix the minute of a visit.
    """
    answers = [_timed(grid, orders, pins) for pins in _pinnings(grid, orders, locks)]
    timed = [answer for answer in answers if isinstance(answer, Timed)]
    return max(timed, key=lambda answer: answer.value) if timed else answers[0]


def _pinnings(
    grid: TimetableGrid, orders: Orders, locks: Sequence[Lock]
) -> Iterator[tuple[tuple[Position, int], ...]]:
    """Ways to give locks with a time to visits; nearly always there is one."""
    ways = []
    for ident in dict.fromkeys(lock.place_id for lock in locks if lock.arrive_min is not None):
        those = [lock for lock in locks if lock.place_id == ident]
        visits = [v for v, place in _visits(orders) if grid.task.places[place].place_id == ident]
        timed = [lock for lock in those if lock.arrive_min is not None]
        ways.append(
            [
                tuple((v, lock.arrive_min or 0) for v, lock in zip(chosen, timed, strict=True))
                for chosen in permutations(visits, len(timed))
                if all(_may(grid, v, lock) for v, lock in zip(chosen, timed, strict=True))
            ]
        )
    for pinned in islice(product(*(way or [()] for way in ways)), _PINNINGS):
        yield tuple(pin for pins in pinned for pin in pins)


def _may(grid: TimetableGrid, visit: Position, lock: Lock) -> bool:
    return lock.patrol in (None, grid.task.patrols[visit[0]].name)


def _visits(orders: Orders) -> Iterator[tuple[Position, int]]:
    for patrol, order in enumerate(orders):
        for k, place in enumerate(order):
            yield (patrol, k), place


def _timed(
    grid: TimetableGrid, orders: Orders, pins: Sequence[tuple[Position, int]]
) -> Timed | Misfit:
    rows = [grid.rows(patrol, order) for patrol, order in enumerate(orders)]
    for (patrol, k), minute in pins:
        column = grid.column(minute)
        _within(rows[patrol][k], column, column)
    for patrol, order in enumerate(orders):
        if not Chain.of(grid, patrol, order, rows[patrol]).fits:
            return Misfit((patrol,))
    at_place: dict[int, list[Position]] = defaultdict(list)
    for visit, place in _visits(orders):
        at_place[place].append(visit)
    shared = {place: visits for place, visits in at_place.items() if len(visits) > 1}
    for place, visits in shared.items():
        if grid.task.places[place].kind is PlaceKind.ACTIVITY:
            if not _together(grid, orders, rows, visits):
                return Misfit(tuple(patrol for patrol, _ in visits), place)
            continue
        _count_less(grid, orders, rows, visits)
    return _apart(grid, orders, rows, shared)


def _within(row: Floats, first: int, last: int) -> None:
    """Forbid the columns outside a span."""
    row[: max(first, 0)] = _NO
    row[max(last + 1, 0) :] = _NO


def _together(grid: TimetableGrid, orders: Orders, rows: _Rows, visits: list[Position]) -> bool:
    """Begin the parts of one activity at the best minute for all."""
    total = np.zeros(grid.n_minutes)
    for patrol, k in visits:
        total += Chain.of(grid, patrol, orders[patrol], rows[patrol]).through(k)
    best = int(np.argmax(total))
    for patrol, k in visits:
        _within(rows[patrol][k], best, best)
    return bool(total[best] > _NO)


def _count_less(grid: TimetableGrid, orders: Orders, rows: _Rows, visits: list[Position]) -> None:
    """Let the visits of one place count as they would by their best minutes alone."""
    worth = []
    for patrol, k in visits:
        chain = Chain.of(grid, patrol, orders[patrol], rows[patrol])
        worth.append(float(rows[patrol][k][chain.columns()[k]]))
    for nth, n in enumerate(sorted(range(len(visits)), key=lambda n: -worth[n])):
        patrol, k = visits[n]
        rows[patrol][k] *= again(nth)


def _apart(
    grid: TimetableGrid, orders: Orders, rows: _Rows, shared: dict[int, list[Position]]
) -> Timed | Misfit:
    """Keep the visits of each place apart, depth first, the most promising way first."""
    stack, tries, clash = [rows], 0, None
    while stack and tries < _TRIES:
        tries += 1
        now = stack.pop()
        chains = [Chain.of(grid, p, order, now[p]) for p, order in enumerate(orders)]
        if not all(chain.fits for chain in chains):
            continue
        columns = [chain.columns() for chain in chains]
        too_near = _first_clash(grid, columns, shared)
        if too_near is None:
            minutes = tuple(tuple(grid.first_min + c for c in one) for one in columns)
            return Timed(minutes, grid.value(orders, minutes))
        clash = clash or too_near
        stack += [way for _, way in sorted(_ways(grid, orders, now, chains, too_near), key=_first)]
    if clash is None:
        return Misfit(tuple(range(len(orders))))
    (a, k), (b, _) = clash
    return Misfit(tuple(dict.fromkeys((a, b))), orders[a][k])


def _first(way: tuple[float, _Rows]) -> float:
    return way[0]


def _first_clash(
    grid: TimetableGrid, columns: list[list[int]], shared: dict[int, list[Position]]
) -> tuple[Position, Position] | None:
    """Two visits to one place that are too near each other."""
    task = grid.task
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
    grid: TimetableGrid,
    orders: Orders,
    rows: _Rows,
    chains: list[Chain],
    clash: tuple[Position, Position],
) -> Iterator[tuple[float, _Rows]]:
    """The two ways to part two visits, each with the best value it could have."""
    for first, second in (clash, clash[::-1]):
        (a, k), (b, m) = first, second
        place = orders[a][k]
        gap = int(grid.task.stay[a, place] + grid.task.gap_min[place])
        if a != b:
            total = np.maximum.accumulate(chains[a].through(k))
            after = np.maximum.accumulate(chains[b].through(m)[::-1])[::-1]
            total[: len(total) - gap] += after[gap:]
            total[len(total) - gap :] = _NO
            moments = [int(np.argmax(total))] if total.max() > _NO else []
        elif k < m:
            moments = list(range(0, grid.n_minutes - gap, _EVERY_MIN))
        else:
            moments = []
        split = [_split(rows, first, second, moment, gap) for moment in moments]
        worth = [
            sum(Chain.of(grid, p, orders[p], way[p]).value for p in sorted({a, b})) for way in split
        ]
        if worth and max(worth) > _NO:
            best = int(np.argmax(worth))
            yield worth[best], split[best]


def _split(rows: _Rows, first: Position, second: Position, moment: int, gap: int) -> _Rows:
    """One visit begins by a moment, the other not until the gap is over."""
    way = list(rows)
    for patrol in {first[0], second[0]}:
        way[patrol] = rows[patrol].copy()
    way[first[0]][first[1]][moment + 1 :] = _NO
    way[second[0]][second[1]][: moment + gap] = _NO
    return way
