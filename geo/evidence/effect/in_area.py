"""The questions of the panel, asked of an opened area: was it worth it, and how would one know."""

import datetime as dt
from collections.abc import Callable, Iterable
from dataclasses import dataclass

from pyproj import CRS

from geo.clock.control_days import ControlDays
from geo.evidence.effect.design import control_days
from geo.evidence.effect.measure import measure_effect
from geo.evidence.effect.pool import comparison_pool
from geo.evidence.effect.power import Power, Usual, power_of
from geo.evidence.effect.result import Effect
from geo.evidence.effect.tally import Record
from geo.evidence.effect.trial import TrialResult, measure_trial
from geo.evidence.effect.visits import patrolled_places, read_visits
from geo.hotspots import hotspot_settings
from geo.model import Hotspot
from geo.model.spot import Spot
from geo.workspace import Workspace

#: Gives the hotspots as they were known before a date.
HotspotsOn = Callable[[dt.date], Iterable[Hotspot]]


@dataclass(frozen=True)
class TrialWish:
    """A trial that somebody thinks of.

    Attributes
    ----------
    first : date
        It begins on this date, or on the first school day after it.
    places : int
        The strongest hotspots as of ``first``.
    weeks : int
    share : float
        Part of the days on which a place rests.
    """

    first: dt.date
    places: int = 6
    weeks: int = 8
    share: float = 0.3
    seed: int = 1


def effect_of_visits(
    area: Workspace, content: bytes, hotspots_on: HotspotsOn, *, file: str = "visits", seed: int = 0
) -> tuple[Effect, int]:
    """Measure what the patrols of a table changed.

    Parameters
    ----------
    content : bytes
        See `read_visits`.
    hotspots_on : callable
        Called with the date of the first patrol.

    Returns
    -------
    (Effect, int)
        The effect, and the patrol minutes of the table; 0 where it names none.

    Raises
    ------
    FileRefusedError
        When the table cannot be read.
    NothingToScoreError
        When no incident is scored.
    """
    crs = CRS(area.layers.crs)
    visits = read_visits(content, crs, file)
    spots = spots_of(hotspots_on(min(visits.frame["from"])))
    treated = patrolled_places(visits, spots, file)
    taken = {place.place_id for place in treated}
    window, scoring, until = area.calendar.window, hotspot_settings(area), area.about.data_as_at
    record = Record.of(area.layers.incidents, window, scoring=scoring, until=until)
    others = [spot for spot in spots if spot.place_id not in taken]
    pool = comparison_pool(record, treated, others)
    effect = measure_effect(
        area.layers.incidents,
        treated,
        window,
        pool=pool,
        scoring=scoring,
        until=until,
        seed=seed,
    )
    return effect, visits.minutes


def trial_of(
    area: Workspace, wish: TrialWish, hotspots_on: HotspotsOn
) -> tuple[ControlDays, Power]:
    """Draw the control days of a trial, and tell what it would notice.

    Raises
    ------
    SettingError
        When there is no hotspot, or the term dates hold too few days.
    """
    last = wish.first + dt.timedelta(weeks=wish.weeks)
    dates = [day.date() for day in area.calendar.window.dates_between(wish.first, last)]
    spots = spots_of(hotspots_on(wish.first))[: wish.places]
    crs = CRS(area.layers.crs)
    design = control_days(dates, spots, crs=crs, share=wish.share, seed=wish.seed)
    until = area.about.data_as_at
    record = Record.of(
        area.layers.incidents, area.calendar.window, scoring=hotspot_settings(area), until=until
    )
    known = min(wish.first, record.until + dt.timedelta(days=1))
    return design, power_of(design, Usual.of(record, spots, known), seed=wish.seed)


def trial_so_far(area: Workspace) -> TrialResult | None:
    """What the trial that is kept in the area found so far; None where none is kept."""
    design = area.control_days
    if design is None:
        return None
    return measure_trial(
        area.layers.incidents,
        design,
        area.calendar.window,
        scoring=hotspot_settings(area),
        until=area.about.data_as_at,
    )


def spots_of(hotspots: Iterable[Hotspot]) -> tuple[Spot, ...]:
    """The ground of hotspots, the strongest first."""
    return tuple(Spot(spot.hotspot_id, spot.name, spot.shape) for spot in hotspots)
