"""Rows by month and source: months that are missing, months that dropped."""

from dataclasses import dataclass
from typing import Final

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from geo.quality.facts import Bools, Floats, Incidents, Ints
from geo.quality.rules import QualityRules

#: A year has so many days on average; counts of months are compared per day.
_MONTH_DAYS: Final = 365.25 / 12
_FEWEST_MONTHS: Final = 5
#: A Poisson month with a mean of 7 is empty less than once in a thousand.
_EXPECTED: Final = 7


@dataclass(frozen=True, eq=False)
class Months:
    """Counts by source (rows) and month (columns), from the first month to the last.

    Attributes
    ----------
    label : tuple of str
        Such as ``2026-11``.
    usual : ndarray of float
        Median of the months around, for a month of this length; NaN where too few are known.
    low : ndarray of bool
        Months far below that, or empty, between the first and the last of their source.
    """

    label: tuple[str, ...]
    rows: Ints
    usual: Floats
    low: Bools

    def table(self, sources: tuple[str, ...]) -> pd.DataFrame:
        """One row a source and month: Source, Month, Rows, Usual, Low."""
        n_sources, n_months = self.rows.shape
        return pd.DataFrame(
            {
                "Source": np.repeat(np.array(sources, dtype=object), n_months),
                "Month": np.tile(np.array(self.label, dtype=object), n_sources),
                "Rows": self.rows.ravel(),
                "Usual": np.round(self.usual.ravel()),
                "Low": self.low.ravel(),
            }
        )


def months_of(facts: Incidents, rules: QualityRules) -> Months:
    """Count months and compare each with those around it.

    A month has dropped when it lies ``drop_score`` robust standard deviations below the median of
    the months around it, on the scale 2 √(n + 3/8), on which a Poisson count has a standard
    deviation of 1 whatever its mean (Anscombe 1948); that of a source is 1.4826 times its median
    absolute deviation, 1 at least (Iglewicz and Hoaglin 1993). The first and the last month count
    only when they are whole.
    """
    month = facts.day.astype("datetime64[D]").astype("datetime64[M]")
    first, last = month.min(), np.datetime64(facts.as_at, "M")
    last = max(last, month.max())
    months = np.arange(first, last + 1)
    index = (month - first).astype(np.int64)
    flat = np.bincount(
        facts.source * len(months) + index, minlength=len(facts.sources) * len(months)
    )
    rows = flat.reshape(len(facts.sources), len(months)).astype(np.int64)
    days = _days(months)
    whole = _whole(facts, months, rows)
    usual = _usual(rows / days * _MONTH_DAYS, whole, rules)
    score = _score(rows / days * _MONTH_DAYS, usual, whole)
    expected = usual / _MONTH_DAYS * days
    dropped = (score < -rules.drop_score) & (rows < rules.drop_share * expected)
    with np.errstate(invalid="ignore"):
        low = whole & (expected >= _EXPECTED) & (dropped | (rows == 0))
    return Months(tuple(str(m) for m in months), rows, expected, low)


def _days(months: NDArray[np.datetime64]) -> Ints:
    starts = np.append(months, months[-1] + 1).astype("datetime64[D]")
    return np.asarray(np.diff(starts).astype(np.int64))


def _whole(facts: Incidents, months: NDArray[np.datetime64], rows: Ints) -> Bools:
    """Months that a source covers from the first day to the last, as far as one can tell."""
    n = np.arange(len(months))
    seen = rows > 0
    first = np.argmax(seen, axis=1)[:, None]
    last = (len(months) - 1 - np.argmax(seen[:, ::-1], axis=1))[:, None]
    ends_whole = np.datetime64(facts.as_at) + 1 == (months[-1] + 1).astype("datetime64[D]")
    last_counts = (last == len(months) - 1) & bool(ends_whole)
    begins = facts.day.min() - months[0].astype("datetime64[D]").astype(np.int64) < 3
    first_counts = (first == 0) & bool(begins)
    inside = (n > first) & (n < last)
    return np.asarray(inside | ((n == first) & first_counts) | ((n == last) & last_counts))


def _usual(level: Floats, whole: Bools, rules: QualityRules) -> Floats:
    """Median of the whole months around each, itself included."""
    known = pd.DataFrame(np.where(whole, level, np.nan).T)
    around = 2 * rules.months_around + 1
    rolled = known.rolling(around, center=True, min_periods=_FEWEST_MONTHS).median()
    return np.asarray(rolled.to_numpy().T, dtype=float)


def _score(level: Floats, usual: Floats, whole: Bools) -> Floats:
    """Robust standard deviations from the usual level."""
    gap = 2 * (np.sqrt(level + 0.375) - np.sqrt(np.nan_to_num(usual) + 0.375))
    gap = np.where(whole & ~np.isnan(usual), gap, np.nan)
    spread = pd.DataFrame(np.abs(gap).T).median().fillna(0).to_numpy() * 1.4826
    return np.asarray(np.nan_to_num(gap / np.maximum(spread, 1)[:, None]), dtype=float)
