"""Single cells that tell of a person: a name, or an account of what happened.

A whole column of them is seen by `geo.sources.personal_content`; this is for the odd one in a
column of something else, in a torn row, in the name of a column or in that of a file.
"""

import re
from functools import cache
from typing import Final

import numpy as np
import pyarrow as pa
from numpy.typing import NDArray

from geo.header_words import wordset
from geo.sources import personal_patterns as like
from geo.sources.fitting import fits
from geo.sources.personal_names import is_name

_WORD = r"\p{Lu}[\pL'’-]+"
_CAPITALISED = r"[A-ZÀ-ÖØ-Þ](?:[^\W\d_]|['’-])+"
#: Two words that begin with capitals at the start of a cell or of a field, or after such a word.
_BEFORE = (
    r"(?:^|[,;|\t\"(:]) *|\b(?i:of|by|against|from|named|called|victim|suspect|accused|"
    r"aggrieved|complainant|informant|offender|witness|nominal|contact) +"
)
_PAIR: Final = rf"(?:{_BEFORE}){_WORD},? {_WORD}"
_TITLED: Final = rf"\b(?:Mr|Mrs|Ms|Miss|WPC|PCSO|Sgt|Cllr|PC \d+|DC \d+)\.? {_WORD}"
_NAMES: Final = re.compile(rf"(?:{_BEFORE})({_CAPITALISED}(?:,? {_CAPITALISED})+)")
_TITLED_NAME: Final = re.compile(_TITLED.replace(_WORD, _CAPITALISED))
_CONTACT: Final = re.compile(f"({like.EMAIL})|({like.PHONE})")
#: So many words of an account tell it from the name of an offence.
_ACCOUNT: Final = r"(?s)^(\S+\s+){9}\S.*$"
#: Last words of the names of columns, which may begin with a given name: ``Christian Name``.
_OF_COLUMNS: Final = wordset(
    "name names type code id date time count number value description group class category status "
    "flag from to x y ref reference key index level score total crime crimes incident incidents "
    "offence offences offense offenses robberies schools stations streets stops data export extract"
)


def tells_of_person(text: pa.Array) -> NDArray[np.bool_]:
    """Say which of some distinct texts hold the name of a person or an account."""
    found = fits(text, _TITLED) | (fits(text, _ACCOUNT) & fits(text, like.TELLING))
    maybe = np.flatnonzero(fits(text, _PAIR) & ~found)
    found[maybe] = [_has_name(cell) for cell in text.take(pa.array(maybe)).to_pylist()]
    return found


@cache
def speaks_of_person(name: str) -> bool:
    """Say whether the name of a column or a file is that of a person, or holds a contact."""
    if _CONTACT.search(name):
        return True
    plain = re.sub(r"\.\w{1,8}$", "", name.replace("_", " "))
    last = re.sub(r"[^a-z]+$", "", plain.lower()).split(" ")[-1]
    return last not in _OF_COLUMNS and bool(_TITLED_NAME.search(plain) or _has_name(plain))


def _has_name(text: str) -> bool:
    return any(is_name(found.strip()) for found in _NAMES.findall(text))
