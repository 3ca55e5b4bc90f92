"""A trial with control days, asked of an opened area: what it would notice, and what it found."""

import datetime as dt
from dataclasses import dataclass

from pyproj import CRS

from geo.clock.control_days import ControlDays
from geo.evidence.effect.design import control_days
from geo.evidence.effect.in_area import HotspotsOn, spots_of
from geo.evidence.effect.power import Power, Usual, power_of
from geo.evidence.effect.tally import Record
from geo.evidence.effect.trial import TrialResult, measure_trial
from geo.hotspots import hotspot_settings
from geo.workspace import Workspace


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
