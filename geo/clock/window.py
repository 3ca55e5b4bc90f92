"""The after-school window and its slices."""

import datetime as dt
import re
from dataclasses import dataclass, field
from typing import Protocol, Self
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from geo.errors import SettingError
from geo.model import clock


class Days(Protocol):
    """A rule that says on which dates the window runs."""

    @property
    def name(self) -> str:
        """The rule in words, such as ``school days``."""

    def among(self, dates: pd.DatetimeIndex) -> NDArray[np.bool_]:
        """Say for each date (midnight, no timezone) whether the window runs on it."""


@dataclass(frozen=True)
class EveryDay:
    """Every date of the year."""

    name: str = "all days"

    def among(self, dates: pd.DatetimeIndex) -> NDArray[np.bool_]:
        """All of them."""
        return np.ones(len(dates), dtype=bool)


@dataclass(frozen=True)
class Weekdays:
    """Monday to Friday, holidays included."""

    name: str = "weekdays"

    def among(self, dates: pd.DatetimeIndex) -> NDArray[np.bool_]:
        """Those from Monday to Friday."""
        return np.asarray(dates.day_of_week < 5)


@dataclass(frozen=True)
class SchoolDays:
    """The dates on which a bell rings, one by one; a date that is not listed is none."""

    dates: frozenset[dt.date] = field(repr=False)
    name: str = "school days"

    def among(self, dates: pd.DatetimeIndex) -> NDArray[np.bool_]:
        """Those that the calendar lists."""
        return np.asarray(dates.isin(pd.DatetimeIndex(sorted(self.dates))))


_DAY_MIN = 24 * 60


@dataclass(frozen=True)
class Window:
    """A span of local clock time that recurs on certain days, cut into equal slices.

    Parameters
    ----------
    start_min, end_min : int
        Minutes after midnight, local time; 15:00 to 18:00 unless said otherwise.
    days : Days
        The dates it runs on.
    timezone : str
        IANA name.
    slice_min : int
        Length of a slice in minutes; must divide the window.

    Raises
    ------
    SettingError
        When the window is empty, runs past midnight, or slices do not fit.
    """

    start_min: int = 15 * 60
    end_min: int = 18 * 60
    days: Days = field(default_factory=Weekdays)
    timezone: str = "Europe/London"
    slice_min: int = 15

    def __post_init__(self) -> None:
        if not 0 <= self.start_min < self.end_min <= _DAY_MIN:
            raise SettingError(
                f"A window from {clock(self.start_min)} to {clock(self.end_min)} cannot be used; "
                "it must end after it starts, at 24:00 at the latest. Plan each side of midnight "
                "as a window of its own."
            )
        if self.slice_min <= 0 or (self.end_min - self.start_min) % self.slice_min:
            raise SettingError(
                f"Slices of {self.slice_min} minutes do not fill the window {self}; choose a "
                "length that divides it."
            )
        try:
            ZoneInfo(self.timezone)
        except (ZoneInfoNotFoundError, ValueError) as error:
            raise SettingError(
                f"There is no timezone {self.timezone!r}; expected an IANA name such as "
                "Europe/London."
            ) from error

    @classmethod
    def parse(cls, text: str, days: Days | None = None, timezone: str = "Europe/London") -> Self:
        """Read ``15:00-18:00``.

        Parameters
        ----------
        text : str
            Two times of the day with a dash between them.
        days : Days, optional
            The dates it runs on; Monday to Friday unless said otherwise.
        timezone : str
            IANA name.

        Examples
        --------
        >>> window = Window.parse("15:00-18:00")
        >>> window.n_slices, window.label(1)
        (12, '15:15–15:30')
        """
        match = re.fullmatch(r"\s*(\d{1,2}):(\d{2})\s*[-–]\s*(\d{1,2}):(\d{2})\s*", text)
        hours = [int(part) for part in match.groups()] if match else []
        if not hours or hours[1] > 59 or hours[3] > 59 or max(hours[0], hours[2]) > 24:
            raise SettingError(f"{text!r} is not a window; expected hours such as 15:00-18:00.")
        start, end = hours[0] * 60 + hours[1], hours[2] * 60 + hours[3]
        length = max(end - start, 1)
        slice_min = next(s for s in (15, 10, 5, 1) if length % s == 0)
        return cls(start, end, days or Weekdays(), timezone, slice_min)

    def __str__(self) -> str:
        return f"{clock(self.start_min)}–{clock(self.end_min)}"

    @property
    def n_slices(self) -> int:
        """How many slices the window has."""
        return (self.end_min - self.start_min) // self.slice_min

    @property
    def noun(self) -> str:
        """What one run of the window is called: an afternoon where it is one, else a window."""
        afternoon = self.start_min >= 12 * 60 and self.end_min <= 19 * 60
        return "afternoon" if afternoon else "window"

    def slice_start_min(self, index: int) -> int:
        """Minutes after midnight at which a slice begins.

        Parameters
        ----------
        index : int
            Of the slice, from 0.
        """
        return self.start_min + index * self.slice_min

    def slice_at(self, minute: int) -> int | None:
        """Index of the slice that holds a minute of the day, or None outside the window.

        Parameters
        ----------
        minute : int
            Minutes after midnight.
        """
        if not self.start_min <= minute < self.end_min:
            return None
        return (minute - self.start_min) // self.slice_min

    def label(self, index: int) -> str:
        """``15:15–15:30``.

        Parameters
        ----------
        index : int
            Of the slice, from 0.
        """
        start = self.slice_start_min(index)
        return f"{clock(start)}–{clock(start + self.slice_min)}"

    def dates_between(self, first: dt.date, end: dt.date) -> pd.DatetimeIndex:
        """Dates on which the window runs, from ``first`` up to but not including ``end``.

        Parameters
        ----------
        first, end : date
            Of the span.
        """
        dates = pd.date_range(first, end, freq="D", inclusive="left")
        return dates[np.asarray(self.days.among(dates))]
