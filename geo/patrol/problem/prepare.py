"""From places, streets, patrols and constraints to a task, or a sentence that says why not."""

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Final, Self

import numpy as np
import pandas as pd
import shapely
from numpy.typing import NDArray
from shapely.geometry import Point

from geo.clock import SchoolDay, Window
from geo.crs import name_of
from geo.errors import PlanImpossibleError, SettingError
from geo.layers import Layers
from geo.model import XY, Activity, Break, Mode, Patrol, Place, PlaceKind, clock
from geo.network import REACH_M, REACH_OF, Bools, Floats, WalkingNetwork, Walks
from geo.patrol._loops import Loops
from geo.patrol._visit_value import Visited, same_slices, worth_by_minute
from geo.patrol.constraints import Constraints
from geo.patrol.places import Places
from geo.patrol.problem._bookings import book, with_bookings
from geo.patrol.problem._build import Rules, Ways, journeys_of, task_of
from geo.patrol.problem.task import Task, minima_of, needs_of, repeat_of
from geo.text import distance

#: Places among which the search chooses one for a break, at most.
_CHOICES: Final = 8


def _break_places(patrol: Patrol, places: Sequence[Place], window: Window) -> tuple[Place, ...]:
    """Where a patrol can take its break: as set; else its start, its end, or an interchange.

    All have the same ``place_id``. Where there is none of these, any place will do.
    """
    rest = patrol.rest
    if rest is None:
        return ()
    if rest.at is not None:
        return (_rest_place(patrol, rest, rest.at, rest.at_name, window),)
    own = [(patrol.start, patrol.start_name), (patrol.end, patrol.end_name)]
    ends = [(point, name or "where they set out") for point, name in own if point is not None]
    stations = [p for p in places if p.kind is PlaceKind.INTERCHANGE] or list(places)
    if ends:
        stations.sort(key=lambda p: math.dist(p.point, ends[0][0]))
    points = [*ends, *((p.point, p.name) for p in stations)][:_CHOICES]
    return tuple(_rest_place(patrol, rest, point, name, window) for point, name in points)


def _activity_place(activity: Activity, window: Window) -> Place:
    """An activity as a place that is open from its first to its last possible beginning."""
    return Place(
        place_id=f"activity-{activity.activity_id}",
        kind=PlaceKind.ACTIVITY,
        name=activity.label,
        point=activity.point,
        value=(0.0,) * window.n_slices,
        opens_min=activity.from_min,
        closes_min=activity.until_min - activity.minutes,
        why=f"A {activity.kind} of {activity.staff} officers, booked for {activity.minutes} min.",
        look_out_for="Follow the operation's own briefing.",
        stay_min=activity.minutes,
    )


def _rest_place(patrol: Patrol, rest: Break, point: XY, name: str, window: Window) -> Place:
    return Place(
        place_id=f"break-{patrol.name}",
        kind=PlaceKind.BREAK,
        name=f"Break at {name}" if name else "Break",
        point=point,
        value=(0.0,) * window.n_slices,
        opens_min=rest.from_min,
        closes_min=rest.until_min,
        why=f"A break of {rest.minutes} min.",
        look_out_for="",
        stay_min=rest.minutes,
    )


#: Pupils who leave by a gate within this distance are seen from a stop.
_NEAR_M: Final = 300.0


@dataclass(frozen=True, eq=False)
class SchoolsNearby:
    """Where the pupils of each school come out; the school itself where no gate is known."""

    urns: NDArray[np.object_]
    exits: NDArray[np.object_]

    @classmethod
    def of(cls, layers: Layers) -> Self:
        """Gates, and the points of schools without one.

        Parameters
        ----------
        layers : Layers
            With schools and gates.
        """
        gates = layers.gates[["urn", "geometry"]]
        gateless = layers.schools[~layers.schools["urn"].isin(gates["urn"])][["urn", "geometry"]]
        exits = pd.concat([gates, gateless], ignore_index=True)
        return cls(exits["urn"].to_numpy(dtype=object), exits.geometry.to_numpy())

    def letting_out(
        self, place: Place, day: SchoolDay, start_min: int, end_min: int
    ) -> tuple[str, ...]:
        """Names of the schools around a place whose pupils leave in a span of minutes.

        Parameters
        ----------
        place : Place
        day : SchoolDay
        start_min, end_min : int
            Minutes of the day.
        """
        ringing = day.letting_out_between(start_min, end_min)
        if not ringing:
            return ()
        close = shapely.distance(self.exits, Point(place.point)) <= _NEAR_M
        urns = {*place.urns, *self.urns[close]}
        return tuple(bell.name for bell in ringing if bell.urn in urns)


