"""Everything that is checked before planning: a task that makes sense, or a sentence why not."""

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
from geo.network import REACH_M, REACH_OF, Bools, Floats, Ints, Journeys, WalkingNetwork, Walks
from geo.patrol.constraints import Constraints
from geo.patrol.loops import Loops
from geo.patrol.places import Places
from geo.patrol.problem.bookings import book, with_bookings
from geo.patrol.problem.task import Ground, Rules, Task, minima_of, needs_of, repeat_of, task_of
from geo.patrol.visit_value import Visited, same_slices, worth_by_minute
from geo.text import distance

#: Places among which the search chooses one for a break, at most.
_CHOICES: Final = 8


def break_places(patrol: Patrol, places: Sequence[Place], window: Window) -> tuple[Place, ...]:
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
    spots = [*ends, *((p.point, p.name) for p in stations)][:_CHOICES]
    return tuple(_rest_place(patrol, rest, point, name, window) for point, name in spots)


def activity_place(activity: Activity, window: Window) -> Place:
    """An activity as a place that is open from its first to its last possible beginning."""
    return Place(
        place_id=f"activity-{activity.activity_id}",
        kind=PlaceKind.ACTIVITY,
        name=activity.said,
        point=activity.point,
        value=(0.0,) * window.n_slices,
        opens_min=activity.from_min,
        closes_min=activity.until_min - activity.minutes,
        why=f"A {activity.kind} of {activity.staff} officers, booked for {activity.minutes} min.",
        look_out_for="Follow the operation's own briefing.",
        stay_min=activity.minutes,
    )


def dwelt(place: Place, minutes: int | None) -> Place:
    """The place with another length of visit, where one is wished for."""
    return place if minutes is None else replace(place, stay_min=minutes)


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
NEAR_M: Final = 300.0


@dataclass(frozen=True, eq=False)
class SchoolsNearby:
    """Where the pupils of each school come out; the school itself where no gate is known."""

    urns: NDArray[np.object_]
    exits: NDArray[np.object_]

    @classmethod
    def of(cls, layers: Layers) -> Self:
        """Gates, and the points of schools without one."""
        gates = layers.gates[["urn", "geometry"]]
        gateless = layers.schools[~layers.schools["urn"].isin(gates["urn"])][["urn", "geometry"]]
        exits = pd.concat([gates, gateless], ignore_index=True)
        return cls(exits["urn"].to_numpy(dtype=object), exits.geometry.to_numpy())

    def letting_out(
        self, place: Place, day: SchoolDay, start_min: int, end_min: int
    ) -> tuple[str, ...]:
        """Names of the schools around a place whose pupils leave in a span of minutes."""
        ringing = day.letting_out_between(start_min, end_min)
        if not ringing:
            return ()
        close = shapely.distance(self.exits, Point(place.point)) <= NEAR_M
        urns = {*place.urns, *self.urns[close]}
        return tuple(bell.name for bell in ringing if bell.urn in urns)


def with_rides(task: Task, network: WalkingNetwork, points: Sequence[XY]) -> Task:
    """The same task with shorter minutes for patrols on foot, where a ride always saves some.

    Parameters
    ----------
    points : sequence of XY
        All that the walks of the task are among.
    """
    journeys = _journeys(task.patrols, network, points)
    if not any(journeys):
        return task
    out, back, between = task.out.copy(), task.back.copy(), task.between.copy()
    enough: dict[tuple[float, int, int], Ints] = {}
    for n, (who, ways) in enumerate(zip(task.patrols, journeys, strict=True)):
        if ways is None:
            continue
        shift = who.shift_start_min, who.shift_end_min
        alike = who.pace_m_per_s, *shift
        if alike not in enough:
            enough[alike] = ways.enough_min(*shift)[np.ix_(task.at, task.at)]
        between[n] = enough[alike]
        if (start := task.start_at[n]) is not None:
            out[n] = ways.takes_min(shift[0], np.array([start]), task.at)[0]
        if (end := task.end_at[n]) is not None:
            back[n] = ways.before_min(*shift, task.at, np.array([end]))[:, 0]
    return replace(task, out=out, back=back, between=between, journeys=journeys)


