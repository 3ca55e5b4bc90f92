"""Several searches side by side, watched, and stopped by a count or a clock."""

import time
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from typing import Final, Protocol

import numpy as np

from geo.network import Floats
from geo.patrol.search.recombine import Pool
from geo.patrol.search.routes import Random, routes_of, same, tell_all, worth
from geo.patrol.search.ruin_recreate import NEED, Rate, anneal, begin, rebuild
from geo.patrol.search.task_arrays import Tables, Work, work_for

#: Searches side by side: as many on every machine, so that the same seed finds the same.
_CHAINS: Final = 2
#: How often the searches are looked at.
_ROUNDS: Final = 40
#: Warmth at the beginning and at the end, in mean prizes.
_WARM: Final = (0.7, 0.03)
#: So much of the budget goes into beginnings, and so many there are.
_FIRST: Final = 0.6
_STARTS: Final = 5
_LAST: Final = (0.25, 0.03)
_LONGEST: Final = 6
_NOISE: Final = 0.4
#: All spare time together is worth this share of the mean prize.
_SPARE: Final = 0.02
#: A beginning is the best of so many, each built with so much noise.
_TRIES: Final = 8
_WILD: Final = 0.8
_GOLDEN: Final = 0x9E3779B97F4A7C15


class Budget(Protocol):
    """How long a search goes on."""

    def share(self) -> float:
        """How much of the budget is spent, 0 to 1."""

    def steps(self) -> int:
        """Steps until the next look."""


