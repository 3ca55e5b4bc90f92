"""The offence vocabulary: from what forces write to the canonical codes of offences.csv."""

import csv
from functools import cache
from types import MappingProxyType

import pandas as pd

from geo.bundle import bundled


@cache
def offence_words() -> MappingProxyType[str, str]:
    """Each word or phrase that is known, without punctuation and case, and its canonical code."""
    known: dict[str, str] = {}
    with bundled("reference/offences.csv").open(encoding="utf-8", newline="") as table:
        for row in csv.DictReader(table):
            for word in (row["offence"], row["label"], *row["words"].split("|")):
                known.setdefault(_plain(word), row["offence"])
    return MappingProxyType(known)


def canonical_offences(text: pd.Series) -> tuple[pd.Series, tuple[str, ...]]:
    """Replace each offence that the vocabulary knows by its code.

    Parameters
    ----------
    text : Series of str
        Offences as they came.

    Returns
    -------
    Series of str
        Codes, and the text as it came where it is unknown.
    tuple of str
        The unknown offences, the most frequent first.
    """
    known = offence_words()
    counts = text[text != ""].value_counts()
    codes = {value: known.get(_plain(value), value) for value in counts.index}
    unknown = tuple(value for value in counts.index if _plain(value) not in known)
    return text.map(codes | {"": ""}).astype("str"), unknown


def _plain(text: str) -> str:
    """Lower case, with one space where there was anything but letters and digits."""
    return " ".join("".join(c if c.isalnum() else " " for c in text.lower()).split())
