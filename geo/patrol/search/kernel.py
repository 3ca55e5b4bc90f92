"""Compiled: ruin a part of the routes, rebuild it, and keep the result or not.

Simulated annealing (Kirkpatrick et al. 1983) over large neighbourhoods (Shaw 1998).
"""

from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from geo.compiled import compiled
from geo.patrol.search.chance import Random, chance
from geo.patrol.search.rebuild import NEED, rebuild, seed_route
from geo.patrol.search.routes import same, tell_all, worth
from geo.patrol.search.ruin import ruin
from geo.patrol.search.tables import Tables, Work


class Rate(NamedTuple):
    """How wild the search is at one stage of it.

    Attributes
    ----------
    warmth : float
        Loss of worth that is accepted about one time in three.
    longest : int
        Visits that are removed from one route at most.
    noise : float
        How far the favour of a client may be off, as a share.
    spare_worth : float
        Of a unit of time that is left over at the end.
    """

    warmth: float
    longest: int
    noise: float
    spare_worth: float


@compiled
def begin(
    t: Tables, given: Work, now: Work, trial: Work, tries: int, noise: float, random: Random
) -> float:
    """Build on what is given some times, and set out from the best that comes of it; its worth."""
    best = -1.0
    for attempt in range(tries):
        same(given, trial)
        trial.touched[:] = True
        trial.freed[:] = True
        tell_all(t, trial)
        if attempt:
            for v in range(len(trial.length)):
                if not trial.length[v]:
                    seed_route(t, trial, v, random)
        rebuild(t, trial, noise if attempt else 0.0, random)
        reached = worth(t, trial, NEED, 0.0)
        if reached > best:
            same(trial, now)
            best = reached
    return best


@compiled
def anneal(
    t: Tables, now: Work, best: Work, trial: Work, worths: NDArray[np.float64],
    steps: int, rate: Rate, random: Random,
) -> None:  # fmt: skip
    """Ruin and rebuild some times; ``now`` and ``best`` and their ``worths`` are updated."""
    for _ in range(steps):
        same(now, trial)
        emptied = ruin(t, trial, rate.longest, random)
        tell_all(t, trial)
        if emptied >= 0:
            seed_route(t, trial, emptied, random)
        rebuild(t, trial, rate.noise, random)
        reached = worth(t, trial, NEED, rate.spare_worth)
        if reached < worths[0] and chance(random) >= np.exp((reached - worths[0]) / rate.warmth):
            continue
        same(trial, now)
        worths[0] = reached
        if reached > worths[1] and worth(t, trial, NEED, 0.0) > worths[1]:
            same(trial, best)
            worths[1] = worth(t, trial, NEED, 0.0)
