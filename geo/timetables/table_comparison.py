"""What one version of a table says that another does not, and two versions put together."""

from typing import Final

import pandas as pd

from geo.errors import SettingError

_ADDED: Final = "added"
_REMOVED: Final = "removed"
_CHANGED: Final = "changed"
#: What makes two rows the same row, though they may say different things.
_KEYS: Final = {
    "bells": ["urn", "weekday", "valid_from"],
    "terms": ["scope", "scope_id", "kind", "start"],
}


def table_changes(before: pd.DataFrame, after: pd.DataFrame) -> pd.DataFrame:
    """Say which rows were added, removed or changed.

    Two rows are the same row when they are about the same school, weekday and first day (bells), or
    about the same school or authority, kind and first day (term dates).

    Parameters
    ----------
    before, after : DataFrame of str
        Two versions of bell times or term dates in canonical columns.

    Returns
    -------
    DataFrame of str
        Column change (added, removed or changed), the canonical columns of the row (as it is after,
        or was where it was removed) and was: for a changed row what it said, such as
        ``finish_time 15:10``. Empty where nothing changed.

    Raises
    ------
    SettingError
        When the columns are neither those of bells nor of term dates.
    """
    key = _KEYS[_name(after)]
    columns = [*after.columns]
    old, new = (_numbered(table, columns, key) for table in (before, after))
    pairs = old.merge(new, on=[*key, "_n"], how="outer", suffixes=("_was", ""), indicator=True)
    rest = [column for column in columns if column not in key]
    was = pairs[[f"{column}_was" for column in rest]].set_axis(rest, axis=1).fillna("")
    now = pairs[rest].fillna("")
    differ = (was != now) & (pairs["_merge"] == "both").to_numpy()[:, None]
    change = (
        pairs["_merge"]
        .astype(object)
        .replace({"left_only": _REMOVED, "right_only": _ADDED, "both": _CHANGED})
    )
    changes = pairs[key].assign(change=change, was=_was(was, differ))
    changes[rest] = now.where(change.ne(_REMOVED), was)
    return changes.loc[
        change.ne(_CHANGED) | differ.any(axis=1), ["change", *columns, "was"]
    ].reset_index(drop=True)


def put_together(before: pd.DataFrame, coming: pd.DataFrame) -> pd.DataFrame:
    """Add rows to a table; a row that is there already takes what the coming one says.

    Parameters
    ----------
    before, coming : DataFrame of str
        Bell times or term dates in canonical columns.

    Returns
    -------
    DataFrame of str
        In the order of ``before``, then what is new.
    """
    key = _KEYS[_name(coming)]
    coming = coming.drop_duplicates(key, keep="last")
    both = pd.concat([before[[*coming.columns]], coming], ignore_index=True)
    place = both.groupby(key, sort=False).ngroup()
    replaced = both[: len(before)].merge(coming[key], on=key, how="left", indicator=True)
    gone = (replaced["_merge"] == "both").to_numpy()
    kept = both.drop(index=both.index[: len(before)][gone])
    return kept.loc[place[kept.index].sort_values(kind="stable").index].reset_index(drop=True)


def _name(table: pd.DataFrame) -> str:
    for name, key in _KEYS.items():
        if set(key) <= set(table.columns):
            return name
    raise SettingError(
        f"The columns {', '.join(map(str, table.columns))} are neither those of bell times nor of "
        "term dates."
    )


def _numbered(table: pd.DataFrame, columns: list[str], key: list[str]) -> pd.DataFrame:
    """Rows in an order of their own, numbered where several have the same key."""
    text = table.reindex(columns=columns).fillna("").astype(str).sort_values(columns)
    return text.assign(_n=text.groupby(key).cumcount())


def _was(was: pd.DataFrame, differ: pd.DataFrame) -> pd.Series:
    """What the cells said that differ: ``finish_time 15:10, stagger_min nothing``."""
    texts = pd.Series("", index=was.index, dtype=object)
    for column in was.columns:
        cell = f"{column} " + was[column].where(was[column] != "", "nothing")
        comma = texts.map(lambda text: ", " if text else "")
        texts = texts.where(~differ[column], texts + comma + cell)
    return texts
