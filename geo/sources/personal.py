"""Columns about persons, told by their names: none of them is carried over, or quoted."""

import re
from typing import Final

from geo.sources.names import squeezed

_ABOUT: Final = (
    "surname|forename|firstname|lastname|middlename|fullname|maidenname|dob$|^dob|dateofbirth|"
    "birthdate|birthday|phone|mobile|e?mail|homeaddress|postaladdress|narrative|freetext|ethnic|"
    "gender|nationality|religion|passport|driverlicen|nhsnumber|nationalinsurance|socialsecurity|"
    "modusoperandi|synopsis|remarks|comments|circumstances|agerange"
)
_PERSONS: Final = (
    "^(victim|vict|vic|suspect|susp|offender|accused|complainant|witness|aggrieved|arrestee|"
    "defendant|informant|perpetrator|perp|patron|caller|injuredparty|person|head)"
)
_ALONE: Final = frozenset(
    ["name", "names", "age", "sex", "race", "notes", "details", "mo", "summary", "address"]
)
#: Of a school, these are its own and not a person's.
_OWN: Final = frozenset(["name", "names", "address"])


def personal_columns(columns: tuple[str, ...], used: frozenset[str], of_places: bool) -> list[str]:  # noqa: FBT001
    """Name the columns about persons among those that are not used.

    Parameters
    ----------
    columns : tuple of str
        As they came.
    used : frozenset of str
        Columns that are mapped to a canonical one.
    of_places : bool
        Whether the rows are places, whose names are nobody's.
    """
    alone = _ALONE - _OWN if of_places else _ALONE
    return [
        name
        for name in columns
        if name not in used
        and (
            squeezed(name) in alone
            or re.search(_ABOUT, squeezed(name))
            or re.search(_PERSONS, squeezed(name))
        )
    ]