@dataclass
class Steps:
    """A number of steps: the same result on every machine."""

    total: int
    done: int = 0

    def share(self) -> float:
        """How much is spent."""
        return self.done / self.total

    def steps(self) -> int:
        """Steps until the next look."""
        count = min(max(1, self.total // _ROUNDS), self.total - self.done)
        self.done += count
        return count


@dataclass
class Seconds:
    """A time by the clock; the result depends on the machine."""

    total_s: float
    began_s: float = field(default_factory=time.perf_counter)
    _last: tuple[int, float] | None = None

    def share(self) -> float:
        """How much is spent."""
        return min((time.perf_counter() - self.began_s) / self.total_s, 1.0)

    def steps(self) -> int:
        """Steps until the next look, by how long the last ones took."""
        now = time.perf_counter()
        count = 20
        if self._last is not None:
            count = int(self._last[0] * self.total_s / _ROUNDS / max(now - self._last[1], 1e-6))
        left = self.began_s + self.total_s - now
        if self._last is not None:
            a_step = (now - self._last[1]) / self._last[0]
            count = min(count, int(left / max(a_step, 1e-9)))
        count = max(count, 1)
        self._last = (count, now)
        return count


@dataclass(frozen=True)
class Found:
    """Routes by client, and what they are worth.

    Attributes
    ----------
    missing : int
        Needs that are not granted.
    """

    routes: tuple[tuple[int, ...], ...]
    worth: float
    missing: int


#: Told the best so far and the share of the budget that is spent; False stops the search.
Watch = Callable[[Found, float], bool]


def search(
    tables: Tables,
    seed: int,
    budget: Budget,
    watch: Watch | None = None,
    start: Sequence[Sequence[int]] | None = None,
) -> Found:
    """Find routes of great worth that grant every need.

    Parameters
    ----------
    start : sequence of sequence of int, optional
        Clients of each vehicle to begin with; must be feasible.
    """
    if not len(tables.place):
        return Found(((),) * len(tables.prize), 0.0, 0)
    chains = [_Chain.of(tables, seed, n, start) for n in range(_CHAINS)]
    with ThreadPoolExecutor(_CHAINS) as pool:
        stage, pool_of_routes = 0, Pool(tables)
        while (share := budget.share()) < 1.0:
            if (now := _stage(share)) != stage:
                stage = now
                _turn(chains, stage, pool_of_routes)
            steps, rate = budget.steps(), _rate(tables, share)
            list(pool.map(lambda chain, s=steps, r=rate: chain.go(s, r), chains))
            for chain in chains:
                pool_of_routes.add(routes_of(chain.now))
                pool_of_routes.add(routes_of(chain.best))
            if watch is not None and not watch(_best(tables, chains), budget.share()):
                break
    chains[0].take(pool_of_routes.best())
    return _best(tables, chains)


@dataclass(frozen=True, eq=False)
class _Chain:
    """One search: where it is, the best it has seen, and its own chance."""

    tables: Tables
    given: Work
    now: Work
    best: Work
    trial: Work
    worths: Floats
    random: Random

    @classmethod
    def of(
        cls, tables: Tables, seed: int, number: int, start: Sequence[Sequence[int]] | None
    ) -> "_Chain":
        given = work_for(tables)
        for v, route in enumerate(start or ()):
            given.route[v, : len(route)] = route
            given.length[v] = len(route)
        now, best, trial = work_for(tables), work_for(tables), work_for(tables)
        state = ((seed * _CHAINS + number + 1) * _GOLDEN) % 2**64 or _GOLDEN
        random = np.array([state], dtype=np.uint64)
        chain = cls(tables, given, now, best, trial, np.full(2, -1.0), random)
        chain.set_out()
        return chain

    def set_out(self) -> None:
        """Begin anew; the best so far is kept."""
        reached = begin(self.tables, self.given, self.now, self.trial, _TRIES, _WILD, self.random)
        self.worths[0] = reached
        if reached > self.worths[1]:
            same(self.now, self.best)
            self.worths[1] = reached

    def take(self, routes: Sequence[Sequence[int]]) -> None:
        """Keep some routes, with what fits in beside them, if they are better than the best."""
        trial = self.trial
        trial.touched[:] = True
        trial.freed[:] = True
        for v, route in enumerate(routes):
            trial.route[v, : len(route)] = route
            trial.length[v] = len(route)
        tell_all(self.tables, trial)
        rebuild(self.tables, trial, 0.0, self.random)
        reached = worth(self.tables, trial, NEED, 0.0)
        if reached > self.worths[1]:
            same(trial, self.best)
            self.worths[1] = reached

    def follow(self, lead: "_Chain") -> None:
        """Go on with the best of another."""
        same(lead.best, self.now)
        self.worths[0] = lead.worths[1]

    def go(self, steps: int, rate: Rate) -> None:
        """Ruin and rebuild some times."""
        anneal(self.tables, self.now, self.best, self.trial, self.worths, steps, rate, self.random)


def _stage(share: float) -> int:
    """Which of the beginnings it is, or the last stage, in which the best is bettered."""
    return min(int(share / _FIRST * _STARTS), _STARTS) if _FIRST else _STARTS


def _turn(chains: list[_Chain], stage: int, found: Pool) -> None:
    """Begin anew, or go on with the best that all have come across."""
    if stage < _STARTS:
        for chain in chains:
            chain.set_out()
        return
    chains[0].take(found.best())
    lead = max(chains, key=lambda chain: float(chain.worths[1]))
    for chain in chains:
        chain.follow(lead)


def _rate(tables: Tables, share: float) -> Rate:
    mean = float(tables.prize.mean()) or 1.0
    hours = float((tables.end - tables.begin).sum()) or 1.0
    stage = _stage(share)
    if stage < _STARTS:
        warm = _WARM
        through = share / _FIRST * _STARTS - stage
    else:
        warm = _LAST if _FIRST else _WARM
        through = (share - _FIRST) / (1 - _FIRST)
    warmth = warm[0] * (warm[1] / warm[0]) ** through
    return Rate(warmth * mean, _LONGEST, _NOISE, _SPARE * mean / hours)


def _best(tables: Tables, chains: list[_Chain]) -> Found:
    chain = max(chains, key=lambda chain: float(chain.worths[1]))
    work = work_for(tables)
    work.route[:] = chain.best.route
    work.length[:] = chain.best.length
    tell_all(tables, work)
    return Found(
        routes_of(work),
        float(worth(tables, work, 0.0, 0.0)),
        tables.n_needs - int(work.granted.sum()),
    )
