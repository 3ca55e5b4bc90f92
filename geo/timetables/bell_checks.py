"""Bell times that can be used, but look wrong: missing, overlapping, unlikely or out of date."""

import datetime as dt
from typing import Final

import numpy as np
import pandas as pd

from geo.clock import Calendar
from geo.model import clock
from geo.text import counted, short_date, some_of
from geo.timetables._entries import WEEKDAYS
from geo.timetables._kept_tables import TableWarning, few, rows_of, unknown_schools

_KEY: Final = ["urn", "weekday"]
#: Periods may lie centuries apart by mistake; the calendar is asked about this much.
_LONGEST_DAYS: Final = 366 * 20
_EARLIEST_MIN: Final = 12 * 60
_LATEST_MIN: Final = 17 * 60 + 30
_LONG_STAGGER_MIN: Final = 60
_FAR_MIN: Final = 90
_TYPED_IN: Final = 5
_FRIDAY: Final = 4


def bell_warnings(
    bells: pd.DataFrame,
    schools: pd.DataFrame,
    calendar: Calendar,
    *,
    as_of: dt.date | None = None,
) -> tuple[TableWarning, ...]:
    """Look for what is missing, contradicts itself or is unlikely in a table of bells.

    Parameters
    ----------
    bells : DataFrame
        As `read_bells` returns it.
    schools : DataFrame
        Columns urn and name.
    calendar : Calendar
        Its school days say whether a gap between two periods matters.
    as_of : date, optional
        The day on which the bells must be known; without one, the last day on which any begins.

    Returns
    -------
    tuple of TableWarning
        Their rows are index labels of ``bells``.
    """
    names = dict(zip(schools["urn"], schools["name"], strict=True))
    if bells.empty:
        return _none(names)
    on = as_of or bells["valid_from"].max()
    table = bells.assign(name=bells["urn"].map(names).fillna(bells["urn"]))
    ours = table[table["urn"].isin([*names])]
    now = ours[(ours["valid_from"] <= on) & (on <= ours["valid_to"])]
    warnings = [
        unknown_schools(table, "urn", names, "bells"),
        _no_bells(ours, names),
        *_weekdays(ours, now, names, on),
        _ended(ours, on),
        _gaps(ours, calendar),
        _overlaps(ours),
        _early_or_late(table),
        _long_staggers(table),
        *_far_from_others(now),
        _all_alike(now),
    ]
    return tuple(warning for warning in warnings if warning)


def _none(names: dict[str, str]) -> tuple[TableWarning, ...]:
    if not names:
        return ()
    sentence = f"None of the {counted(len(names), 'school')} has a bell."
    return (TableWarning("no_bells", sentence, "Type the finish times in, or bring in a CSV."),)


def _no_bells(ours: pd.DataFrame, names: dict[str, str]) -> TableWarning | None:
    without = sorted(name for urn, name in names.items() if urn not in set(ours["urn"]))
    if not without:
        return None
    sentence = f"{_schools(len(without), len(names))} no bell at all: {some_of(without)}."
    return TableWarning("no_bells", sentence, "Ask the school, and add its five days.")


def _weekdays(
    ours: pd.DataFrame, now: pd.DataFrame, names: dict[str, str], on: dt.date
) -> list[TableWarning | None]:
    """Schools that have bells now, but not on every weekday."""
    has = now.drop_duplicates(["urn", "weekday"])
    rung = has.pivot_table(index="urn", columns="weekday", values="finish_min", aggfunc="size")
    lacking = rung.reindex(columns=range(5)).isna()
    lacking = lacking[lacking.any(axis=1)]
    if lacking.empty:
        return []
    days = (lacking.to_numpy(dtype=object) * np.array([f"{day}, " for day in WEEKDAYS])).sum(axis=1)
    schools = sorted(
        f"{names[str(urn)]} ({missing.removesuffix(', ')})"
        for urn, missing in zip(lacking.index, days, strict=True)
    )
    have = f"{_schools(len(schools), len(names))} no bell on some weekday"
    sentence = f"{have} on {short_date(on)}: {some_of(schools)}."
    mend = "Add the missing weekdays."
    return [
        TableWarning(
            "missing_weekday", sentence, mend, rows_of(ours[ours["urn"].isin(lacking.index)])
        )
    ]


