"""Other plans of nearly the same value, as unlike the best one and each other as can be.

The task is solved again with places worth less around the times at which the plans so far visit
them, and less to the patrols that visit them. The harder that is leaned on, the further a plan
moves away and the more value it gives up; bisection finds how hard it may be (a penalty method for
diverse solutions; see Voss, Moll and Kavraki 2015 for paths, Brill, Chang and Hopkins 1982 for
plans).
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from typing import Final

import numpy as np

from geo.clock import SchoolDay
from geo.errors import SettingError
from geo.model import Patrol
from geo.network import Floats, WalkingNetwork
from geo.patrol._visit_value import Visited
from geo.patrol.constraints import Constraints
from geo.patrol.options.comparison import SAME_TIME_MIN, Difference, difference, least_difference
from geo.patrol.places import Places
from geo.patrol.plan import (
    ITERATIONS,
    Plan,
    Surroundings,
    headline,
    plan_with,
    routes_of,
    tally,
)
from geo.patrol.problem import DAY_MIN, Prepared, Task, prepared
from geo.patrol.search import best_tours

#: How far a plan is left to chance unless set otherwise.
VARIETY: Final = 0.5
_BLOCK_MIN: Final = 30
_UNCONSTRAINED: Final = Constraints()


def suggest_varied(
    places: Places,
    network: WalkingNetwork,
    patrols: Sequence[Patrol],
    day: SchoolDay,
    seed: int = 0,
    constraints: Constraints = _UNCONSTRAINED,
    iterations: int = ITERATIONS,
    yesterday: Sequence[Visited] = (),
    variety: float = VARIETY,
) -> Plan:
    """Suggest a plan as `suggest_plan` does, but for worths that the seed has changed somewhat.

    The plan is the best for worths drawn at random (follow the perturbed leader: Hannan 1957; Kalai
    and Vempala 2005), so that another seed gives another good plan; its value is the true one.

    Parameters
    ----------
    variety : float
        0 is the best plan; 1 is left to chance altogether. The same seed, inputs, iterations and
        variety give the same plan.

    Raises
    ------
    SettingError, PlanImpossibleError
        As `suggest_plan`, and when ``variety`` is not between 0 and 1.
    """
    if not 0 <= variety <= 1:
        raise SettingError(f"A variety of {variety} cannot be used; expected a number of 0 to 1.")
    ready = prepared(places, network, patrols, day, constraints, yesterday)
    return _solved(ready, _varied(ready.task, seed, variety), seed, iterations)


def _varied(task: Task, seed: int, variety: float) -> Task:
    """The task with each place worth less at random, half hour by half hour.

    A place keeps a share between ``1 - variety`` and 1 of its worth, drawn evenly for each span of
    30 minutes; the spans of each place begin at a minute drawn at random.
    """
    random = np.random.default_rng(seed)
    n = len(task.places)
    off = random.random((n, DAY_MIN // _BLOCK_MIN + 1)) * variety
    begins = random.integers(0, _BLOCK_MIN, size=(n, 1))
    span = (np.arange(DAY_MIN) + begins) // _BLOCK_MIN
    return replace(task, worth=task.worth * (1 - np.take_along_axis(off, span, axis=1)))


def _solved(ready: Prepared, task: Task, seed: int, iterations: int) -> Plan:
    """The plan that is best for a task with other worths, with its true value."""
    tours = best_tours(task, seed, iterations)
    around = Surroundings(ready.day, ready.schools, ready.loops)
    return plan_with(ready, routes_of(task, tours, around), seed)


#: How many, and the least share of the best value that each keeps.
_COUNT: Final = 3
_LEAST_SHARE: Final = 0.95
#: Steps of each search, of which an alternative takes `_TRIES`.
_ITERATIONS: Final = 250
_TRIES: Final = 5
#: The most that is taken off the worth of a place at the time of an earlier plan. It fades to
#: nothing over so many minutes beyond those that count as the same time.
_HARDEST: Final = 0.9
_FADES_MIN: Final = 20
#: Of what is taken off a place at a time, how much is taken off for the patrol that goes there.
_PATROL_PART: Final = 0.3
_SEED_STEP: Final = 7919
_SEEDS: Final = 2**32


@dataclass(frozen=True)
class Alternative:
    """Another plan, and what it gives up and changes.

    Attributes
    ----------
    share : float
        Its value as a share of the best of all plans that are known for the task.
    difference : Difference
        From the best plan.
    apart : float
        How unlike it is to the plan that it resembles most, of the best and the other alternatives.
    """

    plan: Plan
    share: float
    difference: Difference
    apart: float

    @property
    def summary(self) -> str:
        """What it covers, and how many of its stops are at other times or places."""
        return f"{headline(tally(self.plan))}; {self.difference.summary}"


def suggest_alternatives(
    places: Places,
    network: WalkingNetwork,
    patrols: Sequence[Patrol],
    day: SchoolDay,
    seed: int = 0,
    constraints: Constraints = _UNCONSTRAINED,
    yesterday: Sequence[Visited] = (),
    best: Plan | None = None,
    iterations: int = _ITERATIONS,
    watch: Callable[[float], bool] | None = None,
) -> tuple[Alternative, ...]:
    """Suggest three plans instead of the best one, each worth at least 95% of it.

    Parameters
    ----------
    best : Plan, optional
        The plan for the same request that they are held against; made unless given.
    iterations : int
        Steps of each search. The same seed, inputs and iterations give the same plans.
    watch : callable, optional
        Given the share of the work that is done; False stops it after those that are known by then.

    Returns
    -------
    tuple of Alternative
        In the order of the search; fewer than three where there is no other plan of that value.

    Raises
    ------
    SettingError, PlanImpossibleError
        As `suggest_plan`.
    """
    ready = prepared(places, network, patrols, day, constraints, yesterday)
    if best is None:
        best = _solved(ready, ready.task, seed, _COUNT * iterations)
    return _alternatives(ready, best, seed, iterations, watch)


def _alternatives(
    ready: Prepared,
    best: Plan,
    seed: int,
    iterations: int = _ITERATIONS,
    watch: Callable[[float], bool] | None = None,
) -> tuple[Alternative, ...]:
    """Find three plans for a task beside the best one; see `suggest_alternatives`."""
    search = _Search(ready, seed, iterations, watch or (lambda _: True), [best])
    chosen: list[Plan] = []
    for _ in range(_COUNT):
        search.look_away_from([best, *chosen])
        chosen += search.most_unlike([best, *chosen])
    top = search.best_value
    chosen = [plan for plan in chosen if plan.value >= _LEAST_SHARE * top]
    return tuple(
        Alternative(
            plan,
            plan.value / top if top else 1.0,
            difference(best, plan),
            least_difference(plan, [best, *(other for other in chosen if other is not plan)]),
        )
        for plan in chosen
    )


@dataclass(eq=False)
class _Search:
    """Solves the task again and again, each time with a seed of its own, and keeps every plan."""

    ready: Prepared
    seed: int
    iterations: int
    watch: Callable[[float], bool]
    plans: list[Plan]
    stopped: bool = False

    @property
    def best_value(self) -> float:
        """Of all plans that have been seen."""
        return max(plan.value for plan in self.plans)

    def look_away_from(self, others: Sequence[Plan]) -> None:
        """Solve with other plans leaned on, as hard as leaves 95% of the best value."""
        low, high, hard = 0.0, 1.0, 1.0
        for _ in range(_TRIES):
            if self.stopped:
                break
            plan = self._solved(others, hard)
            enough = plan.value >= _LEAST_SHARE * self.best_value
            low, high = (hard, high) if enough else (low, hard)
            if low == high:
                break
            hard = (low + high) / 2

    def most_unlike(self, others: Sequence[Plan]) -> list[Plan]:
        """The plan that is most unlike the others, of those of 95% of the best value; or none."""
        least = _LEAST_SHARE * self.best_value
        apart = [(least_difference(p, others), p.value, p) for p in self.plans if p.value >= least]
        most, _, plan = max(apart, key=lambda one: one[:2])
        return [plan] if most > 0 else []

    def _solved(self, others: Sequence[Plan], hard: float) -> Plan:
        task = _leaned(self.ready.task, others, hard)
        turn = len(self.plans)
        seed = (self.seed + _SEED_STEP * turn) % _SEEDS
        self.plans.append(_solved(self.ready, task, seed, self.iterations))
        self.stopped = not self.watch(min(turn / (_COUNT * _TRIES), 1.0))
        return self.plans[-1]


def _leaned(task: Task, plans: Sequence[Plan], hard: float) -> Task:
    """The task with less worth where and when some plans go, and for the patrols that go there.

    Parameters
    ----------
    hard : float
        0 leaves the task as it is; 1 takes off 90% at the minutes of the plans.
    """
    at = {place.place_id: n for n, place in enumerate(task.places)}
    kept, share = np.ones_like(task.worth), task.share.copy()
    minutes = np.arange(DAY_MIN)
    for plan in plans:
        for patrol, route in enumerate(plan.routes):
            for stop in route.visits:
                if stop.place.place_id not in at:
                    continue
                place = at[stop.place.place_id]
                off = _HARDEST * hard * _near(minutes - stop.arrive_min)
                kept[place] = np.minimum(kept[place], 1 - off)
                share[patrol, place] = task.share[patrol, place] * (1 - _PATROL_PART * hard)
    return replace(task, worth=task.worth * kept, share=share)


def _near(gap_min: np.ndarray) -> Floats:
    """1 at the same time, then falling to 0."""
    beyond = np.maximum(np.abs(gap_min) - SAME_TIME_MIN, 0)
    return np.asarray(np.maximum(1 - beyond / _FADES_MIN, 0.0))
