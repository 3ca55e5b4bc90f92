"""What cannot be planned at all, in sentences, and what a reader must know of what is left out."""

from collections.abc import Mapping, Sequence

from geo.clock import SchoolDay, Window
from geo.crs import name_of
from geo.errors import PlanImpossibleError, SettingError
from geo.model import XY, Mode, Patrol, clock
from geo.network import REACH_M, WalkingNetwork
from geo.network.graph import Floats
from geo.network.streets import REACH_OF
from geo.network.walks import Walks
from geo.patrol.places import Places
from geo.patrol.values import same_slices
from geo.patrol.wishes import Wishes
from geo.words import distance


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
    patrols: Sequence[Patrol], wishes: Wishes, ways: Mapping[Mode, Walks], points: Sequence[XY]
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
        for booked in wishes.activities
    ]
    for point, mode, fault, where in asked:
        gap = 0.0 if point is None else gaps[mode][point]
        if not gap <= REACH_OF[mode]:
            street = "street" if mode is Mode.FOOT else f"street that is used {mode}"
            raise PlanImpossibleError(
                f"{fault} {where}: the nearest {street} is {distance(gap)} away, and "
                f"{distance(REACH_OF[mode])} is the most. Move it."
            )


def refuse_far_places(places: Places, snap_m: Floats, wishes: Wishes) -> None:
    """Refuse wishes for places, or all places, that no street comes near."""
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
    if not wishes.activities and all(
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
