"""What was recorded at a place, as small tables; which sources cover it, and what they miss."""

import datetime as dt
import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

import numpy as np
import pandas as pd

from geo.arrays import Floats
from geo.clock import Window
from geo.hotspots.scoring import AGGREGATE_ONLY, label
from geo.model import clock
from geo.text import count_shown, listed, names_sexual_offence

_FEWEST_SHOWN: Final = 5
_HIDDEN_LARGE: Final = "5+"
_HIDDEN_WIDE: Final = "<10"
#: A month or a period that the data do not reach.
_NO_DATA: Final = "–"


def _counts_shown(counts: Sequence[int | None]) -> tuple[str, ...]:
    """Counts of one table as they may be shown, beside a total that may be known.

    A single hidden count would follow from the total and from the others. Then the smallest count
    that could be shown becomes ``5+``, and the next, until none that is hidden can be worked out;
    where that is not enough, all under 5 become ``<10``, a 0 among them (complementary suppression,
    Cox 1980, "Suppression methodology and statistical disclosure control").

    Parameters
    ----------
    counts : sequence of int or None
        None where the data do not reach.

    Returns
    -------
    tuple of str
        ``<5`` for 1 to 4, ``5+`` or ``<10`` where they would be given away, ``–`` for None.
    """
    shown = [_NO_DATA if count is None else count_shown(count) for count in counts]
    if sum(count or 0 for count in counts) < _FEWEST_SHOWN:
        return tuple(shown)  # the total is hidden too
    small = [count for count in counts if count and count < _FEWEST_SHOWN]
    large = sorted(
        (count, at) for at, count in enumerate(counts) if count and count >= _FEWEST_SHOWN
    )
    hidden: list[int] = []
    for count, at in large:
        if not _revealed(small, hidden):
            break
        hidden.append(count)
        shown[at] = _HIDDEN_LARGE
    if _revealed(small, hidden):
        shown = [
            _HIDDEN_WIDE if count is not None and count < _FEWEST_SHOWN else text
            for count, text in zip(counts, shown, strict=True)
        ]
    return tuple(shown)


def may_show(*counts: int | None) -> bool:
    """Whether none of the counts is hidden, so that what is worked out of them may be shown."""
    return not any(count and count < _FEWEST_SHOWN for count in counts)


def _revealed(small: Sequence[int], large: Sequence[int]) -> bool:
    """Whether a count of 1 to 4 follows from the sum of all that are hidden."""
    if not small:
        return False
    if large:
        room = sum(small) + sum(count - _FEWEST_SHOWN for count in large)
        return room == len(small)
    fewest, most = len(small), (_FEWEST_SHOWN - 1) * len(small)
    return len(small) == 1 or sum(small) in (fewest, most)


_OTHER: Final = "Other offences"
_ALL: Final = "All scored offences"
_NO_OFFENCE: Final = "Offence not named"
_MONTHS: Final = 13
_WEEKDAYS: Final = (
    "Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday",
)  # fmt: skip
_HOUR_MIN: Final = 60
_MOST_SLICES: Final = 24


@dataclass(frozen=True)
class Tally:
    """A small table of counts, each with its label.

    Attributes
    ----------
    title : str
        What was counted, and over what time.
    labels : tuple of str
    counts : tuple of int or None
        None where the data do not reach. These are not for showing: use ``shown``.
    ticks : tuple of str
        What an axis says at each label; empty for none.
    """

    title: str
    labels: tuple[str, ...]
    counts: tuple[int | None, ...]
    ticks: tuple[str, ...]

    @property
    def shown(self) -> tuple[str, ...]:
        """The counts as they may be shown; see `_counts_shown`."""
        return _counts_shown(self.counts)

    @property
    def heights(self) -> tuple[float, ...]:
        """Heights of the bars of a chart; what is hidden is drawn at one height."""
        drawn = {"<5": 2.5, "<10": 2.5, "5+": 5.0, _NO_DATA: 0.0}
        return tuple(
            drawn[text] if text in drawn else float(count or 0)
            for text, count in zip(self.shown, self.counts, strict=True)
        )


def by_offence(offences: pd.Series) -> Tally:
    """Count offences; those shown in aggregate only are among the others, if there are any.

    The rarest of those that may be named is always among the others too, so that neither their
    count nor that there are any can be worked out. Where that leaves one row, it is not named.

    Parameters
    ----------
    offences : Series of str
        Canonical codes, or the words of the file.
    """
    names = offences.fillna("")
    apart = names.isin(AGGREGATE_ONLY) | names.map(names_sexual_offence).astype(bool)
    named = names[~apart].value_counts().sort_index()
    named = named.sort_values(ascending=False, kind="stable").iloc[:-1]
    labels = [label(str(offence)) or _NO_OFFENCE for offence in named.index]
    counts = [int(count) for count in named]
    labels.append(_OTHER if labels else _ALL)
    counts.append(len(names) - sum(counts))
    return _tally("Past year, at any hour, by offence", labels, counts, labels)


def by_source(names: pd.Series) -> Tally:
    """Count the sources, the largest first."""
    counts = names.value_counts().sort_index().sort_values(ascending=False, kind="stable")
    labels = [str(name) for name in counts.index]
    return _tally("Past year, at any hour, by source", labels, [int(n) for n in counts], labels)