def _journeys(
    patrols: Sequence[Patrol], network: WalkingNetwork, points: Sequence[XY]
) -> tuple[Journeys | None, ...]:
    """Ways of each patrol with rides; None for one that takes none."""
    paces = {who.pace_m_per_s for who in patrols if who.mode is Mode.FOOT}
    if not paces or not network.hops:
        return (None,) * len(patrols)
    one = Journeys.among(network.for_mode(Mode.FOOT), points, network.hops, min(paces))
    ways = {pace: one.at_pace(pace) for pace in paces}
    return tuple(ways[who.pace_m_per_s] if who.mode is Mode.FOOT else None for who in patrols)


def refuse_places(places: Places, network: WalkingNetwork, day: SchoolDay) -> None:
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


def refuse_team(patrols: Sequence[Patrol], window: Window) -> None:
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


def refuse_far_points(
    patrols: Sequence[Patrol],
    constraints: Constraints,
    ways: Mapping[Mode, Walks],
    points: Sequence[XY],
) -> None:
    """Refuse starts, ends, breaks and activities that no street for the patrol comes near."""
    gaps = {
        mode: dict(zip(points, walks.snap_m.tolist(), strict=True)) for mode, walks in ways.items()
    }
    asked = []
    for who in patrols:
        start, end = who.start_name or "its start", who.end_name or "its end"
        asked.append((who.start, who.mode, f"{who.name} cannot set out from", start))
        asked.append((who.end, who.mode, f"{who.name} cannot end at", end))
        if who.rest is not None:
            where = who.rest.at_name or "its place"
            asked.append((who.rest.at, who.mode, f"{who.name} cannot take its break at", where))
    asked += [
        (booked.point, Mode.FOOT, f"No patrol can get to the {booked.kind} at", booked.name)
        for booked in constraints.activities
    ]
    for point, mode, fault, where in asked:
        gap = 0.0 if point is None else gaps[mode][point]
        if not gap <= REACH_OF[mode]:
            street = "street" if mode is Mode.FOOT else f"street that is used {mode}"
            raise PlanImpossibleError(
                f"{fault} {where}: the nearest {street} is {distance(gap)} away, and "
                f"{distance(REACH_OF[mode])} is the most. Move it."
            )


