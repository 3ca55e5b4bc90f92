"""Term dates and bell times: the tables that a team keeps as CSV, read, typed and written."""

from io import BytesIO
from pathlib import Path

import pandas as pd

from geo.clock.headings import COLUMNS, TERM_COLUMNS
from geo.clock.register import bells_from_text, terms_from_text
from geo.clock.verdicts import TableReading, refuse_faults
from geo.clock.written import FOR_GOOD, WEEKDAYS, clock_minutes, dates
from geo.errors import FileRefusedError
from geo.layers.content import as_utf8
from geo.safe_csv import csv_bytes, restored

_NO_TABLE = "Save the table as CSV (UTF-8) with its header row."


def read_terms(path: Path, content: bytes | None = None) -> pd.DataFrame:
    """Read term dates.

    Parameters
    ----------
    path : Path
        CSV with columns scope (la or urn), scope_id, academic_year, kind, start, end and source.
    content : bytes, optional
        What is in the file, where it has been read already.

    Returns
    -------
    DataFrame
        The same columns; start and end as dates, the last day included.

    Raises
    ------
    FileRefusedError
        Naming every line that is wrong, at once.
    """
    return typed_terms(_whole(path, "terms", content).frame)


def read_bells(path: Path, content: bytes | None = None) -> pd.DataFrame:
    """Read bell times.

    Parameters
    ----------
    path : Path
        CSV with columns urn, valid_from, valid_to (empty: for good), weekday (Mon to Fri),
        finish_time (HH:MM), stagger_min and, if you like, source.
    content : bytes, optional
        What is in the file, where it has been read already.

    Returns
    -------
    DataFrame
        Columns urn, valid_from, valid_to (dates), weekday (0 is Monday), finish_min (minutes after
        midnight), stagger_min and source.

    Raises
    ------
    FileRefusedError
        Naming every line that is wrong, at once.
    """
    return typed_bells(_whole(path, "bells", content).frame)


def typed_terms(frame: pd.DataFrame) -> pd.DataFrame:
    """Term dates as `read_terms` returns them, from the text of a `TableReading`."""
    start, end = dates([frame["start"], frame["end"]])
    return frame.assign(start=start, end=end).reset_index(drop=True)


def typed_bells(frame: pd.DataFrame) -> pd.DataFrame:
    """Bell times as `read_bells` returns them, from the text of a `TableReading`."""
    begin, end = dates([frame["valid_from"], frame["valid_to"]])
    typed = frame.assign(
        valid_from=begin,
        valid_to=end.where(end.notna(), FOR_GOOD),
        weekday=frame["weekday"].map(WEEKDAYS.index).astype(int),
        finish_min=clock_minutes(frame["finish_time"]).astype(int),
        stagger_min=frame["stagger_min"].astype(int),
    )
    columns = ["urn", "valid_from", "valid_to", "weekday", "finish_min", "stagger_min", "source"]
    return typed[columns].reset_index(drop=True)


def table_csv(frame: pd.DataFrame) -> bytes:
    """A table as CSV in its canonical columns, with nothing that a spreadsheet would run.

    Parameters
    ----------
    frame : DataFrame of str
        Bell times or term dates, as a `TableReading` holds them.
    """
    name = "bells" if "finish_time" in frame.columns else "terms"
    return csv_bytes(frame[[*COLUMNS[name]]])


def no_terms() -> pd.DataFrame:
    """Give an empty table of term dates: school days are then unknown."""
    return pd.DataFrame(columns=[*TERM_COLUMNS], dtype=object)


def no_bells() -> pd.DataFrame:
    """Give an empty table of bells: nobody is known to let out."""
    columns = ["urn", "valid_from", "valid_to", "weekday", "finish_min", "stagger_min"]
    return pd.DataFrame(columns=columns, dtype=object)


def _whole(path: Path, name: str, content: bytes | None) -> TableReading:
    """Read a file in which every row must stand."""
    frame = _read(path, COLUMNS[name], content)
    try:
        reading = bells_from_text(frame) if name == "bells" else terms_from_text(frame)
    except FileRefusedError as error:
        raise FileRefusedError(path.name, error.came, error.expected, error.mend) from error
    refuse_faults(reading, path.name)
    return reading


def _read(path: Path, columns: tuple[str, ...], content: bytes | None) -> pd.DataFrame:
    """The text of a file, in UTF-8 or as a spreadsheet of Windows writes it."""
    expected = f"the columns {', '.join(columns)}"
    try:
        text = as_utf8(path.read_bytes() if content is None else content, path.name)
        frame = pd.read_csv(BytesIO(text), dtype=str, keep_default_na=False)
    except FileNotFoundError as error:
        raise FileRefusedError(
            path.name, "there is no such file", "a CSV", "Check the path."
        ) from error
    except OSError as error:
        raise FileRefusedError(
            path.name, "it cannot be opened", "a CSV", "Check that you may read it."
        ) from error
    except (pd.errors.EmptyDataError, pd.errors.ParserError, UnicodeDecodeError) as error:
        raise FileRefusedError(
            path.name, "it is empty or not a CSV", expected, _NO_TABLE
        ) from error
    return frame.apply(restored)
