"""A plan that is not quite the best one, by lot, so that nobody can work it out."""

from collections.abc import Sequence
from dataclasses import replace
from typing import Final

import numpy as np

from geo.clock import SchoolDay
from geo.errors import SettingError
from geo.model import Patrol
from geo.network import WalkingNetwork
from geo.patrol.optimiser import best_tours
from geo.patrol.places import Places
from geo.patrol.plan import ITERATIONS, Plan, plan_with
from geo.patrol.prepare import Prepared, prepared
from geo.patrol.task import DAY_MIN, Task
from geo.patrol.timetable import Surroundings, routes_of
from geo.patrol.values import Visited
from geo.patrol.wishes import Wishes

#: How far a plan is left to the lot unless set otherwise.
VARIETY: Final = 0.5
_BLOCK_MIN: Final = 30
_NO_WISHES: Final = Wishes()


def suggest_varied(
    places: Places,
    network: WalkingNetwork,
    patrols: Sequence[Patrol],
    day: SchoolDay,
    seed: int = 0,
    wishes: Wishes = _NO_WISHES,
    iterations: int = ITERATIONS,
    yesterday: Sequence[Visited] = (),
    variety: float = VARIETY,
) -> Plan:
    """Suggest a plan as `suggest_plan` does, but for worths that the seed has changed somewhat.

    The plan is the best for worths drawn by lot (follow the perturbed leader: Hannan 1957; Kalai
    and Vempala 2005), so that another seed gives another good plan; its value is the true one.

    Parameters
    ----------
    variety : float
        0 is the best plan; 1 is left to the lot altogether. The same seed, inputs, iterations and
        variety give the same plan.

    Raises
    ------
    SettingError, PlanImpossibleError
        As `suggest_plan`, and when ``variety`` is not between 0 and 1.
    """
    if not 0 <= variety <= 1:
        raise SettingError(f"A variety of {variety} cannot be used; expected a number of 0 to 1.")
    ready = prepared(places, network, patrols, day, wishes, yesterday)
    return solved(ready, varied(ready.task, seed, variety), seed, iterations)


def varied(task: Task, seed: int, variety: float) -> Task:
    """The task with each place worth less by lot, half hour by half hour.

    A place keeps a share between ``1 - variety`` and 1 of its worth, drawn evenly for each span of
    30 minutes; the spans of each place begin at a minute drawn by lot.
    """
    random = np.random.default_rng(seed)
    n = len(task.places)
    off = random.random((n, DAY_MIN // _BLOCK_MIN + 1)) * variety
    begins = random.integers(0, _BLOCK_MIN, size=(n, 1))
    span = (np.arange(DAY_MIN) + begins) // _BLOCK_MIN
    return replace(task, worth=task.worth * (1 - np.take_along_axis(off, span, axis=1)))


def solved(ready: Prepared, task: Task, seed: int, iterations: int) -> Plan:
    """The plan that is best for a task with other worths, with its true value."""
    tours = best_tours(task, seed, iterations)
    around = Surroundings(ready.day, ready.schools, ready.loops)
    return plan_with(ready, routes_of(task, tours, around), seed)
