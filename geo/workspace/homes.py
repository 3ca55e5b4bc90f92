"""Where the pupils of a school live, by area: a table that a team keeps, read or refused."""

from io import BytesIO
from pathlib import Path
from typing import Final

import numpy as np
import pandas as pd

from geo.errors import FileRefusedError
from geo.layers.content import as_utf8
from geo.safe_csv import restored

HOME_COLUMNS: Final = ("urn", "area", "easting", "northing", "pupils", "source")
_NEEDED: Final = ("urn", "pupils")
#: Fewer in one row would point at somebody's home.
FEWEST_PUPILS: Final = 5
_MEND: Final = "Correct that line, or leave it out."


def read_homes(path: Path) -> pd.DataFrame:
    """Read the home areas of pupils.

    Parameters
    ----------
    path : Path
        CSV with columns urn, area (code or name in the areas layer) or easting and northing (of
        the middle of an area, in metres of the workspace's CRS), pupils, and, if you like, source.
        At least 5 pupils in a row, so that no row is somebody's home.

    Returns
    -------
    DataFrame
        Columns urn, area, easting, northing (not a number where an area is named) and pupils.

    Raises
    ------
    FileRefusedError
        When a column is missing or unknown, or naming the first line that is wrong.
    """
    return homes_from_text(_text(path), path.name)


def homes_from_text(frame: pd.DataFrame, file: str = "homes") -> pd.DataFrame:
    """Home areas as `read_homes` gives them, from a table of text.

    Raises
    ------
    FileRefusedError
        As `read_homes` raises it.
    """
    _require_columns(frame, file)
    text = frame.reindex(columns=[*HOME_COLUMNS], fill_value="").apply(_stripped)
    east, north, pupils = (
        pd.to_numeric(text[name], errors="coerce") for name in ("easting", "northing", "pupils")
    )
    points = np.isfinite(east) & np.isfinite(north)
    written = (text["easting"] != "") | (text["northing"] != "")
    _refuse(text["urn"] == "", "no urn", "the URN of a school", file)
    _refuse(written & ~points, "no easting and northing", "two numbers in metres", file)
    _refuse(
        points == (text["area"] != ""), "no one place", "an area, or easting and northing", file
    )
    whole = np.isfinite(pupils) & (pupils % 1 == 0)
    expected = f"a whole number of {FEWEST_PUPILS} or more, so that no row is somebody's home"
    _refuse(~(whole & (pupils >= FEWEST_PUPILS)), "a wrong number of pupils", expected, file)
    made = {"easting": east.astype(float), "northing": north.astype(float), "pupils": pupils}
    typed = text[["urn", "area"]].assign(**made)
    return typed.astype({"pupils": "int64"}).reset_index(drop=True)


def _text(path: Path) -> pd.DataFrame:
    expected = f"a CSV with the columns {', '.join(HOME_COLUMNS)}"
    try:
        content = as_utf8(path.read_bytes(), path.name)
        frame = pd.read_csv(BytesIO(content), dtype="str", keep_default_na=False)
    except (OSError, ValueError) as error:
        mend = "Save the table as CSV (UTF-8) with its header row."
        raise FileRefusedError(path.name, "it cannot be read", expected, mend) from error
    frame.columns = frame.columns.str.strip().str.lower()
    return frame.apply(restored)


def _require_columns(frame: pd.DataFrame, file: str) -> None:
    """Refuse a table that lacks a column, or has one that nobody asked for, such as a name."""
    lacking = [name for name in _NEEDED if name not in frame.columns]
    others = [str(name) for name in frame.columns if name not in HOME_COLUMNS]
    if lacking or others:
        came = f"there is no column {lacking[0]}" if lacking else f"there is a column {others[0]}"
        expected = f"the columns {', '.join(HOME_COLUMNS)}, and no others"
        raise FileRefusedError(file, came, expected, "Rename or remove it.")


def _refuse(wrong: pd.Series, came: str, expected: str, file: str) -> None:
    """Refuse a table because of some of its rows, if there are any; the heading is line 1."""
    rows = np.flatnonzero(wrong.to_numpy())
    if len(rows):
        raise FileRefusedError(file, f"line {int(rows[0]) + 2} has {came}", expected, _MEND)


def _stripped(column: pd.Series) -> pd.Series:
    return column.astype("str").str.strip()
