"""School days, and the bell of each school on each of them."""

import datetime as dt
from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import Self

import holidays as public_holidays
import pandas as pd

from geo.clock.window import SchoolDays, Window
from geo.errors import NoSchoolDayError
from geo.model import clock

_WORDS = {
    "half_term": "half term",
    "inset": "INSET day",
    "closure": "closed",
    "bank_holiday": "bank holiday",
}


def _one_term(first: dt.date, last: dt.date) -> pd.DataFrame:
    """Give term dates that hold one term and nothing else."""
    return pd.DataFrame(
        [{"scope": "la", "scope_id": "", "kind": "term", "start": first, "end": last}]
    )


def _each_day(terms: pd.DataFrame) -> Iterator[tuple[dt.date, str, str]]:
    """Every date of some rows, with its scope and what it is in words."""
    columns = terms[["scope_id", "kind", "start", "end"]]
    for scope, kind, start, end in columns.itertuples(index=False, name=None):
        span = f", {start:%-d %b} to {end:%-d %b}" if end > start else ""
        for stamp in pd.date_range(start, end):
            yield stamp.date(), str(scope), f"{_WORDS.get(kind, kind)}{span}"


def _closures_in(
    terms: pd.DataFrame, school_names: dict[str, str]
) -> dict[dt.date, dict[str, str]]:
    """Dates on which single schools are closed: URN and reason, for the schools that matter."""
    closures: dict[dt.date, dict[str, str]] = {}
    alone = (terms["scope"] == "urn") & (terms["kind"] != "term")
    for date, urn, why in _each_day(terms[alone & terms["scope_id"].isin([*school_names])]):
        closures.setdefault(date, {})[urn] = why.split(",")[0]
    return closures


_SEARCH_DAYS = 366


@dataclass(frozen=True)
class Bell:
    """When one school lets out on one day.

    Attributes
    ----------
    finish_min : int
        Minutes after midnight at which the first pupils leave.
    stagger_min : int
        Minutes until the last year group has left; 0 where all leave at once.
    """

    urn: str
    name: str
    finish_min: int
    stagger_min: int = 0

    def __str__(self) -> str:
        until = f"–{clock(self.finish_min + self.stagger_min)}" if self.stagger_min else ""
        return f"{self.name} ({clock(self.finish_min)}{until})"


@dataclass(frozen=True)
class SchoolDay:
    """One date on which bells ring.

    Attributes
    ----------
    bells : tuple of Bell
        In order of finishing time; schools without a known bell are left out.
    closed : tuple of (str, str)
        URN and reason of schools that are closed on a day when others are open.
    """

    date: dt.date
    window: Window
    bells: tuple[Bell, ...]
    closed: tuple[tuple[str, str], ...] = ()

    def letting_out(self, slice_index: int | None = None) -> tuple[Bell, ...]:
        """Bells that ring, or are still emptying a school, in a slice or in the whole window.

        Parameters
        ----------
        slice_index : int, optional
            Without one, the whole window.
        """
        if slice_index is None:
            return self.letting_out_between(self.window.start_min, self.window.end_min)
        start = self.window.slice_start_min(slice_index)
        return self.letting_out_between(start, start + self.window.slice_min)

    def letting_out_between(self, start_min: int, end_min: int) -> tuple[Bell, ...]:
        """Bells whose pupils leave at some minute from ``start_min`` up to ``end_min``.

        Parameters
        ----------
        start_min, end_min : int
            Minutes after midnight.
        """
        return tuple(
            bell
            for bell in self.bells
            if bell.finish_min < end_min and bell.finish_min + bell.stagger_min >= start_min
        )


