"""Rows in the hours that a clock change skips or repeats."""

import datetime as dt

import numpy as np
import pandas as pd

from geo.clock import Window
from geo.model import clock
from geo.quality.cells import date_of, rows
from geo.quality.facts import Incidents, Ints
from geo.quality.findings import Finding, Part, Severity

_HOUR_S = 3600


def clock_change(facts: Incidents, window: Window) -> Finding:
    """Count rows in the hour that is repeated, and at the first moment after one that is not."""
    skipped, repeated = _changes(facts)
    hour = facts.local_s // _HOUR_S
    twice = np.isin(hour, repeated)
    pushed = np.isin(facts.local_s, skipped * _HOUR_S)
    hours = np.unique(np.concatenate([skipped, repeated]) % 24)
    inside = ((hours * 60 < window.end_min) & (hours * 60 + 60 > window.start_min)).any()
    table = pd.DataFrame(
        {
            "What": ["in an hour that came twice", "at the end of an hour that was skipped"],
            "Rows": [int(twice.sum()), int(pushed.sum())],
        }
    )
    count, outside = int(twice.sum() + pushed.sum()), f"It is outside the window {window}."
    first = clock(int(hours[0]) * 60) if len(hours) else ""
    return Finding(
        "clock-change",
        Part.INCIDENTS,
        Severity.LOOK if inside and count else Severity.OK,
        f"{rows(count)} in the hours of a clock change (about {first}), when a time can be read "
        "in two ways."
        if len(hours)
        else f"The clocks of {facts.timezone} did not change in the time of the data.",
        ("It is in the window: those rows may be an hour off." if inside else outside)
        if count
        else "None.",
        "Ask for times with an offset, such as 2026-10-25T01:30+01:00."
        if inside and count
        else "Nothing.",
        table if count else None,
    )


def _changes(facts: Incidents) -> tuple[Ints, Ints]:
    """Hours since 1970, on the local clock, that follow a skipped one, and that come twice."""
    first = date_of(np.quantile(facts.day, 0.001)) - dt.timedelta(days=1)
    last = date_of(np.quantile(facts.day, 0.999)) + dt.timedelta(days=2)
    utc = pd.date_range(first, last, freq="h", tz="UTC")
    local = utc.tz_convert(facts.timezone).tz_localize(None).as_unit("s").asi8 // _HOUR_S
    step = np.diff(local)
    return np.asarray(local[1:][step > 1]), np.asarray(local[1:][step < 1])
