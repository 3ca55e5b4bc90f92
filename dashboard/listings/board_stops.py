"""A stop on the board: what it is, what it is held to, and what can be done to it."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Final

from geo.model import PlaceKind, Stop, clock
from geo.patrol import Constraints, Plan
from geo.text import duration

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
    aria_label : str
        All of it, for somebody who does not see the board.
    actions : tuple of (str, str)
        What a button reports, and its label.
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
    aria_label: str
    actions: tuple[tuple[str, str], ...]


def block(n: int, at: int, plan: Plan, label: str, ident: str, until: int) -> Block:
    """Stop ``at`` of patrol ``n``, which has room for its name until a minute."""
    route, stop = plan.routes[n], plan.routes[n].stops[at]
    times = f"{clock(stop.arrive_min)}–{clock(stop.leave_min)}"
    to = _held_in_words(stop, route.patrol.name, plan.constraints)
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
        about=f"{kind}, {times}, {duration(stop.dwell_min)}. {stop.why}{beside}",
        begin_min=stop.arrive_min,
        end_min=stop.leave_min,
        room_min=until - stop.arrive_min,
        held=", ".join(to),
        aria_label=f"{label}, {stop.place.name}, {kind}, {times}.{keeping}{beside} {_HOW}",
        actions=tuple(_actions(n, at, plan, to)),
    )


def others(n: int, count: int) -> list[int]:
    """Lanes that are offered by name: every other one, or of many those above and below."""
    every = [m for m in range(count) if m != n]
    return every if len(every) <= _NAMED else [m for m in every if abs(m - n) == 1]


def _nature(stop: Stop) -> str:
    if stop.is_visit:
        return "visit"
    return "break" if stop.place.kind is PlaceKind.BREAK else "activity"


def held(stop: Stop, patrol: str, constraints: Constraints) -> tuple[bool, bool] | None:
    """Whether a stop is held to its patrol and to its time; None where nobody asked for it."""
    for lock in constraints.locks:
        mine = lock.patrol in (None, patrol) and lock.arrive_min in (None, stop.arrive_min)
        if lock.place_id == stop.place.place_id and mine:
            return lock.patrol is not None, lock.arrive_min is not None
    return (False, False) if stop.place.place_id in constraints.add else None


def _held_in_words(stop: Stop, patrol: str, constraints: Constraints) -> list[str]:
    """The time and the patrol that a stop is held to; "must" where it may be anybody's."""
    to_what = held(stop, patrol, constraints)
    if to_what is None:
        return []
    to_patrol, to_time = to_what
    words = [*([clock(stop.arrive_min)] if to_time else []), *([patrol] if to_patrol else [])]
    return words or ["must"]


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
    near = others(n, len(plan.routes))
    yield from ((f"give_{m}", f"Give to {plan.routes[m].patrol.name}") for m in near)
