"""Rows of a table as the grid shows them, and what was typed as rows of the table again."""

from dataclasses import dataclass
from typing import Any, Final

import pandas as pd
import streamlit as st

from dashboard.views.timetables.draft import Draft
from geo.timetables import read_dates

ALL: Final = "All"
_HEIGHT_PX: Final = 420
_ROW_PX: Final = 35


@dataclass(frozen=True)
class Names:
    """Schools by the name that a list shows, which no two share."""

    of_urn: dict[str, str]

    @classmethod
    def of(cls, schools: pd.DataFrame, others: pd.Series) -> "Names":
        """Names of schools, and URNs as they stand of what is no school here."""
        table = schools[["urn", "name"]].sort_values("name")
        twice = table["name"].duplicated(keep=False)
        label = table["name"].where(~twice, table["name"] + " (" + table["urn"] + ")")
        known = dict(zip(table["urn"], label, strict=True))
        strange = {urn: urn for urn in sorted(set(others)) if urn and urn not in known}
        return cls(known | strange)

    @property
    def labels(self) -> list[str]:
        """What a list offers, in order."""
        return [*self.of_urn.values()]

    @property
    def of_label(self) -> dict[str, str]:
        """URN by the name that a list shows."""
        return {label: urn for urn, label in self.of_urn.items()}


def edit(
    draft: Draft,
    shown: pd.DataFrame,
    columns: dict[str, Any],
    key: str,
    *,
    disabled: bool,
) -> pd.DataFrame:
    """Show some rows of a draft in a grid, and give them as they stand after typing.

    Parameters
    ----------
    shown : DataFrame of str
        Rows of the draft in the grid's words, by their place in the draft.
    columns : dict
        How Streamlit shows each column.

    Returns
    -------
    DataFrame of str
        The same columns; the index is the place of the row in the draft, and counts on from its
        end for rows that were added.
    """
    places, end = shown.index.to_numpy(), len(draft.frame)
    rows = max(len(shown), 1) + (1 if disabled else 2)
    edited = st.data_editor(
        shown.reset_index(drop=True),
        column_config=columns,
        column_order=[*columns],
        num_rows="fixed" if disabled else "dynamic",
        disabled=disabled,
        hide_index=True,
        height=min(_HEIGHT_PX, rows * _ROW_PX + 3),
        key=f"{key}_{draft.revision}",
    )
    text = edited.astype(object).where(edited.notna(), "").astype(str).astype(object)
    is_old = text.index < len(places)
    index = [*places[text.index[is_old]], *(text.index[~is_old] - len(places) + end)]
    return text.set_axis(index)


def merged(draft: Draft, shown: pd.Index, edited: pd.DataFrame) -> tuple[pd.DataFrame, pd.Series]:
    """The whole table with what was typed into some of its rows; blank rows are no rows.

    Returns
    -------
    DataFrame of str
        The table.
    Series of int
        The row of the grid, from 1, of each row that it shows.
    """
    rest = draft.frame.drop(index=shown)
    typed = edited[draft.frame.columns]
    row_of = pd.Series(range(1, len(typed) + 1), index=typed.index)
    whole = pd.concat([rest, typed]).sort_index(kind="stable")
    whole = whole[~(whole == "").all(axis=1)]
    place = pd.Series(range(len(whole)), index=whole.index)
    row_of = row_of[row_of.index.isin(place.index)]
    return whole.reset_index(drop=True), row_of.set_axis(place[row_of.index].to_numpy())


def as_words(text: pd.Series) -> pd.Series:
    """Dates as people read them, 1 Sep 2026; what is none stays as it is."""
    (found,) = read_dates([text])
    return found.map(lambda day: f"{day.day} {day:%b %Y}", na_action="ignore").where(
        found.notna(), text
    )


def as_typed(text: pd.Series) -> pd.Series:
    """Dates of the grid as the table keeps them; what is none stays as it was typed."""
    (found,) = read_dates([text])
    return found.map(str, na_action="ignore").where(found.notna(), text)
