"""Rolling origins: dates that a forecast is made on, and the days after that test it."""

import datetime as dt
from dataclasses import dataclass
from typing import Final

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from geo.clock import Window
from geo.errors import AfterbellError
from geo.layers import TimedIncidents

#: Every origin has at least this much behind it.
LEAST_PAST_DAYS: Final = 84
LEAST_KNOWN: Final = 50

Dates = NDArray[np.datetime64]
_DAY: Final = np.timedelta64(1, "D")


@dataclass(frozen=True)
class Origin:
    """A forecast made for ``as_of``, tested until (not on) ``until``."""

    as_of: dt.date
    until: dt.date


def rolling_origins(dates: Dates, most: int, test_days: int) -> tuple[Origin, ...]:
    """Lay consecutive test blocks back from the last day of the data, oldest first.

    Parameters
    ----------
    dates : ndarray of datetime64
        The local date of every scored incident.
    most : int
        As many blocks as the data allow, up to this.
    test_days : int
        Length of a block; blocks neither overlap nor leave gaps.

    Raises
    ------
    AfterbellError
        When not even one block has enough days and incidents before it.
    """
    first, end = dates.min(), dates.max() + _DAY
    span_days = int((end - first) / _DAY)
    room = (span_days - LEAST_PAST_DAYS) // test_days
    cuts = [end - test_days * n * _DAY for n in range(min(most, room), 0, -1)]
    enough = [cut for cut in cuts if (dates < cut).sum() >= LEAST_KNOWN]
    if not enough:
        raise AfterbellError(
            f"No test can be made: {len(dates):,} scored incidents over {span_days:,} days. "
            f"Expected at least {LEAST_KNOWN} incidents and {LEAST_PAST_DAYS} days before a test "
            f"of {test_days} days. Give a longer extract."
        )
    block = dt.timedelta(days=test_days)
    starts = [pd.Timestamp(cut).date() for cut in enough]
    return tuple(Origin(start, start + block) for start in starts)


def known_before(incidents: TimedIncidents, window: Window, as_of: dt.date) -> TimedIncidents:
    """Rows that were over before a date began: all that a forecast for it may see.

    They are cut out before any method is called, so that nothing later can reach one.
    """
    midnight = pd.Timestamp(as_of).tz_localize(window.timezone)
    start = incidents["committed_from"]
    last = incidents["committed_to"].fillna(start)
    rows: TimedIncidents = incidents[np.asarray((start < midnight) & (last < midnight))]
    return rows


def begun_between(
    incidents: TimedIncidents, window: Window, first: dt.date, until: dt.date
) -> TimedIncidents:
    """Rows that began on ``first`` or later and before ``until``."""
    days = local_dates(incidents, window)
    inside = (days >= np.datetime64(first)) & (days < np.datetime64(until))
    rows: TimedIncidents = incidents[inside]
    return rows


def local_dates(incidents: TimedIncidents, window: Window) -> Dates:
    """Date on which each incident began, on the window's clock."""
    start = pd.DatetimeIndex(incidents["committed_from"])
    return start.tz_convert(window.timezone).tz_localize(None).normalize().to_numpy()
