"""Dates of birth and narratives, told by how the values of a column are spread."""

from typing import Final

import numpy as np
import pandas as pd
import pyarrow as pa
import pyarrow.compute as pc

from geo.sources import personal_patterns as like
from geo.sources.fitting import fits

_FEWEST: Final = 3
_FEWEST_DATES: Final = 5
_DATES_SHARE: Final = 0.8
#: Nearly nobody in an extract is younger than this; incidents reach up to the last day.
_YOUNGEST: Final = pd.Timedelta(days=5 * 365)
_OLDEST: Final = pd.Timedelta(days=110 * 365)
_YOUNG_SHARE: Final = 0.05
#: Days of the year that come more often than this are those of an administration.
_SAME_DAY: Final = 0.15
_SPREAD: Final = pd.Timedelta(days=400)
#: Distinct texts of a column that tell its last day.
_DAYS: Final = 500
_NOT_BEFORE: Final = pd.Timestamp("2015-01-01")
#: Narratives are written anew each time: so many of their cells are unlike any other.
_UNLIKE: Final = 0.5
_NARRATIVE_SHARE: Final = 0.02
_MANY: Final = 20


def last_day(texts: list[pa.Array]) -> pd.Timestamp:
    """Give the last day that the columns of a file name, and never one before 2015."""
    found = [
        _dates(text.take(pa.array(range(0, len(text), 1 + len(text) // _DAYS)))) for text in texts
    ]
    latest = [
        pd.Timestamp(dates.sort_values().to_numpy()[int(0.99 * (len(dates) - 1))])
        for dates in found
        if len(dates)
    ]
    return max([_NOT_BEFORE, *latest])


def birth_dates(text: pa.Array, counts: np.ndarray, until: pd.Timestamp) -> bool:
    """Say whether a column is one of days on which persons were born.

    Days without a time, spread over years, of which few lie in the last five years of the file:
    incidents reach up to its end, and administrations prefer certain days of the year.
    """
    fits = pc.match_substring_regex(text, like.DATE).to_numpy(zero_copy_only=False).astype(bool)
    if counts[fits].sum() < _DATES_SHARE * counts.sum():
        return False
    dates = _dates(text)
    dates = dates[(dates < until) & (dates > until - _OLDEST)]
    if len(dates) < _FEWEST_DATES or len(dates) < _DATES_SHARE * int(fits.sum()):
        return False
    spread = dates.quantile(0.75) - dates.quantile(0.25)
    young = (dates > until - _YOUNGEST).mean()
    same_day = dates.dt.strftime("%m-%d").value_counts(normalize=True).iloc[0]
    usual = same_day <= max(_SAME_DAY, 2 / len(dates))
    return bool(spread >= _SPREAD and young <= _YOUNG_SHARE and usual)


def _dates(text: pa.Array) -> pd.Series:
    """Days among texts: ISO, or with the day or the month first; the wrong order matters little."""
    dated = fits(text, r"^\d{1,4}[-/. ]")
    if not dated.any():
        return pd.Series([], dtype="datetime64[ns]")
    written = pd.Series(text.filter(pa.array(dated)).to_pandas(), dtype="str")
    day = written.str.extract(r"^(\d{4}-\d{2}-\d{2})", expand=False)
    found = pd.to_datetime(day, format="%Y-%m-%d", errors="coerce")
    parts = written[found.isna()].str.extract(r"^(\d{1,2})[/.-](\d{1,2})[/.-](\d{4})")
    first, second, year = (pd.to_numeric(parts[i]) for i in range(3))
    swap = first > 12
    month, of_month = first.mask(swap, second), second.mask(swap, first)
    other = pd.to_datetime(
        pd.DataFrame({"year": year, "month": month, "day": of_month}), errors="coerce"
    )
    named = pd.to_datetime(
        written[found.isna()].str.replace("-", " ", regex=False).str.strip(),
        format="%d %b %Y", errors="coerce",
    )  # fmt: skip
    return pd.concat([found, other, named]).dropna()


def narratives(text: pa.Array, counts: np.ndarray) -> bool:
    """Say whether a column holds accounts of what happened: long, each unlike the others."""
    told = fits(text, like.TOLD)
    if not told.any():
        return False
    long = text.filter(pa.array(told))
    telling = fits(long, like.TELLING) | fits(long, like.SENTENCES)
    cells = counts[told][telling]
    if telling.sum() < _FEWEST or len(cells) < _UNLIKE * cells.sum():
        return False
    return bool(cells.sum() >= _NARRATIVE_SHARE * counts.sum() or telling.sum() >= _MANY)
