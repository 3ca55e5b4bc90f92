"""Term dates and bell times from the tables that a team keeps as CSV."""

import datetime as dt
from pathlib import Path
from typing import Final

import pandas as pd

from geo.errors import FileRefusedError

KINDS: Final = ("term", "half_term", "inset", "closure", "bank_holiday")
WEEKDAYS: Final = ("Mon", "Tue", "Wed", "Thu", "Fri")
_TERM_COLUMNS: Final = ("scope", "scope_id", "academic_year", "kind", "start", "end", "source")
_BELL_COLUMNS: Final = ("urn", "valid_from", "valid_to", "weekday", "finish_time", "stagger_min")


def read_terms(path: Path) -> pd.DataFrame:
    """Read term dates.

    Parameters
    ----------
    path : Path
        CSV with columns scope (la or urn), scope_id, academic_year, kind, start, end (ISO dates)
        and source.

    Returns
    -------
    DataFrame
        The same columns; start and end as dates, the last day included.

    Raises
    ------
    FileRefusedError
        Naming every line that is wrong, at once.
    """
    table = _read(path, _TERM_COLUMNS)
    table["start"], bad_start = _dates(table["start"])
    table["end"], bad_end = _dates(table["end"])
    _refuse(
        path,
        {
            "a start or end that is no date (YYYY-MM-DD)": bad_start | bad_end,
            "an end before its start": ~(bad_start | bad_end)
            & _before(table["end"], table["start"]),
            f"a kind other than {', '.join(KINDS)}": ~table["kind"].isin(KINDS),
            "a scope other than la or urn": ~table["scope"].isin(["la", "urn"]),
        },
    )
    return table


def read_bells(path: Path) -> pd.DataFrame:
    """Read bell times.

    Parameters
    ----------
    path : Path
        CSV with columns urn, valid_from, valid_to (ISO dates; an empty valid_to means for good),
        weekday (Mon to Fri), finish_time (HH:MM), stagger_min and, if you like, source.

    Returns
    -------
    DataFrame
        Columns urn, valid_from, valid_to (dates), weekday (0 is Monday), finish_min (minutes after
        midnight) and stagger_min.

    Raises
    ------
    FileRefusedError
        Naming every line that is wrong, at once.
    """
    table = _read(path, _BELL_COLUMNS)
    table["valid_from"], bad_from = _dates(table["valid_from"])
    table["valid_to"], bad_to = _dates(table["valid_to"].replace("", "9999-12-31"))
    finish = pd.to_datetime(table["finish_time"], format="%H:%M", errors="coerce")
    stagger = pd.to_numeric(table["stagger_min"].replace("", "0"), errors="coerce")
    _refuse(
        path,
        {
            "a valid_from or valid_to that is no date (YYYY-MM-DD)": bad_from | bad_to,
            f"a weekday other than {', '.join(WEEKDAYS)}": ~table["weekday"].isin(WEEKDAYS),
            "a finish_time that is no time (HH:MM)": finish.isna(),
            "a stagger_min that is no number of minutes from 0 to 120": ~stagger.between(0, 120),
        },
    )
    table["weekday"] = table["weekday"].map(WEEKDAYS.index)
    table["finish_min"] = (finish.dt.hour * 60 + finish.dt.minute).astype(int)
    table["stagger_min"] = stagger.astype(int)
    return table.drop(columns="finish_time")


def no_terms() -> pd.DataFrame:
    """Give an empty table of term dates: school days are then unknown."""
    return pd.DataFrame(columns=[*_TERM_COLUMNS], dtype=object)


def no_bells() -> pd.DataFrame:
    """Give an empty table of bells: nobody is known to let out."""
    columns = ["urn", "valid_from", "valid_to", "weekday", "finish_min", "stagger_min"]
    return pd.DataFrame(columns=columns, dtype=object)


def _read(path: Path, columns: tuple[str, ...]) -> pd.DataFrame:
    try:
        table = pd.read_csv(path, dtype=str, keep_default_na=False, encoding="utf-8-sig")
    except FileNotFoundError as error:
        raise FileRefusedError(
            path.name, "there is no such file", "a CSV", "Check the path."
        ) from error
    except (pd.errors.EmptyDataError, pd.errors.ParserError, UnicodeDecodeError) as error:
        raise FileRefusedError(
            path.name,
            "it is empty or not a CSV in UTF-8",
            f"the columns {', '.join(columns)}",
            "Save the table as CSV (UTF-8) with its header row.",
        ) from error
    table.columns = table.columns.str.strip().str.lower()
    missing = [name for name in columns if name not in table.columns]
    if missing:
        raise FileRefusedError(
            path.name,
            f"the columns {', '.join(map(str, table.columns))} came, without {', '.join(missing)}",
            f"the columns {', '.join(columns)}",
            "Add or rename the missing ones.",
        )
    return table


def _dates(column: pd.Series) -> tuple[pd.Series, pd.Series]:
    """Give a column as dates, with what is none marked."""

    def read(text: str) -> dt.date | None:
        try:
            return dt.date.fromisoformat(text)
        except ValueError:
            return None

    dates = column.map(read).astype(object)
    return dates, dates.isna()


def _before(first: pd.Series, second: pd.Series) -> pd.Series:
    later = zip(first, second, strict=True)
    return pd.Series(
        [a is not None and b is not None and a < b for a, b in later], index=first.index
    )


def _refuse(path: Path, faults: dict[str, pd.Series]) -> None:
    """Raise once for all the lines that are wrong; the header is line 1."""
    found = [
        f"line {', '.join(str(n + 2) for n in rows[rows].index[:5])} has {what}"
        for what, rows in faults.items()
        if rows.any()
    ]
    if found:
        raise FileRefusedError(
            path.name, "; ".join(found), "a table without these", "Mend them and read it again."
        )
