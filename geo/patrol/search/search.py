"""Several searches side by side, watched, and stopped by a count or a clock."""

import time
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from typing import Final, Protocol

import numpy as np

from geo.network.graph import Floats, Ints
from geo.patrol.search.chance import Random
from geo.patrol.search.kernel import Rate, anneal, begin
from geo.patrol.search.routes import routes_of, same, tell_all, worth
from geo.patrol.search.tables import Tables, Work, work_for

#: Searches side by side: as many on every machine, so that the same seed finds the same.
_CHAINS: Final = 2
#: How often the searches are looked at.
_ROUNDS: Final = 40
#: Warmth at the beginning and at the end, in mean prizes.
_WARM: Final = (0.7, 0.03)
_LONGEST: Final = 6
_NOISE: Final = 0.4
#: All spare time together is worth this share of the mean prize.
_SPARE: Final = 0.02
#: Routes that are built before one is bettered.
_BEGINNINGS: Final = 40
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
        while (share := budget.share()) < 1.0:
            steps, rate = budget.steps(), _rate(tables, share)
            list(pool.map(lambda chain, s=steps, r=rate: chain.go(s, r), chains))
            if watch is not None and not watch(_best(tables, chains), budget.share()):
                break
    return _best(tables, chains)


@dataclass(frozen=True, eq=False)
class _Chain:
    """One search: where it is, the best it has seen, and its own chance."""

    tables: Tables
    now: Work
    best: Work
    trial: Work
    worths: Floats
    random: Random

    @classmethod
    def of(
        cls, tables: Tables, seed: int, number: int, start: Sequence[Sequence[int]] | None
    ) -> "_Chain":
        now, best, trial = work_for(tables), work_for(tables), work_for(tables)
        for v, route in enumerate(start or ()):
            now.route[v, : len(route)] = route
            now.length[v] = len(route)
        random = np.array([((seed * _CHAINS + number + 1) * _GOLDEN) % 2**64], dtype=np.uint64)
        worths = np.full(2, -1.0)
        begin(tables, now, trial, worths, 1 if any(start or ()) else _BEGINNINGS, random)
        same(now, best)
        return cls(tables, now, best, trial, worths, random)

    def go(self, steps: int, rate: Rate) -> None:
        anneal(self.tables, self.now, self.best, self.trial, self.worths, steps, rate, self.random)


def _rate(tables: Tables, share: float) -> Rate:
    mean = float(tables.prize.mean()) or 1.0
    hours = float((tables.end - tables.begin).sum()) or 1.0
    warmth = _WARM[0] * (_WARM[1] / _WARM[0]) ** share
    return Rate(warmth * mean, _LONGEST, _NOISE, _SPARE * mean / hours)


def _best(tables: Tables, chains: list[_Chain]) -> Found:
    chain = max(chains, key=lambda chain: float(chain.worths[1]))
    work = work_for(tables)
    work.route[:] = chain.best.route
    work.length[:] = chain.best.length
    tell_all(tables, work)
    routes: list[Ints] = routes_of(work)
    return Found(
        tuple(tuple(int(c) for c in route) for route in routes),
        float(worth(tables, work, 0.0, 0.0)),
        tables.n_needs - int(work.granted.sum()),
    )