def refuse_far_places(places: Places, snap_m: Floats, constraints: Constraints) -> None:
    """Refuse wishes for places, or all places, that no street comes near."""
    wanted = {lock.place_id for lock in constraints.demands}
    near = 0
    for place, gap in zip(places, snap_m, strict=False):
        if not gap <= REACH_M and place.place_id in wanted:
            raise PlanImpossibleError(
                f"{place.name} is asked for, but no street comes nearer than {distance(gap)}, "
                f"and {distance(REACH_M)} is the most that is walked. Release the wish."
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


def far_notice(far: list[str]) -> tuple[str, ...]:
    """Name the places that no street comes near."""
    if not far:
        return ()
    named = ", ".join(far[:5]) + (f" and {len(far) - 5} more" if len(far) > 5 else "")
    return (f"No street comes within {distance(REACH_M)} of {named}, so no patrol is sent there.",)


def dose_notice(patrols: Sequence[Patrol]) -> tuple[str, ...]:
    """Say where a stop is shorter or longer than the evidence favours."""
    odd = [f"{p.name} ({p.dwell_min} min)" for p in patrols if not 10 <= p.dwell_min <= 16]
    if not odd:
        return ()
    return (f"Evidence favours stops of 10 to 16 minutes; set otherwise: {', '.join(odd)}.",)


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

    Raises
    ------
    SettingError
        When the patrols, the day and the network do not go together.
    PlanImpossibleError
        When nobody can go anywhere, or a wish is out of reach from the start.
    """
    refuse_places(places, network, day)
    refuse_team(patrols, day.window)
    constraints.known_to(places, patrols)
    spots = _Spots.of(places, patrols, day, constraints)
    ways = _ways(network, patrols, spots.points)
    on_foot = ways[Mode.FOOT]
    refuse_far_points(patrols, constraints, ways, spots.points)
    refuse_far_places(places, on_foot.snap_m, constraints)
    kept = _kept(places, on_foot.reachable, constraints, len(spots.places))
    chosen = [spots.places[n] for n in kept]
    walks = tuple(ways[patrol.mode] for patrol in patrols)
    ground = Ground(walks, kept, spots.start_at, spots.end_at)
    worth = np.array([worth_by_minute(place, day.window, yesterday) for place in chosen])
    rests = _rests(chosen, patrols)
    needs = needs_of(chosen, patrols, constraints, rests)
    rules = _rules(chosen, patrols, walks, kept, constraints)
    task = task_of(chosen, patrols, ground, day.window, rules, needs, worth)
    task = replace(
        task, minima=minima_of(chosen, constraints), easy_way_min=constraints.easy_way_min
    )
    task = _with_activities(with_rides(task, network, spots.points), constraints)
    near = on_foot.reachable
    far = [place.name for n, place in enumerate(places) if not near[n]]
    notices = (
        *network.notices,
        *far_notice(far),
        *dose_notice(patrols),
        *constraints.notices(places),
    )
    schools, loops = SchoolsNearby.of(places.layers), Loops.of(places, network)
    return Prepared(
        task, places, network, day, constraints, tuple(yesterday), notices, schools, loops
    )  # fmt: skip


@dataclass(frozen=True, eq=False)
class _Spots:
    """All places, and all points between which ways are measured: places, starts and ends."""

    places: tuple[Place, ...]
    points: list[XY]
    start_at: tuple[int | None, ...]
    end_at: tuple[int | None, ...]

    @classmethod
    def of(
        cls, places: Places, patrols: Sequence[Patrol], day: SchoolDay, constraints: Constraints
    ) -> "_Spots":
        lasts = {dwell.place_id: dwell.minutes for dwell in constraints.dwells}
        visits = [dwelt(place, lasts.get(place.place_id)) for place in places]
        extras = [spot for who in patrols for spot in break_places(who, visits, day.window)]
        extras += [activity_place(activity, day.window) for activity in constraints.activities]
        every = (*visits, *extras)
        points = [place.point for place in every]
        ends: list[list[int | None]] = [[], []]
        for patrol in patrols:
            for which, point in enumerate((patrol.start, patrol.finish)):
                ends[which].append(None if point is None else len(points))
                points += [] if point is None else [point]
        return cls(every, points, tuple(ends[0]), tuple(ends[1]))


def _ways(
    network: WalkingNetwork, patrols: Sequence[Patrol], points: list[XY]
) -> dict[Mode, Walks]:
    modes = sorted({Mode.FOOT, *(patrol.mode for patrol in patrols)})
    return {mode: network.for_mode(mode).between(points) for mode in modes}


def _kept(places: Places, reachable: Bools, constraints: Constraints, n_spots: int) -> np.ndarray:
    """Positions of the places that can be visited, then those of breaks and activities."""
    out = constraints.left_out
    visits = [n for n, p in enumerate(places) if reachable[n] and p.place_id not in out]
    extras = [n for n in range(len(places), n_spots) if reachable[n]]
    return np.array([*visits, *extras], dtype=np.int64)


def _rests(chosen: Sequence[Place], patrols: Sequence[Patrol]) -> dict[int, tuple[int, ...]]:
    return {
        n: tuple(k for k, p in enumerate(chosen) if p.place_id == f"break-{patrol.name}")
        for n, patrol in enumerate(patrols)
        if patrol.rest is not None
    }


def _rules(
    chosen: Sequence[Place],
    patrols: Sequence[Patrol],
    walks: Sequence[Walks],
    at: np.ndarray,
    constraints: Constraints,
) -> Rules:
    rules = [repeat_of(place.place_id, constraints) for place in chosen]
    booked = np.array([p.kind in (PlaceKind.BREAK, PlaceKind.ACTIVITY) for p in chosen])
    may = np.array([way.reachable[at] for way in walks])
    for n, patrol in enumerate(patrols):
        for k, place in enumerate(chosen):
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


def _with_activities(task: Task, constraints: Constraints) -> Task:
    """Send patrols to what is booked: each gets a need for its part, at a fixed minute."""
    if not constraints.activities:
        return task
    return with_bookings(task, book(task, constraints.activities))
