"""Rejected rows as a CSV that can be mended and brought in again.

The columns are line and reason, then the raw columns of the file; a row that could not be taken
apart has its text in one more column at the end. Personal columns are not among them.
"""

from pathlib import Path
from typing import Final

import pandas as pd

from geo.layers import Reading
from geo.safe_csv import csv_bytes
from geo.workspace.disk import SNAPSHOTS, digest, whole

_TEXT: Final = "text"


def write_rejects(folder: Path, reading: Reading) -> Path | None:
    """Write the rejected rows of a reading, if there are any, under their content hash."""
    if not len(reading.rejects):
        return None
    content = csv_bytes(rejects_table(reading))
    path = folder / SNAPSHOTS / f"{reading.layer.value}-{digest(content)}-rejects.csv"
    whole(path, lambda beside: beside.write_bytes(content))
    return path


def rejects_table(reading: Reading) -> pd.DataFrame:
    """Give the rejected rows: line, reason, the raw columns, and the text of torn rows."""
    rejects = reading.rejects.reset_index(drop=True)
    raw: pd.DataFrame = getattr(reading, "rejected", pd.DataFrame())
    if len(raw) != len(rejects) or raw.shape[1] == 0:
        return rejects
    raw = raw.reset_index(drop=True).fillna("").astype("str")
    torn = (raw == "").all(axis=1)
    table = pd.concat([rejects[["line", "reason"]], raw], axis=1)
    if torn.any():
        name = _TEXT
        while name in raw.columns:
            name += "_"
        table[name] = rejects["text"].where(torn, "")
    return table
