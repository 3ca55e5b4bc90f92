"""Times of incidents: missing, too round to be true, or in the hour of a clock change."""

import datetime as dt
from collections.abc import Iterator

import numpy as np
import pandas as pd
from scipy.stats import binom

from geo.arrays import Bools, Floats, Ints
from geo.clock import Window
from geo.model import clock
from geo.quality._facts import DAY_S, Incidents, chance, date_of, part_of, percent, rows, share
from geo.quality.findings import Chart, ChartKind, Finding, Part, QualityRules, Severity

_INC = Part.INCIDENTS
#: Full hours that a full hour is compared with.
_NEAR = {0: (22, 23, 1, 2), 12: (10, 11, 13, 14)}
_WEEK = ("Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun")


def check_timing(facts: Incidents, rules: QualityRules) -> Iterator[Finding]:
    """Rows without a time, and clock times that are too round to be true."""
    yield _untimed(facts, rules)
    yield spike(facts, 0, rules)
    yield spike(facts, 12, rules)
    yield _rounded(facts, rules)


def no_time_of_day(facts: Incidents) -> Bools:
    """Rows whose span says nothing of the hour: over 24 hours, or one date from end to end."""
    return np.asarray((facts.span_s > DAY_S) | _whole_day(facts))


def _whole_day(facts: Incidents) -> Bools:
    """Spans from midnight of some 24 hours: a date written as a span."""
    long = (facts.span_s >= DAY_S - 60) & (facts.span_s <= DAY_S)
    return np.asarray((facts.second == 0) & long)


def _untimed(facts: Incidents, rules: QualityRules) -> Finding:
    long, whole = facts.span_s > DAY_S, _whole_day(facts)
    midnight = dates_in_disguise(facts, rules)
    without = facts.by_source(long | whole) + midnight
    table = pd.DataFrame(
        {
            "Source": facts.sources,
            "Rows": facts.rows_by_source,
            "Span over 24 h": facts.by_source(long),
            "A date as a span": facts.by_source(whole),
            "Likely a date only (midnight)": midnight,
            "Without a usable time, %": percent(without / facts.rows_by_source),
        }
    )
    lost = int((long | whole).sum())
    of_which = f": {int(long.sum()):,} spans over 24 hours, {int(whole.sum()):,} bare dates"
    return Finding(
        "untimed",
        _INC,
        rules.severity(lost / len(facts)),
        f"{part_of(lost, len(facts))} without a time of day{of_which if lost else ''}.",
        "They shape where risk is at all hours, and add nothing to the after-school window."
        if lost
        else "None.",
        "Ask for committed_from and committed_to with times, where the source keeps them."
        if lost
        else "Nothing.",
        table,
        chart=_week(facts, ~(long | whole)),
    )


def dates_in_disguise(facts: Incidents, rules: QualityRules) -> Ints:
    """Rows of each source that midnight holds beyond what the hours around and chance explain."""
    excess, likely, _, _ = _beyond(facts, 0)
    real = (likely < rules.chance) & (excess > 0)
    return np.where(real, np.round(excess), 0).astype(np.int64)


def _week(facts: Incidents, timed: Bools) -> Chart:
    """Rows by weekday and hour of those that have a time."""
    hour, weekday = facts.second[timed] // 3600, (facts.day[timed] + 3) % 7
    counts = np.bincount(weekday * 24 + hour, minlength=168)
    table = pd.DataFrame(
        {
            "Day": np.repeat(_WEEK, 24),
            "Hour": np.tile([f"{n:02d}" for n in range(24)], 7),
            "Rows": counts,
        }
    )
    description = "Rows by day of the week and hour at which they began."
    return Chart(ChartKind.HEAT, table, "Hour", "Day", description, value="Rows")


def _full_hours(facts: Incidents) -> Ints:
    """Rows at each exact full hour, by source: shape (sources, 24)."""
    full = (facts.second % 3600 == 0) & ~no_time_of_day(facts)
    flat = facts.source[full] * 24 + facts.second[full] // 3600
    counts = np.bincount(flat, minlength=24 * len(facts.sources))
    return np.asarray(counts.reshape(-1, 24), dtype=np.int64)


def _beyond(facts: Incidents, hour: int) -> tuple[Floats, Floats, Ints, Floats]:
    """Rows at a full hour beyond its neighbours; the chance of it; rows; rows to expect.

    People round to full hours, so a full hour is compared with those around it and not with the
    other minutes. Given that ``k`` rows lie at this hour and ``r`` at the four around, ``k`` is
    binomial with ``k + r`` trials and a share of 1/5 where all five are alike.
    """
    counts = _full_hours(facts)
    here, near = counts[:, hour], counts[:, _NEAR[hour]].sum(axis=1)
    likely = binom.sf(here - 1, here + near, 1 / 5)
    return here - near / 4, likely, here, near / 4


