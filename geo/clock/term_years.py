"""Term dates by academic year: labels that do not fit, too few or many days, no next year."""

import datetime as dt
from typing import Final

import pandas as pd

from geo.clock.register import academic_year
from geo.clock.verdicts import TableWarning, counted, day_text, rows_of, some
from geo.clock.year import academic_years, school_year, term_counts

_FEWEST_DAYS: Final = 150
_MOST_DAYS: Final = 200
#: Usual in England; most years have 190 for pupils.
_USUAL: Final = "190 are usual in England"
#: So many days before the terms end the next year's are wanted: from about the end of spring.
_AHEAD_DAYS: Final = 90


def labels_that_do_not_fit(terms: pd.DataFrame) -> TableWarning | None:
    """Rows whose academic year is not that of their dates.

    Parameters
    ----------
    terms : DataFrame
        As `read_terms` returns it.
    """
    due = terms["start"].map(academic_year)
    calendar_year = terms["start"].map(lambda day: str(day.year))
    fits = terms["academic_year"].isin(["", None])
    fits |= (terms["academic_year"] == due) | (terms["academic_year"] == calendar_year)
    wrong = terms[~fits]
    if wrong.empty:
        return None
    told = [
        f"{label} for {day_text(day)}"
        for label, day in zip(wrong["academic_year"], wrong["start"], strict=True)
    ]
    said = f"{counted(len(wrong), 'academic year')} not fitting the dates: {some(told)}."
    mend = "Mend the year or the dates; a year runs from August to July."
    return TableWarning("academic_year", said, mend, rows_of(wrong))


def unusual_years(
    terms: pd.DataFrame, country: str, subdivision: str | None
) -> TableWarning | None:
    """Academic years of an authority with fewer than 150 or more than 200 school days."""
    area = terms[terms["scope"] == "la"]
    told: list[str] = []
    concerned: list[int] = []
    for code, rows in area.groupby("scope_id"):
        for year in academic_years(rows):
            frame = school_year(rows, year, country=country, subdivision=subdivision)
            count = int(term_counts(frame)["school_days"].sum())
            if not _FEWEST_DAYS <= count <= _MOST_DAYS:
                told.append(f"{year} has {count} (authority {code})")
                mine = rows[(rows["kind"] == "term") & (rows["start"].map(academic_year) == year)]
                concerned += rows_of(mine)
    if not told:
        return None
    said = f"An unlikely number of school days in a year: {some(told)}; {_USUAL}."
    mend = "Look for a term that is missing or twice."
    return TableWarning("school_days", said, mend, tuple(concerned))


def next_year(terms: pd.DataFrame, as_of: dt.date | None) -> TableWarning | None:
    """Whether the terms end soon, or ended, with nothing after them."""
    whole = terms[terms["kind"] == "term"]
    if as_of is None or whole.empty:
        return None
    last = whole["end"].max()
    if (last - as_of).days > _AHEAD_DAYS:
        return None
    ended = "ended" if last < as_of else "end"
    said = f"The term dates {ended} on {day_text(last)}, with nothing after it."
    rows = rows_of(whole[whole["end"] == last])
    return TableWarning("next_year", said, "Add the next academic year.", rows)
