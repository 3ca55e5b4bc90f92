"""What an edit changed in time and value, in numbers and in words."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Final

from geo.clock import SchoolDay
from geo.model import Route, Stop, clock
from geo.patrol.editing._constrained_grid import Fitted
from geo.patrol.editing._edit_steps import Change, Then
from geo.patrol.editing.draft import Scenario
from geo.patrol.places import Places
from geo.patrol.plan import Counted, Tally, headline_change, legs_of, tally
from geo.patrol.problem import Task
from geo.text import listed


@dataclass(frozen=True)
class Sketch:
    """What `tally` and `effect_of` look at of a plan."""

    routes: tuple[Route, ...]
    value: float
    places: Places = field(repr=False)
    day: SchoolDay = field(repr=False)


def sketch_of(scenario: Scenario, fitted: Fitted) -> Sketch:
    """Routes with all minutes and lengths, but without paths, loops and schools."""
    task = scenario.ready.task
    pairs = zip(fitted.orders, fitted.timed.minutes, strict=True)
    routes = tuple(_route(task, n, order, begins) for n, (order, begins) in enumerate(pairs))
    return Sketch(routes, fitted.timed.value, scenario.ready.places, scenario.ready.day)


def _route(task: Task, patrol: int, order: tuple[int, ...], begins: tuple[int, ...]) -> Route:
    stops = tuple(
        Stop(task.places[place], begin, begin + int(task.stay[patrol, place]))
        for place, begin in zip(order, begins, strict=True)
    )
    return Route(task.patrols[patrol], stops, legs_of(task, patrol, order, stops, drawn=False))


#: Stops that are named in one sentence; more are counted.
_NAMED: Final = 3
#: Changes of value by less than this share are called none.
_SAME_SHARE: Final = 0.005


@dataclass(frozen=True)
class PatrolChange:
    """Minutes of one patrol before and after; 0 where it is not in one of the plans."""

    patrol: str
    walk_min_before: int
    walk_min_after: int
    dwell_min_before: int
    dwell_min_after: int


@dataclass(frozen=True)
class Shifted:
    """A stop that begins at another minute than before, with the same patrol."""

    patrol: str
    place_id: str
    name: str
    was_min: int
    now_min: int


@dataclass(frozen=True)
class Effect:
    """What an edit changed.

    Attributes
    ----------
    label : str
        What was done: ``Drop Mill Corner from Bravo``.
    before, after : Tally
        Value, pupils and harm of both plans.
    patrols : tuple of PatrolChange
        Of those patrols whose minutes changed.
    shifts : tuple of Shifted
        Stops that are earlier or later than before.
    lost : tuple of str
        Names of stops that no longer fit and were left out, other than the one edited.
    gained : tuple of str
        Names of stops that came in, other than the one edited.
    broken : tuple of str
        Constraints that were given up with the edit, in sentences.
    sentences : tuple of str
        All of it in words, the most important first.
    """

    label: str
    before: Tally
    after: Tally
    patrols: tuple[PatrolChange, ...] = ()
    shifts: tuple[Shifted, ...] = ()
    lost: tuple[str, ...] = ()
    gained: tuple[str, ...] = ()
    broken: tuple[str, ...] = ()
    sentences: tuple[str, ...] = ()

    @property
    def summary(self) -> str:
        """The sentences as one text."""
        return " ".join(self.sentences)

    @property
    def value_before(self) -> float:
        """Points of all visits before."""
        return self.before.value

    @property
    def value_after(self) -> float:
        """Points of all visits after."""
        return self.after.value

    @property
    def walk_min(self) -> int:
        """Minutes walked more, by all patrols; negative where fewer."""
        return sum(p.walk_min_after - p.walk_min_before for p in self.patrols)

    @property
    def value_share(self) -> float:
        """Change of value as a share of the value before; 0 where there was none."""
        return (self.value_after - self.value_before) / (self.value_before or 1.0)


def effect_of(before: Counted, after: Counted, change: Change) -> Effect:
    """Compare the plans before and after an edit.

    Parameters
    ----------
    change : Change
        What the edit did.
    """
    pairs = _paired(before, after, change)
    patrols = tuple(each for name, a, b in pairs if (each := _minutes(name, a, b)) is not None)
    shifts = tuple(shift for name, a, b in pairs for shift in _shifts(name, a, b))
    lost, gained = _names(before, after, change), _names(after, before, change)
    searched = change.then in (Then.EXCHANGE, Then.IMPROVE)
    bare = Effect(
        change.label, tally(before), tally(after), patrols, shifts, lost, gained, change.broken
    )
    return Effect(**{**bare.__dict__, "sentences": tuple(_sentences(bare, searched=searched))})


def walk_min(route: Route | None) -> int:
    """Whole minutes between stops, as the timetable allows them."""
    return sum(leg.arrive_min - leg.depart_min for leg in route.legs) if route else 0


def _paired(
    before: Counted, after: Counted, change: Change
) -> list[tuple[str, Route | None, Route | None]]:
    """Each patrol's route before and after, under its name after."""
    was = {change.renamed.get(r.patrol.name, r.patrol.name): r for r in before.routes}
    now = {route.patrol.name: route for route in after.routes}
    return [(name, was.get(name), now.get(name)) for name in dict.fromkeys([*was, *now])]


