"""The lines of a briefing: one for each hotspot, one for each stop of each patrol."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Final

import shapely

from geo.briefing import wording
from geo.briefing.palette import PatrolStyle, patrol_styles
from geo.clock import Bell, Window
from geo.model import Hotspot, Leg, Place, PlaceKind, Route, Stop, clock

__all__ = ["Assignment", "Bell", "HotspotLine", "StopLine", "assignments", "hotspot_lines", "tidy"]

_AT_A_HOTSPOT_M: Final = 60.0
_PLAIN_REASON: Final = "More harm is recorded here than around it."
_PLAIN_WHY: Final = "More harm is recorded here than around it."
_PLAIN_LOOK: Final = "Be seen and talk to people."


@dataclass(frozen=True)
class HotspotLine:
    """A hotspot as a briefing tells it: the reason first, words before digits.

    Attributes
    ----------
    profile : tuple of float
        Expected incidents by slice, as shares of the largest: the little bars.
    visits : tuple of str
        Such as ``A 15:40``: which stops fall on it.
    """

    rank: int
    name: str
    reason: str
    chance: str
    digits: str
    peak: str
    trend: str
    offences: str
    recorded: str
    near: tuple[str, ...]
    profile: tuple[float, ...]
    visits: tuple[str, ...]


@dataclass(frozen=True)
class StopLine:
    """One stop: when, where, why, what to look out for, and who is letting out."""

    label: str
    number: int
    arrive: str
    leave: str
    name: str
    kind: str
    why: str
    look_out_for: str
    letting_out: tuple[str, ...]
    walk: str
    locked: bool


@dataclass(frozen=True)
class Assignment:
    """One patrol's afternoon."""

    style: PatrolStyle
    name: str
    shift: str
    start: str
    summary: str
    stops: tuple[StopLine, ...]
    way_back: str


def tidy(text: object, most: int = 90) -> str:
    """A text on one line without control characters, cut with an ellipsis when it is too long."""
    plain = " ".join(str(text).split())
    plain = "".join(c for c in plain if c.isprintable())
    return plain if len(plain) <= most else plain[: most - 1].rstrip() + "…"


def hotspot_lines(
    hotspots: Sequence[Hotspot], routes: Sequence[Route], window: Window
) -> tuple[HotspotLine, ...]:
    """Tell each hotspot, with the stops that fall on it."""
    visits = _visits(routes)
    return tuple(_hotspot_line(hotspot, visits, window) for hotspot in hotspots)


def assignments(routes: Sequence[Route]) -> tuple[Assignment, ...]:
    """Tell each patrol its afternoon."""
    styles = patrol_styles([route.patrol.name for route in routes])
    return tuple(_assignment(r, style) for r, style in zip(routes, styles, strict=True))


def _hotspot_line(
    hotspot: Hotspot, visits: Iterable[tuple[str, Stop]], window: Window
) -> HotspotLine:
    most = max(hotspot.by_slice, default=0) or 1
    near = [*hotspot.interchanges[:2], *hotspot.schools[:2]]
    ground = shapely.buffer(hotspot.shape, _AT_A_HOTSPOT_M)
    return HotspotLine(
        rank=hotspot.rank,
        name=tidy(hotspot.name),
        reason=_told(hotspot.reason, _PLAIN_REASON),
        chance=wording.chance_in_words(hotspot.incidents.mean, window.noun),
        digits=wording.expected_in_digits(hotspot.incidents),
        peak=window.label(hotspot.peak_slice) if any(hotspot.by_slice) else "",
        trend=str(hotspot.trend),
        offences=_in_a_row(tidy(o, 40) for o in wording.offences_shown(hotspot.offences, 2)),
        recorded=wording.count_shown(hotspot.recorded),
        near=tuple(f"{tidy(n.name, 60)} {wording.distance(n.distance_m)}" for n in near),
        profile=tuple(value / most for value in hotspot.by_slice),
        visits=tuple(
            f"{letter} {clock(stop.arrive_min)}"
            for letter, stop in visits
            if shapely.intersects_xy(ground, *stop.place.point)
        ),
    )


def _visits(routes: Sequence[Route]) -> list[tuple[str, Stop]]:
    styles = patrol_styles([route.patrol.name for route in routes])
    pairs = [(s.letter, stop) for s, r in zip(styles, routes, strict=True) for stop in r.stops]
    return sorted(pairs, key=lambda pair: (pair[1].arrive_min, pair[0]))


def _assignment(route: Route, style: PatrolStyle) -> Assignment:
    patrol, legs = route.patrol, _legs_before(route)
    stops = tuple(
        _stop_line(n, stop, leg, style.letter)
        for n, (stop, leg) in enumerate(zip(route.stops, legs, strict=True), start=1)
    )
    walked = f"{wording.distance(route.walk_m)} on foot"
    count = f"{len(stops)} stop" + ("" if len(stops) == 1 else "s")
    starts = patrol.start is not None
    back = route.legs[-1] if starts and stops and len(route.legs) == len(stops) + 1 else None
    return Assignment(
        style=style,
        name=tidy(patrol.name, 40),
        shift=f"{clock(patrol.shift_start_min)}–{clock(patrol.shift_end_min)}",
        start=tidy(patrol.start_name, 60) if starts else "",
        summary=f"{count}, {wording.duration(route.dwell_min)} at stops, {walked}",
        stops=stops,
        way_back=f"{_walk(back)}, back by {clock(back.arrive_min)}" if back else "",
    )


def _legs_before(route: Route) -> list[Leg | None]:
    """The leg that leads to each stop; None where the patrol is deployed at its first stop."""
    missing = max(len(route.stops) - len(route.legs), 0)
    return [*([None] * missing), *route.legs[: len(route.stops) - missing]]


def _stop_line(number: int, stop: Stop, leg: Leg | None, letter: str) -> StopLine:
    place = stop.place
    return StopLine(
        label=f"{letter}{number}",
        number=number,
        arrive=clock(stop.arrive_min),
        leave=clock(stop.leave_min),
        name=tidy(place.name, 70),
        kind=_kind(place),
        why=_told(stop.why, _PLAIN_WHY),
        look_out_for=_told(place.look_out_for, _PLAIN_LOOK),
        letting_out=tuple(tidy(school, 60) for school in stop.letting_out),
        walk=_walk(leg) if leg is not None else "",
        locked=stop.locked,
    )


def _kind(place: Place) -> str:
    return str(PlaceKind(place.kind))


def _walk(leg: Leg) -> str:
    return f"{wording.distance(leg.length_m)}, {wording.duration(leg.arrive_min - leg.depart_min)}"


def _told(text: str, instead: str) -> str:
    """A sentence from an earlier stage; never one that names a sexual offence at a place."""
    return instead if wording.names_sexual_offence(text) else tidy(text, 240)


def _in_a_row(names: Iterable[str]) -> str:
    """``personal robbery, then violence with injury``."""
    return ", then ".join(name[:1].lower() + name[1:] for name in names)
