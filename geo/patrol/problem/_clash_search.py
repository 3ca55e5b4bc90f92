"""Whether all commitments can be kept at once, and how.

Exact: who does what where is tried out, with one patrol's stops decided over sets of stops
(`earliest_line`), and what hangs together across patrols put in order by differences (`_in_order`).
The search stops after a number of steps, never by the clock, and then says that it cannot tell.
"""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from itertools import combinations, pairwise
from typing import Final

import numpy as np
from numpy.typing import NDArray

from geo.compiled import compiled
from geo.network import Ints
from geo.patrol.problem._commitments import Assignment, Commitment, Option, Spacing

#: Stops of one patrol beyond which the question is left open: 15 take 30 MB and a tenth of a
#: second.
MOST: Final = 14
_FAR: Final = 1 << 20

Narrow = NDArray[np.int32]
Tiny = NDArray[np.int8]


@compiled
def earliest_line(first: Ints, last: Ints, gap: Ints) -> tuple[Ints, Ints]:
    """The order in which all stops are done earliest (Held and Karp 1962).

    Parameters
    ----------
    first, last : ndarray of int, shape (stops,)
        Minutes between which each stop begins.
    gap : ndarray of int, shape (stops, stops)
        Minutes from the begin of one stop to the earliest begin of the next.

    Returns
    -------
    order, begin : ndarray of int
        Both empty where no order keeps every span.
    """
    n = len(first)
    begin = np.full((1 << n, n), _FAR, dtype=np.int32)
    came = np.full((1 << n, n), -1, dtype=np.int8)
    for k in range(n):
        if first[k] <= last[k]:
            begin[1 << k, k] = first[k]
    for done in range(1, 1 << n):
        for k in range(n):
            if begin[done, k] < _FAR:
                _extend(first, last, gap[k], begin, came, done, k)
    return _read_back(begin, came)


@compiled
def _extend(
    first: Ints, last: Ints, gap: Ints, begin: Narrow, came: Tiny, done: int, k: int
) -> None:
    """From a set of stops that ends with one of them, go to each of the others."""
    for m in range(len(first)):
        if done >> m & 1:
            continue
        there = max(first[m], begin[done, k] + gap[m])
        if there <= last[m] and there < begin[done | 1 << m, m]:
            begin[done | 1 << m, m] = there
            came[done | 1 << m, m] = k


@compiled
def _read_back(begin: Narrow, came: Tiny) -> tuple[Ints, Ints]:
    """The order in which all stops are done, and when; empty where they cannot be."""
    n = begin.shape[1]
    done = (1 << n) - 1
    at = int(np.argmin(begin[done]))
    if begin[done, at] == _FAR:
        return np.zeros(0, dtype=np.int64), np.zeros(0, dtype=np.int64)
    order, minutes = np.zeros(n, dtype=np.int64), np.zeros(n, dtype=np.int64)
    for step in range(n - 1, -1, -1):
        order[step], minutes[step] = at, begin[done, at]
        before = came[done, at]
        done ^= 1 << at
        at = int(before)
    return order, minutes


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


def _in_order(
    options: list[Option],
    twins: list[int],
    spacing: Spacing,
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
        (i, j): _ways(i, j, options, twins, spacing)
        for i, j in combinations(range(n), 2)
        if spacing.meet(options[i], options[j])
    }
    spans = np.array([(o.first_min, o.last_min) for o in options], dtype=np.int64)
    least = np.full((n, n), _NEVER, dtype=np.int64)
    state = _State(spans[:, 0], spans[:, 1], least, pairs, frozenset())
    return _settle(state, one_more, walkable)


def _ways(
    i: int, j: int, options: list[Option], twins: list[int], spacing: Spacing
) -> tuple[_Way, ...]:
    """One well before the other, the reverse, or close together; twins come in one order only."""
    one, other = options[i], options[j]
    ways = [_Way(((i, j, spacing.gap(one, other)),))]
    twin = twins[i] == twins[j] != -1
    if not twin:
        ways.append(_Way(((j, i, spacing.gap(other, one)),)))
    most = int(spacing.at_once[one.place])
    if most > 1 and one.place == other.place and set(one.patrols).isdisjoint(other.patrols):
        after = 0 if twin else 1 - spacing.gap(other, one)
        ways.append(_Way(((i, j, after), (j, i, 1 - spacing.gap(one, other))), most))
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
        begins = _settle(state.settled(pair, way), one_more, walkable)
        if begins is not None:
            return begins
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