@dataclass(frozen=True)
class Calendar:
    """Term dates, closures and bells of an area.

    Build one with `Calendar.from_tables`. A date is a school day when at least one school is open:
    it is in term, Monday to Friday, no half term, no bank holiday and no closure.

    Attributes
    ----------
    window : Window
        The after-school window, on school days.
    first, last : date or None
        What the term dates cover.
    assumed : bool
        Whether there are none, and weekdays stand in for school days.
    """

    window: Window
    first: dt.date | None
    last: dt.date | None
    school_names: dict[str, str]
    _bells: pd.DataFrame
    _in_term: frozenset[dt.date]
    _pauses: dict[dt.date, str]
    _closures: dict[dt.date, dict[str, str]]
    assumed: bool = False

    @property
    def notice(self) -> str:
        """What a reader must know of the school days; empty where the term dates are known."""
        if not self.assumed:
            return ""
        return (
            "No term dates are kept: weekdays that are no bank holidays stand in for school days."
        )

    @classmethod
    def from_tables(
        cls,
        terms: pd.DataFrame,
        bells: pd.DataFrame,
        school_names: dict[str, str],
        window: Window | None = None,
        country: str = "GB",
        subdivision: str | None = "ENG",
        stand_in: tuple[dt.date, dt.date] | None = None,
    ) -> Self:
        """Build a calendar.

        Parameters
        ----------
        terms : DataFrame
            Columns scope ("la" or "urn"), scope_id, kind, start, end; as `read_terms` returns it.
        bells : DataFrame
            Columns urn, valid_from, valid_to, weekday (0 is Monday), finish_min, stagger_min; as
            `read_bells` returns it.
        school_names : dict
            URN to name of the schools that matter.
        window : Window, optional
            Its days are replaced by this calendar's school days.
        country, subdivision : str
            Whose bank holidays (the `holidays` package).
        stand_in : tuple of date, optional
            Where there are no term dates: first and last date between which every weekday that is
            no bank holiday counts as a school day.
        """
        assumed = terms.empty and stand_in is not None
        if stand_in is not None and assumed:
            terms = _one_term(*stand_in)
        years = range(terms["start"].min().year, terms["end"].max().year + 1) if len(terms) else ()
        public = public_holidays.country_holidays(country, subdiv=subdivision, years=years)
        pauses = {date: f"bank holiday, {name}" for date, name in public.items()}
        area = (terms["scope"] == "la") & (terms["kind"] != "term")
        pauses |= {date: why for date, _, why in _each_day(terms[area])}
        bare = cls(
            window=window or Window(),
            first=terms["start"].min() if len(terms) else None,
            last=terms["end"].max() if len(terms) else None,
            school_names=school_names,
            _bells=bells,
            _in_term=frozenset(d for d, _, _ in _each_day(terms[terms["kind"] == "term"])),
            _pauses=pauses,
            _closures=_closures_in(terms, school_names),
            assumed=assumed,
        )
        name = "weekdays without bank holidays" if assumed else "school days"
        days = SchoolDays(frozenset(d for d in bare._in_term if bare.is_school_day(d)), name)
        return replace(bare, window=replace(bare.window, days=days))

    def is_school_day(self, date: dt.date) -> bool:
        """Whether at least one school lets out on a date.

        Parameters
        ----------
        date : date
            Within the term dates that are known; others are no school days.
        """
        return self.why_closed(date) is None

    def why_closed(self, date: dt.date) -> str | None:
        """Say why a date is no school day, in words; None when it is one.

        Parameters
        ----------
        date : date
            Any.
        """
        if date.weekday() >= 5:
            return f"{date:%A}"
        if date in self._pauses:
            return self._pauses[date]
        if date not in self._in_term:
            return "outside the term dates that are known"
        if self.school_names and len(self._closures.get(date, {})) == len(self.school_names):
            return "every school is closed"
        return None

    def day(self, date: dt.date) -> SchoolDay:
        """Give the school day of a date.

        Parameters
        ----------
        date : date
            A school day.

        Raises
        ------
        NoSchoolDayError
            When no bell rings; the message says why and which school day comes next.
        """
        why = self.why_closed(date)
        if why is not None:
            coming = self._first_after(date)
            hint = f" The next school day is {coming:%a %-d %b %Y}." if coming else ""
            raise NoSchoolDayError(f"{date:%a %-d %b %Y} is not a school day: {why}.{hint}")
        closed = self._closures.get(date, {})
        return SchoolDay(date, self.window, self._ringing(date, closed), tuple(closed.items()))

    def next_school_day(self, date: dt.date) -> SchoolDay:
        """Give the first school day after a date.

        Parameters
        ----------
        date : date
            The day before the first one that may be given.

        Raises
        ------
        NoSchoolDayError
            When the term dates end before there is one.
        """
        coming = self._first_after(date)
        if coming is None:
            known = f"{self.last:%-d %b %Y}" if self.last else "nowhere"
            raise NoSchoolDayError(
                f"No school day is known after {date:%-d %b %Y}: the term dates reach to {known}. "
                "Add the next year's term dates."
            )
        return self.day(coming)

    def previous_school_day(self, date: dt.date) -> SchoolDay | None:
        """Give the last school day before a date, or None when the term dates start later.

        Parameters
        ----------
        date : date
            The day after the last one that may be given.
        """
        for back in range(1, _SEARCH_DAYS):
            if self.is_school_day(date - dt.timedelta(days=back)):
                return self.day(date - dt.timedelta(days=back))
        return None

    def _first_after(self, date: dt.date) -> dt.date | None:
        ahead = (date + dt.timedelta(days=n) for n in range(1, _SEARCH_DAYS))
        return next((d for d in ahead if self.is_school_day(d)), None)

    def _ringing(self, date: dt.date, closed: dict[str, str]) -> tuple[Bell, ...]:
        """Bells of the schools that are open; the later of two valid rows wins."""
        table = self._bells
        ringing = table[
            (table["weekday"] == date.weekday())
            & (table["valid_from"] <= date)
            & (date <= table["valid_to"])
            & table["urn"].isin([*self.school_names])
            & ~table["urn"].isin([*closed])
        ]
        rows = ringing.sort_values("valid_from").drop_duplicates("urn", keep="last")
        columns = rows[["urn", "finish_min", "stagger_min"]]
        bells = [
            Bell(urn, self.school_names[urn], int(finish), int(stagger))
            for urn, finish, stagger in columns.itertuples(index=False, name=None)
        ]
        return tuple(sorted(bells, key=lambda bell: (bell.finish_min, bell.name)))
