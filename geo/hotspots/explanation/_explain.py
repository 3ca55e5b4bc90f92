"""Everything that is known of a hotspot beside its score, on demand."""

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

import numpy as np
import pandas as pd
import shapely
from numpy.typing import NDArray
from shapely.geometry.base import BaseGeometry

from geo.clock import Bell, SchoolDay, Window
from geo.hotspots.explanation._changes import Change, Places, changes
from geo.hotspots.explanation._tallies import (
    Source,
    Tally,
    by_month,
    by_offence,
    by_slice,
    by_source,
    by_weekday,
    missing,
    source_names,
    sources_of,
)
from geo.hotspots.scoring import Scored, scored_incidents
from geo.hotspots.settings import HotspotSettings
from geo.layers import Layers, TimedIncidents, require_timed
from geo.model import Hotspot, clock
from geo.pupils import PupilFlow
from geo.text import distance

_NEAR_M: Final = 400.0
#: A street so near to a hotspot is one of its streets.
_REACH_M: Final = 10.0
#: Schools from farther away are named from so many pupils on.
_WORTH_NAMING: Final = 10.0
_FEWEST: Final = 5.0
_ROUND_MIN: Final = 5


@dataclass(frozen=True)
class Passing:
    """Pupils of one school who come past.

    Attributes
    ----------
    pupils : float or None
        Expected to come past; None where it is not known.
    bell : Bell or None
        When they let out on the day; None where it is not known.
    closed : str
        Why the school is closed on the day; empty where it is open.
    distance_m : float
        From the school to the shape, as the crow flies.
    from_min, until_min : int
        Minutes after midnight between which nearly all of them come; both 0 where nobody does.
    """

    urn: str
    school: str
    pupils: float | None
    bell: Bell | None
    closed: str
    distance_m: float
    from_min: int = 0
    until_min: int = 0

    @property
    def sentence(self) -> str:
        """One sentence: who, how far, how many, and when."""
        far = f"{distance(self.distance_m)} away" if self.distance_m >= 5 else "here"
        if self.closed:
            return f"{self.school}, {far}, is closed: {self.closed}."
        if self.bell is None:
            return f"{self.school}, {far}: the bell is not known."
        if self.pupils is None:
            when = f"lets out at {clock(self.bell.finish_min)}"
            return f"{self.school}, {far}, {when}; how many come past is not known."
        if self.pupils < _FEWEST:
            return f"{self.school}, {far}: hardly any of its pupils come past."
        many = f"about {max(round(self.pupils, -1), _FEWEST):,.0f} pupils"
        return f"{self.school}, {far}: {many} come past {self._when}."

    @property
    def _when(self) -> str:
        first = self.from_min // _ROUND_MIN * _ROUND_MIN
        last = -(-self.until_min // _ROUND_MIN) * _ROUND_MIN
        return f"between {clock(first)} and {clock(max(last, first + _ROUND_MIN))}"


def pupils_passing(
    shape: BaseGeometry,
    layers: Layers,
    day: SchoolDay | None = None,
    flow: PupilFlow | None = None,
) -> tuple[Passing, ...]:
    """List schools whose pupils come past a shape, those with most pupils first.

    Those from which 10 or more are expected, wherever they are; and all within 400 m, even where
    nobody comes past or nothing is known of them.

    Parameters
    ----------
    shape : Polygon
        In the layers' CRS, metres.
    day : SchoolDay, optional
        Gives bells and closures; without it no bell is known.
    flow : PupilFlow, optional
        Of that day; without it, how many come past is not known.
    """
    schools = layers.schools
    if schools.empty:
        return ()
    past = {p.bell.urn: p for p in flow.past_by_school(shape, _REACH_M)} if flow else {}
    bells = {bell.urn: bell for bell in day.bells} if day else {}
    closed = dict(day.closed) if day else {}
    counted = {walk.bell.urn for walk in flow.walks} if flow else set()
    table = pd.DataFrame({
        "urn": schools["urn"].astype(str),
        "school": schools["name"].astype(str),
        "gap": schools.geometry.distance(shape).to_numpy(),
    })  # fmt: skip
    table["pupils"] = [past[urn].pupils if urn in past else 0.0 for urn in table["urn"]]
    table = table[(table["gap"] <= _NEAR_M) | (table["pupils"] >= _WORTH_NAMING)]
    table = table.sort_values(["pupils", "gap", "urn"], ascending=[False, True, True])
    return tuple(
        Passing(
            urn=urn,
            school=name,
            pupils=pupils if urn in counted else None,
            bell=bells.get(urn),
            closed=closed.get(urn, ""),
            distance_m=float(gap),
            from_min=past[urn].from_min if urn in past else 0,
            until_min=past[urn].until_min if urn in past else 0,
        )
        for urn, name, gap, pupils in table.itertuples(index=False, name=None)
    )


_YEAR_DAYS: Final = 365


@dataclass(frozen=True)
class Explanation:
    """Why a hotspot is one, for the analyst; the officer has `Hotspot.reason`.

    Attributes
    ----------
    by_offence, by_slice, by_weekday, by_month, by_source : Tally
        Scored incidents recorded inside. Show ``Tally.shown``, never the counts.
    changes : tuple of Change
        Last week and last year.
    places_compared : int
        How many places were judged together.
    sources : tuple of Source
        Of the whole area.
    missing : tuple of str
        What the sources leave out, in sentences.
    passing : tuple of Passing
        Whose pupils pass; empty without layers.
    """

    hotspot_id: str
    by_offence: Tally
    by_slice: Tally
    by_weekday: Tally
    by_month: Tally
    by_source: Tally
    changes: tuple[Change, ...]
    places_compared: int
    sources: tuple[Source, ...]
    missing: tuple[str, ...]
    passing: tuple[Passing, ...]


def explain_hotspots(
    hotspots: Sequence[Hotspot],
    incidents: TimedIncidents,
    window: Window,
    as_of: dt.date,
    *,
    settings: HotspotSettings | None = None,
    layers: Layers | None = None,
    day: SchoolDay | None = None,
    flow: PupilFlow | None = None,
) -> tuple[Explanation, ...]:
    """Explain hotspots, their changes judged together.

    Scored incidents only: what is police-generated, context or excluded never enters.

    Parameters
    ----------
    hotspots : sequence of Hotspot
        In the CRS of the incidents.
    incidents : TimedIncidents
        As `detect_hotspots` took them; so are ``window``, ``as_of`` and ``settings``.
    layers : Layers, optional
        Schools and interchanges, and the age of the data.
    day : SchoolDay, optional
        Bells and closures of the day.
    flow : PupilFlow, optional
        Pupils on the streets of the day, who come past.

    Returns
    -------
    tuple of Explanation
        One for each hotspot, in their order.

    Raises
    ------
    NothingToScoreError
        As `detect_hotspots` raises it.
    """
    require_timed(incidents)
    scored = scored_incidents(incidents, window, as_of, settings or HotspotSettings())
    newest = _newest_age(scored, layers, as_of)
    names = source_names(scored.source["source"].iloc[scored.position])
    sources = sources_of(names, scored.age_days, as_of, newest)
    inside = tuple(_inside(scored, spot.shape) for spot in hotspots)
    changed = changes(
        Places(inside, scored.age_days, names.to_numpy()), sources, window, as_of, newest
    )
    return tuple(
        Explanation(
            hotspot_id=spot.hotspot_id,
            **_recorded(scored, at, window, as_of, newest),
            changes=change,
            places_compared=len(hotspots),
            sources=sources,
            missing=missing(sources, as_of, newest, by_interchange=bool(spot.interchanges)),
            passing=pupils_passing(spot.shape, layers, day, flow) if layers else (),
        )
        for spot, at, change in zip(hotspots, inside, changed, strict=True)
    )


def explain_hotspot(
    hotspot: Hotspot,
    incidents: TimedIncidents,
    window: Window,
    as_of: dt.date,
    *,
    settings: HotspotSettings | None = None,
    layers: Layers | None = None,
    day: SchoolDay | None = None,
    flow: PupilFlow | None = None,
) -> Explanation:
    """Explain one hotspot, its changes judged alone; see `explain_hotspots`."""
    return explain_hotspots(
        (hotspot,), incidents, window, as_of, settings=settings, layers=layers, day=day, flow=flow
    )[0]


def _newest_age(scored: Scored, layers: Layers | None, as_of: dt.date) -> int:
    """Age in days of the last day that the data cover: as stated, or that of the last incident."""
    youngest = int(scored.age_days.min())
    as_at = layers.area.data_as_at if layers else None
    return youngest if as_at is None else min(youngest, max(1, (as_of - as_at).days))


def _inside(scored: Scored, shape: BaseGeometry) -> NDArray[np.int64]:
    west, south, east, north = shape.bounds
    x, y = scored.x, scored.y
    near = np.flatnonzero((x >= west) & (x <= east) & (y >= south) & (y <= north))
    return np.asarray(near[shapely.intersects_xy(shape, x[near], y[near])])


def _recorded(
    scored: Scored, inside: NDArray[np.int64], window: Window, as_of: dt.date, newest: int
) -> dict[str, Tally]:
    """The tallies of one place; all but the months are of the past year."""
    ages = scored.age_days[inside]
    year = ages <= _YEAR_DAYS
    rows = scored.rows(inside[year])
    reach = (newest, float(scored.age_days.max()))
    return {
        "by_offence": by_offence(rows["offence"]),
        "by_slice": by_slice(scored.slices(inside[year], window), window),
        "by_weekday": by_weekday(ages[year], as_of),
        "by_month": by_month(ages, as_of, reach),
        "by_source": by_source(source_names(rows["source"])),
    }
