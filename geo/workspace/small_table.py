"""Small tables that a team keeps by hand: read as text, or refused with the line that is wrong."""

from collections.abc import Sequence
from io import BytesIO
from pathlib import Path
from typing import Final

import numpy as np
import pandas as pd

from geo.errors import FileRefusedError
from geo.layers.content import as_utf8
from geo.safe_csv import restored

_MEND: Final = "Correct that line, or leave it out."


def read_text(path: Path, columns: Sequence[str]) -> pd.DataFrame:
    """Read a CSV as text, in any encoding; headings in small letters.

    Raises
    ------
    FileRefusedError
        When it cannot be read.
    """
    try:
        content = as_utf8(path.read_bytes(), path.name)
        frame = pd.read_csv(BytesIO(content), dtype="str", keep_default_na=False)
    except (OSError, ValueError) as error:
        expected = f"a CSV with the columns {', '.join(columns)}"
        mend = "Save the table as CSV (UTF-8) with its header row."
        raise FileRefusedError(path.name, "it cannot be read", expected, mend) from error
    frame.columns = frame.columns.str.strip().str.lower()
    return frame.apply(restored)


def stripped(
    frame: pd.DataFrame, columns: Sequence[str], needed: Sequence[str], file: str
) -> pd.DataFrame:
    """The columns of a table as text without spaces around it, empty where one is absent.

    Raises
    ------
    FileRefusedError
        When a column is lacking, or there is one that nobody asked for, such as a name.
    """
    lacking = [name for name in needed if name not in frame.columns]
    others = [str(name) for name in frame.columns if name not in columns]
    if lacking or others:
        came = f"there is no column {lacking[0]}" if lacking else f"there is a column {others[0]}"
        expected = f"the columns {', '.join(columns)}, and no others"
        raise FileRefusedError(file, came, expected, "Rename or remove it.")
    text = frame.reindex(columns=[*columns], fill_value="").astype("str")
    return pd.DataFrame(text.apply(lambda column: column.str.strip())).reset_index(drop=True)


def refuse(wrong: pd.Series, came: str, expected: str, file: str) -> None:
    """Refuse a table because of some of its rows, if there are any; the heading is line 1."""
    rows = np.flatnonzero(wrong.to_numpy())
    if len(rows):
        raise FileRefusedError(file, f"line {int(rows[0]) + 2} has {came}", expected, _MEND)
