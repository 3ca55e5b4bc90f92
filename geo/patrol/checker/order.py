"""Stops and legs follow each other, without overlap, inside the shift."""

from collections.abc import Iterator
from itertools import pairwise

from geo.model import Route, clock

#: Begin, end, and what it is.
_Span = tuple[int, int, str]


def order_faults(route: Route) -> Iterator[str]:
    """What is wrong with the minutes of one route, as they follow each other."""
    spans = _in_order(route)
    expected = _legs_needed(route)
    if len(route.legs) != expected:
        yield f"{len(route.stops)} stops need {expected} legs; there are {len(route.legs)}"
        return
    for (_, before, was), (begins, _, what) in pairwise(spans):
        if begins < before:
            yield f"{what} begins at {clock(begins)}, before {was} ends at {clock(before)}"
    shift = route.patrol.shift_start_min, route.patrol.shift_end_min
    for begins, ends, what in spans:
        if ends < begins:
            yield f"{what} ends at {clock(ends)}, before it begins at {clock(begins)}"
        if begins < shift[0] or ends > shift[1]:
            yield (
                f"{what} takes {clock(begins)} to {clock(ends)}, outside the shift "
                f"{clock(shift[0])}–{clock(shift[1])}"
            )
    led_to = route.stops if route.patrol.start is not None else route.stops[1:]
    for leg, stop in zip(route.legs, led_to, strict=False):
        waits = bool(leg.rides) and leg.arrive_min < stop.arrive_min
        if leg.arrive_min != stop.arrive_min and not waits:
            yield f"the walk to {stop.place.name} ends at another minute than the stop begins"


def _legs_needed(route: Route) -> int:
    """One between two stops, one from the start, and one to where the shift ends."""
    if not route.stops:
        return 0
    ends = (route.patrol.start, route.patrol.finish)
    return len(route.stops) - 1 + sum(end is not None for end in ends)


def _in_order(route: Route) -> list[_Span]:
    """Stops and legs as they follow each other."""
    stops = [(s.arrive_min, s.leave_min, f"the stop at {s.place.name}") for s in route.stops]
    legs = [(leg.depart_min, leg.arrive_min, f"walk {n}") for n, leg in enumerate(route.legs, 1)]
    spans: list[_Span] = []
    if route.patrol.start is not None and legs:
        spans.append(legs.pop(0))
    for stop in stops:
        spans.append(stop)
        spans += legs[:1]
        legs = legs[1:]
    return spans
