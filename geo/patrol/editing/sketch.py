"""Orders as routes without ways and loops: enough to say what an edit would change."""

from dataclasses import dataclass, field

from shapely.geometry import LineString

from geo.clock import SchoolDay
from geo.model import Leg, Route, Stop
from geo.patrol.editing.case import Fitted
from geo.patrol.editing.draft import Stage
from geo.patrol.places import Places
from geo.patrol.task import Task, walk_min

_NOWHERE = LineString([(0, 0), (0, 0)])


@dataclass(frozen=True)
class Sketch:
    """What `tally` and `effect_of` look at of a plan."""

    routes: tuple[Route, ...]
    value: float
    places: Places = field(repr=False)
    day: SchoolDay = field(repr=False)


def sketched(stage: Stage, fitted: Fitted) -> Sketch:
    """Routes with all minutes and lengths, but without paths, loops and schools."""
    task = stage.ready.task
    pairs = zip(fitted.orders, fitted.timed.minutes, strict=True)
    routes = tuple(_route(task, n, order, begins) for n, (order, begins) in enumerate(pairs))
    return Sketch(routes, fitted.timed.value, stage.ready.places, stage.ready.day)


def _route(task: Task, patrol: int, order: tuple[int, ...], begins: tuple[int, ...]) -> Route:
    stops = tuple(
        Stop(task.places[place], begin, begin + int(task.stay[patrol, place]))
        for place, begin in zip(order, begins, strict=True)
    )
    return Route(task.patrols[patrol], stops, _legs(task, patrol, order, stops))


def _legs(
    task: Task, patrol: int, order: tuple[int, ...], stops: tuple[Stop, ...]
) -> tuple[Leg, ...]:
    if not order:
        return ()
    ends = [task.start_at[patrol], *(int(task.at[place]) for place in order), task.end_at[patrol]]
    leaves = [0, *(stop.leave_min for stop in stops)]
    metres = task.walks[patrol].length_m
    legs = []
    for leave, i, j in zip(leaves, ends[:-1], ends[1:], strict=True):
        if i is not None and j is not None:
            who, length = task.patrols[patrol], float(metres[i, j])
            minutes = int(walk_min(metres[i : i + 1, j], who)[0])
            legs.append(Leg(leave, leave + minutes, _NOWHERE, length, length / who.pace_m_per_s))
    return tuple(legs)