def by_slice(weights: Floats, window: Window) -> Tally:
    """Count what fell into each slice of the window on the days on which it runs.

    An incident known by a span counts in parts (aoristic, Ratcliffe 2002), and sums are rounded.
    Slices are joined to hours where there are many, or most are too small to show.

    Parameters
    ----------
    weights : ndarray, shape (incidents, slices)
        As `geo.clock.slice_shares` gives them.
    """
    title = f"Past year, by time of day, {window} on its days"
    sums = weights.sum(axis=0)
    firsts = [window.slice_start_min(n) for n in range(window.n_slices)]
    counts, length_min = _whole(sums), window.slice_min
    per_hour, left = divmod(_HOUR_MIN, length_min)
    if not left and len(sums) % per_hour == 0 and (len(sums) > _MOST_SLICES or _mostly_few(counts)):
        counts = _whole(sums.reshape(-1, per_hour).sum(axis=1))
        firsts, length_min = firsts[::per_hour], _HOUR_MIN
    labels = [f"{clock(first)}–{clock(first + length_min)}" for first in firsts]
    hourly = [clock(first) if first % _HOUR_MIN == 0 else "" for first in firsts]
    every = -(-sum(map(bool, hourly)) // 6) or 1
    kept = set([text for text in hourly if text][::every])
    return _tally(title, labels, counts, [text if text in kept else "" for text in hourly])


def by_weekday(age_days: Floats, as_of: dt.date) -> Tally:
    """Count the weekdays of incidents of some ages (days to ``as_of``)."""
    weekday = (as_of.weekday() - age_days.astype(int)) % 7
    counts = np.bincount(weekday, minlength=7).tolist()
    short = [name[:3] for name in _WEEKDAYS]
    return _tally("Past year, at any hour, by weekday", _WEEKDAYS, counts, short)


def by_month(age_days: Floats, as_of: dt.date, reach_days: tuple[float, float]) -> Tally:
    """Count the last thirteen months, the last of them as far as the data go.

    Parameters
    ----------
    age_days : ndarray
        Whole days from each incident to ``as_of``, further back than a year.
    reach_days : (float, float)
        Age of the newest and of the oldest day that the data cover.
    """
    newest, oldest = (as_of - dt.timedelta(days=int(days)) for days in reach_days)
    last = np.datetime64(newest, "M")
    months = (np.datetime64(as_of) - age_days.astype("timedelta64[D]")).astype("datetime64[M]")
    back = (last - months).astype(int)
    counted = np.bincount(back[(back >= 0) & (back < _MONTHS)], minlength=_MONTHS)[::-1].tolist()
    shown = [(last - n).astype(dt.date) for n in range(_MONTHS - 1, -1, -1)]
    first = oldest.replace(day=1)
    counts = [n if month >= first else None for n, month in zip(counted, shown, strict=True)]
    labels = [f"{month:%B %Y}" for month in shown]
    labels[-1] += f", to the {_ordinal(newest.day)}"
    if oldest.day > 1 and first in shown:
        labels[shown.index(first)] += f", from the {_ordinal(oldest.day)}"
    ticks = [f"{month:%b}" if n % 3 == 0 else "" for n, month in enumerate(shown)]
    title = f"Last 13 months, to {newest.day} {newest:%b %Y}, at any hour"
    return _tally(title, labels, counts, ticks)


def _tally(
    title: str, labels: Sequence[str], counts: Sequence[int | None], ticks: Sequence[str]
) -> Tally:
    return Tally(title, tuple(labels), tuple(counts), tuple(ticks))


def _whole(sums: Floats) -> list[int]:
    """Sums of parts as whole counts; less than half of one is still one, which is not shown."""
    whole = np.where(sums > 1e-9, np.maximum(np.floor(sums + 0.5), 1), 0)
    return [int(count) for count in whole]


def _mostly_few(counts: Sequence[int]) -> bool:
    hidden = sum(not may_show(count) for count in counts)
    return 2 * hidden > len(counts)


def _ordinal(day: int) -> str:
    ending = "th" if 10 < day < 14 else {1: "st", 2: "nd", 3: "rd"}.get(day % 10, "th")
    return f"{day}{ending}"


_NOT_NAMED: Final = "source not named"
_UNREPORTED: Final = "Theft from children is largely unreported, so every source misses most of it."
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
        """Whether it covers every day between two ages."""
        return self.newest_age <= newest_age and oldest_age <= self.oldest_age


def source_names(sources: pd.Series) -> pd.Series:
    """The sources of incidents by name, where they have one."""
    return sources.fillna("").str.strip().replace("", _NOT_NAMED)


def sources_of(
    names: pd.Series, age_days: Floats, as_of: dt.date, newest_age: int
) -> tuple[Source, ...]:
    """List the sources, the largest first.

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
    gaps = [
        f"{source.name} says nothing after {_date(source.last)}{while_others}: what it would have "
        "added since is missing here."
        for source in sources
        if source.stopped
    ]
    late = [s for s in sources if s.oldest_age < _YEAR_DAYS]
    if late:
        since = listed([f"{source.name} on {_date(source.first)}" for source in late])
        gaps.append(f"Less than a year is known of some sources, which begin later: {since}.")
    if newest_age > 1:
        last = as_of - dt.timedelta(days=newest_age)
        gaps.append(f"Nothing after {_date(last)} is in the data.")
    if by_interchange and not any(_HELD_BY_TRANSPORT.search(s.name) for s in sources):
        gaps.append(
            "No source is named after a transport police. Crime at interchanges is often held by "
            "one, so more may happen here than is recorded."
        )
    return (*gaps, _UNREPORTED)


def _date(date: dt.date) -> str:
    return f"{date:%a} {date.day} {date:%b %Y}"
