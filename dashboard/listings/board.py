"""A plan as lanes: one a patrol, what is in it in the order of time, and what can be done to it."""

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import NamedTuple

from dashboard.listings.board_stops import Block, block, others
from geo.model import Leg, Route, clock
from geo.patrol import Plan
from geo.patrol.plan import tally
from geo.rendering import PatrolStyle, patrol_styles
from geo.text import distance, duration


class Fact(NamedTuple):
    """One figure of a plan: what it is of, the figure in words, and what more can be said."""

    name: str
    figure: str
    more: str = ""


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
    actions : tuple of (str, str)
        What a button of the lane reports, and what it says.
    """

    name: str
    letter: str
    fill: str
    ink: str
    shift: str
    summary: str
    off: tuple[tuple[int, int], ...]
    items: tuple[Block | Walk, ...]
    actions: tuple[tuple[str, str], ...] = ()


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


def facts(plan: Plan) -> tuple[Fact, ...]:
    """What a plan achieves, then what it takes, so that two versions of it can be compared."""
    sums = tally(plan)
    points = f"{sums.value:.0f} points: what the search compares plans by"
    every = [Fact("Covers", f"{_share(sums.harm_share)} of the harm expected", points)]
    if sums.pupils:
        every.append(Fact("Pupils reassured", f"about {round(sums.pupils, -1):,.0f}", points))
    return (
        *every,
        Fact("Stops", f"{sums.stops}"),
        Fact("At stops", duration(sum(sums.dwell_min.values()))),
        Fact("Walking", f"{duration(sums.walk_min)}, {distance(sums.walk_m)}"),
    )


def _share(share: float) -> str:
    return "less than 1%" if 0 < share < 0.01 else f"{share:.0%}"


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
            actions=tuple(
                (f"officer_{m}", f"Move an officer to {plan.routes[m].patrol.name}")
                for m in others(n, len(plan.routes))
            ),
        )
        for n, (route, style) in enumerate(zip(plan.routes, styles, strict=True))
    )


def _summary(route: Route) -> str:
    patrol = route.patrol
    crew = f"{patrol.crew} officer{'' if patrol.crew == 1 else 's'} {patrol.mode}"
    return f"{crew}, {distance(route.walk_m)}"


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
        yield block(n, at, plan, f"{style.letter}{at + 1}", names[n, at], until)
        if legs:
            yield _walk(legs.pop(0), home=at + 1 == len(route.stops) and before >= 0)


def _walk(leg: Leg, *, home: bool = False) -> Walk:
    if leg.arrive_min == leg.depart_min:
        return Walk(leg.depart_min, leg.arrive_min, "")
    minutes = duration(leg.arrive_min - leg.depart_min)
    way = f"{'Back: ' if home else ''}{distance(leg.length_m)}, {minutes}"
    rides = "".join(f"; {ride.label}" for ride in leg.rides)
    return Walk(leg.depart_min, leg.arrive_min, way + rides)