@dataclass(frozen=True, eq=False)
class Prepared:
    """A task, and all that is needed to make a plan of its tours.

    Attributes
    ----------
    yesterday : tuple of Visited
        Visits of the day before.
    notices : tuple of str
        What was left out of the task.
    """

    task: Task
    places: Places
    network: WalkingNetwork = field(repr=False)
    day: SchoolDay
    constraints: Constraints
    yesterday: tuple[Visited, ...]
    notices: tuple[str, ...]
    schools: SchoolsNearby = field(repr=False)
    loops: Loops = field(repr=False)


def prepared(
    places: Places,
    network: WalkingNetwork,
    patrols: Sequence[Patrol],
    day: SchoolDay,
    constraints: Constraints,
    yesterday: Sequence[Visited] = (),
) -> Prepared:
    """Measure the ways, write the task down and book the activities.

    Parameters
    ----------
    places : Places
        Of the day, in the CRS of the network.
    network : WalkingNetwork
    patrols : sequence of Patrol
        Each with a name of its own.
    day : SchoolDay
        With the window that the places were valued for.
    constraints : Constraints
    yesterday : sequence of Visited
        Visits of the day before; a visit that repeats one of them is worth less.

    Returns
    -------
    Prepared

    Raises
    ------
    SettingError
        When the patrols, the day and the network do not go together.
    PlanImpossibleError
        When nobody can go anywhere, or a constraint is out of reach from the start.
    """
    _refuse_places(places, network, day)
    _refuse_team(patrols, day.window)
    constraints.known_to(places, patrols)
    points = _Points.of(places, patrols, day, constraints)
    by_mode = _walks(network, patrols, points.every)
    on_foot = by_mode[Mode.FOOT]
    _refuse_far_points(patrols, constraints, by_mode, points.every)
    _refuse_far_places(places, on_foot.snap_m, constraints)
    at = _visitable(places, on_foot.reachable, constraints, len(points.places))
    walks = tuple(by_mode[patrol.mode] for patrol in patrols)
    journeys = journeys_of(patrols, network, points.every)
    ways = Ways(walks, at, points.start_at, points.end_at, journeys)
    visitable = [points.places[n] for n in at]
    return Prepared(
        task=_task(visitable, patrols, ways, day, constraints, yesterday),
        places=places,
        network=network,
        day=day,
        constraints=constraints,
        yesterday=tuple(yesterday),
        notices=(*network.notices, *_notices(places, on_foot.reachable, patrols, constraints)),
        schools=SchoolsNearby.of(places.layers),
        loops=Loops.of(places, network),
    )


def _notices(
    places: Places, reachable: Bools, patrols: Sequence[Patrol], constraints: Constraints
) -> tuple[str, ...]:
    far = [place.name for n, place in enumerate(places) if not reachable[n]]
    return (*_far_notice(far), *_dose_notice(patrols), *constraints.notices(places))


def _task(
    visitable: Sequence[Place],
    patrols: Sequence[Patrol],
    ways: Ways,
    day: SchoolDay,
    constraints: Constraints,
    yesterday: Sequence[Visited],
) -> Task:
    """The task, with patrols and a minute for everything that is booked."""
    task = task_of(
        visitable,
        patrols,
        ways,
        _rules(visitable, patrols, ways.walks, ways.at, constraints),
        np.array([worth_by_minute(place, day.window, yesterday) for place in visitable]),
        needs_of(visitable, patrols, constraints, _rests(visitable, patrols)),
        minima_of(visitable, constraints),
        constraints.easy_way_min,
    )
    if not constraints.activities:
        return task
    return with_bookings(task, book(task, constraints.activities))


