"""How much of an incident falls into the window, when only a span of time is known.

Aoristic weight of a slice = overlap of span and slice ÷ span (Ratcliffe 2002, "Aoristic signatures
and the spatio-temporal analysis of high volume crime patterns"). A span that is missing or inverted
puts all the weight at its start; a span of more than 24 hours says nothing of the time of day.
"""

from typing import Final

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from geo.clock.window import Window

Floats = NDArray[np.float64]
_MINUTE_NS: Final = 60 * 10**9
_DAY_NS: Final = 24 * 60 * _MINUTE_NS


def slice_shares(start: pd.Series, end: pd.Series, window: Window) -> Floats:
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


def window_shares(start: pd.Series, end: pd.Series, window: Window) -> Floats:
    """Aoristic weight of each incident in the window as a whole: shape (incidents,)."""
    return _shares(start, end, window, np.array([window.start_min, window.end_min]))[:, 0]


def untimed(start: pd.Series, end: pd.Series) -> NDArray[np.bool_]:
    """Say for each incident whether its span exceeds 24 hours, so that it has no time of day."""
    return _span_ns(start, end) > _DAY_NS


def _span_ns(start: pd.Series, end: pd.Series) -> NDArray[np.int64]:
    """Length of each span in nanoseconds; 0 where it is missing or inverted."""
    known = np.asarray(end.notna() & (end > start))
    return np.where(known, _utc_ns(end.where(known, start)) - _utc_ns(start), 0)


def _utc_ns(moments: pd.Series | pd.DatetimeIndex) -> NDArray[np.int64]:
    return np.asarray(pd.DatetimeIndex(moments).as_unit("ns").asi8)


def _shares(start: pd.Series, end: pd.Series, window: Window, cuts: NDArray[np.int64]) -> Floats:
    """Weights between consecutive cuts (minutes after local midnight) of the days touched."""
    begin, span = _utc_ns(start), _span_ns(start, end)
    local_day = pd.DatetimeIndex(start).tz_convert(window.timezone).tz_localize(None).normalize()
    shares = np.zeros((len(begin), len(cuts) - 1))
    for days_on in (0, 1):  # a span of up to 24 hours touches two dates at most
        dates, which = np.unique(
            np.asarray(local_day) + np.timedelta64(days_on, "D"), return_inverse=True
        )
        edges = _edges(pd.DatetimeIndex(dates), window, cuts)[which]
        shares += (
            _overlap(begin[:, None], span[:, None], edges[:, :-1], edges[:, 1:])
            * (np.asarray(window.days.among(pd.DatetimeIndex(dates)))[which, None])
        )
    return np.where((span > _DAY_NS)[:, None], 0.0, shares)


def _edges(dates: pd.DatetimeIndex, window: Window, cuts: NDArray[np.int64]) -> NDArray[np.int64]:
    """UTC nanoseconds of each cut on each date, through both clock changes."""
    wall = dates.to_numpy()[:, None] + (cuts * np.timedelta64(1, "m"))[None, :]
    flat = pd.DatetimeIndex(wall.ravel())
    zoned = flat.tz_localize(
        window.timezone, ambiguous=np.ones(len(flat), dtype=bool), nonexistent="shift_forward"
    )
    return _utc_ns(zoned).reshape(wall.shape)


def _overlap(
    begin: NDArray[np.int64],
    span: NDArray[np.int64],
    low: NDArray[np.int64],
    high: NDArray[np.int64],
) -> Floats:
    inside = np.minimum(begin + span, high) - np.maximum(begin, low)
    spread = np.clip(inside, 0, None) / np.maximum(span, 1)
    return np.where(span == 0, (low <= begin) & (begin < high), spread).astype(float)
