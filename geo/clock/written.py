"""What people write into a cell: times, dates, weekdays and minutes, in any usual form.

Nothing is guessed. What can be read in two ways is not read.
"""

import datetime as dt
import re
from typing import Final

import pandas as pd

from geo.layers.moments import DateOrder, date_order, moments

WEEKDAYS: Final = ("Mon", "Tue", "Wed", "Thu", "Fri")
#: Stands for an empty end: for good.
FOR_GOOD: Final = dt.date(9999, 12, 31)
_DAYS: Final = {
    name: number
    for number, names in enumerate(
        (
            ("mon", "monday", "mo", "1"),
            ("tue", "tues", "tuesday", "tu", "2"),
            ("wed", "weds", "wednesday", "we", "3"),
            ("thu", "thur", "thurs", "thursday", "th", "4"),
            ("fri", "friday", "fr", "5"),
        )
    )
    for name in names
}
_EVERY: Final = ("daily", "every day", "each day", "weekdays", "all", "all days", "mon-fri")
_CLOCK: Final = (
    r"^(?:1899-12-3[01][ T])?(?P<hour>\d{1,2})(?:[:.](?P<minute>\d{2}))?(?::00(?:\.0+)?)?"
    r"\s*(?P<half>[AaPp])?(?:\.?[Mm]\.?)?$"
)
_BARE: Final = r"^(\d{1,2})(\d{2})(?=\s*(?:[AaPp]\.?[Mm]\.?)?$)"
_DAY_NAMES: Final = r"^(?P<day>mon|tue|wed|thu|fri|sat|sun)[a-z]*\.?,?\s+"
_DAY_ORDER: Final = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")


def clock_minutes(text: pd.Series) -> pd.Series:
    """Read times of the day: 15:10, 15.10, 1510, 3:10pm.

    An hour from 1 to 7 in one digit without am or pm is not read: 3:10 may be either.

    Parameters
    ----------
    text : Series of str

    Returns
    -------
    Series of Int64
        Minutes after midnight; missing where it is no time.
    """
    plain = text.str.strip().str.replace(_BARE, r"\1:\2", regex=True)
    plain = plain.str.replace(r"^(\d{1,2}\.[0-5])$", r"\g<1>0", regex=True)
    parts = plain.str.extract(_CLOCK)
    hour = pd.to_numeric(parts["hour"], errors="coerce").astype("Int64")
    minute = pd.to_numeric(parts["minute"], errors="coerce").astype("Int64")
    half = parts["half"].str.lower().fillna("")
    either = (half == "") & (parts["hour"].str.len() == 1) & hour.between(1, 7).fillna(value=False)
    whole = minute.isna() & (half == "")
    minute = minute.fillna(0)
    possible = (minute < 60) & hour.between(0, 23) & ((half == "") | hour.between(1, 12))
    hour = hour.where(half == "", hour % 12 + 12 * (half == "p").astype("Int64"))
    good = possible.fillna(value=False).astype(bool) & ~either & ~whole
    return (hour * 60 + minute).where(good)


def dates(columns: list[pd.Series]) -> list[pd.Series]:
    """Read dates: 2026-09-01, 01/09/2026, 1 Sep 2026, Tue 1 September 2026.

    The day comes first, as in Britain, unless the columns together prove that the month does. A
    weekday that the date does not fall on makes it none.

    Parameters
    ----------
    columns : list of Series of str
        Columns of one table, which are written in one order.

    Returns
    -------
    list of Series of date
        None where it is no date.
    """
    plain = [_plain_date(column) for column in columns]
    order = date_order(plain, month_first=False)
    order = order if order is DateOrder.MONTH_FIRST else DateOrder.DAY_FIRST
    return [_dates(text, day, order) for text, day in zip(plain, columns, strict=True)]


def weekday_sets(text: pd.Series) -> pd.Series:
    """Read weekdays: Mon, Monday, 1, ``Mon-Fri``, ``Mon, Wed``, daily.

    Parameters
    ----------
    text : Series of str

    Returns
    -------
    Series of tuple of int
        0 is Monday, 4 is Friday; an empty tuple where it names none, or another day too.
    """
    known = {cell: _weekdays(cell) for cell in text.unique()}
    return pd.Series([known[cell] for cell in text], index=text.index, dtype=object)


def minutes(text: pd.Series) -> pd.Series:
    """Read whole minutes: 15, 15.0, 15 min; nothing is 0. Missing where it is no number."""
    plain = text.str.strip().str.replace(r"\s*(?:min|mins|minutes?|m)\.?$", "", regex=True)
    plain = plain.str.replace(r"\.0+$", "", regex=True).where(lambda cell: cell != "", "0")
    whole = plain.str.fullmatch(r"\d{1,6}").astype(bool)
    return pd.to_numeric(plain.where(whole), errors="coerce").astype("Int64")


def squeezed(text: pd.Series) -> pd.Series:
    """Text without space around it and with one space between words."""
    return text.str.replace(r"\s+", " ", regex=True).str.strip()


def _plain_date(text: pd.Series) -> pd.Series:
    """A date without its weekday, ordinal and midnight, and with four digits of a year."""
    plain = squeezed(text).str.replace(_DAY_NAMES, "", regex=True, flags=re.IGNORECASE)
    plain = plain.str.replace(r"^(\d{1,2})(?:st|nd|rd|th)\b", r"\1", regex=True)
    plain = plain.str.replace(
        r"^(\d{1,2})[- ]([A-Za-z]{3,9})[- ](\d{2})$", r"\1 \2 20\3", regex=True
    )
    return plain.str.replace(r"[ T]00:00(?::00(?:\.0+)?)?$", "", regex=True)


def _dates(plain: pd.Series, written: pd.Series, order: DateOrder) -> pd.Series:
    found = moments(plain.where(~plain.str.contains(":", regex=False), ""), order, "UTC")
    named = squeezed(written).str.lower().str.extract(_DAY_NAMES, flags=re.IGNORECASE)["day"]
    wrong = named.notna() & (
        named.map(_DAY_ORDER.index, na_action="ignore") != found.dt.day_of_week
    )
    found = found.mask(wrong)
    days: pd.Series = found.dt.date.astype(object).where(found.notna(), None)
    return days


def _weekdays(cell: str) -> tuple[int, ...]:
    plain = re.sub(r"\s*(?:-|–|—|\bto\b)\s*", "-", " ".join(cell.lower().split()))
    if plain in _EVERY:
        return tuple(range(5))
    found: list[int] = []
    for part in re.split(r"\s*(?:,|;|/|&|\+|\band\b|\s)\s*", plain):
        ends = [_DAYS.get(day.removesuffix("."), -1) for day in part.split("-")]
        if len(ends) > 2 or min(ends) < 0 or ends[0] > ends[-1]:
            return ()
        found += range(ends[0], ends[-1] + 1)
    return tuple(sorted(set(found)))
