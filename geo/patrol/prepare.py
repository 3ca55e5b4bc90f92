"""Everything that is checked before planning: a task that makes sense, or a sentence why not."""

from collections.abc import Sequence
from dataclasses import dataclass, field, replace

import numpy as np

from geo.clock import SchoolDay
from geo.model import XY, Mode, Patrol, Place, PlaceKind
from geo.network import WalkingNetwork
from geo.network.graph import Bools
from geo.network.walks import Walks
from geo.patrol.bookings import book, with_bookings
from geo.patrol.extras import activity_place, break_places, dwelt
from geo.patrol.loops import Loops
from geo.patrol.nearby import SchoolsNearby
from geo.patrol.needs import minima_of, needs_of, repeat_of
from geo.patrol.places import Places
from geo.patrol.refusals import (
    dose_notice,
    far_notice,
    refuse_far_places,
    refuse_far_points,
    refuse_places,
    refuse_team,
)
from geo.patrol.riding import with_rides
from geo.patrol.task import Ground, Rules, Task, task_of
from geo.patrol.values import Visited, worth_by_minute
from geo.patrol.wishes import Wishes


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
    wishes: Wishes
    yesterday: tuple[Visited, ...]
    notices: tuple[str, ...]
    schools: SchoolsNearby = field(repr=False)
    loops: Loops = field(repr=False)


def prepared(
    places: Places,
    network: WalkingNetwork,
    patrols: Sequence[Patrol],
    day: SchoolDay,
    wishes: Wishes,
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
    wishes.known_to(places, patrols)
    spots = _Spots.of(places, patrols, day, wishes)
    ways = _ways(network, patrols, spots.points)
    on_foot = ways[Mode.FOOT]
    refuse_far_points(patrols, wishes, ways, spots.points)
    refuse_far_places(places, on_foot.snap_m, wishes)
    kept = _kept(places, on_foot.reachable, wishes, len(spots.places))
    chosen = [spots.places[n] for n in kept]
    walks = tuple(ways[patrol.mode] for patrol in patrols)
    ground = Ground(walks, kept, spots.start_at, spots.end_at)
    worth = np.array([worth_by_minute(place, day.window, yesterday) for place in chosen])
    rests = _rests(chosen, patrols)
    needs = needs_of(chosen, patrols, wishes, rests)
    rules = _rules(chosen, patrols, walks, kept, wishes)
    task = task_of(chosen, patrols, ground, day.window, rules, needs, worth)
    task = replace(task, minima=minima_of(chosen, wishes), easy_way_min=wishes.easy_way_min)
    task = _with_activities(with_rides(task, network, spots.points), wishes)
    near = on_foot.reachable
    far = [place.name for n, place in enumerate(places) if not near[n]]
    notices = (*network.notices, *far_notice(far), *dose_notice(patrols), *wishes.notices(places))
    schools, loops = SchoolsNearby.of(places.layers), Loops.of(places, network)
    return Prepared(
        task, places, network, day, wishes, tuple(yesterday), notices, schools, loops
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
        cls, places: Places, patrols: Sequence[Patrol], day: SchoolDay, wishes: Wishes
    ) -> "_Spots":
        lasts = {dwell.place_id: dwell.minutes for dwell in wishes.dwells}
        visits = [dwelt(place, lasts.get(place.place_id)) for place in places]
        extras = [spot for who in patrols for spot in break_places(who, visits, day.window)]
        extras += [activity_place(activity, day.window) for activity in wishes.activities]
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


def _kept(places: Places, reachable: Bools, wishes: Wishes, n_spots: int) -> np.ndarray:
    """Positions of the places that can be visited, then those of breaks and activities."""
    out = wishes.left_out
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
    wishes: Wishes,
) -> Rules:
    rules = [repeat_of(place.place_id, wishes) for place in chosen]
    booked = np.array([p.kind in (PlaceKind.BREAK, PlaceKind.ACTIVITY) for p in chosen])
    may = np.array([way.reachable[at] for way in walks])
    for n, patrol in enumerate(patrols):
        for k, place in enumerate(chosen):
            if place.kind is PlaceKind.BREAK:
                may[n, k] &= place.place_id == f"break-{patrol.name}"
            elif place.place_id in wishes.double:
                may[n, k] &= patrol.crew > 1
    every = len(patrols)
    return Rules(
        may,
        np.where(booked, every, [rule.at_most for rule in rules]),
        np.where(booked, 0, [rule.gap_min for rule in rules]),
        np.where(booked, every, wishes.at_once),
    )


def _with_activities(task: Task, wishes: Wishes) -> Task:
    """Send patrols to what is booked: each gets a need for its part, at a fixed minute."""
    if not wishes.activities:
        return task
    return with_bookings(task, book(task, wishes.activities))
