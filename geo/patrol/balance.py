"""What another balance of harm and reassurance changes in a plan."""

from collections.abc import Iterable, Sequence
from typing import Final

from geo.model import PlaceKind
from geo.patrol.reached import Planned, harm_share, pupils_met, visits_of

#: Places that are named; more are counted.
_NAMED: Final = 4


def balance_change(before: Planned, after: Planned) -> tuple[str, ...]:
    """Say in sentences what changes from one plan to another with a different balance.

    Which places come and go, minutes at hotspots and elsewhere, the share of the hotspots' expected
    harm that falls while a patrol is there, and the pupils who pass a patrol. Where the timetable
    stays the same, one sentence says so.
    """
    if _timetable(before) == _timetable(after):
        return ("The plan stays the same.",)
    was, now = _visited(before), _visited(after)
    places = [
        *_named("Comes in", [name for ident, name in now.items() if ident not in was]),
        *_named("Drops out", [name for ident, name in was.items() if ident not in now]),
    ]
    (hot_was, else_was), (hot_now, else_now) = _minutes(before), _minutes(after)
    hot, elsewhere = _min(hot_was, hot_now), _min(else_was, else_now)
    harm = _against(_percent(harm_share(before)), _percent(harm_share(after)))
    pupils = _against(_tens(pupils_met(before)), _tens(pupils_met(after)))
    return (
        *(places or ["The same places are visited, at other times or by other patrols."]),
        f"At hotspots: {hot}.",
        f"At gates, interchanges and other places: {elsewhere}.",
        f"Harm expected at hotspots while a patrol is there: {harm}.",
        f"Pupils who pass a patrol: about {pupils}.",
    )


def _visited(plan: Planned) -> dict[str, str]:
    """Names of the places that are visited, by id, in order of their first visit."""
    return {stop.place.place_id: stop.place.name for stop in visits_of(plan)}


def _minutes(plan: Planned) -> tuple[int, int]:
    """Minutes at hotspots, and everywhere else."""
    at = [(stop.place.kind is PlaceKind.HOTSPOT, stop.dwell_min) for stop in visits_of(plan)]
    return sum(m for hot, m in at if hot), sum(m for hot, m in at if not hot)


def _timetable(plan: Planned) -> list[tuple[str, str, int, int]]:
    return [
        (route.patrol.name, stop.place.place_id, stop.arrive_min, stop.leave_min)
        for route in plan.routes
        for stop in route.stops
    ]


def _named(what: str, names: Sequence[str]) -> Iterable[str]:
    if names:
        more = [f"{len(names) - _NAMED} more"] if len(names) > _NAMED else []
        # Names of places have commas and "and" in them.
        yield f"{what}: {'; '.join([*names[:_NAMED], *more])}."


def _against(was: str, now: str) -> str:
    return f"{now}, as before" if was == now else f"{now}, {was} before"


def _min(was: int, now: int) -> str:
    return _against(f"{was} min", f"{now} min")


def _percent(share: float) -> str:
    return f"{round(share * 100)}%"


def _tens(count: float) -> str:
    return f"{round(count, -1):,.0f}"
