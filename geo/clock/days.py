"""Which dates a window runs on."""

import datetime as dt
from dataclasses import dataclass, field
from typing import Protocol

import numpy as np
import pandas as pd
from numpy.typing import NDArray


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
