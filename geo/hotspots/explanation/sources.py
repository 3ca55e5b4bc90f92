"""Which sources the picture covers, since when, and what is missing from it."""

import datetime as dt
import re
from dataclasses import dataclass
from typing import Final

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from geo.words import listed

Floats = NDArray[np.float64]
NOT_NAMED: Final = "source not named"
UNREPORTED: Final = "Theft from children is largely unreported, so every source misses most of it."
#: A source silent so long that its usual rate leaves this chance has stopped.
_CHANCE: Final = 0.001
_FEWEST_SILENT_DAYS: Final = 14
_YEAR_DAYS: Final = 365
_HELD_BY_TRANSPORT: Final = re.compile(r"\bbtp\b|transport|transit|railway|metro\b", re.IGNORECASE)


@dataclass(frozen=True)
class Source:
    """One source of scored incidents.

    Attributes
    ----------
    recorded : int
        In the whole area, in the year before.
    first, last : date
        Of its oldest and its newest incident.
    stopped : bool
        Whether it has been silent for longer than its usual rate explains.
    newest_age, oldest_age : int
        Days from what it covers to ``as_of``, ends included.
    """

    name: str
    recorded: int
    first: dt.date
    last: dt.date
    stopped: bool
    newest_age: int
    oldest_age: int

    def covers(self, newest_age: int, oldest_age: int) -> bool:
        """Whether it tells of every day between two ages."""
        return self.newest_age <= newest_age and oldest_age <= self.oldest_age


def source_names(sources: pd.Series) -> pd.Series:
    """The sources of incidents by name, where they have one."""
    return sources.fillna("").str.strip().replace("", NOT_NAMED)


def sources_of(
    names: pd.Series, age_days: Floats, as_of: dt.date, newest_age: int
) -> tuple[Source, ...]:
    """Tell the sources apart, the largest first.

    Parameters
    ----------
    names : Series of str
        Of each scored incident of the area, as `source_names` gives them.
    age_days : ndarray
        Whole days from each to ``as_of``.
    newest_age : int
        Age of the last day that the data as a whole cover.
    """
    ages = pd.DataFrame({"name": names.to_numpy(), "age": age_days.astype(int)})
    ages["year"] = ages["age"] <= _YEAR_DAYS
    rows = ages.groupby("name").agg(
        rows=("age", "size"), newest=("age", "min"), oldest=("age", "max"), year=("year", "sum")
    )
    rows = rows.sort_values(["rows"], ascending=False, kind="stable")
    silent = rows["newest"] - newest_age
    rate = rows["rows"] / (rows["oldest"] - rows["newest"] + 1)
    rows["stopped"] = (silent >= _FEWEST_SILENT_DAYS) & (np.exp(-rate * silent) < _CHANCE)
    columns = rows[["newest", "oldest", "year", "stopped"]].reset_index()
    return tuple(
        Source(
            name=str(name),
            recorded=int(year),
            first=as_of - dt.timedelta(days=int(oldest)),
            last=as_of - dt.timedelta(days=int(newest)),
            stopped=bool(stopped),
            newest_age=int(newest) if stopped else newest_age,
            oldest_age=int(oldest),
        )
        for name, newest, oldest, year, stopped in columns.itertuples(index=False, name=None)
    )


def missing(
    sources: tuple[Source, ...], as_of: dt.date, newest_age: int, *, by_interchange: bool
) -> tuple[str, ...]:
    """What the sources leave out, in sentences, as far as the data say.

    Parameters
    ----------
    by_interchange : bool
        Whether the place is at or near one.
    """
    while_others = ", while others go on" if any(not s.stopped for s in sources) else ""
    told = [
        f"{source.name} says nothing after {_date(source.last)}{while_others}: what it would have "
        "added since is missing here."
        for source in sources
        if source.stopped
    ]
    late = [s for s in sources if s.oldest_age < _YEAR_DAYS]
    if late:
        since = listed([f"{source.name} on {_date(source.first)}" for source in late])
        told.append(f"Less than a year is known of some sources, which begin later: {since}.")
    if newest_age > 1:
        last = as_of - dt.timedelta(days=newest_age)
        told.append(f"Nothing after {_date(last)} is in the data.")
    if by_interchange and not any(_HELD_BY_TRANSPORT.search(s.name) for s in sources):
        told.append(
            "No source is named after a transport police. Crime at interchanges is often held by "
            "one, so more may happen here than is recorded."
        )
    return (*told, UNREPORTED)


def _date(date: dt.date) -> str:
    return f"{date:%a} {date.day} {date:%b %Y}"
