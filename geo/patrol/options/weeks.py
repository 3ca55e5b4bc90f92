"""The plans of the next school days, how well they could be predicted, and what variety costs."""

import datetime as dt
import math
from collections import Counter, defaultdict
from collections.abc import Callable, Hashable, Iterable, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise
from typing import Final

import numpy as np
import pandas as pd

from geo.clock import Bell, Calendar, SchoolDay
from geo.errors import NoSchoolDayError, SettingError
from geo.hotspots import Hotspots
from geo.layers import Layers
from geo.model import Patrol, Route
from geo.network import WalkingNetwork
from geo.patrol._visit_value import Visited, VisitValue, visited_of, worth_of_stops
from geo.patrol.constraints import Constraints
from geo.patrol.options.alternatives import VARIETY, suggest_varied
from geo.patrol.options.comparison import Routed
from geo.patrol.places import Places, candidate_places
from geo.patrol.plan import Plan, suggest_plan
from geo.pupils import estimate_pupil_flow

#: What a watcher guesses: the half hour of a visit.
_SLOT_MIN: Final = 30
#: Days on which a place must be visited for anybody to have learned anything there.
_FEWEST_DAYS: Final = 5
#: Shares that people can imagine.
_TIMES: Final = (
    (1, 10), (1, 8), (1, 6), (1, 5), (1, 4), (1, 3), (2, 5), (1, 2), (3, 5), (2, 3), (3, 4),
    (4, 5), (9, 10),
)  # fmt: skip
_ALWAYS: Final = 0.95
_HARDLY: Final = 0.075


@dataclass(frozen=True)
class Guess:
    """What somebody who watched one place could say of the next day on which it is visited.

    Attributes
    ----------
    days : int
        On which it was visited.
    right : float
        Share of these days with a visit in the half hour in which most days had one. It is taken
        from the days that were watched, and flatters the watcher.
    evenness : float
        Entropy of the half hours, of what so many visits in as many open half hours could have.
    """

    place_id: str
    name: str
    days: int
    right: float
    evenness: float

    def sentence(self, span: str) -> str:
        """Somebody who watched Mill Corner for four weeks would guess the half hour right so often.

        Parameters
        ----------
        span : str
            How long they watched: ``four weeks``.
        """
        return (
            f"Somebody who watched {self.name} for {span} would guess the half hour of the next "
            f"visit right {_frequency(self.right)}."
        )


@dataclass(frozen=True)
class Predictability:
    """How well the plans of some days can be predicted.

    Attributes
    ----------
    places : tuple of Guess
        Places that were visited on at least five days, most visited first.
    times, firsts, nexts : float or None
        Entropy of 0 to 1 of the half hours of the visits at a place; of the first place of a
        patrol; and of the place after a place, for the same patrol. None where there is nothing to
        derive it from.
    right : float or None
        Share of guesses of the half hour at all these places together that come right.
    """

    days: int
    places: tuple[Guess, ...]
    times: float | None
    firsts: float | None
    nexts: float | None
    right: float | None


def predictability(plans: Sequence[Routed]) -> Predictability:
    """Watch the plans of some days, one plan a day.

    Parameters
    ----------
    plans : sequence of Routed
        In the order of their days.
    """
    guesses = _guesses(plans)
    n = sum(guess.days for guess in guesses)
    firsts, following = _firsts(plans), _following(plans)
    return Predictability(
        days=len(plans),
        places=guesses,
        times=sum(guess.evenness * guess.days for guess in guesses) / n if n else None,
        firsts=_mean_evenness(firsts),
        nexts=_mean_evenness(following),
        right=sum(guess.right * guess.days for guess in guesses) / n if n else None,
    )


def _evenness(seen: Sequence[Hashable], possible: int) -> float:
    """Shannon entropy of what was seen, as a share of the most that it could be.

    Parameters
    ----------
    possible : int
        How many different things could have been seen; no more of them than were looked at can
        show.

    Returns
    -------
    float
        0 where there is only one thing to see.
    """
    counts = np.array(list(Counter(seen).values()), dtype=float)
    most = min(possible, len(seen))
    if most <= 1:
        return 0.0
    shares = counts / counts.sum()
    return max(0.0, float(-(shares * np.log(shares)).sum() / math.log(most)))


