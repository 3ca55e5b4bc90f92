"""A task laid out minute by minute, and the best value before and after each stop of an order."""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import pairwise
from typing import Final, Self

import numpy as np

from geo.model import PlaceKind
from geo.network.graph import Bools, Floats, Ints
from geo.patrol.task import Task
from geo.patrol.values import AGAIN

_NO: Final = -np.inf

#: Positions of places in visiting order, of one patrol and patrol by patrol.
Order = tuple[int, ...]
Orders = tuple[Order, ...]


@dataclass(frozen=True, eq=False)
class Board:
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
        """Columns of the board."""
        return int(self.points.shape[2])

    @cached_property
    def gaps(self) -> Ints:
        """Minutes from arriving at one place to arriving at the next; (patrols, places, places)."""
        return np.asarray(self.task.stay[:, :, None] + self.task.between)

    def column(self, minute: int) -> int:
        """Where a minute of the day stands; outside the board for one outside the shifts."""
        return minute - self.first_min

    def rows(self, patrol: int, order: Order) -> Floats:
        """Points of the stops of an order, minute by minute."""
        return self.points[patrol, list(order)]

    def value(self, orders: Orders, minutes: Sequence[Sequence[int]]) -> float:
        """Points of all visits; the second-best of a place and those after it count less."""
        by_place: dict[int, list[float]] = {}
        for patrol, (order, begins) in enumerate(zip(orders, minutes, strict=True)):
            for place, begin in zip(order, begins, strict=True):
                found = float(self.points[patrol, place, self.column(begin)])
                by_place.setdefault(place, []).append(found)
        return sum(
            again(n) * points
            for found in by_place.values()
            for n, points in enumerate(sorted(found, reverse=True))
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
    def of(cls, board: Board, patrol: int, order: Order, rows: Floats | None = None) -> Self:
        """Dynamic programming over the minutes of the shift, in both directions.

        Parameters
        ----------
        rows : ndarray of shape (stops, minutes), optional
            Points of each stop where they are not the board's own.
        """
        rows = board.rows(patrol, order) if rows is None else rows
        steps = pairwise(order)
        gaps = tuple(int(board.gaps[patrol, a, b]) for a, b in steps)
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
        found = self.ahead[k] + self.behind[k]
        return np.where(found > _NO, found - np.where(self.rows[k] > _NO, self.rows[k], 0.0), _NO)

    def columns(self) -> list[int]:
        """Columns of the best minutes: the last stop early, those before it just in time."""
        found: list[int] = []
        for k in reversed(range(len(self.ahead))):
            if not found:
                found.append(int(np.argmax(self.ahead[k])))
                continue
            latest = found[0] - self.gaps[k]
            span = self.ahead[k][: latest + 1]
            found.insert(0, latest - int(np.argmax(span[::-1])))
        return found


def later(row: Floats, minutes: int) -> Floats:
    """A row moved to later minutes; nothing is there before."""
    moved = np.full(row.shape, _NO)
    if minutes < row.shape[-1]:
        moved[..., minutes:] = row[..., : row.shape[-1] - minutes]
    return moved


def sooner(row: Floats, minutes: int) -> Floats:
    """A row moved to earlier minutes; nothing is there after."""
    return later(row[..., ::-1], minutes)[..., ::-1]
