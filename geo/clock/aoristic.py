"""How much of an incident falls into the window, when only a span of time is known.

Aoristic weight of a slice = overlap of span and slice ÷ span (Ratcliffe 2002, "Aoristic signatures
and the spatio-temporal analysis of high volume crime patterns"). A span that is missing or inverted
puts all the weight at its start; a span of more than 24 hours says nothing of the time of day.
"""

from typing import Final, Literal, NamedTuple, Self

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from geo.arrays import blocks
from geo.clock.window import Window

_Floats = NDArray[np.float64]
_Ints = NDArray[np.int64]
_Dates = NDArray[np.datetime64]
_Unit = Literal["us", "ns"]
#: 24 hours in each unit that moments come in.
_DAY_IN: Final = {
    unit: int(np.timedelta64(1, "D") / np.timedelta64(1, unit)) for unit in ("s", "ms", "us", "ns")
}


def slice_shares(start: pd.Series, end: pd.Series, window: Window) -> _Floats:
    """Aoristic weight of each incident in each slice of the window.

    Parameters
    ----------
    start, end : Series of timezone-aware datetime
        committed_from and committed_to; ``end`` may be missing or inverted.
    window : Window

    Returns
    -------
    ndarray of shape (incidents, slices)
        Weights between 0 and 1; a row sums to the share of the incident inside the window, on a
        day on which it runs.
    """
    cuts = np.arange(window.start_min, window.end_min + 1, window.slice_min)
    return _shares(start, end, window, cuts)


def window_shares(start: pd.Series, end: pd.Series, window: Window) -> _Floats:
    """Aoristic weight of each incident in the window as a whole: shape (incidents,).

    Parameters
    ----------
    start, end : Series of timezone-aware datetime
        committed_from and committed_to; ``end`` may be missing or inverted.
    window : Window
        Hours, and the days on which they run.
    """
    return _shares(start, end, window, np.array([window.start_min, window.end_min]))[:, 0]


def untimed(start: pd.Series, end: pd.Series) -> NDArray[np.bool_]:
    """Say for each incident whether its span exceeds 24 hours, so that it has no time of day.

    Parameters
    ----------
    start, end : Series of timezone-aware datetime
        committed_from and committed_to; ``end`` may be missing or inverted.
    """
    exceeds = np.zeros(len(start), dtype=bool)
    for rows in blocks(len(start)):
        spans = _Spans.of(start.iloc[rows], end.iloc[rows])
        exceeds[rows] = spans.length > spans.day
    return exceeds


def local_days(start: pd.Series, timezone: str) -> NDArray[np.int32]:
    """Local date of each moment, as days since the start of 1970: shape (incidents,).

    Parameters
    ----------
    start : Series of timezone-aware datetime
        Moments.
    timezone : str
        IANA name.
    """
    days = np.zeros(len(start), dtype=np.int32)
    for rows in blocks(len(start)):
        local = _local(start.iloc[rows], timezone)
        days[rows] = local.asi8 // _DAY_IN[local.unit]
    return days


class _Spans(NamedTuple):
    """Spans of time as whole numbers of one unit, microseconds unless the data is finer.

    ``length`` is 0 where the end is missing or inverted; ``day`` is 24 hours.
    """

    begin: _Ints
    length: _Ints
    day: int
    unit: _Unit

    @classmethod
    def of(cls, start: pd.Series, end: pd.Series) -> Self:
        both = pd.DatetimeIndex(start), pd.DatetimeIndex(end)
        unit: _Unit = "ns" if any(moments.unit == "ns" for moments in both) else "us"
        begin, last = (_utc(moments, unit) for moments in both)
        length = np.where(last > begin, last - begin, 0)  # a missing one is the lowest number
        return cls(begin, length, _DAY_IN[unit], unit)


def _shares(start: pd.Series, end: pd.Series, window: Window, cuts: _Ints) -> _Floats:
    """Weights between consecutive cuts (minutes after local midnight) of the days touched."""
    shares = np.zeros((len(start), len(cuts) - 1))
    for rows in blocks(len(start)):
        _fill(shares[rows], start.iloc[rows], end.iloc[rows], window, cuts)
    return shares


def _fill(shares: _Floats, start: pd.Series, end: pd.Series, window: Window, cuts: _Ints) -> None:
    begin, length, day, unit = _Spans.of(start, end)
    last = begin + length
    timed = length <= day
    date, touched = pd.factorize(_local(start, window.timezone).normalize())
    dates = np.asarray(touched, dtype="datetime64[D]")
    for days_on in (0, 1, 2):  # 24 hours from late on touch a third date, where one has 23
        edges = _edges(dates + days_on, window, cuts, unit)
        near = np.flatnonzero(timed & (begin < edges[date, -1]) & (last >= edges[date, 0]))
        at = edges[date[near]]
        shares[near] += _overlap(begin[near, None], length[near, None], at[:, :-1], at[:, 1:])


def _local(moments: pd.Series, timezone: str) -> pd.DatetimeIndex:
    """Time by the clock on the wall."""
    return pd.DatetimeIndex(moments).tz_convert(timezone).tz_localize(None)


def _utc(moments: pd.DatetimeIndex, unit: _Unit) -> _Ints:
    return np.asarray(moments.as_unit(unit).asi8)


def _edges(dates: _Dates, window: Window, cuts: _Ints, unit: _Unit) -> _Ints:
    """UTC of each cut on each date, through both clock changes; far off where it does not run."""
    wall = dates[:, None] + (cuts * np.timedelta64(1, "m"))[None, :]
    flat = pd.DatetimeIndex(wall.ravel())
    zoned = flat.tz_localize(
        window.timezone, ambiguous=np.ones(len(flat), dtype=bool), nonexistent="shift_forward"
    )
    runs = np.asarray(window.days.among(pd.DatetimeIndex(dates)))
    return np.where(runs[:, None], _utc(zoned, unit).reshape(wall.shape), np.iinfo(np.int64).max)


def _overlap(begin: _Ints, length: _Ints, low: _Ints, high: _Ints) -> _Floats:
    inside = np.minimum(begin + length, high) - np.maximum(begin, low)
    spread = np.clip(inside, 0, None) / np.maximum(length, 1)
    return np.where(length == 0, (low <= begin) & (begin < high), spread).astype(float)
