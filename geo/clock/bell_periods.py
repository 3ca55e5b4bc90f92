"""Periods of validity of one school's bells: what lies between them, and what they contradict."""

import datetime as dt
from typing import Final

import numpy as np
import pandas as pd

from geo.clock.calendar import Calendar
from geo.clock.verdicts import TableWarning, day_text, few, rows_of

_KEY: Final = ["urn", "weekday"]
#: Periods may lie centuries apart by mistake; the calendar is asked about this much.
_LONGEST_DAYS: Final = 366 * 20


def gaps(bells: pd.DataFrame, calendar: Calendar) -> TableWarning | None:
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
    told = sorted(f"{name} (before {day_text(day)})" for name, day in pairs)
    said = f"School days without a bell lie between two periods: {few(told)}."
    mend = "Let one period begin on the day after the other ends."
    return TableWarning("gap", said, mend, rows_of(table[gap]))


def overlaps(bells: pd.DataFrame) -> TableWarning | None:
    """Two rows of one school and weekday that hold on the same day and say different times.

    A row is held against the one among those that began before it that lasts longest. That finds
    one of two rows that disagree wherever there are any.

    Parameters
    ----------
    bells : DataFrame
        As `read_bells` returns it, with the name of each school.
    """
    table, before = _reach(bells)
    said = ["finish_min", "stagger_min"]
    differ = (table[said] != before[said]).any(axis=1)
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
