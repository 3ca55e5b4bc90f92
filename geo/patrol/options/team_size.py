"""What one patrol more or fewer would bring."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from typing import Final

from geo.clock import SchoolDay
from geo.errors import PlanImpossibleError, SettingError
from geo.model import Patrol
from geo.network import WalkingNetwork
from geo.patrol._visit_value import Visited
from geo.patrol.constraints import Constraints
from geo.patrol.editing import ConstrainedGrid, Orders, Timed, TimetableGrid
from geo.patrol.places import Places
from geo.patrol.plan import Plan
from geo.patrol.problem import Tours, Visit, prepared
from geo.patrol.search import best_tours

#: Search steps for each number of patrols.
_STEPS: Final = 1_000
#: Gains and losses by less than this share are called none.
_LITTLE: Final = 0.005
_NTH: Final = (
    "first", "second", "third", "fourth", "fifth", "sixth", "seventh", "eighth", "ninth", "tenth",
    "eleventh", "twelfth",
)  # fmt: skip

#: Place ids and the minutes at which their visits begin, patrol by patrol.
_Known = tuple[tuple[tuple[str, int], ...], ...]


@dataclass(frozen=True)
class Step:
    """A number of patrols and what their plan is worth.

    Attributes
    ----------
    value : float or None
        Points of all visits; None where no plan meets the requirements with so few.
    """

    patrols: int
    value: float | None


@dataclass(frozen=True)
class Marginal:
    """Value by number of patrols; never falls from one to the next.

    Attributes
    ----------
    given : int
        How many patrols there are.
    """

    steps: tuple[Step, ...]
    given: int
    sentences: tuple[str, ...]


@dataclass(frozen=True, eq=False)
class _Base:
    """What all numbers of patrols share."""

    places: Places
    network: WalkingNetwork
    day: SchoolDay
    constraints: Constraints
    yesterday: tuple[Visited, ...]


def marginal(
    places: Places,
    network: WalkingNetwork,
    patrols: Sequence[Patrol],
    day: SchoolDay,
    constraints: Constraints | None = None,
    seed: int = 0,
    more: int = 2,
    yesterday: Sequence[Visited] = (),
    watch: Callable[[int, int], bool] | None = None,
    known: Plan | None = None,
    iterations: int = _STEPS,
) -> Marginal:
    """Value of 1 to ``len(patrols) + more`` patrols; further ones are copies of the last.

    Each search begins with the tours of the one before. Stops that are locked to a patrol that is
    not there may be made by any other.

    Parameters
    ----------
    watch : callable, optional
        Given how many of how many steps are done; returning False stops, and what is known by then
        is given.
    known : Plan, optional
        A plan of the given patrols; their value is then no less than its own.

    Raises
    ------
    SettingError
        When there is no patrol.
    """
    if not patrols:
        raise SettingError("What another patrol brings needs one to begin with. Set a patrol.")
    team = _team(patrols, more)
    base = _Base(places, network, day, constraints or Constraints(), tuple(yesterday))
    steps: list[Step] = []
    best, start = None, None
    for n in range(1, len(team) + 1):
        if known is not None and n == len(patrols):
            start, best = _of_plan(known), max(best or 0.0, known.value)
        try:
            value, start = _searched(base, team[:n], start, seed, iterations)
            best = value if best is None else max(best, value)
        except PlanImpossibleError:
            start = None
        steps.append(Step(n, best))
        if watch is not None and not watch(n, len(team)):
            break
    return Marginal(tuple(steps), len(patrols), tuple(_sentences(steps, len(patrols))))


def _team(patrols: Sequence[Patrol], more: int) -> list[Patrol]:
    """The patrols, and copies of the last under names that are free."""
    team, last = list(patrols), patrols[-1]
    number = 2
    while len(team) < len(patrols) + more:
        name = f"{last.name} {number}"
        if name not in [patrol.name for patrol in team]:
            team.append(replace(last, name=name))
        number += 1
    return team


def _loosened(constraints: Constraints, team: Sequence[Patrol]) -> Constraints:
    names = [patrol.name for patrol in team]
    locks = (
        k if k.patrol in (None, *names) else replace(k, patrol=None) for k in constraints.locks
    )
    return replace(constraints, locks=tuple(locks))


def _searched(
    base: _Base, team: Sequence[Patrol], start: _Known | None, seed: int, iterations: int
) -> tuple[float, _Known]:
    """What a team's best tours are worth, and where they begin when."""
    constraints = _loosened(base.constraints, team)
    task = prepared(base.places, base.network, team, base.day, constraints, base.yesterday).task
    constrained = ConstrainedGrid(TimetableGrid.of(task), constraints)
    first = _as_tours(constrained, start, len(team))
    tours = best_tours(task, seed, iterations, start=first)
    orders = tuple(tuple(call.place for call in tour) for tour in tours)
    timed = constrained.timed(orders)
    if not isinstance(timed, Timed):
        raise PlanImpossibleError(constrained.why(orders, timed))
    return timed.value, _named(constrained, orders, timed.minutes)


def _named(
    constrained: ConstrainedGrid, orders: Orders, minutes: tuple[tuple[int, ...], ...]
) -> _Known:
    return tuple(
        tuple(zip(names, begins, strict=True))
        for names, begins in zip(constrained.named(orders), minutes, strict=True)
    )


def _of_plan(plan: Plan) -> _Known:
    return tuple(
        tuple((stop.place.place_id, stop.arrive_min) for stop in route.stops)
        for route in plan.routes
    )


def _as_tours(constrained: ConstrainedGrid, known: _Known | None, patrols: int) -> Tours | None:
    """Tours of a smaller team, with nothing yet for the others."""
    if known is None or any(i not in constrained.options for tour in known for i, _ in tour):
        return None
    tours = [tuple(Visit(constrained.options[i][0], at, at) for i, at in tour) for tour in known]
    return (*tours, *[()] * (patrols - len(tours)))


def _sentences(steps: Sequence[Step], given: int) -> Iterator[str]:
    values = {step.patrols: step.value for step in steps}
    now = values.get(given)
    if not now:
        return
    before = values.get(given - 1)
    for n in range(given + 1, len(steps) + 1):
        one, other = values[n - 1], values[n]
        if one and other is not None:
            yield f"{_a_nth(n)} patrol would add {_about(other - one, now)}."
    if before is not None:
        yield f"Without the {_nth(given)} patrol the plan loses {_about(now - before, now)}."
    elif given > 1:
        yield f"Without the {_nth(given)} patrol no plan was found that meets the requirements."


def _about(change: float, of: float) -> str:
    share = change / of
    return "next to nothing" if share < _LITTLE else f"about {share:.0%} of its value now"


def _nth(n: int) -> str:
    return _NTH[n - 1] if n <= len(_NTH) else f"{n}th"


def _a_nth(n: int) -> str:
    return f"An {_nth(n)}" if _nth(n)[0] in "ae8" else f"A {_nth(n)}"
