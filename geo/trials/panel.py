"""A trial with control days in an opened area: what it would notice, and its result so far."""

import datetime as dt
from dataclasses import dataclass
from typing import Final

from pyproj import CRS

from geo.evidence.effect import HotspotsOn, Record, sentence_of, spots_of
from geo.hotspots import hotspot_settings
from geo.model import ControlDays
from geo.text import listed
from geo.trials._design import control_days
from geo.trials._trial_result import Power, TrialResult, Usual, measure_trial, power_of
from geo.workspace import Workspace

_BY_LOT: Final = "The days were drawn by lot, so it is the patrols, within the interval."
_FALLS: Final = {
    0.1: "a fall by a tenth", 0.2: "a fall by a fifth", 0.3: "a fall by three tenths",
    0.4: "a fall by two fifths", 0.5: "a halving", 0.6: "a fall by three fifths",
    0.7: "a fall by seven tenths", 0.8: "a fall by four fifths", 0.9: "a fall by nine tenths",
}  # fmt: skip


def power_in_words(power: Power, weeks: int) -> str:
    """Put the power of a design into words.

    Parameters
    ----------
    power : Power
    weeks : int
        Length of the trial.

    Returns
    -------
    str
        ``With 6 places and 8 weeks this design would notice a halving in 8 of 10 cases, ...``.
    """
    places = f"{power.places} place{'s' if power.places != 1 else ''}"
    start = f"With {places} and {weeks} weeks this design would notice"
    cases = [f"{_FALLS[fall]} {_of_ten(power.chance(fall))}" for fall in (0.5, 0.2)]
    smallest = power.smallest
    if smallest is None:
        tail = " No fall is noticed in 8 of 10 cases: take more places, or more weeks."
    elif smallest == 0.5:
        tail = ""
    else:
        tail = f" The smallest that it notices in 8 of 10 cases is {_FALLS[smallest]}."
    return f"{start} {listed(cases)}.{tail}"


def _of_ten(chance: float) -> str:
    tenths = round(chance * 10)
    return "hardly ever" if tenths == 0 else f"in {tenths} of 10 cases"


def trial_in_words(result: TrialResult) -> str:
    """Give the one sentence about a trial.

    Parameters
    ----------
    result : TrialResult
    """
    if result.change.ratio is None:
        return f"Cannot tell yet. {result.why_not}"
    return sentence_of(result.change, "the control days lead to expect", _BY_LOT)


@dataclass(frozen=True)
class TrialOptions:
    """The options of a trial that is being considered.

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
    area: Workspace, options: TrialOptions, hotspots_on: HotspotsOn
) -> tuple[ControlDays, Power]:
    """Draw the control days of a trial, and work out what it would notice.

    Parameters
    ----------
    area : Workspace
    options : TrialOptions
    hotspots_on : callable
        Gives the hotspots as they were known before a date.

    Raises
    ------
    SettingError
        When there is no hotspot, or the term dates hold too few days.
    """
    last = options.first + dt.timedelta(weeks=options.weeks)
    dates = [day.date() for day in area.calendar.window.dates_between(options.first, last)]
    spots = spots_of(hotspots_on(options.first))[: options.places]
    crs = CRS(area.layers.crs)
    design = control_days(dates, spots, crs=crs, share=options.share, seed=options.seed)
    until = area.about.data_as_at
    record = Record.of(
        area.layers.incidents, area.calendar.window, scoring=hotspot_settings(area), until=until
    )
    known = min(options.first, record.until + dt.timedelta(days=1))
    return design, power_of(design, Usual.of(record, spots, known), seed=options.seed)


def trial_so_far(area: Workspace) -> TrialResult | None:
    """Measure the trial that is kept in the area so far.

    Parameters
    ----------
    area : Workspace

    Returns
    -------
    TrialResult or None
        None where no trial is kept.
    """
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