@dataclass(frozen=True, eq=False)
class _Points:
    """All places, and all points between which ways are measured: places, starts and ends."""

    places: tuple[Place, ...]
    every: list[XY]
    start_at: tuple[int | None, ...]
    end_at: tuple[int | None, ...]

    @classmethod
    def of(
        cls, places: Places, patrols: Sequence[Patrol], day: SchoolDay, constraints: Constraints
    ) -> "_Points":
        lengths = {dwell.place_id: dwell.minutes for dwell in constraints.dwells}
        visits = [
            replace(place, stay_min=lengths[place.place_id]) if place.place_id in lengths else place
            for place in places
        ]
        extras = [place for who in patrols for place in _break_places(who, visits, day.window)]
        extras += [_activity_place(activity, day.window) for activity in constraints.activities]
        points = [place.point for place in (*visits, *extras)]
        ends: list[list[int | None]] = [[], []]
        for patrol in patrols:
            for which, point in enumerate((patrol.start, patrol.finish)):
                ends[which].append(None if point is None else len(points))
                points += [] if point is None else [point]
        return cls((*visits, *extras), points, tuple(ends[0]), tuple(ends[1]))


def _walks(
    network: WalkingNetwork, patrols: Sequence[Patrol], points: list[XY]
) -> dict[Mode, Walks]:
    modes = sorted({Mode.FOOT, *(patrol.mode for patrol in patrols)})
    return {mode: network.for_mode(mode).between(points) for mode in modes}


def _visitable(
    places: Places, reachable: Bools, constraints: Constraints, n_places: int
) -> np.ndarray:
    """Positions of the places that can be visited, then those of breaks and activities."""
    out = constraints.left_out
    visits = [n for n, p in enumerate(places) if reachable[n] and p.place_id not in out]
    extras = [n for n in range(len(places), n_places) if reachable[n]]
    return np.array([*visits, *extras], dtype=np.int64)


def _rests(visitable: Sequence[Place], patrols: Sequence[Patrol]) -> dict[int, tuple[int, ...]]:
    return {
        n: tuple(k for k, p in enumerate(visitable) if p.place_id == f"break-{patrol.name}")
        for n, patrol in enumerate(patrols)
        if patrol.rest is not None
    }


def _rules(
    visitable: Sequence[Place],
    patrols: Sequence[Patrol],
    walks: Sequence[Walks],
    at: np.ndarray,
    constraints: Constraints,
) -> Rules:
    rules = [repeat_of(place.place_id, constraints) for place in visitable]
    booked = np.array([p.kind in (PlaceKind.BREAK, PlaceKind.ACTIVITY) for p in visitable])
    may = np.array([way.reachable[at] for way in walks])
    for n, patrol in enumerate(patrols):
        for k, place in enumerate(visitable):
            if place.kind is PlaceKind.BREAK:
                may[n, k] &= place.place_id == f"break-{patrol.name}"
            elif place.place_id in constraints.double:
                may[n, k] &= patrol.crew > 1
    every = len(patrols)
    return Rules(
        may,
        np.where(booked, every, [rule.at_most for rule in rules]),
        np.where(booked, 0, [rule.gap_min for rule in rules]),
        np.where(booked, every, constraints.at_once),
    )


def _refuse_places(places: Places, network: WalkingNetwork, day: SchoolDay) -> None:
    """Refuse places, streets and a day that do not go together."""
    if not len(places):
        raise PlanImpossibleError(
            f"There is nowhere to send a patrol on {day.date:%a %-d %b %Y}: no hotspot, no school "
            "letting out and no interchange is known. Add incidents, schools or interchanges."
        )
    if not same_slices(places.hotspots.window, day.window):
        raise SettingError(
            f"The places were valued for another window than {day.window}. List them again with "
            "candidate_places(hotspots, layers, day)."
        )
    if network.crs != places.layers.crs:
        raise SettingError(
            f"The places are in {name_of(places.layers.crs)} and the streets in "
            f"{name_of(network.crs)}; use one workspace for both."
        )


