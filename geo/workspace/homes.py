"""Where the pupils of a school live, by area: a table that a team keeps, read or refused."""

from pathlib import Path
from typing import Final

import numpy as np
import pandas as pd

from geo.workspace.small_table import read_text, refuse, stripped

HOME_COLUMNS: Final = ("urn", "area", "easting", "northing", "pupils", "source")
_NEEDED: Final = ("urn", "pupils")
#: Fewer in one row would point at somebody's home.
FEWEST_PUPILS: Final = 5


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
    return homes_from_text(read_text(path, HOME_COLUMNS), path.name)


def homes_from_text(frame: pd.DataFrame, file: str = "homes") -> pd.DataFrame:
    """Home areas as `read_homes` gives them, from a table of text.

    Raises
    ------
    FileRefusedError
        As `read_homes` raises it.
    """
    text = stripped(frame, HOME_COLUMNS, _NEEDED, file)
    east, north, pupils = (
        pd.to_numeric(text[name], errors="coerce") for name in ("easting", "northing", "pupils")
    )
    points = np.isfinite(east) & np.isfinite(north)
    written = (text["easting"] != "") | (text["northing"] != "")
    refuse(text["urn"] == "", "no urn", "the URN of a school", file)
    refuse(written & ~points, "no easting and northing", "two numbers in metres", file)
    refuse(points == (text["area"] != ""), "no one place", "an area, or easting and northing", file)
    whole = np.isfinite(pupils) & (pupils % 1 == 0)
    expected = f"a whole number of {FEWEST_PUPILS} or more, so that no row is somebody's home"
    refuse(~(whole & (pupils >= FEWEST_PUPILS)), "a wrong number of pupils", expected, file)
    made = {"easting": east.astype(float), "northing": north.astype(float), "pupils": pupils}
    typed = text[["urn", "area"]].assign(**made)
    return typed.astype({"pupils": "int64"}).reset_index(drop=True)