#: Steps before the question is left open: a few seconds at worst.
STEPS: Final = 20_000
#: One patrol's order of so many stops takes as long as a step; each stop more doubles it.
_A_STEP: Final = 9

#: What a patrol does, and the spans that it keeps.
_Chosen = dict[int, Option]


class _TooMuch(Exception):  # noqa: N818 - it is no error, it ends a search
    """The steps are used up, one patrol has too many stops, or ways round are too short."""


@dataclass(frozen=True)
class Schedule:
    """How every commitment is kept, in the order given; None where they cannot be.

    Attributes
    ----------
    sure : bool
        False where it was too much to tell.
    """

    assignments: tuple[Assignment, ...] | None
    sure: bool = True


def schedule_all(
    commitments: Sequence[Commitment], spacing: Spacing, steps: int = STEPS
) -> Schedule:
    """Find a way to keep all commitments, or prove that there is none."""
    if not commitments:
        return Schedule(())
    if _too_many(commitments, spacing):
        return Schedule(None)
    search = _Search(tuple(commitments), spacing, steps)
    try:
        assignments = search.choose({})
    except _TooMuch:
        return Schedule(None, sure=False)
    if assignments is None:
        return Schedule(None, sure=not any(commitment.more for commitment in commitments))
    return Schedule(tuple(assignments[k] for k in range(len(commitments))))


@dataclass(eq=False)
class _Search:
    commitments: tuple[Commitment, ...]
    spacing: Spacing
    steps: int
    alike: dict[int, int] = field(init=False)
    _lines: dict[tuple[tuple[int, ...], ...], tuple[Ints, Ints]] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self.alike = _alike(self.commitments, self.spacing)

    def one_more(self, steps: int = 1) -> None:
        """Count a step, or several."""
        self.steps -= steps
        if self.steps < 0:
            raise _TooMuch

    def choose(self, chosen: _Chosen) -> dict[int, Assignment] | None:
        """Choose an option for what has the fewest left, and go on."""
        self.one_more()
        left: dict[int, list[Option]] = {}
        for k, commitment in enumerate(self.commitments):
            if k not in chosen:
                left[k] = [o for o in commitment.options if self._fits(o, chosen)]
                if not left[k]:
                    return None
        if not left:
            return self._settled(chosen)
        k = min(left, key=lambda k: len(left[k]))
        for option in self._without_mirrors(left[k], chosen):
            assignments = self.choose({**chosen, k: option})
            if assignments is not None:
                return assignments
        return None

    def _fits(self, option: Option, chosen: _Chosen) -> bool:
        """Whether each patrol of an option could still keep its own stops."""
        for patrol in option.patrols:
            own = [o for o in chosen.values() if patrol in o.patrols]
            if not len(self._line(patrol, [*own, option])[0]):
                return False
        return True

    def _without_mirrors(self, options: list[Option], chosen: _Chosen) -> Iterable[Option]:
        """Of patrols that are alike and have nothing to do yet, only the first is tried."""
        busy = {patrol for option in chosen.values() for patrol in option.patrols}
        seen = set()
        for option in options:
            who = tuple((p, 0) if p in busy else (self.alike[p], 1) for p in option.patrols)
            key = (who, option[1:])
            if key not in seen:
                seen.add(key)
                yield option

    def _line(self, patrol: int, options: Sequence[Option]) -> tuple[Ints, Ints]:
        """One patrol's earliest order; kept, as most come up again and again."""
        if len(options) > MOST:
            raise _TooMuch
        key = ((patrol,), *(option[1:] for option in options))
        if key not in self._lines:
            self.one_more(1 << len(options) >> _A_STEP)
            gap = [[self.spacing.gap(a, b) for b in options] for a in options]
            first = np.array([option.first_min for option in options], dtype=np.int64)
            last = np.array([option.last_min for option in options], dtype=np.int64)
            self._lines[key] = earliest_line(first, last, np.array(gap, dtype=np.int64))
        return self._lines[key]

    def _settled(self, chosen: _Chosen) -> dict[int, Assignment] | None:
        """Begins for everything, patrol by patrol where that is enough."""
        begins: dict[int, set[int]] = {k: set() for k in chosen}
        for patrol in {p for option in chosen.values() for p in option.patrols}:
            own = [k for k, option in chosen.items() if patrol in option.patrols]
            order, minutes = self._line(patrol, [chosen[k] for k in own])
            for position, minute in zip(order, minutes, strict=True):
                begins[own[position]].add(int(minute))
        alone = {k: Assignment(chosen[k], min(b)) for k, b in begins.items()}
        if all(len(b) == 1 for b in begins.values()) and self._holds(alone):
            return alone
        return self._in_order(chosen)

    def _holds(self, done: dict[int, Assignment]) -> bool:
        """Whether visits to the same place are far enough apart."""
        for (_, one), (_, other) in combinations(sorted(done.items(), key=_begin), 2):
            if not self.spacing.meet(one.option, other.option):
                continue
            if other.begin_min - one.begin_min < self.spacing.gap(one.option, other.option):
                return False
        return True

    def _in_order(self, chosen: _Chosen) -> dict[int, Assignment] | None:
        keys = sorted(chosen)
        options = [chosen[k] for k in keys]

        def walkable(first: Ints, last: Ints) -> bool:
            spans = [
                option._replace(first_min=int(a), last_min=int(b))
                for option, a, b in zip(options, first, last, strict=True)
            ]
            patrols = {p for option in options for p in option.patrols}
            return all(len(self._line(p, [o for o in spans if p in o.patrols])[0]) for p in patrols)

        twins = [self.commitments[k].twin for k in keys]
        spacing = self.spacing.shortcut(option.place for option in options)
        begins = _in_order(options, twins, spacing, self.one_more, walkable)
        if begins is None:
            return None
        done = {k: Assignment(chosen[k], begin) for k, begin in zip(keys, begins, strict=True)}
        if not self._walked(list(done.values())):
            raise _TooMuch
        return done

    def _walked(self, done: list[Assignment]) -> bool:
        """Whether each patrol gets from one thing to the next by the ways as they are."""
        in_turn = sorted(done, key=lambda d: d.begin_min)
        for patrol in {p for d in done for p in d.option.patrols}:
            own = [d for d in in_turn if patrol in d.option.patrols]
            for (one, begins), (other, then) in pairwise(own):
                way = int(self.spacing.between[patrol, one.place, other.place])
                if then - begins < one.stay_min + way:
                    return False
        return True


