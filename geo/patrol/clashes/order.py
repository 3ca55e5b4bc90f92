"""In which order things are done that hang together across patrols.

Differences between begins are constraints (Dechter, Meiri and Pearl 1991); every pair that must not
overlap is put in one order or the other, or close together where that is allowed, until all hold or
nothing is left to try.
"""

from collections.abc import Callable
from dataclasses import dataclass
from itertools import combinations
from typing import Final

import numpy as np

from geo.network.graph import Ints
from geo.patrol.clashes.must import Field, Option

_NEVER: Final = -(1 << 20)

#: The second begins at least so many minutes after the first: (first, second, minutes).
_Arc = tuple[int, int, int]


@dataclass(frozen=True)
class _Way:
    """One way to settle a pair; ``together`` is how many may be close to each other if it is."""

    arcs: tuple[_Arc, ...]
    together: int = 0


@dataclass(eq=False)
class _State:
    """Spans of all begins, differences between them, and the pairs that are still open."""

    first: Ints
    last: Ints
    least: Ints
    open_pairs: dict[tuple[int, int], tuple[_Way, ...]]
    together: frozenset[tuple[int, int]]

    def settled(self, pair: tuple[int, int], way: _Way) -> "_State":
        """The same with one pair settled."""
        least = self.least.copy()
        for a, b, minutes in way.arcs:
            least[a, b] = max(least[a, b], minutes)
        rest = {key: ways for key, ways in self.open_pairs.items() if key != pair}
        near = self.together | {pair} if way.together else self.together
        return _State(self.first, self.last, least, rest, near)

    def tightened(self) -> bool:
        """Narrow every span by every difference; False where one is empty."""
        while True:
            first = np.maximum(self.first, (self.first[:, None] + self.least).max(axis=0))
            last = np.minimum(self.last, (self.last[None, :] - self.least).min(axis=1))
            same = (first == self.first).all() and (last == self.last).all()
            self.first, self.last = first, last
            if (first > last).any():
                return False
            if same:
                return True

    def slack(self, way: _Way) -> int:
        """Minutes to spare if a pair is settled in this way; negative where it cannot be."""
        return min(int(self.last[b] - self.first[a]) - minutes for a, b, minutes in way.arcs)


def in_order(
    options: list[Option],
    twins: list[int],
    field: Field,
    one_more: Callable[[], None],
    walkable: Callable[[Ints, Ints], bool],
) -> list[int] | None:
    """Begins that keep every rule, or None where there are none.

    Parameters
    ----------
    one_more : callable
        Called for each step of the search; may raise to stop it.
    walkable : callable
        Says whether every patrol could keep some spans if it were alone.
    """
    n = len(options)
    pairs = {
        (i, j): _ways(i, j, options, twins, field)
        for i, j in combinations(range(n), 2)
        if field.meet(options[i], options[j])
    }
    spans = np.array([(o.first_min, o.last_min) for o in options], dtype=np.int64)
    least = np.full((n, n), _NEVER, dtype=np.int64)
    state = _State(spans[:, 0], spans[:, 1], least, pairs, frozenset())
    return _settle(state, one_more, walkable)


def _ways(
    i: int, j: int, options: list[Option], twins: list[int], field: Field
) -> tuple[_Way, ...]:
    """One well before the other, the reverse, or close together; twins come in one order only."""
    one, other = options[i], options[j]
    ways = [_Way(((i, j, field.gap(one, other)),))]
    twin = twins[i] == twins[j] != -1
    if not twin:
        ways.append(_Way(((j, i, field.gap(other, one)),)))
    most = int(field.at_once[one.spot])
    if most > 1 and one.spot == other.spot and set(one.patrols).isdisjoint(other.patrols):
        after = 0 if twin else 1 - field.gap(other, one)
        ways.append(_Way(((i, j, after), (j, i, 1 - field.gap(one, other))), most))
    return tuple(ways)


def _settle(
    state: _State,
    one_more: Callable[[], None],
    walkable: Callable[[Ints, Ints], bool],
) -> list[int] | None:
    """Settle what follows, then try the ways of the tightest pair."""
    one_more()
    narrowed = _forced(state)
    if narrowed is None:
        return None
    state, pair, ways = narrowed
    if pair is None:
        return [int(minute) for minute in state.first]
    if not walkable(state.first, state.last):
        return None
    for way in ways:
        found = _settle(state.settled(pair, way), one_more, walkable)
        if found is not None:
            return found
    return None


def _forced(state: _State) -> tuple[_State, tuple[int, int] | None, list[_Way]] | None:
    """Settle every pair with one way left; gives the tightest open pair and its ways, or None."""
    while True:
        if not state.tightened():
            return None
        tightest: tuple[int, tuple[int, int], list[_Way]] | None = None
        for pair, ways in state.open_pairs.items():
            left = [
                way
                for way in ways
                if state.slack(way) >= 0
                and not (way.together and _crowded(state.together | {pair}, pair, way.together))
            ]
            if not left:
                return None
            room = sum(state.slack(way) for way in left) if len(left) > 1 else -1
            if tightest is None or room < tightest[0]:
                tightest = room, pair, left
        if tightest is None:
            return state, None, []
        _, pair, left = tightest
        if len(left) > 1:
            return state, pair, sorted(left, key=state.slack, reverse=True)
        state = state.settled(pair, left[0])


def _crowded(together: frozenset[tuple[int, int]], pair: tuple[int, int], at_once: int) -> bool:
    """Whether more than ``at_once`` of those that a pair is with would all be together."""
    near = sorted({k for both in together for k in both} - set(pair))
    for others in combinations(near, at_once - 1):
        group = sorted((*pair, *others))
        if all(both in together for both in combinations(group, 2)):
            return True
    return False
