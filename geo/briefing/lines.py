"""The lines of a briefing: one for each hotspot, one for each stop of each patrol."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Final

import geopandas as gpd
import numpy as np
import shapely
from shapely.geometry import LineString

from geo.clock import Window
from geo.model import Hotspot, Leg, Place, PlaceKind, Route, Stop, clock
from geo.rendering import PatrolStyle, patrol_styles
from geo.text import (
    chance_in_words,
    count_shown,
    distance,
    duration,
    expected_in_digits,
    listed,
    names_sexual_offence,
    offences_shown,
)

_EVERY_M: Final = 10.0
_ON_STREET_M: Final = 1.0
#: A street that is only crossed is not named.
_LEAST_M: Final = 30.0
_NAMED: Final = 3


def loop_said(loop: LineString, streets: gpd.GeoDataFrame) -> str:
    """Which streets a loop takes, in the order in which they are walked.

    Parameters
    ----------
    streets : GeoDataFrame
        With a column ``name``, which may be empty; in the CRS of the loop.

    Returns
    -------
    str
        Without a full stop. Streets without a name are not mentioned.
    """
    names = streets_along(loop, streets)
    if not names:
        return "Walk the streets around it"
    if len(names) == 1:
        return f"Walk {names[0]} and back"
    return f"Walk the loop by {', '.join(names)} and back"


def streets_along(loop: LineString, streets: gpd.GeoDataFrame) -> tuple[str, ...]:
    """Names of the streets that a loop is longest on, no more than three, in walking order."""
    if streets.empty or "name" not in streets.columns:
        return ()
    n = max(round(loop.length / _EVERY_M), 1)
    spots = shapely.line_interpolate_point(loop, (np.arange(n) + 0.5) / n, normalized=True)
    which, row = streets.sindex.nearest(spots, return_all=False, max_distance=_ON_STREET_M)
    named = streets["name"].iloc[row[np.argsort(which, kind="stable")]]
    named = named[named.notna() & (named.astype(str).str.strip() != "")].astype(str)
    metres = named.value_counts(sort=False) * loop.length / n
    metres = metres[metres >= min(_LEAST_M, loop.length / 2)]
    longest = metres.sort_values(ascending=False, kind="stable").index[:_NAMED]
    return tuple(name for name in dict.fromkeys(named) if name in longest)


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
    """One stop: when, where, why, what to look out for, and who is letting out.

    Attributes
    ----------
    loop : str
        The round through the streets of the place; empty where they stand, or rest.
    beside : str
        The other patrols of an activity: ``Bravo and Charlie``.
    is_visit : bool
        Whether it is neither a break nor an activity.
    """

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
    loop: str = ""
    beside: str = ""
    is_visit: bool = True


@dataclass(frozen=True)
class Assignment:
    """One patrol's afternoon.

    Attributes
    ----------
    way_back : str
        The last leg, to where the shift ends; empty where it ends at the last stop.
    """

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


def assignments(
    routes: Sequence[Route], streets: gpd.GeoDataFrame | None = None
) -> tuple[Assignment, ...]:
    """Tell each patrol its afternoon; with streets, the loops by their names."""
    styles = patrol_styles([route.patrol.name for route in routes])
    return tuple(_assignment(r, style, streets) for r, style in zip(routes, styles, strict=True))


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
        chance=chance_in_words(hotspot.incidents.mean, window.noun),
        digits=expected_in_digits(hotspot.incidents),
        peak=window.label(hotspot.peak_slice) if any(hotspot.by_slice) else "",
        trend=str(hotspot.trend),
        offences=_in_a_row(tidy(o, 40) for o in offences_shown(hotspot.offences, 2)),
        recorded=count_shown(hotspot.recorded),
        near=tuple(f"{tidy(n.name, 60)} {distance(n.distance_m)}" for n in near),
        profile=tuple(value / most for value in hotspot.by_slice),
        visits=tuple(
            f"{letter} {clock(stop.arrive_min)}"
            for letter, stop in visits
            if shapely.intersects_xy(ground, *stop.place.point)
        ),
    )


def _visits(routes: Sequence[Route]) -> list[tuple[str, Stop]]:
    styles = patrol_styles([route.patrol.name for route in routes])
    pairs = [(s.letter, stop) for s, r in zip(styles, routes, strict=True) for stop in r.visits]
    return sorted(pairs, key=lambda pair: (pair[1].arrive_min, pair[0]))


def _assignment(route: Route, style: PatrolStyle, streets: gpd.GeoDataFrame | None) -> Assignment:
    patrol, legs = route.patrol, _legs_before(route)
    stops = tuple(
        _stop_line(n, stop, leg, style.letter, streets)
        for n, (stop, leg) in enumerate(zip(route.stops, legs, strict=True), start=1)
    )
    return Assignment(
        style=style,
        name=tidy(patrol.name, 40),
        shift=f"{clock(patrol.shift_start_min)}–{clock(patrol.shift_end_min)}",
        start=tidy(patrol.start_name, 60) if patrol.start is not None else "",
        summary=", ".join(_summary(route)),
        stops=stops,
        way_back=_way_back(route),
    )


def _summary(route: Route) -> Iterable[str]:
    """``5 stops``, ``60 min at stops``, ``a break of 15 min``, ``3.2 km on foot``."""
    count = len(route.visits)
    yield f"{count} stop" + ("" if count == 1 else "s")
    yield f"{duration(route.dwell_min)} at stops"
    booked = [stop for stop in route.stops if stop.place.kind is PlaceKind.ACTIVITY]
    if booked:
        minutes = sum(stop.dwell_min for stop in booked)
        yield f"{duration(minutes)} at what is booked"
    for stop in route.stops:
        if stop.place.kind is PlaceKind.BREAK:
            yield f"a break of {duration(stop.dwell_min)}"
    yield f"{distance(route.walk_m)} {route.patrol.mode}"


def _way_back(route: Route) -> str:
    """``Back: 350 m, 5 min, by 17:55``, or ``To Quayside: …`` where the shift ends elsewhere."""
    patrol = route.patrol
    if patrol.finish is None or not route.stops:
        return ""
    leg = route.legs[-1]
    named = tidy(patrol.end_name, 60) or "the end"
    where = "Back" if patrol.end in (None, patrol.start) else f"To {named}"
    return f"{where}: {_walk(leg)}, by {clock(leg.arrive_min)}"


def _legs_before(route: Route) -> list[Leg | None]:
    """The leg that leads to each stop; None where the patrol is deployed at its first stop."""
    missing = 1 if route.patrol.start is None and route.stops else 0
    return [*([None] * missing), *route.legs[: len(route.stops) - missing]]


def _stop_line(
    number: int, stop: Stop, leg: Leg | None, letter: str, streets: gpd.GeoDataFrame | None
) -> StopLine:
    place = stop.place
    walked = stop.loop is not None and streets is not None
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
        walk=_walk(leg) if leg is not None and leg.arrive_min > leg.depart_min else "",
        locked=stop.locked,
        loop=tidy(loop_said(stop.loop, streets), 160) if walked else "",
        beside=listed([tidy(name, 40) for name in stop.beside]) if stop.beside else "",
        is_visit=stop.is_visit,
    )


def _kind(place: Place) -> str:
    return str(PlaceKind(place.kind))


def _walk(leg: Leg) -> str:
    """``350 m, 5 min``; rides in order behind it."""
    told = f"{distance(leg.length_m)}, {duration(leg.arrive_min - leg.depart_min)}"
    rides = ", then ".join(tidy(ride.said, 120) for ride in leg.rides)
    return f"{told}, {rides}" if rides else told


def _told(text: str, instead: str) -> str:
    """A sentence from an earlier stage; never one that names a sexual offence at a place."""
    return instead if names_sexual_offence(text) else tidy(text, 320)


def _in_a_row(names: Iterable[str]) -> str:
    """``personal robbery, then violence with injury``."""
    return ", then ".join(name[:1].lower() + name[1:] for name in names)
