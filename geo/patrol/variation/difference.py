"""How unlike two plans are: other times and places, and another order."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from itertools import combinations
from typing import Final, Protocol

import numpy as np

from geo.model import Route

#: Visits of a place that begin no further apart than this are at the same time.
SAME_TIME_MIN: Final = 15


class Routed(Protocol):
    """A plan, as far as its routes go."""

    @property
    def routes(self) -> tuple[Route, ...]:
        """One for each patrol."""


@dataclass(frozen=True)
class Difference:
    """How unlike two plans are, from 0 (the same) to 1 (nothing alike).

    Attributes
    ----------
    stops : int
        Visits of the second plan.
    elsewhere : int
        Those of them for which the first plan has none at the same place within 15 minutes, by
        whichever patrol.
    times : float
        Visits without such a partner, as a share of the visits of both plans (1 - Dice 1945).
    order : float
        Pairs of places, visited in either plan, that are not visited in both in the same order, as
        a share of all such pairs: the distance of Kendall (1938) over first visits, where a place
        that one plan leaves out is in no order.
    """

    stops: int
    elsewhere: int
    times: float
    order: float

    @property
    def whole(self) -> float:
        """The mean of both."""
        return (self.times + self.order) / 2

    @property
    def said(self) -> str:
        """``7 of 10 stops at other times or places``."""
        return f"{self.elsewhere} of {self.stops} stops at other times or places"


def difference(one: Routed, other: Routed) -> Difference:
    """Compare two plans as somebody sees them who watches the places; patrols are not told apart.

    Two plans without a visit are the same.
    """
    first, second = _minutes(one), _minutes(other)
    alike = sum(_partners(first[ident], second[ident]) for ident in first if ident in second)
    n_first, n_second = (sum(map(len, minutes.values())) for minutes in (first, second))
    every = n_first + n_second
    return Difference(
        stops=n_second,
        elsewhere=n_second - alike,
        times=1 - 2 * alike / every if every else 0.0,
        order=_out_of_order(first, second),
    )


def _minutes(plan: Routed) -> dict[str, list[int]]:
    """When each place is visited, earliest first."""
    found = defaultdict(list)
    for route in plan.routes:
        for stop in route.visits:
            found[stop.place.place_id].append(stop.arrive_min)
    return {ident: sorted(minutes) for ident, minutes in found.items()}


def _partners(first: list[int], second: list[int]) -> int:
    """The most pairs of visits to one place within 15 minutes of each other, each in one pair."""
    pairs = i = j = 0
    while i < len(first) and j < len(second):
        if abs(first[i] - second[j]) <= SAME_TIME_MIN:
            pairs, i, j = pairs + 1, i + 1, j + 1
        elif first[i] < second[j]:
            i += 1
        else:
            j += 1
    return pairs


def _out_of_order(first: dict[str, list[int]], second: dict[str, list[int]]) -> float:
    every = sorted(first.keys() | second.keys())
    pairs = list(combinations(every, 2))
    if not pairs:
        return float(first.keys() != second.keys())
    return 1 - sum(_in_order(a, b, first, second) for a, b in pairs) / len(pairs)


def _in_order(a: str, b: str, first: dict[str, list[int]], second: dict[str, list[int]]) -> bool:
    """Whether both plans visit both places, and first the same one of them."""
    if not all(ident in plan for ident in (a, b) for plan in (first, second)):
        return False
    turns = {int(np.sign(plan[a][0] - plan[b][0])) for plan in (first, second)}
    return len(turns) == 1


def least_difference(plan: Routed, others: Iterable[Routed]) -> float:
    """How unlike a plan is to the one that it resembles most; 1 without others."""
    return min((difference(other, plan).whole for other in others), default=1.0)