def spike(facts: Incidents, hour: int, rules: QualityRules) -> Finding:
    """More rows at exactly 00:00 or 12:00 than at the full hours around: dates in disguise."""
    excess, likely, here, usual = _beyond(facts, hour)
    real = (likely < rules.chance) & (excess > 0)
    lost = int(np.round(excess[real].sum()))
    part, total = lost / len(facts), int(here.sum())
    named, clock = ("midnight", "00:00") if hour == 0 else ("noon", "12:00")
    table = pd.DataFrame(
        {
            "Source": facts.sources,
            f"Rows at {clock}": here,
            "Expected from the hours around": np.round(usual, 1),
            "Beyond that": np.round(excess, 1),
            "Of its rows, %": percent(np.maximum(excess, 0) / facts.rows_by_source),
            "Chance of it": [chance(value) for value in likely],
        }
    )
    severity = rules.severity(part) if lost else Severity.OK
    title = f"{total:,} rows are timed exactly {clock}, where the full hours around hold about "
    title += f"{usual.sum():,.0f}"
    return Finding(
        f"spike-at-{named}",
        _INC,
        severity,
        f"{title}: some {lost:,} ({share(lost, len(facts))}) are likely dates without a time."
        if lost
        else f"No spike at {named}: {title}.",
        ("They crowd one slice of the night and are missing from their own hours." if hour == 0 else
         "They crowd the middle of the day and are missing from their own hours.")
        if lost else "None.",
        "Ask the source which rows have a date only, and give those a span of the whole day "
        "(committed_from 00:00, committed_to 24:00)." if lost else "Nothing.",
        table,
        chart=_dial(facts, hour, clock),
    )  # fmt: skip


def _dial(facts: Incidents, hour: int, clock: str) -> Chart:
    counts = _full_hours(facts).sum(axis=0)
    table = pd.DataFrame(
        {
            "Hour": [f"{n:02d}:00" for n in range(24)],
            "Rows on the hour": counts,
            "Looked at": np.arange(24) == hour,
        }
    )
    description = f"Rows timed exactly on each full hour; {clock} holds {counts[hour]:,}."
    return Chart(
        ChartKind.CLOCK, table, "Hour", "Rows on the hour", description, marked="Looked at"
    )


def _rounded(facts: Incidents, rules: QualityRules) -> Finding:
    """How many times are rounded, by what minutes without a round number hold.

    The share of minutes that end in 0 or 5, against 12 in 60, is Whipple's index of age heaping
    (United Nations 1955, Methods of Appraisal of Quality of Basic Data) read on minutes.
    """
    believed = ~no_time_of_day(facts) & (facts.second != 0)
    minute = facts.second[believed] // 60 % 60
    counts = np.bincount(minute, minlength=60)
    n, slots = int(counts.sum()), np.arange(60)
    groups = {
        "on the hour": slots == 0,
        "half past": slots == 30,
        "quarter past and to": np.isin(slots, [15, 45]),
        "other tens": np.isin(slots, [10, 20, 40, 50]),
        "other fives": np.isin(slots, [5, 25, 35, 55]),
        "all others": slots % 5 != 0,
    }
    plain = counts[groups["all others"]].mean()
    size = np.array([group.sum() for group in groups.values()])
    held = np.array([int(counts[group].sum()) for group in groups.values()])
    beyond = np.maximum(held - plain * size, 0)
    table = pd.DataFrame(
        {
            "Minutes": list(groups),
            "Rows": held,
            "Share, %": percent(held / max(n, 1)),
            "If no minute were rounder, %": percent(size / 60),
            "Likely rounded": np.round(beyond).astype(int),
            "Chance of it": [chance(v) for v in np.asarray(binom.sf(held - 1, n, size / 60))],
        }
    )
    whipple = held[:-1].sum() / max(n, 1) / (12 / 60) * 100
    half, real = beyond[:2].sum(), bool(binom.sf(held[0] + held[1] - 1, n, 2 / 60) < rules.chance)
    return _rounding(facts, rules, table, (n, whipple, half, real), counts)


def _rounding(
    facts: Incidents,
    rules: QualityRules,
    table: pd.DataFrame,
    figures: tuple[int, float, float, bool],
    counts: Ints,
) -> Finding:
    n, whipple, half, real = figures
    much = real and half > rules.rounded_share * len(facts)
    return Finding(
        "rounded-minutes",
        _INC,
        Severity.WARNING if much else Severity.OK,
        f"{share(whipple * n * 12 / 6000, n)} of times end in 0 or 5 minutes, where 20% would by "
        f"chance; about {share(half, n)} are rounded to the full or half hour.",
        "Slices that begin on the hour or half past look busier, and those after them calmer, than "
        "they are: read a profile by the half hour."
        if much
        else "None that slices would show.",
        "This cannot be corrected afterwards; ask those who record for the minute, or for a span."
        if much
        else "Nothing.",
        table,
        chart=_minutes(counts, n),
    )


def _minutes(counts: Ints, n: int) -> Chart:
    """Rows by minute of the hour."""
    table = pd.DataFrame(
        {
            "Minute": [f":{m:02d}" for m in range(60)],
            "Rows": counts,
            "If uniform": round(n / 60, 1),
            "Ends in 0 or 5": np.arange(60) % 5 == 0,
        }
    )
    description = "Rows by minute of the hour; those that end in 0 or 5 stand out."
    return Chart(
        ChartKind.BARS,
        table,
        "Minute",
        "Rows",
        description,
        usual="If uniform",
        marked="Ends in 0 or 5",
    )


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
        Severity.WARNING if inside and count else Severity.OK,
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
