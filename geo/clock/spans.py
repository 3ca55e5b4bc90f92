"""Spans of dates, such as a term or a half term, and the days that they are made of."""

import datetime as dt
from collections.abc import Iterator

import pandas as pd

_WORDS = {
    "half_term": "half term",
    "inset": "INSET day",
    "closure": "closed",
    "bank_holiday": "bank holiday",
}


def one_term(first: dt.date, last: dt.date) -> pd.DataFrame:
    """Give term dates that hold one term and nothing else."""
    return pd.DataFrame(
        [{"scope": "la", "scope_id": "", "kind": "term", "start": first, "end": last}]
    )


def each_day(terms: pd.DataFrame) -> Iterator[tuple[dt.date, str, str]]:
    """Every date of some rows, with its scope and what it is in words."""
    columns = terms[["scope_id", "kind", "start", "end"]]
    for scope, kind, start, end in columns.itertuples(index=False, name=None):
        span = f", {start:%-d %b} to {end:%-d %b}" if end > start else ""
        for stamp in pd.date_range(start, end):
            yield stamp.date(), str(scope), f"{_WORDS.get(kind, kind)}{span}"


def closures_in(terms: pd.DataFrame, school_names: dict[str, str]) -> dict[dt.date, dict[str, str]]:
    """Dates on which single schools are closed: URN and reason, for the schools that matter."""
    closures: dict[dt.date, dict[str, str]] = {}
    alone = (terms["scope"] == "urn") & (terms["kind"] != "term")
    for date, urn, why in each_day(terms[alone & terms["scope_id"].isin([*school_names])]):
        closures.setdefault(date, {})[urn] = why.split(",")[0]
    return closures
