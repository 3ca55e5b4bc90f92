"""The plans of the next school days, each with the day before in mind, and what variety costs."""

import datetime as dt
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from typing import Final

import pandas as pd

from geo.clock import Bell, Calendar, SchoolDay
from geo.dispersal import disperse
from geo.errors import NoSchoolDayError, SettingError
from geo.hotspots import Hotspots
from geo.layers import Layers
from geo.model import Patrol
from geo.network import WalkingNetwork
from geo.patrol.places import Places, candidate_places
from geo.patrol.plan import Plan, suggest_plan
from geo.patrol.values import Visited, VisitValue, visited_of, worth_of_stops
from geo.patrol.variation.entropy import Predictability, predictability
from geo.patrol.variation.varied import VARIETY, suggest_varied
from geo.patrol.wishes import Wishes

#: School days in four weeks.
DAYS: Final = 20
#: Steps of the search for one day; fewer than for a plan that is walked, as there are many days.
ITERATIONS: Final = 150
#: The best plan, against which cost is told, is searched for so many times as long.
_FAR: Final = 2
_NO_WISHES: Final = Wishes()
_SEEDS: Final = 2**32
_NAMED: Final = 3


@dataclass(frozen=True)
class FourWeeks:
    """Plans of some school days in a row.

    Attributes
    ----------
    plans : tuple of Plan
        One a day; each knows the visits of the day before.
    found : Predictability
        How well somebody who watched them would guess the next visit.
    cost : float
        Value given up against walking the best known plan every day, as a share of that; what
        being expected does to a visit is left out of both.
    """

    plans: tuple[Plan, ...]
    found: Predictability
    cost: float

    @property
    def said(self) -> tuple[str, ...]:
        """What the page shows: the guesses at the most visited places, the cost, and digits."""
        span = "four weeks" if len(self.plans) == DAYS else f"{len(self.plans)} school days"
        guesses = [guess.said(span) for guess in self.found.places[:_NAMED]]
        none = f"No place is visited on enough of the {len(self.plans)} days to learn its hours."
        cost = (
            "It costs less than 1% of the value of walking the best plan every day."
            if self.cost < 0.005
            else f"It costs about {self.cost:.0%} of the value of walking the best plan every day."
        )
        return (*(guesses or [none]), cost, self._digits)

    @property
    def _digits(self) -> str:
        parts = (
            ("the half hour of visits", self.found.times),
            ("first places", self.found.firsts),
            ("next places", self.found.nexts),
        )
        told = [f"{what} {share:.2f}" for what, share in parts if share is not None]
        if not told:
            return "There are too few visits for an entropy."
        return f"Entropy from 0 (always the same) to 1 (even): {', '.join(told)}."


def coming_days(calendar: Calendar, first: dt.date, count: int = DAYS) -> tuple[SchoolDay, ...]:
    """The school days from a date on, that date with them; fewer where the term dates end."""
    days: list[SchoolDay] = []
    date = first - dt.timedelta(days=1)
    while len(days) < count:
        try:
            days.append(calendar.next_school_day(date))
        except NoSchoolDayError:
            break
        date = days[-1].date
    return tuple(days)


def places_by_day(
    hotspots: Hotspots,
    layers: Layers,
    days: Sequence[SchoolDay],
    network: WalkingNetwork,
    balance: VisitValue | None = None,
    homes: pd.DataFrame | None = None,
) -> tuple[tuple[SchoolDay, Places], ...]:
    """The places of some days: hotspots as they are now, and the bells of each day.

    Hotspots are held fixed, because what will be recorded in the meantime is not known. Days on
    which the same bells ring share their places.
    """
    known: dict[tuple[Bell, ...], Places] = {}
    found = []
    for day in days:
        if day.bells not in known:
            flow = disperse(layers, day, network, homes)
            known[day.bells] = candidate_places(hotspots, layers, day, balance, flow)
        found.append((day, known[day.bells]))
    return tuple(found)


def four_weeks(
    days: Sequence[tuple[SchoolDay, Places]],
    network: WalkingNetwork,
    patrols: Sequence[Patrol],
    seed: int = 0,
    wishes: Wishes = _NO_WISHES,
    yesterday: Sequence[Visited] = (),
    iterations: int = ITERATIONS,
    variety: float = VARIETY,
    watch: Callable[[float], bool] | None = None,
) -> FourWeeks:
    """Plan some days in a row, each with the visits of the day before and a seed of its own.

    Parameters
    ----------
    days : sequence of (SchoolDay, Places)
        From `places_by_day`.
    wishes : Wishes
        What is left out, how often and for how long places are visited, and by whom holds on every
        day; locks, minima, rests and activities are of one day, and are let go.
    yesterday : sequence of Visited
        Visits on the day before the first.
    iterations : int
        Search steps a day.
    variety : float
        How far each plan is left to the lot; see `suggest_varied`.
    watch : callable, optional
        Told the share of the work that is done; False stops it after the days planned so far.

    Raises
    ------
    SettingError
        When there is no day.
    PlanImpossibleError
        When a day has no plan.
    """
    if not days:
        raise SettingError("There is no school day to plan. Add the next term's dates.")
    rules = standing(wishes)
    plans: list[Plan] = []
    before = tuple(yesterday)
    for n, (day, places) in enumerate(days):
        own = (seed + n) % _SEEDS
        plan = suggest_varied(
            places, network, patrols, day, own, rules, iterations, before, variety
        )
        plans.append(plan)
        before = visited_of(plan)
        if watch is not None and not watch((n + 1) / (len(days) + 1)):
            break
    best = _best_values(plans, network, patrols, seed, rules, iterations)
    spent = sum(map(plain_value, plans))
    cost = 1 - spent / sum(best) if sum(best) else 0.0
    return FourWeeks(tuple(plans), predictability(plans), cost)


def standing(wishes: Wishes) -> Wishes:
    """What of some wishes holds on any day."""
    return replace(
        wishes, locks=(), add=frozenset(), rests=(), schools=(), repeats=(), activities=()
    )


def plain_value(plan: Plan) -> float:
    """What a plan is worth if nobody remembers the day before."""
    stops = [stop for route in plan.routes for stop in route.stops]
    return sum(worth_of_stops(stops, plan.day.window))


def _best_values(
    plans: Sequence[Plan],
    network: WalkingNetwork,
    patrols: Sequence[Patrol],
    seed: int,
    wishes: Wishes,
    iterations: int,
) -> list[float]:
    """For each day, the most that any plan for the same places is known to be worth."""
    best: dict[int, float] = {}
    for plan in plans:
        key = id(plan.places)
        if key not in best:
            fresh = suggest_plan(
                plan.places, network, patrols, plan.day, seed, wishes, _FAR * iterations
            )
            best[key] = plain_value(fresh)
        best[key] = max(best[key], plain_value(plan))
    return [best[id(plan.places)] for plan in plans]
