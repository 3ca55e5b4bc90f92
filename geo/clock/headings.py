"""The columns of bell times and term dates, and the other names by which they come."""

import re
from collections.abc import Mapping
from typing import Final

import pandas as pd

from geo.clock.written import squeezed
from geo.errors import FileRefusedError

BELL_COLUMNS: Final = (
    "urn", "valid_from", "valid_to", "weekday", "finish_time", "stagger_min", "source",
)  # fmt: skip
TERM_COLUMNS: Final = ("scope", "scope_id", "academic_year", "kind", "start", "end", "source")
KINDS: Final = ("term", "half_term", "inset", "closure", "bank_holiday")
_ALSO: Final[Mapping[str, Mapping[str, str]]] = {
    "bells": {
        "school_urn": "urn", "school": "urn", "day": "weekday", "days": "weekday",
        "weekdays": "weekday", "finish": "finish_time", "finishes": "finish_time",
        "end_time": "finish_time", "bell": "finish_time", "bell_time": "finish_time",
        "time": "finish_time", "stagger": "stagger_min", "stagger_minutes": "stagger_min",
        "from": "valid_from", "to": "valid_to", "until": "valid_to",
    },
    "terms": {
        "type": "kind", "year": "academic_year", "from": "start", "start_date": "start",
        "first_day": "start", "to": "end", "until": "end", "end_date": "end", "last_day": "end",
        "id": "scope_id",
    },
}  # fmt: skip
_NEEDED: Final = {
    "bells": ("urn", "valid_from", "weekday", "finish_time"),
    "terms": ("scope", "scope_id", "kind", "start", "end"),
}
COLUMNS: Final = {"bells": BELL_COLUMNS, "terms": TERM_COLUMNS}


def canonical(frame: pd.DataFrame, name: str) -> tuple[pd.DataFrame, tuple[str, ...]]:
    """Bring a table into its canonical columns, whatever they are called.

    Parameters
    ----------
    frame : DataFrame of str
    name : str
        "bells" or "terms".

    Returns
    -------
    DataFrame of str
        The rows that are not blank, by their position; columns that did not come are empty.
    tuple of str
        Columns that the table has no use for.

    Raises
    ------
    FileRefusedError
        When a column is missing that the table cannot do without.
    """
    columns = COLUMNS[name]
    plain = {c: re.sub(r"[^a-z0-9]+", "_", str(c).strip().lower()).strip("_") for c in frame}
    plain = {c: p if p in columns else _ALSO[name].get(p, p) for c, p in plain.items()}
    first = {p: c for c, p in reversed(plain.items()) if p in columns}
    missing = [column for column in _NEEDED[name] if column not in first]
    if missing:
        came = ", ".join(map(str, frame.columns)) or "none"
        raise FileRefusedError(
            f"The table of {name}",
            f"the columns {came} came, without {', '.join(missing)}",
            f"the columns {', '.join(columns)}",
            "Add or rename the missing ones.",
        )
    text = pd.DataFrame({p: squeezed(frame[c].fillna("").astype(str)) for p, c in first.items()})
    text = text.reindex(columns=[*columns], fill_value="").reset_index(drop=True).astype(object)
    ignored = tuple(str(c) for c in frame.columns if c not in first.values())
    return text[(text != "").any(axis=1)], ignored
