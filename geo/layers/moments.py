"""When each row happened: text in any usual form, as times in one timezone.

ISO is read as it stands. Whether 03/04/2016 is in March or April is decided over whole columns. A
time without an offset is local; the first of two where a clock change repeats it, and shifted
forward where it does not exist.
"""

from enum import StrEnum
from typing import Final

import numpy as np
import pandas as pd

EARLIEST: Final = pd.Timestamp("1950-01-01")
_LAST: Final = pd.Timestamp("2200-01-01")
_CLOCK = r"(?:[T ]\d{2}:\d{2}(?::\d{2}(?:\.\d{1,9})?)?)?"
_ISO = r"\d{4}-\d{2}-\d{2}" + _CLOCK
_ISO_OFFSET = _ISO + r" ?(?:Z|[+-]\d{2}:?\d{2}|[+-]\d{2})"
_TAIL = (
    r"(?:[T ,]+(?P<hour>\d{1,2}):(?P<minute>\d{2})(?::(?P<second>\d{2})(?:[.,]\d+)?)?"
    r"\s*(?P<half>[AaPp])?\.?(?:[Mm]\.?)?)?\s*(?P<offset>Z|z|UTC|[+-]\d{2}(?::?\d{2})?)?"
)
_YEAR_FIRST = r"(?P<year>\d{4})[-/.](?P<month>\d{1,2})[-/.](?P<day>\d{1,2})" + _TAIL
_YEAR_LAST = r"(?P<first>\d{1,2})[-/.](?P<second_part>\d{1,2})[-/.](?P<year>\d{4}|\d{2})" + _TAIL
_NAMED = r"(?P<day>\d{1,2})[- ](?P<month>[A-Za-z]{3})[a-z]*\.?[- ,]+(?P<year>\d{4})" + _TAIL
_NAMED_US = r"(?P<month>[A-Za-z]{3})[a-z]*\.? (?P<day>\d{1,2}),? (?P<year>\d{4})" + _TAIL
_MONTHS: Final = {
    name: f"{number:02d}"
    for number, name in enumerate(
        ["jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec"],
        start=1,
    )
}
#: One order must win by this much where both occur; what is left over is an impossible date.
_DECIDED = 20


class DateOrder(StrEnum):
    """Which part of 03/04/2016 comes first."""

    DAY_FIRST = "day first"
    MONTH_FIRST = "month first"
    NOT_NEEDED = "year first"
    UNDECIDED = "undecided"


def date_order(columns: list[pd.Series], *, month_first: bool) -> DateOrder:
    """Decide over whole columns whether the day or the month comes first.

    Parameters
    ----------
    columns : list of Series of str
    month_first : bool
        What the header says where no value above 12 decides.
    """
    parts = [column.str.extract(r"^(\d{1,2})[-/.](\d{1,2})[-/.]\d{2}") for column in columns]
    both = pd.concat(parts).dropna()
    if both.empty:
        return DateOrder.NOT_NEEDED
    first, second = (pd.to_numeric(both[part]) for part in (0, 1))
    days = int(((first > 12) & (second <= 12)).sum())
    months = int(((second > 12) & (first <= 12)).sum())
    if days > _DECIDED * months:
        return DateOrder.DAY_FIRST
    if months > _DECIDED * days:
        return DateOrder.MONTH_FIRST
    return DateOrder.MONTH_FIRST if month_first and not days else DateOrder.UNDECIDED


def with_times(dates: pd.Series, times: pd.Series) -> pd.Series:
    """Join a column of dates and one of times (18:45, 1845, 18 or 6:45 PM) into one text.

    A date that says its own time, other than midnight, keeps it.
    """
    clock = times.str.upper()
    clock = clock.str.replace(r"^(\d{1,2})$", r"\1:00", regex=True)
    clock = clock.str.replace(r"^(\d{1,2})(\d{2})$", r"\1:\2", regex=True)
    midnight = r"[T ]+(?:0?0:00(?::00)?(?:\.0+)?|12:00(?::00)?\s*AM)$"
    day = dates.str.replace(midnight, "", regex=True)
    bare = ~day.str.contains(":", regex=False) & (clock != "") & (day != "")
    return day.where(~bare, day + " " + clock)


