"""The usual faults of an extract, put in on purpose and counted."""

from typing import Final

import numpy as np
import pandas as pd
from numpy.random import Generator

from generator.drawing import ORIGIN
from generator.offences import FLAGS

COLUMNS: Final = (
    "incident_id",
    "source",
    "offence",
    "committed_from",
    "committed_to",
    "easting",
    "northing",
    "location_type",
    *FLAGS,
)
#: Kind of fault and how many rows have it.
_COUNTS: Final = {
    "swapped_coordinates": 36,
    "impossible_date": 28,
    "missing_point": 38,
    "blank_date": 20,
    "inverted_span": 30,
}
_EXACT_DUPLICATES: Final = 40
_REPEATED_IDS: Final = 18
_NO_DATES: Final = ("2024-02-30 15:40", "2062-05-11 16:20", "2025-13-05 09:15", "2026-06-31 17:05")


def written(table: pd.DataFrame, rng: Generator) -> tuple[pd.DataFrame, dict[str, list[int]]]:
    """Turn incidents into text rows with faults.

    Returns
    -------
    rows, faults
        Text columns as in incidents.csv, and the line numbers of each kind of fault (the header
        is line 1; of duplicates, the later line).
    """
    rows = _text(table)
    spoiled = rng.permutation(np.arange(200, len(rows)))
    faults: dict[str, set[str]] = {}
    begin = 0
    for kind, count in _COUNTS.items():
        picked = np.sort(spoiled[begin : begin + count])
        begin += count
        _spoil(rows, kind, picked, table, rng)
        faults[kind] = set(rows.loc[picked, "key"])
    clean = np.sort(spoiled[begin : begin + _EXACT_DUPLICATES + _REPEATED_IDS])
    again = rng.permutation(clean)
    rows = _again(rows, again[:_EXACT_DUPLICATES], "exact_duplicate", faults, rng)
    rows = _reuse_ids(rows, again[_EXACT_DUPLICATES:], faults)
    lines = {
        kind: sorted((np.flatnonzero(rows["key"].isin(keys)) + 2).tolist())
        for kind, keys in faults.items()
    }
    return rows[list(COLUMNS)], lines


def _text(table: pd.DataFrame) -> pd.DataFrame:
    moments = table["moment"].dt
    number = np.arange(len(table)) + 1
    rows = table[["source", "offence", "location_type"]].astype(str)
    rows["incident_id"] = [
        f"SM{y % 100:02d}-{n:05d}" for y, n in zip(moments.year, number, strict=True)
    ]
    for column in ("committed_from", "committed_to"):
        rows[column] = table[column].dt.strftime("%Y-%m-%d %H:%M").fillna("")
    rows["easting"] = (table["x"] + ORIGIN[0]).round().astype(int).astype(str)
    rows["northing"] = (table["y"] + ORIGIN[1]).round().astype(int).astype(str)
    for flag in FLAGS:
        rows[flag] = table[flag].map({True: "true", False: "false"})
    rows["key"] = rows["incident_id"]
    rows["order"] = number.astype(float)
    return rows


def _spoil(
    rows: pd.DataFrame, kind: str, picked: np.ndarray, table: pd.DataFrame, rng: Generator
) -> None:
    if kind == "swapped_coordinates":
        rows.loc[picked, ["easting", "northing"]] = rows.loc[
            picked, ["northing", "easting"]
        ].to_numpy()
    elif kind == "impossible_date":
        rows.loc[picked, "committed_from"] = [
            _NO_DATES[int(k)] for k in rng.integers(0, len(_NO_DATES), len(picked))
        ]
    elif kind == "missing_point":
        rows.loc[picked, "easting"] = ""
        rows.loc[picked[::2], "northing"] = ""
    elif kind == "blank_date":
        rows.loc[picked, ["committed_from", "committed_to"]] = ""
    else:
        back = pd.to_timedelta(rng.integers(20, 600, len(picked)), unit="min")
        ends = pd.DatetimeIndex(table.loc[picked, "committed_from"]) - back
        rows.loc[picked, "committed_to"] = ends.strftime("%Y-%m-%d %H:%M").to_numpy()


def _again(
    rows: pd.DataFrame,
    picked: np.ndarray,
    kind: str,
    faults: dict[str, set[str]],
    rng: Generator,
) -> pd.DataFrame:
    """Write some rows a second time, up to forty lines further down."""
    copies = rows.loc[np.sort(picked)].copy()
    copies["key"] = copies["key"] + "+"
    copies["order"] += rng.integers(1, 41, len(copies)) + 0.5
    faults[kind] = set(copies["key"])
    both = pd.concat([rows, copies], ignore_index=True)
    return both.sort_values("order", kind="stable", ignore_index=True)


def _reuse_ids(rows: pd.DataFrame, picked: np.ndarray, faults: dict[str, set[str]]) -> pd.DataFrame:
    """Give some incidents the id of the one before them: the same id, other content."""
    number = rows["order"].to_numpy()
    later = np.flatnonzero(np.isin(number, picked + 1.0))
    earlier = np.flatnonzero(np.isin(number, picked + 0.0))
    faults["repeated_id"] = set(rows.loc[later, "key"])
    rows.loc[later, "incident_id"] = rows.loc[earlier, "incident_id"].to_numpy()
    return rows
