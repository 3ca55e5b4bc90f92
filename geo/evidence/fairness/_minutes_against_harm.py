"""Minutes against harm over the plans that would be suggested for the coming school days."""

import datetime as dt
from collections.abc import Callable, Iterator, Sequence
from typing import Final

import geopandas as gpd
import numpy as np
import pandas as pd

from geo.arrays import Ints
from geo.crs import require_same
from geo.errors import SettingError
from geo.evidence.fairness._inputs import (
    CODE,
    Grouped,
    PatrolMinutes,
    VictimHarm,
    area_of,
    grouped,
    read_attributes,
    sums,
)
from geo.evidence.fairness._shares import (
    CAVEATS,
    NO_AREAS,
    Compared,
    Fairness,
    Harm,
    harm_shares,
    measured,
    review,
    summary,
)
from geo.evidence.fairness._shares import outside as outside_shown
from geo.hotspots import hotspot_settings, hotspots_of
from geo.model import Interval, Patrol
from geo.network import network_of
from geo.patrol import Visited, candidate_places, suggest_plan, visited_of
from geo.pupils import estimate_pupil_flow
from geo.workspace import Workspace

_RATIO_LIMIT: Final = 1.5
_LEVEL: Final = 0.9


def minutes_against_harm(
    planned: PatrolMinutes,
    harm: VictimHarm,
    areas: gpd.GeoDataFrame,
    *,
    delivered: PatrolMinutes | None = None,
    ratio_limit: float = _RATIO_LIMIT,
    attributes: pd.DataFrame | None = None,
) -> Fairness:
    """Compare the minutes of each area with its harm.

    An area is in breach when its share of the minutes is more than ``ratio_limit`` times its share
    of the harm, or less than one such part of it, even at the end of the harm's interval and with
    one stop more or fewer; where it is not clear that it is within, nobody can tell.

    Parameters
    ----------
    planned, delivered : PatrolMinutes
        Of the same plans, in the workspace's CRS.
    harm : VictimHarm
    areas : GeoDataFrame
        The areas layer: ward_code, name, polygons in the workspace's CRS. May be empty.
    attributes : DataFrame, optional
        ward_code and columns of numbers, as `read_attributes` gives it.

    Raises
    ------
    SettingError
        When the ratio is not above 1.
    CrsError
        When the areas and the harm are in different systems.
    """
    if not 1 < ratio_limit < np.inf:
        raise SettingError(f"The fairness ratio is {ratio_limit}; expected more than 1, as 1.5.")
    if areas.empty:
        return Fairness((), (), ratio_limit, NO_AREAS)
    require_same(areas, harm.crs, "areas")
    ordered = areas.sort_values(["name", CODE]).reset_index(drop=True)
    task = _Task(planned, delivered, harm, ordered, ratio_limit)
    groups = list(grouped(ordered, attributes)) if attributes is not None else []
    by_area = tuple(task.by_area())
    by_group = tuple(row for each in groups if isinstance(each, Grouped) for row in task.by(each))
    left_out = [each for each in groups if isinstance(each, str)]
    return Fairness(
        by_area,
        by_group,
        ratio_limit,
        summary(by_area, task.nothing, ratio_limit),
        review(by_area, by_group, ratio_limit),
        (*outside_shown(*task.outside), *left_out, *CAVEATS),
    )


class _Task:
    """What is compared, with the area of every stop and incident looked up once."""

    def __init__(
        self,
        planned: PatrolMinutes,
        delivered: PatrolMinutes | None,
        harm: VictimHarm,
        areas: gpd.GeoDataFrame,
        limit: float,
    ) -> None:
        self._harm, self._areas, self._limit = harm, areas, limit
        self._harm_at = area_of(harm.x, harm.y, areas)
        self._patrols = [p for p in (planned, delivered) if p is not None]
        self._patrols_at = [area_of(p.x, p.y, areas) for p in self._patrols]

    @property
    def outside(self) -> tuple[float, int]:
        """Minutes planned, and incidents, that lie in no area."""
        minutes = self._patrols[0].minutes[self._patrols_at[0] < 0].sum()
        return float(minutes), int((self._harm_at < 0).sum())

    @property
    def nothing(self) -> str:
        """What there is none of inside the areas; empty where there is both."""
        inside = self._patrols_at[0] >= 0
        missing = [
            *(["patrol minutes"] if not self._patrols[0].minutes[inside].any() else []),
            *(["harm"] if not (self._harm_at >= 0).any() else []),
        ]
        return " and no ".join(missing)

    def by_area(self) -> Iterator[Compared]:
        """One row an area."""
        names, codes = self._areas["name"].tolist(), self._areas[CODE].tolist()
        every = np.arange(len(names))
        return self._rows(every, "", codes, [n or c for n, c in zip(names, codes, strict=True)])

    def by(self, group: Grouped) -> Iterator[Compared]:
        """One row a group of areas."""
        labels = list(group.labels)
        return self._rows(group.of, group.attribute, [""] * len(labels), labels)

    def _rows(
        self, group_of: Ints, attribute: str, codes: list[str], labels: list[str]
    ) -> Iterator[Compared]:
        count, lookup = len(labels), np.append(group_of, -1)  # -1 finds the last: no group
        at, value = lookup[self._harm_at], self._harm.value
        harm = Harm(*(sums(at, v, count) for v in (np.ones_like(value), value, value**2)))
        share = harm_shares(harm, _LEVEL)
        rows = np.column_stack([share.value, share.low, share.high]).tolist()
        shares = [Interval(*row) for row in rows]
        minutes = [
            measured(sums(lookup[where], p.minutes, count), p.one_stop_min, shares, self._limit)
            for p, where in zip(self._patrols, self._patrols_at, strict=True)
        ]
        for n, label in enumerate(labels):
            yield Compared(
                attribute,
                codes[n],
                label,
                int(harm.count[n]),
                float(harm.total[n]) / max(self._harm.windows, 1),
                shares[n],
                *(each[n] for each in minutes),
            )


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
    report = progress or (lambda _doing, _share: None)
    if area.layers.areas.empty:
        return Fairness((), (), area.settings.fairness.ratio, NO_AREAS)
    window = area.calendar.window
    coming = _school_days(area, first, days)
    report("Finding hotspots", 0.0)
    hotspots = hotspots_of(area, coming[0])
    network = network_of(area)
    plans, yesterday = [], tuple[Visited, ...]()
    for n, date in enumerate(coming):
        report(f"Planning {date:%a %-d %b}", (n + 1) / (len(coming) + 1))
        day = area.calendar.day(date)
        flow = estimate_pupil_flow(area.layers, day, network, area.homes)
        offered = candidate_places(hotspots, area.layers, day, pupil_flow=flow)
        made = suggest_plan(offered, network, patrols, day, seed + n, yesterday=yesterday)
        yesterday = visited_of(made)
        plans.append(made)
    rules = area.settings.fairness
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
