"""The offence vocabulary: from what forces write to the canonical codes of offences.csv."""

import csv
import re
import unicodedata
from collections.abc import Mapping
from functools import cache
from types import MappingProxyType
from typing import Final

import pandas as pd

from geo.bundle import bundled

#: A code beside the words: ``8N Assault with injury``, ``Robbery of personal property (34B)``.
_CODE: Final = re.compile(
    r"^\s*\d{1,4}[A-Za-z]?(/\d+)?\s*[-:.]*\s+|\s*\(\d{1,4}[A-Za-z]?(/\d+)?\)\s*$"
)


@cache
def offence_words() -> MappingProxyType[str, str]:
    """Each word or phrase that is known, without punctuation and case, and its canonical code."""
    known: dict[str, str] = {}
    with bundled("reference/offences.csv").open(encoding="utf-8", newline="") as table:
        for row in csv.DictReader(table):
            for word in (row["offence"], row["label"], *row["words"].split("|")):
                known.setdefault(_plain(word), row["offence"])
    return MappingProxyType(known)


@cache
def unscored_offences() -> frozenset[str]:
    """Codes of the offences that are context or excluded, and never scored."""
    with bundled("reference/offences.csv").open(encoding="utf-8", newline="") as table:
        return frozenset(row["offence"] for row in csv.DictReader(table) if row["role"] != "scored")


def canonical_offences(
    text: pd.Series, extra: Mapping[str, str] | None = None
) -> tuple[pd.Series, tuple[str, ...]]:
    """Replace each offence that the vocabulary knows by its code.

    Parameters
    ----------
    text : Series of str
        Offences as they came.
    extra : mapping, optional
        Words of a force and their codes; they win over the bundled ones.

    Returns
    -------
    Series of str
        Codes, and the text as it came where it is unknown.
    tuple of str
        The unknown offences, the most frequent first.
    """
    known = dict(offence_words()) | {_plain(word): code for word, code in (extra or {}).items()}
    counts = text[text != ""].value_counts()
    found = {value: _code_of(value, known) for value in counts.index}
    codes = {value: code or value for value, code in found.items()}
    unknown = tuple(value for value, code in found.items() if not code)
    return text.map(codes | {"": ""}).astype("str"), unknown


def _code_of(text: str, known: Mapping[str, str]) -> str:
    """Code of an offence, also where a code of the force stands beside its words; else empty."""
    return known.get(_plain(text)) or known.get(_plain(_CODE.sub("", text)), "")


def _plain(text: str) -> str:
    """Lower case without accents; one space where there was anything but letters and digits."""
    bare = "".join(c for c in unicodedata.normalize("NFKD", text) if not unicodedata.combining(c))
    return " ".join("".join(c if c.isalnum() else " " for c in bare.lower()).split())
