"""Whether everything that must be done can be done at once, and how.

Exact: who does what where is tried out, with one patrol's stops decided over sets of stops
(`line`), and what hangs together across patrols put in order by differences (`order`). The search
stops after a number of steps, never by the clock, and then says that it cannot tell.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from itertools import combinations, pairwise
from typing import Final

import numpy as np

from geo.network.graph import Ints
from geo.patrol.clashes.line import MOST, earliest_line
from geo.patrol.clashes.must import Done, Field, Must, Option
from geo.patrol.clashes.order import in_order

#: Steps before the question is left open: a few seconds at worst.
STEPS: Final = 20_000
#: One patrol's order of so many stops takes as long as a step; each stop more doubles it.
_A_STEP: Final = 9

#: What a patrol does, and the spans that it keeps.
_Chosen = dict[int, Option]


class _TooMuch(Exception):  # noqa: N818 - it is no error, it ends a search
    """The steps are used up, one patrol has too many stops, or ways round are too short."""


@dataclass(frozen=True)
class Answer:
    """How everything is done, in the order of the question; None where it cannot be.

    Attributes
    ----------
    sure : bool
        False where it was too much to tell.
    """

    done: tuple[Done, ...] | None
    sure: bool = True


def all_done(musts: Sequence[Must], ground: Field, steps: int = STEPS) -> Answer:
    """Find a way to do everything, or prove that there is none."""
    if not musts:
        return Answer(())
    if _too_many(musts, ground):
        return Answer(None)
    search = _Search(tuple(musts), ground, steps)
    try:
        found = search.choose({})
    except _TooMuch:
        return Answer(None, sure=False)
    if found is None:
        return Answer(None, sure=not any(must.more for must in musts))
    return Answer(tuple(found[k] for k in range(len(musts))))


@dataclass(eq=False)
class _Search:
    musts: tuple[Must, ...]
    ground: Field
    steps: int
    alike: dict[int, int] = field(init=False)
    _lines: dict[tuple[tuple[int, ...], ...], tuple[Ints, Ints]] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self.alike = _alike(self.musts, self.ground)

    def one_more(self, steps: int = 1) -> None:
        """Count a step, or several."""
        self.steps -= steps
        if self.steps < 0:
            raise _TooMuch

    def choose(self, chosen: _Chosen) -> dict[int, Done] | None:
        """Choose an option for what has the fewest left, and go on."""
        self.one_more()
        left: dict[int, list[Option]] = {}
        for k, must in enumerate(self.musts):
            if k not in chosen:
                left[k] = [o for o in must.options if self._fits(o, chosen)]
                if not left[k]:
                    return None
        if not left:
            return self._settled(chosen)
        k = min(left, key=lambda k: len(left[k]))
        for option in self._without_mirrors(left[k], chosen):
            found = self.choose({**chosen, k: option})
            if found is not None:
                return found
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
        """One patrol's earliest order; kept, as most are asked for again and again."""
        if len(options) > MOST:
            raise _TooMuch
        key = ((patrol,), *(option[1:] for option in options))
        if key not in self._lines:
            self.one_more(1 << len(options) >> _A_STEP)
            gap = [[self.ground.gap(a, b) for b in options] for a in options]
            first = np.array([option.first_min for option in options], dtype=np.int64)
            last = np.array([option.last_min for option in options], dtype=np.int64)
            self._lines[key] = earliest_line(first, last, np.array(gap, dtype=np.int64))
        return self._lines[key]

    def _settled(self, chosen: _Chosen) -> dict[int, Done] | None:
        """Begins for everything, patrol by patrol where that is enough."""
        begins: dict[int, set[int]] = {k: set() for k in chosen}
        for patrol in {p for option in chosen.values() for p in option.patrols}:
            own = [k for k, option in chosen.items() if patrol in option.patrols]
            order, minutes = self._line(patrol, [chosen[k] for k in own])
            for place, minute in zip(order, minutes, strict=True):
                begins[own[place]].add(int(minute))
        alone = {k: Done(chosen[k], min(b)) for k, b in begins.items()}
        if all(len(b) == 1 for b in begins.values()) and self._holds(alone):
            return alone
        return self._in_order(chosen)

    def _holds(self, done: dict[int, Done]) -> bool:
        """Whether visits to the same spot are far enough apart."""
        for (_, one), (_, other) in combinations(sorted(done.items(), key=_begin), 2):
            if not self.ground.meet(one.option, other.option):
                continue
            if other.begin_min - one.begin_min < self.ground.gap(one.option, other.option):
                return False
        return True

    def _in_order(self, chosen: _Chosen) -> dict[int, Done] | None:
        keys = sorted(chosen)
        options = [chosen[k] for k in keys]

        def walkable(first: Ints, last: Ints) -> bool:
            spans = [
                option._replace(first_min=int(a), last_min=int(b))
                for option, a, b in zip(options, first, last, strict=True)
            ]
            patrols = {p for option in options for p in option.patrols}
            return all(len(self._line(p, [o for o in spans if p in o.patrols])[0]) for p in patrols)

        twins = [self.musts[k].twin for k in keys]
        ground = self.ground.shortcut(option.spot for option in options)
        found = in_order(options, twins, ground, self.one_more, walkable)
        if found is None:
            return None
        done = {k: Done(chosen[k], begin) for k, begin in zip(keys, found, strict=True)}
        if not self._walked(list(done.values())):
            raise _TooMuch
        return done

    def _walked(self, done: list[Done]) -> bool:
        """Whether each patrol gets from one thing to the next by the ways as they are."""
        in_turn = sorted(done, key=lambda d: d.begin_min)
        for patrol in {p for d in done for p in d.option.patrols}:
            own = [d for d in in_turn if patrol in d.option.patrols]
            for (one, begins), (other, then) in pairwise(own):
                way = int(self.ground.between[patrol, one.spot, other.spot])
                if then - begins < one.stay_min + way:
                    return False
        return True