def moments(text: pd.Series, order: DateOrder, timezone: str) -> pd.Series:
    """Read times.

    Parameters
    ----------
    text : Series of str
        Stripped; empty where there is none.
    order : DateOrder
        As `date_order` decided.
    timezone : str
        IANA name of the local time, and of the result.

    Returns
    -------
    Series of timezone-aware datetime
        Missing where there is no text or it is no possible time.
    """
    usual = text.str.fullmatch(_ISO) | text.str.fullmatch(_ISO_OFFSET)
    odd = ~usual & (text != "")
    if odd.any():
        text = text.where(~odd, _iso(text[odd], order).reindex(text.index, fill_value=""))
    zoned = text.str.fullmatch(_ISO_OFFSET)
    local = text.str.fullmatch(_ISO) & ~zoned
    found = pd.Series(pd.NaT, index=text.index, dtype=f"datetime64[ns, {timezone}]")
    if local.any():
        found = found.where(~local, _local(text.where(local), timezone))
    if zoned.any():
        found = found.where(~zoned, _zoned(text.where(zoned), timezone))
    return found


def _local(text: pd.Series, timezone: str) -> pd.Series:
    naive = pd.to_datetime(text, format="ISO8601", errors="coerce")
    naive = naive.where((naive >= EARLIEST) & (naive < _LAST)).dt.as_unit("ns")
    first = np.ones(len(naive), dtype=bool)
    return naive.dt.tz_localize(timezone, ambiguous=first, nonexistent="shift_forward")


def _zoned(text: pd.Series, timezone: str) -> pd.Series:
    utc = pd.to_datetime(text, format="ISO8601", errors="coerce", utc=True)
    earliest, last = EARLIEST.tz_localize("UTC"), _LAST.tz_localize("UTC")
    utc = utc.where((utc >= earliest) & (utc < last)).dt.as_unit("ns")
    return utc.dt.tz_convert(timezone)


def _iso(text: pd.Series, order: DateOrder) -> pd.Series:
    """Write other forms as ISO; empty where the form is unknown."""
    result = pd.Series("", index=text.index, dtype="str")
    for pattern in (_YEAR_FIRST, _YEAR_LAST, _NAMED, _NAMED_US):
        fits = text.str.fullmatch(pattern)
        if not fits.any():
            continue
        parts = text[fits].str.extract(f"^{pattern}$").fillna("")
        if "first" in parts:
            ends = ["day", "month"] if order is DateOrder.DAY_FIRST else ["month", "day"]
            parts = parts.rename(columns=dict(zip(["first", "second_part"], ends, strict=True)))
        result = result.where(~fits, _written(parts).reindex(text.index, fill_value=""))
        text = text.where(~fits, "")
    return result


def _written(parts: pd.DataFrame) -> pd.Series:
    """ISO text from year, month, day, hour, minute, second, half of the day and offset."""
    month = parts["month"].str.lower().replace(_MONTHS).str.zfill(2)
    year = parts["year"].where(parts["year"].str.len() == 4, "20" + parts["year"])
    hour = pd.to_numeric(parts["hour"], errors="coerce").fillna(0).astype(int)
    half = parts["half"].str.upper()
    possible = (half == "") | hour.between(1, 12)
    hour = hour.where(half == "", hour % 12 + 12 * (half == "P").astype(int))
    clock = hour.astype("str").str.zfill(2) + ":" + parts["minute"].where(lambda m: m != "", "00")
    clock = clock + ":" + parts["second"].where(lambda s: s != "", "00")
    offset = parts["offset"].replace({"z": "Z", "UTC": "Z"})
    written = year + "-" + month + "-" + parts["day"].str.zfill(2) + "T" + clock + offset
    return written.where(possible, "")
