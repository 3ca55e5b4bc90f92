"""How well somebody who watched some days of patrols would guess the next visit.

Entropy (Shannon 1948) measures how many ways there are that all come up about as often; divided by
what it could be at most, it is 0 where a visit always comes at the same time, and 1 where every
time that could be comes up as often as every other. It weighs against value as in patrol security
games (Yang, Weng, Chang, Liu, Lin, Gao and Tsai 2024, arXiv:2410.15600).
"""

import math
from collections import Counter, defaultdict
from collections.abc import Hashable, Iterable, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Final

import numpy as np

from geo.model import Route
from geo.patrol.variation.difference import Routed

#: What a watcher guesses: the half hour of a visit.
SLOT_MIN: Final = 30
#: Days on which a place must be visited for anybody to have learned anything there.
FEWEST_DAYS: Final = 5
#: Shares that people can picture.
_TIMES: Final = (
    (1, 10), (1, 8), (1, 6), (1, 5), (1, 4), (1, 3), (2, 5), (1, 2), (3, 5), (2, 3), (3, 4),
    (4, 5), (9, 10),
)  # fmt: skip
_ALWAYS: Final = 0.95
_HARDLY: Final = 0.075


@dataclass(frozen=True)
class Guess:
    """What somebody who watched one place could tell of the next day on which it is visited.

    Attributes
    ----------
    days : int
        On which it was visited.
    right : float
        Share of these days with a visit in the half hour in which most days had one. It is taken
        from the days that were watched, and flatters the watcher.
    evenness : float
        Entropy of the half hours, of what so many visits in as many open half hours could have.
    """

    place_id: str
    name: str
    days: int
    right: float
    evenness: float

    def said(self, span: str) -> str:
        """Somebody who watched Mill Corner for four weeks would guess the half hour right so often.

        Parameters
        ----------
        span : str
            How long they watched: ``four weeks``.
        """
        return (
            f"Somebody who watched {self.name} for {span} would guess the half hour of the next "
            f"visit right {often(self.right)}."
        )


@dataclass(frozen=True)
class Predictability:
    """How well the plans of some days can be foretold.

    Attributes
    ----------
    places : tuple of Guess
        Places that were visited on at least five days, most visited first.
    times, firsts, nexts : float or None
        Entropy of 0 to 1 of the half hours of the visits at a place; of the first place of a
        patrol; and of the place after a place, for the same patrol. None where there is nothing to
        tell it from.
    right : float or None
        Share of guesses of the half hour at all these places together that come right.
    """

    days: int
    places: tuple[Guess, ...]
    times: float | None
    firsts: float | None
    nexts: float | None
    right: float | None


def predictability(plans: Sequence[Routed]) -> Predictability:
    """Watch the plans of some days, one plan a day."""
    guesses = _guesses(plans)
    n = sum(guess.days for guess in guesses)
    firsts, following = _firsts(plans), _following(plans)
    return Predictability(
        days=len(plans),
        places=guesses,
        times=sum(guess.evenness * guess.days for guess in guesses) / n if n else None,
        firsts=_mean_evenness(firsts),
        nexts=_mean_evenness(following),
        right=sum(guess.right * guess.days for guess in guesses) / n if n else None,
    )


def evenness(seen: Sequence[Hashable], possible: int) -> float:
    """Shannon entropy of what was seen, as a share of the most that it could be.

    Parameters
    ----------
    possible : int
        How many different things could have been seen; no more of them than were looked at can
        show.

    Returns
    -------
    float
        0 where there is only one thing to see.
    """
    counts = np.array(list(Counter(seen).values()), dtype=float)
    most = min(possible, len(seen))
    if most <= 1:
        return 0.0
    shares = counts / counts.sum()
    return max(0.0, float(-(shares * np.log(shares)).sum() / math.log(most)))


def often(share: float) -> str:
    """``about 2 times in 5``."""
    if share >= _ALWAYS:
        return "nearly always"
    if share < _HARDLY:
        return "hardly ever"
    of, among = min(_TIMES, key=lambda one: abs(one[0] / one[1] - share))
    return f"about {of} {'time' if of == 1 else 'times'} in {among}"


def _guesses(plans: Sequence[Routed]) -> tuple[Guess, ...]:
    names: dict[str, str] = {}
    open_slots: dict[str, int] = {}
    by_day: dict[str, list[list[int]]] = defaultdict(list)
    for plan in plans:
        today: dict[str, list[int]] = defaultdict(list)
        for stop in (stop for route in plan.routes for stop in route.visits):
            place = stop.place
            names[place.place_id] = place.name
            open_slots[place.place_id] = (
                place.closes_min // SLOT_MIN - place.opens_min // SLOT_MIN + 1
            )
            today[place.place_id].append(stop.arrive_min // SLOT_MIN)
        for ident, slots in today.items():
            by_day[ident].append(slots)
    found = [
        Guess(ident, names[ident], len(days), _right(days), evenness(_all(days), open_slots[ident]))
        for ident, days in by_day.items()
        if len(days) >= FEWEST_DAYS
    ]
    return tuple(sorted(found, key=lambda guess: (-guess.days, -guess.right, guess.place_id)))


def _right(days: Sequence[Sequence[int]]) -> float:
    """Share of days with a visit in the commonest half hour."""
    counts = Counter(slot for slots in days for slot in set(slots))
    return max(counts.values()) / len(days)


def _all(days: Iterable[Iterable[int]]) -> list[int]:
    return [slot for slots in days for slot in slots]


def _firsts(plans: Sequence[Routed]) -> dict[str, list[str]]:
    """First place of each patrol, day by day."""
    found: dict[str, list[str]] = defaultdict(list)
    for route in _routes(plans):
        if route.visits:
            found[route.patrol.name].append(route.visits[0].place.place_id)
    return found


def _following(plans: Sequence[Routed]) -> dict[tuple[str, str], list[str]]:
    """Places that a patrol went to after a place."""
    found: dict[tuple[str, str], list[str]] = defaultdict(list)
    for route in _routes(plans):
        ids = [stop.place.place_id for stop in route.visits]
        for one, following in pairwise(ids):
            found[route.patrol.name, one].append(following)
    return found


def _routes(plans: Sequence[Routed]) -> Iterable[Route]:
    return (route for plan in plans for route in plan.routes)


def _mean_evenness(seen: dict[str, list[str]] | dict[tuple[str, str], list[str]]) -> float | None:
    """Mean over groups that were seen at least twice, each by how often; against all places seen.

    A group seen once can tell nothing.
    """
    groups = [group for group in seen.values() if len(group) > 1]
    if not groups:
        return None
    every = len({ident for group in seen.values() for ident in group})
    weight = sum(map(len, groups))
    return sum(evenness(group, every) * len(group) for group in groups) / weight
