"""The lines of a briefing: one for each hotspot, one for each stop of each patrol."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Final

import geopandas as gpd
import numpy as np
import shapely
from shapely.geometry import LineString

from geo.clock import Window
from geo.model import Hotspot, Leg, PlaceKind, Route, Stop, clock
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

_AT_A_HOTSPOT_M: Final = 60.0
_PLAIN_REASON: Final = "More harm is recorded here than around it."
_PLAIN_ADVICE: Final = "Be seen and talk to people."

#: How closely a loop is sampled, how far it may run from a street's line, and on how much of it a
#: street is worth naming: one that is only crossed is not.
_SAMPLED_EVERY_M: Final = 10.0
_ON_STREET_M: Final = 1.0
_LEAST_NAMED_M: Final = 30.0
_MOST_STREETS: Final = 3


@dataclass(frozen=True)
class HotspotLine:
    """A hotspot as a briefing puts it: the reason first, words before digits.

    Attributes
    ----------
    rank : int
        1 is the most harm expected.
    name, reason, chance, digits, peak, trend, offences, recorded : str
        As they are printed; ``peak`` and ``offences`` may be empty.
    near : tuple of str
        Interchanges and schools with their distance.
    profile : tuple of float
        Expected incidents by slice, as shares of the largest: the small bars.
    visits : tuple of str
        Which stops fall on it, such as ``A 15:40``.
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
    label, arrive, leave, name, kind, why, look_out_for : str
        As they are printed.
    number : int
        Counted from 1 along the route.
    letting_out : tuple of str
        Schools with the times at which their pupils leave.
    walk : str
        The leg that leads here, by whatever way of getting about; empty where there is none.
    locked : bool
        Whether it was held in place when the plan was made.
    loop : str
        The loop through the streets of the place; empty where they stay in one spot, or rest.
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

    def sentences(self) -> Iterator[str]:
        """What there is to say of the stop beside its time and name, sentence by sentence."""
        if self.beside:
            yield f"With {self.beside}."
        yield self.why
        if self.loop:
            yield f"{self.loop}."
        if self.look_out_for:
            yield f"Look out for: {self.look_out_for}"
        if self.letting_out:
            yield f"Letting out: {'; '.join(self.letting_out)}."
        if self.walk:
            yield f"Getting there: {self.walk}."


