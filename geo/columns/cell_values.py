"""Cells of text as values: times in one timezone, and pairs of coordinates.

ISO is read as it is. Whether 03/04/2016 is in March or April is decided over whole columns. A
time without an offset is local; the first of two where a clock change repeats it, and shifted
forward where it does not exist.
"""

from enum import StrEnum
from typing import Final

import numpy as np
import pandas as pd
import pyarrow as pa
import pyarrow.compute as pc
from numpy.typing import NDArray

_Floats = NDArray[np.float64]
_NUMBER = r"[-+]?\d{1,3}(?:\.\d+)?"
#: Each names x or y; a is the first of two that may be either.
_FORMS: Final = (
    rf"(?i)point\s*z?\s*\(\s*(?P<x>{_NUMBER})[\s,]+(?P<y>{_NUMBER})",
    rf"(?is)coordinates[^\d+-]+(?P<x>{_NUMBER})\s*,\s*(?P<y>{_NUMBER})",
    rf"(?is)latitude[^\d+-]+(?P<y>{_NUMBER})\D.*longitude[^\d+-]+(?P<x>{_NUMBER})",
    rf"(?is)longitude[^\d+-]+(?P<x>{_NUMBER})\D.*latitude[^\d+-]+(?P<y>{_NUMBER})",
    r"(?s)(?:^|[^\d.+-])(?P<a>[-+]?\d{1,3}\.\d+)\s*[,;/ ]\s*(?P<b>[-+]?\d{1,3}\.\d+)\s*[)\]]?\s*$",
)


def pairs_in(text: pd.Series) -> tuple[_Floats, _Floats]:
    """Read longitudes and latitudes out of a column of texts.

    Parameters
    ----------
    text : Series of str
        Such as ``(35.1, -90.0)``, ``POINT (-90.0 35.1)``, or an address with a pair at its end.

    Returns
    -------
    ndarray, ndarray
        Longitude and latitude of each row; NaN where there is no pair. A bare pair has the
        latitude first, unless it cannot be one.
    """
    column = pa.array(text, type=pa.large_string())
    x, y = (np.full(len(text), np.nan) for _ in range(2))
    for form in _FORMS:
        if not np.isnan(x).any():
            break
        first, second = _numbers(column, form)
        empty = np.isnan(x) & ~np.isnan(first)
        x[empty], y[empty] = first[empty], second[empty]
    return x, y