def _ended(ours: pd.DataFrame, on: dt.date) -> TableWarning | None:
    last = ours.groupby("urn")["valid_to"].transform("max")
    over = ours[last < on]
    if over.empty:
        return None
    last_rows = over.sort_values("valid_to").drop_duplicates("urn", keep="last")
    pairs = zip(last_rows["name"], last_rows["valid_to"], strict=True)
    ended = some_of(sorted(f"{name} (on {short_date(day)})" for name, day in pairs))
    sentence = (
        f"All bells of {counted(len(last_rows), 'school')} ended before {short_date(on)}: {ended}."
    )
    return TableWarning("ended", sentence, "Add the times that hold now.", rows_of(over))


def _gaps(bells: pd.DataFrame, calendar: Calendar) -> TableWarning | None:
    """Periods of one school and weekday between which school days have no bell.

    Parameters
    ----------
    bells : DataFrame
        As `read_bells` returns it, with the name of each school.
    """
    table, before = _reach(bells)
    gap = table["first"] - before["last"] > 1
    gap &= _school_days(table["weekday"], before["last"], table["first"], gap, calendar) > 0
    if not gap.any():
        return None
    earliest = table[gap].drop_duplicates("urn")
    pairs = zip(earliest["name"], earliest["valid_from"], strict=True)
    schools = sorted(f"{name} (before {short_date(day)})" for name, day in pairs)
    sentence = f"School days without a bell lie between two periods: {few(schools)}."
    mend = "Let one period begin on the day after the other ends."
    return TableWarning("gap", sentence, mend, rows_of(table[gap]))


def _overlaps(bells: pd.DataFrame) -> TableWarning | None:
    """Two rows of one school and weekday that hold on the same day and say different times.

    A row is held against the one among those that began before it that lasts longest. That finds
    one of two rows that disagree wherever there are any.

    Parameters
    ----------
    bells : DataFrame
        As `read_bells` returns it, with the name of each school.
    """
    table, before = _reach(bells)
    times = ["finish_min", "stagger_min"]
    differ = (table[times] != before[times]).any(axis=1)
    clash = (before["last"] >= table["first"]) & differ
    if not clash.any():
        return None
    names = few(sorted(set(table.loc[clash, "name"])))
    mend = "End the earlier period on the day before the later begins; until then the later counts."
    rows = {int(n) for n in [*table[clash].index, *before.loc[clash, "row"]]}
    return TableWarning(
        "overlap", f"Two different times hold on the same day: {names}.", mend, tuple(sorted(rows))
    )


def _reach(bells: pd.DataFrame) -> tuple[pd.DataFrame, pd.DataFrame]:
    """Rows in order, and for each the one before it, of its school and weekday, that lasts longest.

    The second is missing where a row is the first.
    """
    ordinal = dt.date.toordinal
    table = bells.assign(
        first=bells["valid_from"].map(ordinal).astype("int64"),
        last=bells["valid_to"].map(ordinal).astype("int64"),
        row=bells.index,
    ).sort_values([*_KEY, "first", "last"], kind="stable")
    key = [table[column] for column in _KEY]
    reach = table.groupby(_KEY)["last"].cummax()
    leads = reach > reach.groupby(key).shift(fill_value=-1)
    place = pd.Series(np.arange(len(table), dtype=float), index=table.index).where(leads)
    holder = place.groupby(key).ffill().groupby(key).shift()
    there = holder.notna()
    columns = ["first", "last", "finish_min", "stagger_min", "row"]
    before = table[columns].iloc[holder[there].astype(int)].set_axis(table.index[there])
    return table, before.reindex(table.index)