@dataclass(frozen=True)
class Assignment:
    """One patrol's afternoon.

    Attributes
    ----------
    style : PatrolStyle
        Its letter, colour and dash.
    name, shift, start, summary : str
        As they are printed; ``start`` is empty where the patrol is deployed at its first stop.
    stops : tuple of StopLine
        In order of time.
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


def assignments(
    routes: Sequence[Route], streets: gpd.GeoDataFrame | None = None
) -> tuple[Assignment, ...]:
    """Put each patrol's route into words.

    Parameters
    ----------
    routes : sequence of Route
        The routes of one plan, in its order.
    streets : GeoDataFrame, optional
        With a column ``name``, in the CRS of the routes; loops are then given by their streets.

    Returns
    -------
    tuple of Assignment
        One a route, in the same order.

    Examples
    --------
    >>> from geo.model import Patrol, Route
    >>> (alpha,) = assignments([Route(Patrol("Alpha"), (), ())])
    >>> alpha.style.letter, alpha.shift, alpha.summary
    ('A', '15:00–18:00', '0 stops, 0 min at stops, 0 m on foot')
    """
    styles = patrol_styles([route.patrol.name for route in routes])
    return tuple(_assignment(r, style, streets) for r, style in zip(routes, styles, strict=True))


def hotspot_lines(
    hotspots: Sequence[Hotspot], routes: Sequence[Route], window: Window
) -> tuple[HotspotLine, ...]:
    """Put each hotspot into words, with the stops that fall on it."""
    styles = patrol_styles([route.patrol.name for route in routes])
    pairs = [(s.letter, stop) for s, r in zip(styles, routes, strict=True) for stop in r.visits]
    visits = sorted(pairs, key=lambda pair: (pair[1].arrive_min, pair[0]))
    return tuple(_hotspot_line(hotspot, visits, window) for hotspot in hotspots)


def loop_in_words(loop: LineString, streets: gpd.GeoDataFrame) -> str:
    """Which streets a loop takes, in the order in which they are walked; without a full stop."""
    names = _streets_along(loop, streets)
    if not names:
        return "Walk the streets around it"
    if len(names) == 1:
        return f"Walk along {names[0]} and back"
    return f"Walk a loop along {listed(names)}"


def tidy(text: object, most: int = 90) -> str:
    """A text on one line without control characters, cut with an ellipsis when it is too long."""
    plain = "".join(c for c in " ".join(str(text).split()) if c.isprintable())
    return plain if len(plain) <= most else plain[: most - 1].rstrip() + "…"


def _streets_along(loop: LineString, streets: gpd.GeoDataFrame) -> tuple[str, ...]:
    """Names of the streets that a loop is longest on, in walking order."""
    if streets.empty or "name" not in streets.columns:
        return ()
    n = max(round(loop.length / _SAMPLED_EVERY_M), 1)
    spots = shapely.line_interpolate_point(loop, (np.arange(n) + 0.5) / n, normalized=True)
    which, row = streets.sindex.nearest(spots, return_all=False, max_distance=_ON_STREET_M)
    named = streets["name"].iloc[row[np.argsort(which, kind="stable")]]
    named = named[named.notna() & (named.astype(str).str.strip() != "")].astype(str)
    metres = named.value_counts(sort=False) * loop.length / n
    metres = metres[metres >= min(_LEAST_NAMED_M, loop.length / 2)]
    longest = metres.sort_values(ascending=False, kind="stable").index[:_MOST_STREETS]
    return tuple(name for name in dict.fromkeys(named) if name in longest)


def _hotspot_line(
    hotspot: Hotspot, visits: Iterable[tuple[str, Stop]], window: Window
) -> HotspotLine:
    most = max(hotspot.by_slice, default=0) or 1
    near = [*hotspot.interchanges[:2], *hotspot.schools[:2]]
    around = shapely.buffer(hotspot.shape, _AT_A_HOTSPOT_M)
    offences = (tidy(offence, 40) for offence in offences_shown(hotspot.offences, 2))
    return HotspotLine(
        rank=hotspot.rank,
        name=tidy(hotspot.name),
        reason=_safe(hotspot.reason, _PLAIN_REASON),
        chance=chance_in_words(hotspot.incidents.mean, window.noun),
        digits=expected_in_digits(hotspot.incidents),
        peak=window.label(hotspot.peak_slice) if any(hotspot.by_slice) else "",
        trend=str(hotspot.trend),
        offences=", then ".join(name[:1].lower() + name[1:] for name in offences),
        recorded=count_shown(hotspot.recorded),
        near=tuple(
            f"{tidy(n.name, 60)} ({distance(n.distance_m) if n.distance_m >= 5 else 'here'})"
            for n in near
        ),
        profile=tuple(value / most for value in hotspot.by_slice),
        visits=tuple(
            f"{letter} {clock(stop.arrive_min)}"
            for letter, stop in visits
            if shapely.intersects_xy(around, *stop.place.point)
        ),
    )


def _assignment(route: Route, style: PatrolStyle, streets: gpd.GeoDataFrame | None) -> Assignment:
    patrol = route.patrol
    pairs = zip(route.stops, _legs_before(route), strict=True)
    return Assignment(
        style=style,
        name=tidy(patrol.name, 40),
        shift=f"{clock(patrol.shift_start_min)}–{clock(patrol.shift_end_min)}",
        start=tidy(patrol.start_name, 60) if patrol.start is not None else "",
        summary=", ".join(_summary(route)),
        stops=tuple(
            _stop_line(n, stop, leg, style.letter, streets)
            for n, (stop, leg) in enumerate(pairs, start=1)
        ),
        way_back=_way_back(route),
    )


def _summary(route: Route) -> Iterator[str]:
    """``5 stops``, ``60 min at stops``, ``15 min break``, ``3.2 km on foot``."""
    count = len(route.visits)
    yield f"{count} stop" + ("" if count == 1 else "s")
    yield f"{duration(route.dwell_min)} at stops"
    booked = [s.dwell_min for s in route.stops if s.place.kind is PlaceKind.ACTIVITY]
    if booked:
        yield f"{duration(sum(booked))} on booked operations"
    for stop in route.stops:
        if stop.place.kind is PlaceKind.BREAK:
            yield f"{duration(stop.dwell_min)} break"
    yield f"{distance(route.walk_m)} {route.patrol.mode}"


def _way_back(route: Route) -> str:
    """``Back to the start: 350 m, 5 min, by 17:55``, or ``To Quayside: …`` if it ends elsewhere."""
    patrol = route.patrol
    if patrol.finish is None or not route.stops:
        return ""
    leg = route.legs[-1]
    end = tidy(patrol.end_name, 60) or "the end"
    where = "Back to the start" if patrol.end in (None, patrol.start) else f"To {end}"
    return f"{where}: {_leg_in_words(leg)}, by {clock(leg.arrive_min)}"


def _legs_before(route: Route) -> list[Leg | None]:
    """The leg that leads to each stop; None where the patrol is deployed at its first stop."""
    missing = 1 if route.patrol.start is None and route.stops else 0
    return [*([None] * missing), *route.legs[: len(route.stops) - missing]]


def _stop_line(
    number: int, stop: Stop, leg: Leg | None, letter: str, streets: gpd.GeoDataFrame | None
) -> StopLine:
    place, loop = stop.place, ""
    if stop.loop is not None and streets is not None:
        loop = tidy(loop_in_words(stop.loop, streets), 160)
    return StopLine(
        label=f"{letter}{number}",
        number=number,
        arrive=clock(stop.arrive_min),
        leave=clock(stop.leave_min),
        name=tidy(place.name, 70),
        kind=str(PlaceKind(place.kind)),
        why=_safe(stop.why, _PLAIN_REASON),
        look_out_for=_safe(place.look_out_for, _PLAIN_ADVICE),
        letting_out=tuple(tidy(school, 60) for school in stop.letting_out),
        walk=_leg_in_words(leg) if leg is not None and leg.arrive_min > leg.depart_min else "",
        locked=stop.locked,
        loop=loop,
        beside=listed([tidy(name, 40) for name in stop.beside]) if stop.beside else "",
        is_visit=stop.is_visit,
    )


def _leg_in_words(leg: Leg) -> str:
    """``350 m, 5 min``; then its rides in order."""
    way = f"{distance(leg.length_m)}, {duration(leg.arrive_min - leg.depart_min)}"
    rides = ", then ".join(tidy(ride.label, 120) for ride in leg.rides)
    return f"{way}, {rides}" if rides else way


def _safe(sentence: str, instead: str) -> str:
    """A sentence from an earlier stage, never one that names a sexual offence at a place."""
    return instead if names_sexual_offence(sentence) else tidy(sentence, 320)