def _frequency(share: float) -> str:
    """``about 2 times in 5``."""
    if share >= _ALWAYS:
        return "nearly always"
    if share < _HARDLY:
        return "hardly ever"
    of, among = min(_TIMES, key=lambda one: abs(one[0] / one[1] - share))
    return f"about {of} {'time' if of == 1 else 'times'} in {among}"


def _guesses(plans: Sequence[Routed]) -> tuple[Guess, ...]:
    names: dict[str, str] = {}
    slots: dict[str, int] = {}
    by_day: dict[str, list[list[int]]] = defaultdict(list)
    for plan in plans:
        today: dict[str, list[int]] = defaultdict(list)
        for stop in (stop for route in plan.routes for stop in route.visits):
            place = stop.place
            names[place.place_id] = place.name
            slots[place.place_id] = place.closes_min // _SLOT_MIN - place.opens_min // _SLOT_MIN + 1
            today[place.place_id].append(stop.arrive_min // _SLOT_MIN)
        for ident, visited in today.items():
            by_day[ident].append(visited)
    guesses = [
        Guess(ident, names[ident], len(days), _right(days), _evenness(_all(days), slots[ident]))
        for ident, days in by_day.items()
        if len(days) >= _FEWEST_DAYS
    ]
    return tuple(sorted(guesses, key=lambda guess: (-guess.days, -guess.right, guess.place_id)))


def _right(days: Sequence[Sequence[int]]) -> float:
    """Share of days with a visit in the commonest half hour."""
    counts = Counter(slot for slots in days for slot in set(slots))
    return max(counts.values()) / len(days)


def _all(days: Iterable[Iterable[int]]) -> list[int]:
    return [slot for slots in days for slot in slots]


def _firsts(plans: Sequence[Routed]) -> dict[str, list[str]]:
    """First place of each patrol, day by day."""
    seen: dict[str, list[str]] = defaultdict(list)
    for route in _routes(plans):
        if route.visits:
            seen[route.patrol.name].append(route.visits[0].place.place_id)
    return seen


def _following(plans: Sequence[Routed]) -> dict[tuple[str, str], list[str]]:
    """Places that a patrol went to after a place."""
    seen: dict[tuple[str, str], list[str]] = defaultdict(list)
    for route in _routes(plans):
        ids = [stop.place.place_id for stop in route.visits]
        for one, following in pairwise(ids):
            seen[route.patrol.name, one].append(following)
    return seen


def _routes(plans: Sequence[Routed]) -> Iterable[Route]:
    return (route for plan in plans for route in plan.routes)


def _mean_evenness(seen: dict[str, list[str]] | dict[tuple[str, str], list[str]]) -> float | None:
    """Mean over groups that were seen at least twice, each by how often; against all places seen.

    A group seen once says nothing.
    """
    groups = [group for group in seen.values() if len(group) > 1]
    if not groups:
        return None
    every = len({ident for group in seen.values() for ident in group})
    weight = sum(map(len, groups))
    return sum(_evenness(group, every) * len(group) for group in groups) / weight


#: School days in four weeks.
_DAYS: Final = 20
#: Steps of the search for one day; fewer than for a plan that is walked, as there are many days.
_ITERATIONS: Final = 150
#: The best plan, against which cost is measured, is searched for so many times as long.
_FAR: Final = 2
_UNCONSTRAINED: Final = Constraints()
_SEEDS: Final = 2**32
_NAMED: Final = 3


@dataclass(frozen=True)
class FourWeeks:
    """Plans of some school days in a row.

    Attributes
    ----------
    plans : tuple of Plan
        One a day; each knows the visits of the day before.
    predictability : Predictability
        How well somebody who watched them would guess the next visit.
    cost : float
        Value given up against walking the best known plan every day, as a share of that; what
        being expected does to a visit is left out of both.
    """

    plans: tuple[Plan, ...]
    predictability: Predictability
    cost: float

    @property
    def sentences(self) -> tuple[str, ...]:
        """What the page shows: the guesses at the most visited places, the cost, and digits."""
        span = "four weeks" if len(self.plans) == _DAYS else f"{len(self.plans)} school days"
        guesses = [guess.sentence(span) for guess in self.predictability.places[:_NAMED]]
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
            ("the half hour of visits", self.predictability.times),
            ("first places", self.predictability.firsts),
            ("next places", self.predictability.nexts),
        )
        figures = [f"{what} {share:.2f}" for what, share in parts if share is not None]
        if not figures:
            return "There are too few visits for an entropy."
        return f"Entropy from 0 (always the same) to 1 (even): {', '.join(figures)}."