def _refuse_team(patrols: Sequence[Patrol], window: Window) -> None:
    """Refuse patrols that are none, or are out at the wrong time."""
    if not patrols:
        raise SettingError("A plan needs at least one patrol. Set one.")
    names = [patrol.name for patrol in patrols]
    twice = sorted({name for name in names if names.count(name) > 1})
    if twice:
        raise SettingError(f"Two patrols are called {twice[0]}. Give each a name of its own.")
    for patrol in patrols:
        shift = f"{clock(patrol.shift_start_min)}–{clock(patrol.shift_end_min)}"
        if patrol.shift_end_min - patrol.shift_start_min < patrol.dwell_min:
            raise SettingError(
                f"{patrol.name} is out {shift}, which is shorter than one stop of "
                f"{patrol.dwell_min} minutes. Lengthen the shift or shorten the stop."
            )
        if patrol.shift_start_min >= window.end_min or patrol.shift_end_min <= window.start_min:
            raise SettingError(
                f"{patrol.name} is out {shift}, outside the window {window} in which a visit is "
                "worth something. Move the shift."
            )


def _refuse_far_points(
    patrols: Sequence[Patrol],
    constraints: Constraints,
    ways: Mapping[Mode, Walks],
    points: Sequence[XY],
) -> None:
    """Refuse starts, ends, breaks and activities that no street for the patrol comes near."""
    gaps = {
        mode: dict(zip(points, walks.snap_m.tolist(), strict=True)) for mode, walks in ways.items()
    }
    checks = []
    for who in patrols:
        start, end = who.start_name or "its start", who.end_name or "its end"
        checks.append((who.start, who.mode, f"{who.name} cannot set out from", start))
        checks.append((who.end, who.mode, f"{who.name} cannot end at", end))
        if who.rest is not None:
            where = who.rest.at_name or "its place"
            checks.append((who.rest.at, who.mode, f"{who.name} cannot take its break at", where))
    checks += [
        (booked.point, Mode.FOOT, f"No patrol can get to the {booked.kind} at", booked.name)
        for booked in constraints.activities
    ]
    for point, mode, fault, where in checks:
        gap = 0.0 if point is None else gaps[mode][point]
        if not gap <= REACH_OF[mode]:
            street = "street" if mode is Mode.FOOT else f"street that is used {mode}"
            raise PlanImpossibleError(
                f"{fault} {where}: the nearest {street} is {distance(gap)} away, and "
                f"{distance(REACH_OF[mode])} is the most. Move it."
            )


def _refuse_far_places(places: Places, snap_m: Floats, constraints: Constraints) -> None:
    """Refuse constraints on places, or all places, that no street comes near."""
    required = {lock.place_id for lock in constraints.demands}
    near = 0
    for place, gap in zip(places, snap_m, strict=False):
        if not gap <= REACH_M and place.place_id in required:
            raise PlanImpossibleError(
                f"{place.name} is to be visited, but no street comes nearer than {distance(gap)}, "
                f"and {distance(REACH_M)} is the most that is walked. Release it."
            )
        near += bool(gap <= REACH_M)
    if not near:
        raise PlanImpossibleError(
            f"None of the {len(places)} places is within {distance(REACH_M)} of a street. Check "
            "that the streets cover the same area as the schools and hotspots."
        )
    out = constraints.left_out
    if not constraints.activities and all(
        p.place_id in out for p, g in zip(places, snap_m, strict=False) if g <= REACH_M
    ):
        raise PlanImpossibleError("Every place is to be left out. Release one of them.")


def _far_notice(far: list[str]) -> tuple[str, ...]:
    """Name the places that no street comes near."""
    if not far:
        return ()
    named = ", ".join(far[:5]) + (f" and {len(far) - 5} more" if len(far) > 5 else "")
    return (f"No street comes within {distance(REACH_M)} of {named}, so no patrol is sent there.",)


def _dose_notice(patrols: Sequence[Patrol]) -> tuple[str, ...]:
    """Say where a stop is shorter or longer than the evidence favours."""
    odd = [f"{p.name} ({p.dwell_min} min)" for p in patrols if not 10 <= p.dwell_min <= 16]
    if not odd:
        return ()
    return (f"Evidence favours stops of 10 to 16 minutes; set otherwise: {', '.join(odd)}.",)
