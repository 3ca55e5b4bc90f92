"""What must be done, and all ways to do it: the words in which the search for clashes thinks."""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from typing import NamedTuple

import numpy as np

from geo.network.graph import Ints


class Option(NamedTuple):
    """One way to do something: by whom, where, and between which minutes it begins.

    Attributes
    ----------
    patrols : tuple of int
        All of them together, from the same minute on.
    spot : int
        Position of the place in `Field`.
    first_min, last_min : int
        Any minute from the first to the last will do.
    """

    patrols: tuple[int, ...]
    spot: int
    first_min: int
    last_min: int
    stay_min: int


@dataclass(frozen=True)
class Must:
    """A visit, a break or an activity that must be done in one of several ways.

    Attributes
    ----------
    twin : int
        The same number for visits that are all alike; -1 for a visit like no other.
    more : bool
        Whether there may be other ways, too many to look at.
    """

    options: tuple[Option, ...]
    twin: int = -1
    more: bool = False


class Done(NamedTuple):
    """How something is done: one of its options, and the minute."""

    option: Option
    begin_min: int


@dataclass(frozen=True, eq=False)
class Field:
    """Where things are, and which rules hold.

    Attributes
    ----------
    between : ndarray of int, shape (patrols, spots, spots)
        Minutes from spot to spot.
    gap_min : ndarray of int, shape (spots,)
        From the end of a visit to the begin of the next at the same spot; -1 where it does not
        matter who else is there.
    at_once : ndarray of int, shape (spots,)
        Visits of different patrols to a spot that may be nearer to each other than the gap.
    """

    between: Ints
    gap_min: Ints
    at_once: Ints

    def shortcut(self, spots: Iterable[int]) -> "Field":
        """The same with the shortest minutes by way of any of some spots.

        With rides a way round can be shorter. What is impossible here is impossible without.
        """
        between = self.between
        for via in set(spots):
            between = np.minimum(between, between[:, :, [via]] + between[:, [via], :])
        return replace(self, between=between)

    def meet(self, one: Option, other: Option) -> bool:
        """Whether one has to keep out of the way of the other."""
        apart = one.spot == other.spot and self.gap_min[one.spot] >= 0
        return apart or not set(one.patrols).isdisjoint(other.patrols)

    def gap(self, one: Option, other: Option) -> int:
        """Minutes from the begin of one to the begin of the other, if that one comes well after."""
        ways = [
            int(self.between[p, one.spot, other.spot]) for p in one.patrols if p in other.patrols
        ]
        if one.spot == other.spot:
            ways.append(int(self.gap_min[one.spot]))
        return one.stay_min + max(ways)
