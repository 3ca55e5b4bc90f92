"""Control days read back from a table or a file, or refused with the line that is wrong."""

import datetime as dt
from collections.abc import Callable
from pathlib import Path
from typing import Any, Final

import numpy as np
import pandas as pd
import shapely
from pyproj import CRS

from geo.crs import crs_named
from geo.errors import CrsError, FileRefusedError, SettingError
from geo.model import CONTROL_COLUMNS, PATROL, REST, ControlDays, Spot
from geo.timetables._kept_tables import read_table_text, refuse

_MEND: Final = "Draw the control days again, or use the file as it was downloaded."


def control_days_from_text(frame: pd.DataFrame, file: str = "control days") -> ControlDays:
    """Read the table of text.

    Parameters
    ----------
    frame : DataFrame of str
        Columns as `geo.model.CONTROL_COLUMNS` names them.
    file : str
        What the table is called in the message of a refusal.

    Raises
    ------
    FileRefusedError
        When a column is missing, a value is wrong, or a place lacks a date or its shape.
    """
    frame = frame.rename(columns=lambda name: str(name).strip().lower())
    _require_columns(frame, file)
    dates = _parsed(frame, "date", dt.date.fromisoformat, "a date such as 2026-11-24", file)
    table = frame.assign(date=dates)
    day = table["day"].str.strip().str.lower()
    refuse(~day.isin([PATROL, REST]), "a wrong day", "patrol or rest", file, _MEND)
    wide = table.assign(rest=(day == REST).astype(int)).pivot_table(
        index="place_id", columns="date", values="rest", aggfunc=["count", "max"], sort=False
    )
    if not (wide["count"].to_numpy() == 1).all():
        raise FileRefusedError(
            file, "a place lacks a date, or has one twice",
            "one row for each place on each date", _MEND,
        )  # fmt: skip
    rests = wide["max"].sort_index(axis=1)
    block = _parsed(table, "block", int, "a whole number", file)
    seed = _parsed(table, "seed", int, "a whole number", file)
    share = _parsed(table, "share", float, "a number", file)
    by_date = dict(zip(dates, block, strict=True))
    return ControlDays(
        _spots(table, [*rests.index], file),
        tuple(rests.columns),
        rests.to_numpy(dtype=bool),
        np.array([by_date[date] for date in rests.columns], dtype=np.int64),
        float(share[0]),
        int(seed[0]),
        _crs(str(frame["crs"].iloc[0]), file),
    )


def read_control_days(source: Path | bytes, file: str = "") -> ControlDays:
    """Read a file of control days.

    Parameters
    ----------
    source : Path or bytes
        The file, or its content.
    file : str
        Its name, as the person knows it.

    Raises
    ------
    FileRefusedError
        When it is no such table.
    """
    path = source if isinstance(source, Path) else Path(file or "control days")
    content = source if isinstance(source, bytes) else None
    frame = read_table_text(path, "control days", content, _MEND)
    return control_days_from_text(frame, file or path.name)


def _require_columns(frame: pd.DataFrame, file: str) -> None:
    lacking = [column for column in CONTROL_COLUMNS if column not in frame.columns]
    if lacking or frame.empty:
        came = f"there is no column {', '.join(lacking)}" if lacking else "it has no rows"
        raise FileRefusedError(file, came, f"the columns {', '.join(CONTROL_COLUMNS)}", _MEND)


def _parsed(
    frame: pd.DataFrame, column: str, parse: Callable[[str], Any], expected: str, file: str
) -> list[Any]:
    """Values of a column; each distinct text is parsed once."""
    known: dict[str, Any] = {}
    for text in frame[column].unique():
        try:
            known[text] = parse(str(text).strip())
        except ValueError:
            refuse(frame[column] == text, f"a wrong {column}", expected, file, _MEND)
    return frame[column].map(known).tolist()


def _spots(table: pd.DataFrame, order: list[str], file: str) -> tuple[Spot, ...]:
    drawn = table[table["shape"] != ""].drop_duplicates("place_id").set_index("place_id")
    if not set(order) <= set(drawn.index):
        lost = sorted(set(order) - set(drawn.index))
        raise FileRefusedError(file, f"{lost[0]} has no shape", "one row of it with a shape", _MEND)
    try:
        shapes = shapely.from_wkt(drawn.loc[order, "shape"].to_numpy(dtype=object))
        names = drawn.loc[order, "place"]
        return tuple(Spot(*each) for each in zip(order, names, shapes, strict=True))
    except (shapely.errors.GEOSException, SettingError) as error:
        raise FileRefusedError(file, "a shape is damaged", "polygons as WKT", _MEND) from error


def _crs(text: str, file: str) -> CRS:
    try:
        crs = crs_named(text)
    except CrsError as error:
        raise FileRefusedError(file, str(error), "such as EPSG:27700", _MEND) from error
    if crs is None:
        raise FileRefusedError(file, "the crs is empty", "such as EPSG:27700", _MEND)
    return crs
