"""What a plan adds up to: value, walking, minutes by kind of place, pupils, schools and harm."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Protocol

import numpy as np
from numpy.typing import NDArray

from geo.clock import SchoolDay, Window
from geo.model import PlaceKind, Route, Stop
from geo.patrol._visit_value import harm_by_slice
from geo.patrol.places import Places


class Planned(Protocol):
    """What totals need of a plan."""

    @property
    def routes(self) -> tuple[Route, ...]:
        """One for each patrol."""

    @property
    def places(self) -> Places:
        """The places of the day, with what is expected at them."""

    @property
    def day(self) -> SchoolDay:
        """Its window has the slices."""


def harm_share(plan: Planned) -> float:
    """Harm expected at hotspots while a patrol is there, as a share of all expected at them.

    A minute of a hotspot counts once, however many patrols are there; 0 where no harm is expected.

    Parameters
    ----------
    plan : Planned
        A `Plan`, or what has its routes, places and day.
    """
    harm = {f"hotspot-{spot.hotspot_id}": harm_by_slice(spot) for spot in plan.places.hotspots}
    every = sum(float(by_slice.sum()) for by_slice in harm.values())
    return _while_there(visits_of(plan), harm, plan.day.window) / every if every > 0 else 0.0


def pupils_met(plan: Planned) -> float:
    """Pupils expected to pass while a patrol is there; who passes two stops counts twice.

    Parameters
    ----------
    plan : Planned
    """
    pupils = {ident: one.pupils for ident, one in plan.places.expected.items()}
    return _while_there(visits_of(plan), pupils, plan.day.window)


def visits_of(plan: Planned) -> list[Stop]:
    """Visits of all patrols, in order of time.

    Parameters
    ----------
    plan : Planned
    """
    stops = [stop for route in plan.routes for stop in route.visits]
    return sorted(stops, key=lambda stop: (stop.arrive_min, stop.place.place_id))


def _while_there(
    stops: Sequence[Stop],
    by_slice: Mapping[str, tuple[float, ...] | NDArray[np.float64]],
    window: Window,
) -> float:
    """Sum of what is expected at places during visits; each minute of a place counts once."""
    minutes = np.arange(window.start_min, window.end_min)
    there = {ident: np.zeros(len(minutes), dtype=bool) for ident in by_slice}
    for stop in stops:
        if stop.place.place_id in there:
            during = (minutes >= stop.arrive_min) & (minutes < stop.leave_min)
            there[stop.place.place_id] |= during
    return sum(
        float(np.repeat(by_slice[ident], window.slice_min)[during].sum()) / window.slice_min
        for ident, during in there.items()
        if during.any()
    )


class Counted(Planned, Protocol):
    """What a tally needs of a plan."""

    @property
    def value(self) -> float:
        """Points of all visits."""


@dataclass(frozen=True)
class Tally:
    """Sums over all patrols of a plan.

    Attributes
    ----------
    value : float
        Points of all visits.
    stops : int
        Visits, without breaks and activities.
    walk_min : int
        Whole minutes between stops, as the timetable allows them.
    walk_m : float
    dwell_min : dict of PlaceKind to int
        Minutes of visits by kind of place.
    pupils : float
        Expected to pass while a patrol is there.
    harm_share : float
        Harm expected at hotspots while a patrol is there, as a share of all expected at them.
    """

    value: float
    stops: int
    walk_min: int
    walk_m: float
    dwell_min: dict[PlaceKind, int]
    pupils: float
    harm_share: float


def tally(plan: Counted) -> Tally:
    """Add a plan up.

    Parameters
    ----------
    plan : Counted
    """
    visits = [stop for route in plan.routes for stop in route.visits]
    legs = [leg for route in plan.routes for leg in route.legs]
    minutes: dict[PlaceKind, int] = {}
    for stop in visits:
        minutes[stop.place.kind] = minutes.get(stop.place.kind, 0) + stop.dwell_min
    return Tally(
        value=plan.value,
        stops=len(visits),
        walk_min=sum(leg.arrive_min - leg.depart_min for leg in legs),
        walk_m=sum(leg.length_m for leg in legs),
        dwell_min=minutes,
        pupils=pupils_met(plan),
        harm_share=harm_share(plan),
    )


def headline(sums: Tally) -> str:
    """Say what a plan is for: the harm and the pupils that it covers; the subject is left out.

    ``covers 8% of the harm expected at hotspots in the window and about 1,530 pupils leaving
    school``. Points weigh the two against each other, and are for comparing plans, not for reading.

    Parameters
    ----------
    sums : Tally

    Returns
    -------
    str
        Shares below half a percent and fewer than five pupils are given in words.
    """
    return (
        f"covers {harm_text(sums)} of the harm expected at hotspots in the window and "
        f"{pupils_text(sums)} leaving school"
    )


def headline_change(before: Tally, after: Tally) -> str:
    """Say what a changed plan covers, with what it covered before; empty where that is the same.

    Parameters
    ----------
    before, after : Tally
    """
    was = harm_text(before), pupils_text(before)
    if was == (harm_text(after), pupils_text(after)):
        return ""
    return f"{headline(after)} (before: {was[0]} and {was[1]})"


def harm_text(sums: Tally) -> str:
    """``8%``, ``less than 1%`` or ``none``.

    Parameters
    ----------
    sums : Tally
    """
    if sums.harm_share <= 0:
        return "none"
    return "less than 1%" if sums.harm_share < 0.005 else f"{sums.harm_share:.0%}"


def pupils_text(sums: Tally) -> str:
    """``about 1,530 pupils`` or ``hardly any pupils``.

    Parameters
    ----------
    sums : Tally
    """
    pupils = round(sums.pupils, -1)
    return f"about {pupils:,.0f} pupils" if pupils else "hardly any pupils"
