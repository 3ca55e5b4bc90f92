"""Orders as routes without ways and loops: enough to say what an edit would change."""

from dataclasses import dataclass, field

from geo.clock import SchoolDay
from geo.model import Route, Stop
from geo.patrol.editing.case import Fitted
from geo.patrol.editing.draft import Stage
from geo.patrol.legs import legs_of
from geo.patrol.places import Places
from geo.patrol.task import Task


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
    return Route(task.patrols[patrol], stops, legs_of(task, patrol, order, stops, drawn=False))
