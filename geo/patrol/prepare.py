"""Everything that is checked before planning: a task that makes sense, or a sentence why not."""

from collections.abc import Sequence

import numpy as np

from geo.clock import SchoolDay, Window
from geo.crs import name_of
from geo.errors import PlanImpossibleError, SettingError
from geo.model import Patrol, clock
from geo.network import REACH_M, WalkingNetwork
from geo.network.graph import Floats
from geo.patrol.places import Places
from geo.patrol.task import Task, task_of
from geo.patrol.values import same_slices
from geo.patrol.wishes import Wishes
from geo.words import distance


def prepared(
    places: Places,
    network: WalkingNetwork,
    patrols: Sequence[Patrol],
    day: SchoolDay,
    wishes: Wishes,
) -> tuple[Task, tuple[str, ...]]:
    """Measure the walks and write the task down, with notices about what is left out of it.

    Raises
    ------
    SettingError
        When the patrols, the day and the network do not go together.
    PlanImpossibleError
        When nobody can go anywhere, or a wish is out of reach from the start.
    """
    _refuse_places(places, network, day)
    _refuse_team(patrols, day.window)
    wishes.known_to(places, patrols)
    starts = [patrol.start for patrol in patrols if patrol.start is not None]
    walks = network.between([*(place.point for place in places), *starts])
    _refuse_far_starts(patrols, walks.snap_m[len(places) :])
    near = walks.reachable[: len(places)]
    _refuse_far(places, walks.snap_m, wishes)
    kept = [n for n, p in enumerate(places) if near[n] and p.place_id not in wishes.left_out]
    chosen = [places.items[n] for n in kept]
    ids = {place.place_id: n for n, place in enumerate(chosen)}
    demands = {ids[lock.place_id]: lock for lock in wishes.demands}
    task = task_of(chosen, np.array(kept, dtype=np.int64), patrols, walks, day.window, demands)
    far = [place.name for n, place in enumerate(places) if not near[n]]
    return task, (*network.notices, *_far_notice(far), *_dose(patrols), *wishes.notices(places))


def _refuse_places(places: Places, network: WalkingNetwork, day: SchoolDay) -> None:
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


def _refuse_far_starts(patrols: Sequence[Patrol], snap_m: Floats) -> None:
    with_start = [patrol for patrol in patrols if patrol.start is not None]
    for patrol, gap in zip(with_start, snap_m, strict=True):
        if not gap <= REACH_M:
            where = patrol.start_name or "its start point"
            raise PlanImpossibleError(
                f"{patrol.name} cannot set out from {where}: the nearest street is "
                f"{distance(gap)} away, and {distance(REACH_M)} is the most. Move the start."
            )


def _refuse_far(places: Places, snap_m: Floats, wishes: Wishes) -> None:
    wanted = {lock.place_id for lock in wishes.demands}
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
    out = wishes.left_out
    if all(p.place_id in out for p, g in zip(places, snap_m, strict=False) if g <= REACH_M):
        raise PlanImpossibleError("Every place is to be left out. Release one of them.")


def _far_notice(far: list[str]) -> tuple[str, ...]:
    if not far:
        return ()
    named = ", ".join(far[:5]) + (f" and {len(far) - 5} more" if len(far) > 5 else "")
    return (f"No street comes within {distance(REACH_M)} of {named}, so no patrol is sent there.",)


def _dose(patrols: Sequence[Patrol]) -> tuple[str, ...]:
    odd = [f"{p.name} ({p.dwell_min} min)" for p in patrols if not 10 <= p.dwell_min <= 16]
    if not odd:
        return ()
    return (f"Evidence favours stops of 10 to 16 minutes; set otherwise: {', '.join(odd)}.",)