def _begin(item: tuple[int, Done]) -> tuple[int, int]:
    return item[1].begin_min, item[0]


def _too_many(musts: Sequence[Must], ground: Field) -> bool:
    """Whether all stops, each with the shortest way on but for the last ones, outlast the spans."""
    if any(must.more for must in musts):
        return False
    options = [option for must in musts for option in must.options]
    takes = []
    for k, must in enumerate(musts):
        others = sorted({o.spot for n, other in enumerate(musts) if n != k for o in other.options})
        on = [ground.between[list(o.patrols), o.spot][:, others].ravel() for o in must.options]
        each = zip(must.options, on, strict=True)
        takes.append(
            min((len(o.patrols) * (o.stay_min + min(w, default=0)) for o, w in each), default=0)
        )
    patrols = {patrol for option in options for patrol in option.patrols}
    own = [[option for option in options if patrol in option.patrols] for patrol in patrols]
    spans = sum(max(o.last_min for o in of) - min(o.first_min for o in of) for of in own)
    return bool(sum(takes) - len(patrols) * max(takes) > spans)


def _alike(musts: tuple[Must, ...], ground: Field) -> dict[int, int]:
    """For each patrol the first one that could stand in for it in everything."""
    can: dict[int, set[tuple[int, tuple[int, ...]]]] = {}
    for k, must in enumerate(musts):
        for option in must.options:
            for patrol in option.patrols:
                several = option.patrols if len(option.patrols) > 1 else ()
                can.setdefault(patrol, set()).add((k, (*option[1:], *several)))
    firsts: dict[int, int] = {}
    for patrol in sorted(can):
        same = (
            first
            for first in firsts.values()
            if can[first] == can[patrol] and (ground.between[first] == ground.between[patrol]).all()
        )
        firsts[patrol] = next(same, patrol)
    return firsts
