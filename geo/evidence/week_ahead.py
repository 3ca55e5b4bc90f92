"""Minutes against harm over the plans that would be suggested for the coming school days."""

import datetime as dt
from collections.abc import Callable, Sequence

from geo.dispersal import disperse
from geo.evidence.fairness import minutes_against_harm
from geo.evidence.fairness_attributes import read_attributes
from geo.evidence.fairness_inputs import PatrolMinutes, VictimHarm
from geo.evidence.fairness_results import Fairness
from geo.evidence.fairness_words import NO_AREAS
from geo.hotspots import hotspot_settings, hotspots_of
from geo.model import Patrol
from geo.network import network_of
from geo.patrol import candidate_places, suggest_plan
from geo.patrol.values import Visited, visited_of
from geo.workspace import Workspace


def fairness_ahead(
    area: Workspace,
    first: dt.date,
    patrols: Sequence[Patrol],
    *,
    days: int = 5,
    seed: int = 0,
    progress: Callable[[str, float], None] | None = None,
) -> Fairness:
    """Plan some school days as the planner would, and compare the minutes with the harm.

    One plan holds a dozen stops and can be fair to few areas; a week says more of the rule. All
    days are planned from what was known before the first.

    Parameters
    ----------
    first : date
        The first school day, or a date before it.
    patrols : sequence of Patrol
        The same on each day.
    days : int
        School days to plan.

    Raises
    ------
    NothingToScoreError
        When no scored incident is known before ``first``.
    NoSchoolDayError
        When the term dates end before the last day.
    """
    tell = progress or (lambda _doing, _share: None)
    if area.layers.areas.empty:
        return Fairness((), (), area.settings.fairness.ratio, NO_AREAS)
    told, window = area.settings, area.calendar.window
    coming = _school_days(area, first, days)
    tell("Finding hotspots", 0.0)
    found = hotspots_of(area, coming[0])
    network = network_of(area)
    plans, yesterday = [], tuple[Visited, ...]()
    for n, date in enumerate(coming):
        tell(f"Planning {date:%a %-d %b}", (n + 1) / (len(coming) + 1))
        day = area.calendar.day(date)
        flow = disperse(area.layers, day, network, area.homes)
        offered = candidate_places(found, area.layers, day, dispersal=flow)
        made = suggest_plan(offered, network, patrols, day, seed + n, yesterday=yesterday)
        yesterday = visited_of(made)
        plans.append(made)
    rules = told.fairness
    return minutes_against_harm(
        PatrolMinutes.of_plans(plans),
        VictimHarm.of(area.layers.incidents, window, coming[0], settings=hotspot_settings(area)),
        area.layers.areas,
        ratio_limit=rules.ratio,
        attributes=read_attributes(area.folder / rules.attributes) if rules.attributes else None,
    )


def _school_days(area: Workspace, first: dt.date, days: int) -> list[dt.date]:
    """So many school days from a date on; the date itself where it is one."""
    coming = [first] if area.calendar.is_school_day(first) else []
    while len(coming) < days:
        after = coming[-1] if coming else first
        coming.append(area.calendar.next_school_day(after).date)
    return coming