def _minutes(name: str, before: Route | None, after: Route | None) -> PatrolChange | None:
    dwells = [route.dwell_min if route else 0 for route in (before, after)]
    walks = [walk_min(before), walk_min(after)]
    if dwells[0] == dwells[1] and walks[0] == walks[1] and bool(before) == bool(after):
        return None
    return PatrolChange(name, *walks, *dwells)


def _shifts(name: str, before: Route | None, after: Route | None) -> Iterator[Shifted]:
    """Stops that both routes have, the nth visit of a place with the nth."""
    was: dict[str, list[Stop]] = {}
    for stop in before.stops if before else ():
        was.setdefault(stop.place.place_id, []).append(stop)
    for stop in after.stops if after else ():
        same = was.get(stop.place.place_id)
        if same and (old := same.pop(0)).arrive_min != stop.arrive_min:
            place = stop.place
            yield Shifted(name, place.place_id, place.name, old.arrive_min, stop.arrive_min)


def _names(there: Counted, missing: Counted, change: Change) -> tuple[str, ...]:
    """Names of visits that one plan has more often than the other."""
    left = [stop.place.place_id for route in missing.routes for stop in route.stops]
    names = []
    for stop in (stop for route in there.routes for stop in route.stops):
        if stop.place.place_id in left:
            left.remove(stop.place.place_id)
        elif stop.is_visit and stop.place.place_id not in change.subject:
            names.append(stop.place.name)
    return tuple(names)


def _sentences(effect: Effect, *, searched: bool) -> Iterator[str]:
    if effect.lost and searched:
        yield f"{_some(effect.lost)} {_verb(effect.lost, 'goes', 'go')} out."
    elif effect.lost:
        yield f"{_some(effect.lost)} no longer {_verb(effect.lost, 'fits', 'fit')}."
    if effect.gained:
        yield f"{_some(effect.gained)} {_verb(effect.gained, 'comes', 'come')} in."
    yield from effect.broken
    yield from (text for patrol in effect.patrols if (text := _minutes_text(patrol)))
    if effect.shifts:
        first = effect.shifts[:_NAMED]
        more = len(effect.shifts) - len(first)
        parts = [f"{s.name} now {clock(s.now_min)} (was {clock(s.was_min)})" for s in first]
        yield "; ".join([*parts, *([f"{more} more at other times"] if more else [])]) + "."
    yield _value_text(effect)


def _minutes_text(change: PatrolChange) -> str:
    walk = change.walk_min_after - change.walk_min_before
    dwell = change.dwell_min_after - change.dwell_min_before
    parts = [
        f"{verb} {abs(minutes)} min {'more' if minutes > 0 else 'less'}"
        for verb, minutes in (("walks", walk), ("stays", dwell))
        if minutes
    ]
    at = " at stops" if dwell else ""
    return f"{change.patrol} {' and '.join(parts)}{at}." if parts else ""


def _value_text(effect: Effect) -> str:
    """What the plan covers now; its value where that says nothing, or is the same."""
    if change := headline_change(effect.before, effect.after):
        return f"The plan {change}."
    share = effect.value_share
    if effect.value_before <= 0 < effect.value_after:
        return "The plan had no value before, and has some now."
    if abs(share) < _SAME_SHARE:
        same = effect.value_after == effect.value_before
        return f"The value of the plan is {'' if same else 'about '}the same."
    return f"The value of the plan {'rises' if share > 0 else 'falls'} by {abs(share):.0%}."


def _some(names: tuple[str, ...]) -> str:
    more = len(names) - _NAMED
    return listed([*names[:_NAMED], *([f"{more} more"] if more > 0 else [])])


def _verb(names: tuple[str, ...], one: str, many: str) -> str:
    return one if len(names) == 1 else many
