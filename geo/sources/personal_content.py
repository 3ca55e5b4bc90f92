"""Columns about persons, told by what is in them; and single cells that hold a contact.

A column is judged by a sample of its filled cells, spread over the whole file, so that one that is
filled here and there is seen too. What is found is named by its kind and never quoted.
"""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Final

import numpy as np
import pandas as pd
import pyarrow as pa
import pyarrow.compute as pc

from geo.sources import personal_patterns as like
from geo.sources.fitting import fits
from geo.sources.personal_cells import tells_of_person
from geo.sources.personal_names import person_names
from geo.sources.personal_values import birth_dates, last_day, narratives

#: Filled cells of a column that are looked at, spread over the file.
_SAMPLE: Final = 10_000
#: A contact in so many of the filled cells makes a column of contacts; fewer are single slips.
_SHARE: Final = 0.02
_MOST: Final = 0.5
_SOME: Final = 0.2
_FEWEST: Final = 3
_NEARLY_ALL: Final = 0.9


@dataclass(frozen=True)
class _Sample:
    """Filled cells of one column: each distinct text, and how often it came."""

    text: pa.Array
    counts: np.ndarray
    #: The last day that any column of the file names.
    until: pd.Timestamp

    def share(self, pattern: str) -> float:
        """Share of the filled cells that a pattern fits."""
        return float(self.counts[self.fits(pattern)].sum() / self.counts.sum())

    def fits(self, pattern: str) -> np.ndarray:
        """Which distinct texts a pattern fits."""
        return fits(self.text, pattern)


def personal_content(
    frame: pd.DataFrame, skip: frozenset[str] = frozenset(), *, of_places: bool = False
) -> dict[str, str]:
    """Name the columns that hold something of persons, and what.

    A column whose name is known, such as the one of offences, is no exception: where it holds names
    or narratives it must not be kept either. Single contacts in a column of something else are for
    `scrubbed`.

    Parameters
    ----------
    frame : DataFrame of str
        Columns as they came, empty text where there is nothing.
    skip : frozenset of str
        Columns that need no look: left out already, or read as numbers, times or flags.
    of_places : bool
        Whether the rows are places, whose addresses are their own.

    Returns
    -------
    dict
        Raw column name to what it holds, such as ``e-mail addresses``.
    """
    looked = [name for name in dict.fromkeys(frame.columns) if name not in skip]
    samples = {name: _sample(frame[name]) for name in looked}
    kept = {name: its for name, its in samples.items() if len(its[0])}
    until = last_day([text for text, _ in kept.values()])
    found = {}
    for name, (text, counts) in kept.items():
        held = _held(_Sample(text, counts, until), of_places=of_places)
        if held:
            found[name] = held
    return found


def personal_ids(column: pd.Series) -> str:
    """What a column of ids holds of persons, such as ``names of persons``; empty where nothing.

    References look like many things, so only what no reference looks like counts: an e-mail
    address, a mobile number in nearly every row, names with or without a number after them.
    """
    text, counts = _sample(column)
    if not len(text):
        return ""
    sample = _Sample(text, counts, last_day([]))
    if sample.share(like.EMAIL) >= _SHARE:
        return "e-mail addresses"
    if sample.share(like.MOBILE) >= _NEARLY_ALL:
        return "phone numbers"
    bare = pc.replace_substring_regex(text, r"[\d\W_]+$", "")
    return "names of persons" if person_names(pc.unique(bare)) else ""


def _sample(column: pd.Series) -> tuple[pa.Array, np.ndarray]:
    """Distinct texts among filled cells spread over a column, and how often each came."""
    text = pa.array(column, type=pa.large_string())
    filled = np.flatnonzero(pc.not_equal(pc.fill_null(text, ""), "").to_numpy(zero_copy_only=False))
    taken = text.take(pa.array(filled[:: max(1, len(filled) // _SAMPLE)]))
    counted = pc.value_counts(taken)
    return counted.field("values"), counted.field("counts").to_numpy()


def _held(sample: _Sample, *, of_places: bool) -> str:
    """What a column holds of persons; empty where it holds nothing of the kind."""
    if not sample.fits(r"\pL|@").any():
        return _held_in_digits(sample)
    for kind, holds in _KINDS:
        if holds(sample):
            return kind
    if not of_places and _homes(sample):
        return "home addresses"
    return ""


def _held_in_digits(sample: _Sample) -> str:
    """Of columns without a letter: phones, birthdays and numbers of social security."""
    if sample.share(like.SOCIAL_SECURITY) >= _MOST:
        return "Social Security numbers"
    if sample.share(like.PHONE) >= _SHARE or _bare_phones(sample):
        return "phone numbers"
    if birth_dates(sample.text, sample.counts, sample.until):
        return "dates of birth"
    return ""


def _bare_phones(sample: _Sample) -> bool:
    phones = sample.fits(like.BARE_PHONE) & ~sample.fits(like.YEAR_FIRST)
    return bool(phones.sum() >= _FEWEST and phones.mean() > 0.9)


def _national_insurance(sample: _Sample) -> bool:
    """Many of their form; references of one series begin with the same letters."""
    fits = sample.fits(like.NATIONAL_INSURANCE)
    if sample.share(like.NATIONAL_INSURANCE) < _SHARE:
        return False
    begins = {text.strip()[:2].upper() for text in sample.text.filter(pa.array(fits)).to_pylist()}
    return len(begins) >= min(_FEWEST, int(fits.sum()))


def _plates(sample: _Sample) -> bool:
    fits = sample.fits(like.PLATE)
    return bool(fits.sum() >= _FEWEST and fits.mean() >= _MOST)


def _names(sample: _Sample) -> bool:
    return person_names(sample.text)


def _homes(sample: _Sample) -> bool:
    """Full house numbers with a street; a hundred block or a junction is nobody's home."""
    blocks = sample.fits(like.BLOCK)
    homes = (sample.fits(like.ADDRESS) & ~blocks) | sample.fits(like.HOME)
    return bool(homes.sum() >= _FEWEST and homes.mean() >= _SOME)


_KINDS: Final[tuple[tuple[str, Callable[[_Sample], bool]], ...]] = (
    ("e-mail addresses", lambda its: its.share(like.EMAIL) >= _SHARE),
    ("National Insurance numbers", _national_insurance),
    ("phone numbers", lambda its: its.share(like.PHONE) >= _SHARE),
    ("free text", lambda its: narratives(its.text, its.counts)),
    ("vehicle registrations", _plates),
    ("names of persons", _names),
    ("dates of birth", lambda its: birth_dates(its.text, its.counts, its.until)),
)
_CONTACT: Final = "|".join(
    f"({pattern})" for pattern in (like.EMAIL, like.PHONE, like.SOCIAL_SECURITY)
)


def scrubbed(text: pd.Series, *, names: bool = True) -> tuple[pd.Series, int]:
    """Empty the cells that hold a contact, a number of a person, a name or an account.

    Parameters
    ----------
    text : Series of str
        A column that is kept, such as offences; not one of ids.
    names : bool
        Whether names and accounts are looked for: those of places are nobody's.

    Returns
    -------
    Series of str
        The same with those cells empty.
    int
        How many they were.
    """
    codes, values = pd.factorize(text)
    distinct = pa.array(values, type=pa.large_string())
    held = fits(distinct, _CONTACT) | fits(distinct, like.NATIONAL_INSURANCE)
    if names:
        held |= tells_of_person(distinct)
    if not held.any():
        return text, 0
    gone = held[codes] & (codes >= 0)
    return text.mask(gone, ""), int(gone.sum())
