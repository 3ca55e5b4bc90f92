"""A plan as lanes: one a patrol, what is in it in the order of time, and what can be done to it."""

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Final

from geo.briefing import wording
from geo.briefing.palette import PatrolStyle, patrol_styles
from geo.model import Leg, PlaceKind, Route, Stop, clock
from geo.patrol import Plan, Wishes
from geo.patrol.tally import tally

_MARKS: Final = {
    PlaceKind.HOTSPOT: "square",
    PlaceKind.GATE: "triangle",
    PlaceKind.INTERCHANGE: "diamond",
    PlaceKind.CHOSEN: "ring",
    PlaceKind.ACTIVITY: "flag",
    PlaceKind.BREAK: "pause",
}
#: Other patrols that a stop is offered to by name; with more, the lanes above and below.
_NAMED: Final = 3
_HOW: Final = "Arrow keys move it, Enter shows what can be done, Delete leaves it out."


@dataclass(frozen=True)
class Block:
    """A stop on the board.

    Attributes
    ----------
    ident : str
        The place and which of its visits it is, so that a stop that moved is known again.
    nature : str
        "visit", "break" or "activity".
    room_min : int
        Minutes until the next stop begins: the room that there is for its name.
    held : str
        What it is held to, in as few words as fit.
    said : str
        All of it, for somebody who does not see the board.
    actions : tuple of (str, str)
        What a button reports, and what it says.
    """

    ident: str
    place_id: str
    nature: str
    mark: str
    label: str
    name: str
    kind: str
    times: str
    about: str
    begin_min: int
    end_min: int
    room_min: int
    held: str
    said: str
    actions: tuple[tuple[str, str], ...]


@dataclass(frozen=True)
class Walk:
    """The way between two stops."""

    begin_min: int
    end_min: int
    text: str


@dataclass(frozen=True)
class Lane:
    """One patrol's afternoon.

    Attributes
    ----------
    off : tuple of (int, int)
        Spans of the board outside the shift.
    """

    name: str
    letter: str
    fill: str
    ink: str
    shift: str
    summary: str
    off: tuple[tuple[int, int], ...]
    items: tuple[Block | Walk, ...]


def idents(routes: Sequence[Route]) -> dict[str, tuple[int, int]]:
    """Patrol and position of each stop under the name that it has on the board."""
    spots = [
        (stop.arrive_min, n, at, stop.place.place_id)
        for n, route in enumerate(routes)
        for at, stop in enumerate(route.stops)
    ]
    seen: Counter[str] = Counter()
    named = {}
    for _, n, at, place_id in sorted(spots):
        seen[place_id] += 1
        named[f"{place_id}#{seen[place_id]}"] = (n, at)
    return named


def span(plan: Plan) -> tuple[int, int]:
    """First and last minute of the board: the window, and shifts that reach beyond it."""
    patrols = [route.patrol for route in plan.routes]
    first = min([plan.day.window.start_min, *(p.shift_start_min for p in patrols)])
    last = max([plan.day.window.end_min, *(p.shift_end_min for p in patrols)])
    return first, last