def coming_days(calendar: Calendar, first: dt.date, count: int = _DAYS) -> tuple[SchoolDay, ...]:
    """The school days from a date on, that date with them; fewer where the term dates end.

    Parameters
    ----------
    calendar : Calendar
    first : date
    count : int
        School days.
    """
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

    Parameters
    ----------
    hotspots : Hotspots
    layers : Layers
    days : sequence of SchoolDay
    network : WalkingNetwork
    balance : VisitValue, optional
    homes : DataFrame, optional
        Where pupils live; see `geo.timetables`.
    """
    known: dict[tuple[Bell, ...], Places] = {}
    pairs = []
    for day in days:
        if day.bells not in known:
            flow = estimate_pupil_flow(layers, day, network, homes)
            known[day.bells] = candidate_places(hotspots, layers, day, balance, flow)
        pairs.append((day, known[day.bells]))
    return tuple(pairs)


def four_weeks(
    days: Sequence[tuple[SchoolDay, Places]],
    network: WalkingNetwork,
    patrols: Sequence[Patrol],
    seed: int = 0,
    constraints: Constraints = _UNCONSTRAINED,
    yesterday: Sequence[Visited] = (),
    iterations: int = _ITERATIONS,
    variety: float = VARIETY,
    watch: Callable[[float], bool] | None = None,
) -> FourWeeks:
    """Plan some days in a row, each with the visits of the day before and a seed of its own.

    Parameters
    ----------
    days : sequence of (SchoolDay, Places)
        From `places_by_day`.
    constraints : Constraints
        What is left out, how often and for how long places are visited, and by whom holds on every
        day; locks, minima, rests and activities are of one day, and are let go.
    yesterday : sequence of Visited
        Visits on the day before the first.
    iterations : int
        Search steps a day.
    variety : float
        How far each plan is left to chance; see `suggest_varied`.
    watch : callable, optional
        Given the share of the work that is done; False stops it after the days planned so far.

    Raises
    ------
    SettingError
        When there is no day.
    PlanImpossibleError
        When a day has no plan.
    """
    if not days:
        raise SettingError("There is no school day to plan. Add the next term's dates.")
    rules = _lasting(constraints)
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
    spent = sum(map(_plain_value, plans))
    cost = 1 - spent / sum(best) if sum(best) else 0.0
    return FourWeeks(tuple(plans), predictability(plans), cost)


def _lasting(constraints: Constraints) -> Constraints:
    """What of some constraints holds on any day."""
    return replace(
        constraints, locks=(), add=frozenset(), rests=(), schools=(), repeats=(), activities=()
    )


def _plain_value(plan: Plan) -> float:
    """What a plan is worth if nobody remembers the day before."""
    stops = [stop for route in plan.routes for stop in route.stops]
    return sum(worth_of_stops(stops, plan.day.window))


def _best_values(
    plans: Sequence[Plan],
    network: WalkingNetwork,
    patrols: Sequence[Patrol],
    seed: int,
    constraints: Constraints,
    iterations: int,
) -> list[float]:
    """For each day, the most that any plan for the same places is known to be worth."""
    best: dict[int, float] = {}
    for plan in plans:
        key = id(plan.places)
        if key not in best:
            fresh = suggest_plan(
                plan.places, network, patrols, plan.day, seed, constraints, _FAR * iterations
            )
            best[key] = _plain_value(fresh)
        best[key] = max(best[key], _plain_value(plan))
    return [best[id(plan.places)] for plan in plans]
