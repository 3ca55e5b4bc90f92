"""School days, and the bell of each school on each of them."""

import datetime as dt
from dataclasses import dataclass, replace
from typing import Self

import holidays as public_holidays
import pandas as pd

from geo.clock.days import SchoolDays
from geo.clock.window import Window
from geo.errors import NoSchoolDayError
from geo.model import clock

_SEARCH_DAYS = 366
_WORDS = {"half_term": "half term", "inset": "INSET day", "closure": "closed",
          "bank_holiday": "bank holiday"}


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

    def letting_out(self, slice_index: int) -> tuple[Bell, ...]:
        """Bells that ring, or are still emptying a school, in a slice of the window."""
        start = self.window.slice_start_min(slice_index)
        return self.letting_out_between(start, start + self.window.slice_min)

    def letting_out_between(self, start_min: int, end_min: int) -> tuple[Bell, ...]:
        """Bells whose pupils leave at some minute from ``start_min`` up to ``end_min``."""
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
    """

    window: Window
    terms: pd.DataFrame
    bells: pd.DataFrame
    school_names: dict[str, str]
    public: dict[dt.date, str]

    @classmethod
    def from_tables(
        cls,
        terms: pd.DataFrame,
        bells: pd.DataFrame,
        school_names: dict[str, str],
        window: Window | None = None,
        country: str = "GB",
        subdivision: str | None = "ENG",
    ) -> Self:
        """Build a calendar.

        Parameters
        ----------
        terms : DataFrame
            Columns scope ("la" or "urn"), scope_id, kind, start, end, source; as `read_terms`
            returns it.
        bells : DataFrame
            Columns urn, valid_from, valid_to, weekday (0 is Monday), finish_min, stagger_min; as
            `read_bells` returns it.
        school_names : dict
            URN to name of the schools that matter.
        window : Window, optional
            Its days are replaced by this calendar's school days.
        country, subdivision : str
            Whose bank holidays (the `holidays` package).
        """
        years = range(terms["start"].min().year, terms["end"].max().year + 1) if len(terms) else ()
        public = dict(public_holidays.country_holidays(country, subdiv=subdivision, years=years))
        bare = cls(window or Window(), terms, bells, school_names, public)
        days = SchoolDays(frozenset(d for d in bare._dates() if bare.why_closed(d) is None))
        return replace(bare, window=replace(bare.window, days=days))

    @property
    def first(self) -> dt.date | None:
        """First date that the term dates cover."""
        return self.terms["start"].min() if len(self.terms) else None

    @property
    def last(self) -> dt.date | None:
        """Last date that the term dates cover."""
        return self.terms["end"].max() if len(self.terms) else None

    def is_school_day(self, date: dt.date) -> bool:
        """Whether at least one school lets out on a date."""
        return self.why_closed(date) is None

    def why_closed(self, date: dt.date) -> str | None:
        """Say why a date is no school day, in words; None when it is one."""
        if date.weekday() >= 5:
            return f"{date:%A}"
        if date in self.public:
            return f"bank holiday, {self.public[date]}"
        area = self._on(date, self.terms["scope"] == "la")
        pauses = area[area["kind"] != "term"]
        if len(pauses):
            row = pauses.iloc[0]
            return f"{_WORDS[row['kind']]}, {row['start']:%-d %b} to {row['end']:%-d %b}"
        if not len(self._on(date, self.terms["kind"] == "term")):
            return "outside the term dates that are known"
        if self.school_names and len(self._closed(date)) == len(self.school_names):
            return "every school is closed"
        return None

    def day(self, date: dt.date) -> SchoolDay:
        """Give the school day of a date.

        Raises
        ------
        NoSchoolDayError
            When no bell rings; the message says why and which school day comes next.
        """
        why = self.why_closed(date)
        if why is not None:
            coming = self._first_after(date)
            hint = f" The next school day is {coming:%a %-d %b %Y}." if coming else ""
            raise NoSchoolDayError(f"{date:%a %-d %b %Y} is no school day: {why}.{hint}")
        closed = self._closed(date)
        return SchoolDay(date, self.window, self._bells(date, closed), tuple(closed.items()))

    def next_school_day(self, date: dt.date) -> SchoolDay:
        """Give the first school day after a date.

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
        """Give the last school day before a date, or None when the term dates start later."""
        for back in range(1, _SEARCH_DAYS):
            if self.is_school_day(date - dt.timedelta(days=back)):
                return self.day(date - dt.timedelta(days=back))
        return None

    def _first_after(self, date: dt.date) -> dt.date | None:
        ahead = (date + dt.timedelta(days=n) for n in range(1, _SEARCH_DAYS))
        return next((d for d in ahead if self.is_school_day(d)), None)

    def _dates(self) -> list[dt.date]:
        if self.first is None or self.last is None:
            return []
        return [stamp.date() for stamp in pd.date_range(self.first, self.last)]

    def _on(self, date: dt.date, which: pd.Series) -> pd.DataFrame:
        return self.terms[which & (self.terms["start"] <= date) & (date <= self.terms["end"])]

    def _closed(self, date: dt.date) -> dict[str, str]:
        """URN and reason of each school that alone is closed: INSET days and closures."""
        rows = self._on(date, (self.terms["scope"] == "urn") & (self.terms["kind"] != "term"))
        known = rows[rows["scope_id"].isin(list(self.school_names))]
        return {row.scope_id: _WORDS[row.kind] for row in known.itertuples()}

    def _bells(self, date: dt.date, closed: dict[str, str]) -> tuple[Bell, ...]:
        table = self.bells
        ringing = table[
            (table["weekday"] == date.weekday())
            & (table["valid_from"] <= date)
            & (date <= table["valid_to"])
            & table["urn"].isin(list(self.school_names))
            & ~table["urn"].isin(list(closed))
        ]
        rows = ringing.sort_values(["valid_from"]).drop_duplicates("urn", keep="last")
        bells = (
            Bell(row.urn, self.school_names[row.urn], row.finish_min, row.stagger_min)
            for row in rows.itertuples()
        )
        return tuple(sorted(bells, key=lambda bell: (bell.finish_min, bell.name)))
