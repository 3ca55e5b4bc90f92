"""Cells of a table as people write them: times, dates, weekdays; and the columns by any name."""

import datetime as dt
import re
from collections.abc import Mapping
from typing import Final

import pandas as pd

from geo.columns import DateOrder, date_order, moments
from geo.errors import FileRefusedError

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
BELL_COLUMNS: Final = (
    "urn", "valid_from", "valid_to", "weekday", "finish_time", "stagger_min", "source",
)  # fmt: skip
TERM_COLUMNS: Final = ("scope", "scope_id", "academic_year", "kind", "start", "end", "source")
KINDS: Final = ("term", "half_term", "inset", "closure", "bank_holiday")
_ALSO: Final[Mapping[str, Mapping[str, str]]] = {
    "bells": {
        "school_urn": "urn", "school": "urn", "day": "weekday", "days": "weekday",
        "weekdays": "weekday", "finish": "finish_time", "finishes": "finish_time",
        "end_time": "finish_time", "bell": "finish_time", "bell_time": "finish_time",
        "time": "finish_time", "stagger": "stagger_min", "stagger_minutes": "stagger_min",
        "from": "valid_from", "to": "valid_to", "until": "valid_to",
    },
    "terms": {
        "type": "kind", "year": "academic_year", "from": "start", "start_date": "start",
        "first_day": "start", "to": "end", "until": "end", "end_date": "end", "last_day": "end",
        "id": "scope_id",
    },
}  # fmt: skip
_NEEDED: Final = {
    "bells": ("urn", "valid_from", "weekday", "finish_time"),
    "terms": ("scope", "scope_id", "kind", "start", "end"),
}
COLUMNS: Final = {"bells": BELL_COLUMNS, "terms": TERM_COLUMNS}


def read_clock_minutes(text: pd.Series) -> pd.Series:
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


def read_dates(columns: list[pd.Series]) -> list[pd.Series]:
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


def read_weekdays(text: pd.Series) -> pd.Series:
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


def read_minutes(text: pd.Series) -> pd.Series:
    """Read whole minutes: 15, 15.0, 15 min; nothing is 0. Missing where it is no number.

    Parameters
    ----------
    text : Series of str
        As people write them.
    """
    plain = text.str.strip().str.replace(r"\s*(?:min|mins|minutes?|m)\.?$", "", regex=True)
    plain = plain.str.replace(r"\.0+$", "", regex=True).where(lambda cell: cell != "", "0")
    whole = plain.str.fullmatch(r"\d{1,6}").astype(bool)
    return pd.to_numeric(plain.where(whole), errors="coerce").astype("Int64")


def tidied(text: pd.Series) -> pd.Series:
    """Text without space around it and with one space between words.

    Parameters
    ----------
    text : Series of str
        As people write it.
    """
    return text.str.replace(r"\s+", " ", regex=True).str.strip()


def _plain_date(text: pd.Series) -> pd.Series:
    """A date without its weekday, ordinal and midnight, and with four digits of a year."""
    plain = tidied(text).str.replace(_DAY_NAMES, "", regex=True, flags=re.IGNORECASE)
    plain = plain.str.replace(r"^(\d{1,2})(?:st|nd|rd|th)\b", r"\1", regex=True)
    plain = plain.str.replace(
        r"^(\d{1,2})[- ]([A-Za-z]{3,9})[- ](\d{2})$", r"\1 \2 20\3", regex=True
    )
    return plain.str.replace(r"[ T]00:00(?::00(?:\.0+)?)?$", "", regex=True)


def _dates(plain: pd.Series, written: pd.Series, order: DateOrder) -> pd.Series:
    moment = moments(plain.where(~plain.str.contains(":", regex=False), ""), order, "UTC")
    named = tidied(written).str.lower().str.extract(_DAY_NAMES, flags=re.IGNORECASE)["day"]
    wrong = named.notna() & (
        named.map(_DAY_ORDER.index, na_action="ignore") != moment.dt.day_of_week
    )
    moment = moment.mask(wrong)
    days: pd.Series = moment.dt.date.astype(object).where(moment.notna(), None)
    return days


def _weekdays(cell: str) -> tuple[int, ...]:
    plain = re.sub(r"\s*(?:-|–|—|\bto\b)\s*", "-", " ".join(cell.lower().split()))
    if plain in _EVERY:
        return tuple(range(5))
    numbers: list[int] = []
    for part in re.split(r"\s*(?:,|;|/|&|\+|\band\b|\s)\s*", plain):
        ends = [_DAYS.get(day.removesuffix("."), -1) for day in part.split("-")]
        if len(ends) > 2 or min(ends) < 0 or ends[0] > ends[-1]:
            return ()
        numbers += range(ends[0], ends[-1] + 1)
    return tuple(sorted(set(numbers)))


def canonical(frame: pd.DataFrame, name: str) -> tuple[pd.DataFrame, tuple[str, ...]]:
    """Bring a table into its canonical columns, whatever they are called.

    Parameters
    ----------
    frame : DataFrame of str
    name : str
        "bells" or "terms".

    Returns
    -------
    DataFrame of str
        The rows that are not blank, by their position; columns that did not come are empty.
    tuple of str
        Columns that the table has no use for.

    Raises
    ------
    FileRefusedError
        When a column is missing that the table cannot do without.
    """
    columns = COLUMNS[name]
    plain = {c: re.sub(r"[^a-z0-9]+", "_", str(c).strip().lower()).strip("_") for c in frame}
    plain = {c: p if p in columns else _ALSO[name].get(p, p) for c, p in plain.items()}
    first = {p: c for c, p in reversed(plain.items()) if p in columns}
    missing = [column for column in _NEEDED[name] if column not in first]
    if missing:
        came = ", ".join(map(str, frame.columns)) or "none"
        raise FileRefusedError(
            f"The table of {name}",
            f"the columns {came} came, without {', '.join(missing)}",
            f"the columns {', '.join(columns)}",
            "Add or rename the missing ones.",
        )
    text = pd.DataFrame({p: tidied(frame[c].fillna("").astype(str)) for p, c in first.items()})
    text = text.reindex(columns=[*columns], fill_value="").reset_index(drop=True).astype(object)
    ignored = tuple(str(c) for c in frame.columns if c not in first.values())
    return text[(text != "").any(axis=1)], ignored
