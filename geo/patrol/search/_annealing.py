"""Several searches side by side, watched, and stopped when their budget is spent."""

from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from typing import Final, Protocol

import numpy as np

from geo.network import Floats
from geo.patrol.search._recombine import Pool
from geo.patrol.search._routes import RngState, copy_into, record_all, routes_of, worth
from geo.patrol.search._ruin_recreate import NEED, anneal, construct, recreate
from geo.patrol.search._task_arrays import Tables, Work, moves_of, work_for
from geo.patrol.search.search_params import SearchParams

USUAL: Final = SearchParams()
#: The golden ratio in 64 bits: seeds that follow on each other begin far apart (Knuth 1998, 6.4).
_GOLDEN: Final = 0x9E3779B97F4A7C15


class Budget(Protocol):
    """How long a search goes on."""

    def share(self) -> float:
        """How much of the budget is spent, 0 to 1."""

    def steps(self, looks: int) -> int:
        """Steps until the next look, of about so many."""


@dataclass
class Steps:
    """A number of steps: the same result on every machine."""

    total: int
    done: int = 0

    def share(self) -> float:
        """How much is spent."""
        return self.done / self.total

    def steps(self, looks: int) -> int:
        """Steps until the next look."""
        count = min(max(1, self.total // looks), self.total - self.done)
        self.done += count
        return count


@dataclass(frozen=True)
class Solution:
    """Routes by client, and what they are worth.

    Attributes
    ----------
    missing : int
        Needs that are not granted.
    """

    routes: tuple[tuple[int, ...], ...]
    worth: float
    missing: int


#: Given the best so far and the share of the budget that is spent; False stops the search.
Watch = Callable[[Solution, float], bool]


def search(
    tables: Tables,
    seed: int,
    budget: Budget,
    watch: Watch | None = None,
    start: Sequence[Sequence[int]] | None = None,
    params: SearchParams = USUAL,
) -> Solution:
    """Find routes of great worth that grant every need.

    Parameters
    ----------
    start : sequence of sequence of int, optional
        Clients of each vehicle to begin with; must be feasible.
    """
    if not len(tables.place):
        return Solution(((),) * len(tables.prize), 0.0, 0)
    # One layout in memory, however the arrays were cut, so that the kernels are compiled once.
    tables = Tables._make(np.ascontiguousarray(each) for each in tables)
    chains = [_Chain.of(tables, params, seed, n, start) for n in range(params.chains)]
    with ThreadPoolExecutor(params.chains) as threads:
        stage, pool = 0, Pool(tables, params)
        while (share := budget.share()) < 1.0:
            if (now := _stage(params, share)) != stage:
                stage = now
                _begin_stage(chains, stage, pool)
            steps, temperature = budget.steps(params.looks), _temperature(tables, params, share)
            list(threads.map(lambda chain, s=steps, t=temperature: chain.run(s, t), chains))
            for chain in chains:
                pool.add(routes_of(chain.now))
                pool.add(routes_of(chain.best))
            if watch is not None and not watch(_best(tables, chains), budget.share()):
                break
    chains[0].offer(pool.best())
    return _best(tables, chains)


@dataclass(frozen=True, eq=False)
class _Chain:
    """One search: where it is, the best it has seen, and its own random generator."""

    tables: Tables
    params: SearchParams
    given: Work
    now: Work
    best: Work
    trial: Work
    worths: Floats
    rng: RngState

    @classmethod
    def of(
        cls,
        tables: Tables,
        params: SearchParams,
        seed: int,
        number: int,
        start: Sequence[Sequence[int]] | None,
    ) -> "_Chain":
        given = work_for(tables)
        for v, route in enumerate(start or ()):
            given.route[v, : len(route)] = route
            given.length[v] = len(route)
        now, best, trial = work_for(tables), work_for(tables), work_for(tables)
        state = ((seed * params.chains + number + 1) * _GOLDEN) % 2**64 or _GOLDEN
        rng = np.array([state], dtype=np.uint64)
        chain = cls(tables, params, given, now, best, trial, np.full(2, -1.0), rng)
        chain.restart()
        return chain

    def restart(self) -> None:
        """Begin anew; the best so far is kept."""
        tries, noise = self.params.restart_tries, self.params.restart_noise
        self.worths[0] = construct(
            self.tables, self.given, self.now, self.trial, tries, noise, moves_of(self.params),
            self.rng,
        )  # fmt: skip
        if self.worths[0] > self.worths[1]:
            copy_into(self.now, self.best)
            self.worths[1] = self.worths[0]

    def offer(self, routes: Sequence[Sequence[int]]) -> None:
        """Keep some routes, with what fits in beside them, if they are better than the best."""
        trial = self.trial
        trial.touched[:] = True
        trial.freed[:] = True
        for v, route in enumerate(routes):
            trial.route[v, : len(route)] = route
            trial.length[v] = len(route)
        record_all(self.tables, trial)
        recreate(self.tables, trial, 0.0, moves_of(self.params), self.rng)
        reached = worth(self.tables, trial, NEED, 0.0)
        if reached > self.worths[1]:
            copy_into(trial, self.best)
            self.worths[1] = reached

    def continue_from(self, lead: "_Chain") -> None:
        """Go on with the best of another."""
        copy_into(lead.best, self.now)
        self.worths[0] = lead.worths[1]

    def run(self, steps: int, temperature: float) -> None:
        """Ruin and recreate some times."""
        hours = float((self.tables.end - self.tables.begin).sum()) or 1.0
        spare_worth = self.params.spare_time_share * _mean_prize(self.tables) / hours
        anneal(
            self.tables, self.now, self.best, self.trial, self.worths, steps, temperature,
            spare_worth, moves_of(self.params), self.rng,
        )  # fmt: skip


def _mean_prize(tables: Tables) -> float:
    return float(tables.prize.mean()) or 1.0


def _stage(params: SearchParams, share: float) -> int:
    """Which of the beginnings it is, or the last stage, in which the best is bettered."""
    return min(int(share / params.restart_share * params.restarts), params.restarts)


def _begin_stage(chains: list[_Chain], stage: int, pool: Pool) -> None:
    """Begin anew, or go on with the best that all have come across."""
    if stage < chains[0].params.restarts:
        for chain in chains:
            chain.restart()
        return
    chains[0].offer(pool.best())
    lead = max(chains, key=lambda chain: float(chain.worths[1]))
    for chain in chains:
        chain.continue_from(lead)


def _temperature(tables: Tables, params: SearchParams, share: float) -> float:
    stage, first = _stage(params, share), params.restart_share
    if stage < params.restarts:
        begin, end = params.restart_temperature
        through = share / first * params.restarts - stage
    else:
        begin, end = params.final_temperature
        through = (share - first) / (1 - first)
    return float(begin * (end / begin) ** through * _mean_prize(tables))


def _best(tables: Tables, chains: list[_Chain]) -> Solution:
    chain = max(chains, key=lambda chain: float(chain.worths[1]))
    work = work_for(tables)
    work.route[:] = chain.best.route
    work.length[:] = chain.best.length
    record_all(tables, work)
    return Solution(
        routes_of(work),
        float(worth(tables, work, 0.0, 0.0)),
        tables.n_needs - int(work.granted.sum()),
    )