def _school_days(
    weekday: pd.Series, after: pd.Series, until: pd.Series, gap: pd.Series, calendar: Calendar
) -> pd.Series:
    """How many school days of a weekday lie after one day number and before another."""
    count = pd.Series(0, index=weekday.index)
    if not gap.any():
        return count
    last = int(until[gap].max())
    first = max(int(after[gap].min()), last - _LONGEST_DAYS)
    span = calendar.window.dates_between(dt.date.fromordinal(first), dt.date.fromordinal(last))
    numbers = np.asarray([day.toordinal() for day in span.date], dtype=np.int64)
    for day in range(5):
        mine = gap & (weekday == day)
        school = numbers[(numbers - 1) % 7 == day]
        before = np.searchsorted(school, until[mine].to_numpy(dtype=np.int64), side="left")
        since = np.searchsorted(school, after[mine].to_numpy(dtype=np.int64), side="right")
        count[mine] = before - since
    return count


def _early_or_late(table: pd.DataFrame) -> TableWarning | None:
    odd = table[~table["finish_min"].between(_EARLIEST_MIN, _LATEST_MIN)]
    if odd.empty:
        return None
    sentence = f"A finish before 12:00 or after 17:30 is unlikely: {few(_with_times(odd))}."
    return TableWarning("unlikely_time", sentence, "Check for a time in the morning.", rows_of(odd))


def _long_staggers(table: pd.DataFrame) -> TableWarning | None:
    odd = table[table["stagger_min"] > _LONG_STAGGER_MIN]
    if odd.empty:
        return None
    sentence = f"Letting out for more than an hour is unlikely: {few(sorted(set(odd['name'])))}."
    mend = "The stagger is the minutes until the last year group has left."
    return TableWarning("long_stagger", sentence, mend, rows_of(odd))


def _far_from_others(now: pd.DataFrame) -> list[TableWarning | None]:
    """Days on which a school finishes far from its other days; Fridays are usual."""
    usual = now.groupby("urn")["finish_min"].transform("median")
    far = now[(now["finish_min"] - usual).abs() > _FAR_MIN]
    friday = (far["weekday"] == _FRIDAY) & (far["finish_min"] < usual[far.index])
    warnings: list[TableWarning | None] = []
    if len(far[~friday]):
        sentence = (
            f"More than 90 minutes from the school's other days: {few(_with_times(far[~friday]))}."
        )
        mend = "Check the time."
        warnings.append(TableWarning("far_from_others", sentence, mend, rows_of(far[~friday])))
    if len(far[friday]):
        sentence = f"An early Friday, which is usual: {few(_with_times(far[friday]))}."
        mend = "Nothing to do if it is so."
        warnings.append(
            TableWarning("early_friday", sentence, mend, rows_of(far[friday]), soft=True)
        )
    return warnings


def _all_alike(now: pd.DataFrame) -> TableWarning | None:
    """A default that somebody typed in rather than the school's own times."""
    count, minutes = now["urn"].nunique(), now["finish_min"].unique()
    if count < _TYPED_IN or len(minutes) > 1:
        return None
    sentence = f"All {count} schools finish at {clock(int(minutes[0]))}."
    mend = "Schools seldom agree: if this is a default, ask each school."
    return TableWarning("all_alike", sentence, mend, rows_of(now), soft=True)


def _with_times(rows: pd.DataFrame) -> list[str]:
    """``Hill School (Mon 11:30)``, once a school."""
    first = rows.sort_values(["name", "weekday"]).drop_duplicates("urn")
    columns = zip(first["name"], first["weekday"], first["finish_min"], strict=True)
    return [f"{name} ({WEEKDAYS[day]} {clock(int(minute))})" for name, day, minute in columns]


def _schools(count: int, of: int) -> str:
    return f"{count:,} of {counted(of, 'school')} {'has' if count == 1 else 'have'}"
