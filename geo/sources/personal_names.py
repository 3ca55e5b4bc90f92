"""Whether a column holds names of persons, told by a list of given names."""

from functools import cache
from typing import Final

import pyarrow as pa

from geo.bundle import bundled
from geo.header_words import wordset
from geo.sources import personal_patterns as like
from geo.sources.fitting import fits

#: Last words of names of places and offices, which may begin with a given name.
_NOT_PERSONS: Final = wordset(
    "street st road rd avenue ave lane ln drive dr close crescent way court ct place pl square "
    "gardens grove terrace hill park green common station stop school academy college primary "
    "infants juniors junior secondary high centre center hospital church chapel university "
    "library bridge gate line house hall estate village town city county ward district borough "
    "police force constabulary council division sector area north south east west theft robbery "
    "burglary assault offence offense airport pier wharf dock docks market cross circus broadway "
    "mall plaza heights parish field fields wood woods lodge institute team unit group"
)
_FEWEST: Final = 3
#: Of the distinct texts, so many must be of the shape of a name, and so many be known as one.
_SHAPED: Final = 0.4
_KNOWN: Final = 0.25


@cache
def given_names() -> frozenset[str]:
    """Frequent given names, in small letters."""
    text = bundled("reference/given_names.txt").read_text(encoding="utf-8")
    return frozenset(text.split())


def person_names(text: pa.Array) -> bool:
    """Say whether distinct texts are for a good part names of persons.

    Known by a title ("PC Patel"), by a given name after a comma ("SMITH, John") or at the start
    ("Aisha Khan"), or by given names alone.
    """
    if len(text) < _FEWEST:
        return False
    titled = fits(text, like.TITLED)
    shaped = fits(text, like.NAME_SHAPE)
    if titled.sum() >= _FEWEST and titled.mean() >= _KNOWN:
        return True
    if shaped.sum() < _FEWEST or (shaped | titled).mean() < _SHAPED:
        return False
    candidates = text.filter(pa.array(shaped & ~titled)).to_pylist()
    known = sum(map(is_name, candidates)) + int(titled.sum())
    return known >= _FEWEST and known / len(text) >= _KNOWN


def is_name(text: str) -> bool:
    """Say whether a text of the shape of a name has a given name where one stands."""
    surname, comma, given = text.casefold().partition(",")
    words = (given if comma else surname).replace(".", " ").split()
    if not words or surname.split()[-1] in _NOT_PERSONS or words[-1] in _NOT_PERSONS:
        return False
    last_too = not comma and len(words) == 2  # "KHAN Aisha"
    first, last = words[0].split("-")[0], words[-1]
    return first in given_names() or (last_too and last in given_names())