def ticks(first: int, last: int) -> tuple[tuple[int, str], ...]:
    """A tick every quarter of an hour, with its time every half hour."""
    quarters = range(-(-first // 15) * 15, last + 1, 15)
    return tuple((minute, clock(minute) if minute % 30 == 0 else "") for minute in quarters)


def facts(plan: Plan) -> tuple[tuple[str, str], ...]:
    """What a plan adds up to, so that two states of it can be told apart."""
    sums = tally(plan)
    told = [
        ("Worth", f"{sums.value:.0f} points"),
        ("Stops", f"{sums.stops}"),
        ("At stops", wording.duration(sum(sums.dwell_min.values()))),
        ("Under way", f"{wording.duration(sums.walk_min)}, {wording.distance(sums.walk_m)}"),
    ]
    if sums.pupils:
        told.append(("Pupils passing", f"about {round(sums.pupils, -1):,.0f}"))
    return tuple(told)


def lanes(plan: Plan) -> tuple[Lane, ...]:
    """Give one lane a patrol, in the order of the plan."""
    first, last = span(plan)
    styles = patrol_styles([route.patrol.name for route in plan.routes])
    names = {spot: ident for ident, spot in idents(plan.routes).items()}
    return tuple(
        Lane(
            name=route.patrol.name,
            letter=style.letter,
            fill=style.colour,
            ink=style.on_colour,
            shift=f"{clock(route.patrol.shift_start_min)} to {clock(route.patrol.shift_end_min)}",
            summary=_summary(route),
            off=tuple(_off(route, first, last)),
            items=tuple(_items(n, plan, style, names, last)),
        )
        for n, (route, style) in enumerate(zip(plan.routes, styles, strict=True))
    )


def _summary(route: Route) -> str:
    patrol = route.patrol
    crew = f"{patrol.crew} officer{'' if patrol.crew == 1 else 's'} {patrol.mode}"
    return f"{crew}, {wording.distance(route.walk_m)}"


def _off(route: Route, first: int, last: int) -> Iterator[tuple[int, int]]:
    if route.patrol.shift_start_min > first:
        yield first, route.patrol.shift_start_min
    if route.patrol.shift_end_min < last:
        yield route.patrol.shift_end_min, last


def _items(
    n: int, plan: Plan, style: PatrolStyle, names: dict[tuple[int, int], str], last: int
) -> Iterator[Block | Walk]:
    route = plan.routes[n]
    before = len(route.legs) - len(route.stops) if route.patrol.finish is not None else 0
    legs = list(route.legs)
    if route.patrol.start is not None and legs:
        yield _walk(legs.pop(0))
    for at in range(len(route.stops)):
        until = route.stops[at + 1].arrive_min if at + 1 < len(route.stops) else last
        yield _block(n, at, plan, f"{style.letter}{at + 1}", names[n, at], until)
        if legs:
            yield _walk(legs.pop(0), home=at + 1 == len(route.stops) and before >= 0)


def _walk(leg: Leg, *, home: bool = False) -> Walk:
    if leg.arrive_min == leg.depart_min:
        return Walk(leg.depart_min, leg.arrive_min, "")
    minutes = wording.duration(leg.arrive_min - leg.depart_min)
    way = f"{'Back: ' if home else ''}{wording.distance(leg.length_m)}, {minutes}"
    rides = "".join(f"; {ride.said}" for ride in leg.rides)
    return Walk(leg.depart_min, leg.arrive_min, way + rides)


def _block(n: int, at: int, plan: Plan, label: str, ident: str, until: int) -> Block:
    route, stop = plan.routes[n], plan.routes[n].stops[at]
    times = f"{clock(stop.arrive_min)}–{clock(stop.leave_min)}"
    to = _held_said(stop, route.patrol.name, plan.wishes)
    kind = str(stop.place.kind)
    beside = f" Together with {', '.join(stop.beside)}." if stop.beside else ""
    keeping = f" Held to {', '.join(to)}." if to else ""
    return Block(
        ident=ident,
        place_id=stop.place.place_id,
        nature=_nature(stop),
        mark=_MARKS[stop.place.kind],
        label=label,
        name=stop.place.name,
        kind=kind,
        times=times,
        about=f"{kind}, {times}, {wording.duration(stop.dwell_min)}. {stop.why}{beside}",
        begin_min=stop.arrive_min,
        end_min=stop.leave_min,
        room_min=until - stop.arrive_min,
        held=", ".join(to),
        said=f"{label}, {stop.place.name}, {kind}, {times}.{keeping}{beside} {_HOW}",
        actions=tuple(_actions(n, at, plan, to)),
    )


def _nature(stop: Stop) -> str:
    if stop.is_visit:
        return "visit"
    return "break" if stop.place.kind is PlaceKind.BREAK else "activity"


def held(stop: Stop, patrol: str, wishes: Wishes) -> tuple[bool, bool] | None:
    """Whether a stop is held to its patrol and to its time; None where nobody asked for it."""
    for lock in wishes.locks:
        mine = lock.patrol in (None, patrol) and lock.arrive_min in (None, stop.arrive_min)
        if lock.place_id == stop.place.place_id and mine:
            return lock.patrol is not None, lock.arrive_min is not None
    return (False, False) if stop.place.place_id in wishes.add else None


def _held_said(stop: Stop, patrol: str, wishes: Wishes) -> list[str]:
    """The time and the patrol that a stop is held to; "must" where it may be anybody's."""
    found = held(stop, patrol, wishes)
    if found is None:
        return []
    to_patrol, to_time = found
    said = [*([clock(stop.arrive_min)] if to_time else []), *([patrol] if to_patrol else [])]
    return said or ["must"]


def _actions(n: int, at: int, plan: Plan, to: Sequence[str]) -> Iterator[tuple[str, str]]:
    route, stop = plan.routes[n], plan.routes[n].stops[at]
    if stop.is_visit:
        yield "replace", "Replace"
        yield "drop", "Drop"
    time = clock(stop.arrive_min)
    if to and to != ["must"]:
        yield "release", "Let it move"
    if time not in to:
        yield "keep_time", f"Keep at {time}"
    if stop.is_visit and route.patrol.name not in to and len(plan.routes) > 1:
        yield "keep_patrol", f"Keep with {route.patrol.name}"
    if not stop.is_visit:
        return
    yield "shorter", "Stay 2 min less"
    yield "longer", "Stay 2 min more"
    if at > 0:
        yield "earlier", "Earlier"
    if at + 1 < len(route.stops):
        yield "later", "Later"
    others = [m for m in range(len(plan.routes)) if m != n]
    near = others if len(others) <= _NAMED else [m for m in others if abs(m - n) == 1]
    yield from ((f"give_{m}", f"Give to {plan.routes[m].patrol.name}") for m in near)