def _begin(item: tuple[int, Assignment]) -> tuple[int, int]:
    return item[1].begin_min, item[0]


def _too_many(commitments: Sequence[Commitment], spacing: Spacing) -> bool:
    """Whether all stops, each with the shortest way on but for the last ones, outlast the spans."""
    if any(commitment.more for commitment in commitments):
        return False
    options = [option for commitment in commitments for option in commitment.options]
    takes = []
    for k, commitment in enumerate(commitments):
        others = sorted(
            {o.place for n, other in enumerate(commitments) if n != k for o in other.options}
        )
        on = [
            spacing.between[list(o.patrols), o.place][:, others].ravel() for o in commitment.options
        ]
        each = zip(commitment.options, on, strict=True)
        takes.append(
            min((len(o.patrols) * (o.stay_min + min(w, default=0)) for o, w in each), default=0)
        )
    patrols = {patrol for option in options for patrol in option.patrols}
    own = [[option for option in options if patrol in option.patrols] for patrol in patrols]
    spans = sum(max(o.last_min for o in of) - min(o.first_min for o in of) for of in own)
    return bool(sum(takes) - len(patrols) * max(takes) > spans)


def _alike(commitments: tuple[Commitment, ...], spacing: Spacing) -> dict[int, int]:
    """For each patrol the first one that could stand in for it in everything."""
    can: dict[int, set[tuple[int, tuple[int, ...]]]] = {}
    for k, commitment in enumerate(commitments):
        for option in commitment.options:
            for patrol in option.patrols:
                several = option.patrols if len(option.patrols) > 1 else ()
                can.setdefault(patrol, set()).add((k, (*option[1:], *several)))
    firsts: dict[int, int] = {}
    for patrol in sorted(can):
        same = (
            first
            for first in firsts.values()
            if can[first] == can[patrol]
            and (spacing.between[first] == spacing.between[patrol]).all()
        )
        firsts[patrol] = next(same, patrol)
    return firsts