def _numbers(column: pa.Array, form: str) -> tuple[_Floats, _Floats]:
    """Longitude and latitude by one form."""
    groups = pc.extract_regex(column, form)
    parts = {
        field.name: pc.struct_field(groups, field.name)
        .cast(pa.float64())
        .to_numpy(zero_copy_only=False)
        for field in groups.type
    }
    if "x" in parts:
        return parts["x"], parts["y"]
    with np.errstate(invalid="ignore"):
        swapped = bool((np.abs(parts["a"]) > 90).sum() > (np.abs(parts["b"]) > 90).sum())
    return (parts["a"], parts["b"]) if swapped else (parts["b"], parts["a"])


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
    parts = [
        _parts(column, r"^(?P<first>\d{1,2})[-/.](?P<second>\d{1,2})[-/.]\d{2}")
        for column in columns
        if not _all_iso(column)
    ]
    both = pd.concat(parts) if parts else pd.DataFrame({"first": [], "second": []})
    both = both[both["first"] != ""]
    if both.empty:
        return DateOrder.NOT_NEEDED
    first, second = (pd.to_numeric(both[part]) for part in ("first", "second"))
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

    Parameters
    ----------
    dates, times : Series of str
        One a row; empty where there is none.
    """
    clock = times.str.upper()
    clock = clock.str.replace(r"^(\d{1,2})$", r"\1:00", regex=True)
    clock = clock.str.replace(r"^(\d{1,2})(\d{2})$", r"\1:\2", regex=True)
    midnight = r"[T ]+(?:0?0:00(?::00)?(?:\.0+)?|12:00(?::00)?\s*AM)$"
    day = dates.str.replace(midnight, "", regex=True)
    bare = ~day.str.contains(":", regex=False) & (clock != "") & (day != "")
    return day.where(~bare, day + " " + clock)


def in_one(
    year: pd.Series, month: pd.Series, day: pd.Series, hour: pd.Series, minute: pd.Series
) -> pd.Series:
    """Join columns of numbers into ISO text; without an hour only the date, empty where no year.

    Parameters
    ----------
    year, month, day, hour, minute : Series of str
        Numbers as text; empty where there is none.
    """
    date = year + "-" + month.str.zfill(2) + "-" + day.str.zfill(2)
    clock = "T" + hour.str.zfill(2) + ":" + minute.where(minute != "", "0").str.zfill(2)
    return (date + clock.where(hour != "", "")).where(year != "", "")


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
    at_once = _by_cast(text, timezone)
    if at_once is not None:
        return at_once
    usual = text.str.fullmatch(_ISO) | text.str.fullmatch(_ISO_OFFSET)
    odd = ~usual & (text != "")
    if odd.any():
        text = text.where(~odd, _iso(text[odd], order).reindex(text.index, fill_value=""))
    zoned = text.str.fullmatch(_ISO_OFFSET)
    local = text.str.fullmatch(_ISO) & ~zoned
    times = pd.Series(pd.NaT, index=text.index, dtype=f"datetime64[ns, {timezone}]")
    if local.any():
        times = times.where(~local, _local(text.where(local), timezone))
    if zoned.any():
        times = times.where(~zoned, _zoned(text.where(zoned), timezone))
    return times


def _by_cast(text: pd.Series, timezone: str) -> pd.Series | None:
    """Read a column that is ISO throughout, all with an offset or all without; None otherwise."""
    for kind in (pa.timestamp("ns"), pa.timestamp("ns", "UTC")):
        try:
            cast = _filled(text).cast(kind)
        except pa.ArrowInvalid:
            continue
        times = pd.Series(cast.to_pandas().array, index=text.index)
        return _localised(times, timezone) if kind.tz is None else _shifted(times, timezone)
    return None


def _all_iso(text: pd.Series) -> bool:
    """Whether a column begins with the year wherever it says anything."""
    begins = pc.match_substring_regex(_filled(text), r"^\d{4}-")
    return bool(pc.all(begins, min_count=0).as_py())


def _filled(text: pd.Series) -> pa.Array:
    """A column with nothing where there is empty text."""
    column = pa.array(text, pa.large_string())
    return pc.if_else(pc.equal(column, ""), None, column)


def _parts(text: pd.Series, pattern: str) -> pd.DataFrame:
    """Named groups of a pattern, empty where it does not fit."""
    groups = pc.extract_regex(pa.array(text, pa.large_string()), pattern)
    groups = groups.combine_chunks() if isinstance(groups, pa.ChunkedArray) else groups
    names = [field.name for field in groups.type]
    columns = [pc.fill_null(column, "") for column in groups.flatten()]
    return pd.DataFrame(
        {name: pd.Series(c, dtype="str") for name, c in zip(names, columns, strict=True)}
    ).set_axis(text.index)


def _local(text: pd.Series, timezone: str) -> pd.Series:
    return _localised(pd.to_datetime(text, format="ISO8601", errors="coerce"), timezone)


def _localised(naive: pd.Series, timezone: str) -> pd.Series:
    naive = naive.where((naive >= EARLIEST) & (naive < _LAST)).dt.as_unit("ns")
    first = np.ones(len(naive), dtype=bool)
    times: pd.Series = naive.dt.tz_localize(timezone, ambiguous=first, nonexistent="shift_forward")
    return times


def _zoned(text: pd.Series, timezone: str) -> pd.Series:
    return _shifted(pd.to_datetime(text, format="ISO8601", errors="coerce", utc=True), timezone)


def _shifted(utc: pd.Series, timezone: str) -> pd.Series:
    earliest, last = EARLIEST.tz_localize("UTC"), _LAST.tz_localize("UTC")
    utc = utc.where((utc >= earliest) & (utc < last)).dt.as_unit("ns")
    times: pd.Series = utc.dt.tz_convert(timezone)
    return times


def _iso(text: pd.Series, order: DateOrder) -> pd.Series:
    """Write other forms as ISO; empty where the form is unknown."""
    result = pd.Series("", index=text.index, dtype="str")
    for pattern in (_YEAR_FIRST, _YEAR_LAST, _NAMED, _NAMED_US):
        fits = text.str.fullmatch(pattern)
        if not fits.any():
            continue
        parts = _parts(text[fits], f"^{pattern}$")
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
