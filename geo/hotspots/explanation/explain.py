"""Everything that is known of a hotspot beside its score, on demand."""

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

import numpy as np
import shapely
from numpy.typing import NDArray
from shapely.geometry.base import BaseGeometry

from geo.clock import SchoolDay, Window
from geo.hotspots.explanation._changes import Change, Places, changes
from geo.hotspots.explanation._passing import Passing, pupils_passing
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
from geo.model import Hotspot
from geo.pupils import PupilFlow

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
