"""The plan of one school day: suggested, checked, and ready to be read or exported."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Final

from geo.clock import SchoolDay
from geo.errors import PlanRefusedError, SettingError
from geo.model import Patrol, Route
from geo.network import WalkingNetwork
from geo.patrol._visit_value import Visited
from geo.patrol.checker import faults_of, worth_of
from geo.patrol.constraints import Constraints
from geo.patrol.places import Places
from geo.patrol.plan.geojson import plan_geojson
from geo.patrol.plan.timetable import Surroundings, routes_of
from geo.patrol.problem import Prepared, Task, Tours, prepared
from geo.patrol.search import Watch, best_tours

#: Steps of each search of the optimiser: about a second for four patrols in a borough.
ITERATIONS: Final = 3_000
_LARGEST_SEED: Final = 2**32 - 1

_UNCONSTRAINED: Final = Constraints()


@dataclass(frozen=True)
class Plan:
    """Routes for every patrol of one day. A plan that exists has passed the checker.

    Attributes
    ----------
    routes : tuple of Route
        One for each patrol, in the order they were given; without stops where nothing fits.
    value : float
        Points of all visits (see `geo.patrol.values`).
    notices : tuple of str
        What a reader must know.
    yesterday : tuple of Visited
        Visits of the day before, at whose times a visit is worth less.
    team : tuple of Patrol
        The patrols of the request; each has its route.
    """

    day: SchoolDay
    routes: tuple[Route, ...]
    places: Places
    seed: int
    constraints: Constraints
    value: float
    notices: tuple[str, ...]
    network: WalkingNetwork = field(repr=False, compare=False)
    yesterday: tuple[Visited, ...] = ()
    team: tuple[Patrol, ...] = ()

    def __post_init__(self) -> None:
        faults = faults_of(self.routes, self.places, self.day, self.constraints, self.network)
        if tuple(route.patrol for route in self.routes) != self.team:
            faults.append("its routes are not those of the patrols of the request")
        worth = worth_of(self.routes, self.day, self.yesterday)
        if not abs(worth - self.value) < 1e-6:
            faults.append(f"its stops are worth {worth:.3f}, not {self.value:.3f}")
        if faults:
            more = f" and {len(faults) - 5} more faults" if len(faults) > 5 else ""
            raise PlanRefusedError(
                f"The checker refused this plan: {'; '.join(faults[:5])}{more}. Please report it "
                "with the date, the patrols and the seed."
            )

    def to_geojson(self) -> dict[str, object]:
        """A FeatureCollection in WGS84: a line for each leg, a point for each stop."""
        return plan_geojson(
            self.routes, self.places.layers, self.day, seed=self.seed, notices=self.notices
        )


def suggest_plan(
    places: Places,
    network: WalkingNetwork,
    patrols: Sequence[Patrol],
    day: SchoolDay,
    seed: int = 0,
    constraints: Constraints = _UNCONSTRAINED,
    iterations: int = ITERATIONS,
    yesterday: Sequence[Visited] = (),
    watch: Watch | None = None,
) -> Plan:
    """Suggest routes of great value that keep every shift and meet every constraint.

    Parameters
    ----------
    places : Places
        From `candidate_places`.
    network : WalkingNetwork
        In the same CRS.
    seed : int
        The same seed, inputs and iterations give the same plan.
    constraints : Constraints
        Stops to lock, leave out or add.
    iterations : int
        Search steps; more take longer and find better plans.
    yesterday : sequence of Visited
        Visits of the day before (`visited_of`); the same place at the same time is worth less.
    watch : callable, optional
        Told the best tours so far, their worth and the share of the steps that is done; False
        stops the search.

    Raises
    ------
    SettingError
        When the patrols, the day and the network do not go together.
    PlanImpossibleError
        When no plan can meet the constraints; the message names those that clash.
    """
    if not 0 <= seed <= _LARGEST_SEED or iterations < 1:
        raise SettingError(
            f"Seed {seed} and {iterations} iterations cannot be used; expected a seed of 0 to "
            f"{_LARGEST_SEED:,} and at least 1 iteration."
        )
    ready = prepared(places, network, patrols, day, constraints, yesterday)
    return plan_of(ready, best_tours(ready.task, seed, iterations, watch), seed)


def plan_of(ready: Prepared, tours: Tours, seed: int = 0) -> Plan:
    """Make a plan of feasible tours: the best minutes, the ways and the loops, checked.

    Parameters
    ----------
    ready : Prepared
    tours : Tours
        Of its task.
    seed : int
        That the tours were searched with.

    Raises
    ------
    PlanRefusedError
        When the checker finds a fault.
    """
    around = Surroundings(ready.day, ready.schools, ready.loops)
    routes = routes_of(ready.task, tours, around)
    return plan_with(ready, routes, seed)


def plan_with(ready: Prepared, routes: tuple[Route, ...], seed: int = 0) -> Plan:
    """Make a plan of finished routes, checked.

    Parameters
    ----------
    ready : Prepared
    routes : tuple of Route
        One for each patrol.
    seed : int
    """
    return Plan(
        day=ready.day,
        routes=routes,
        places=ready.places,
        seed=seed,
        constraints=ready.constraints,
        value=worth_of(routes, ready.day, ready.yesterday),
        notices=(*ready.notices, *_idle(ready.task, routes)),
        network=ready.network,
        yesterday=ready.yesterday,
        team=ready.task.patrols,
    )


def _idle(task: Task, routes: tuple[Route, ...]) -> tuple[str, ...]:
    """Why patrols without a stop have none."""
    ids = {stop.place.place_id for route in routes for stop in route.stops}
    seen = {n for n, place in enumerate(task.places) if place.place_id in ids}
    return tuple(_why_idle(task, n, seen) for n, route in enumerate(routes) if not route.stops)


def _why_idle(task: Task, patrol: int, seen: set[int]) -> str:
    """Say why a patrol has no stops, given the places that the others visit."""
    who = task.patrols[patrol]
    near = {place for place in range(len(task.places)) if len(task.minutes(patrol, place))}
    if near - seen:
        return (
            f"{who.name} has no stops: what is left for it to visit is hardly worth the walk. "
            "Start it nearer, or do without it."
        )
    if near:
        return (
            f"{who.name} has no stops: the other patrols visit every place that it could reach. "
            "Start it elsewhere, or do without it."
        )
    back = " and back" if who.start is not None else ""
    return (
        f"{who.name} has no stops: within its shift no place can be reached{back} while a visit "
        "is worth something. Lengthen the shift or start nearer."
    )
