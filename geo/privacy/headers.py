"""Columns about persons, recognised by their names: none of them is carried over, or quoted.

What counts as personal here, and what does not:

- names, dates of birth, ages, sex, ethnicity, contacts, numbers and documents of persons, and what
  is written about what happened (narratives) are personal, whoever the person is: victim, suspect,
  witness, officer, head teacher;
- the name of a school, stop, street or area is nobody's, and its address and its UPRN are its own;
- where an incident was is not about a person as far as it is a street, a junction or a block
  ("On or near High Street", "0500X BLOCK OF MAIN ST"). A full house number may be somebody's home,
  so an address of an incident is left out, whatever it holds: the point says where it was;
- a count of victims and a flag such as ``victim_under_18`` tell of nobody.

`personal_content` recognises the rest by what is in a column.
"""

import re
from typing import Final

from geo.privacy.content import names_person
from geo.text import squeezed, words_of, wordset

_ABOUT: Final = re.compile(
    "surname|forename|firstname|lastname|middlename|fullname|maidenname|knownas|nickname|alias|"
    "dob$|^dob|dateofbirth|birthdate|birthday|birthplace|placeofbirth|"
    "phone|telephone|^tel(no|num)?$|^mobile|mobile(no|num)|e?mail(?!box)|faxn|"
    "homeaddress|postaladdress|residentialaddress|personaddress|addressline|address[123]$|"
    "incidentaddress|fulladdress|streetaddress|streetno$|streetnumber|housen|flatn|apartment|"
    "^apt|aptoffice|doornumber|apartmentnumber|buildingn|"
    "narrative|freetext|modusoperandi|synopsis|remarks|comments|circumstances|logtext|"
    "incidentlog|incidentsummary|crimesummary|officerreport|statement(text)?$|whathappened|"
    "ethnic|nationality|religio|passport|driv(er|ing)s?licen|nhsn|"
    "nationalinsurance|^nino$|socialsecurity|^ssn|pncid|pncn|^cro(no|number)?$|custodyn|"
    "vehiclereg|registrationmark|^vrm$|^vrn$|^vin$|numberplate|licen[sc]eplate|"
    "agerange|agegroup|ageband|persontype|iccode|propsname"
)
#: At the start, these say of whom a column speaks.
_PERSONS: Final = re.compile(
    "^(victim|vict(?=[^o])|vic(?=age|sex|race|name|gender|desc|id|dob|type)|suspect|susp(?!icious)"
    "|offender|accused|complainant|witness|aggrieved|arrestee|defendant|informant|perpetrator|"
    "perp(?!end)|patron(?!al)|caller|injuredparty|person(?!al$|search)|nominal|detainee|"
    "headteacher|headtitle|headfirst|headlast|headname|headpreferred|heade?mail|headof|"
    "nextofkin|proprietor)"
)
#: Somebody, and something of somebody: together, in any order, they are personal.
_ROLES: Final = wordset(
    "victim victims suspect suspects offender accused complainant witness arrestee defendant "
    "officer constable sergeant investigator detective supervisor caller subject juvenile driver "
    "passenger owner keeper parent guardian mother father pupil student child officers reporter "
    "occupant occupier resident tenant patient customer employee staff teacher head headteacher "
    "contact ip nominal person persons clerk chair "
    "arresting reviewing"
)
_TRAITS: Final = wordset(
    "name names first last forename surname middle initial initials age dob birth born sex gender "
    "race descent phone tel telephone mobile email mail address addr postcode zip id badge collar "
    "number no num ref title job occupation height weight hair eye build relationship signature "
    "licence license by warrant shoulder rank"
)
_OFFICERS: Final = re.compile(
    "^(badge|collar|shoulder|warrant)(id|no|num|number)?$|^officer|officer$|^oic(name)?$|"
    "enteredby|createdby|updatedby|reportedby(name)|recordedby|investigatedby"
)
_ALONE: Final = wordset(
    "name names age sex race gender descent notes note details mo summary address uprn initials "
    "title"
)
#: Of a place, these are its own and not a person's.
_OWN: Final = wordset("name names address uprn gender title")
_OWN_ABOUT: Final = re.compile(
    "religio|addressline|address[123]$|streetaddress|fulladdress|streetno$|streetnumber|housen|"
    "buildingn|postaladdress|alias|schoolgender|agerange|gender(name|code)"
)
#: How many, or whether, but not who.
_COUNTS: Final = re.compile("(count|counts|total|under18|u18)$|^(total|number|count|no)of|^numof")
#: Police forces and their units, which are nobody: of police.uk, "Reported by" is a force.
_FORCES: Final = frozenset(("reportedby", "fallswithin"))
#: A flag of an incident, which says something of nobody in particular.
_FLAGS: Final = wordset("victimunder18 victimu18 under18victim")


def personal_columns(columns: tuple[str, ...], *, of_places: bool) -> tuple[str, ...]:
    """Name the columns about persons.

    Parameters
    ----------
    columns : tuple of str
        As they came.
    of_places : bool
        Whether the rows are places, whose names are nobody's.

    Examples
    --------
    >>> personal_columns(("Offence", "Victim name", "DOB", "Easting"), of_places=False)
    ('Victim name', 'DOB')
    """
    return tuple(name for name in columns if _is_personal(name, of_places=of_places))


def _is_personal(name: str, *, of_places: bool) -> bool:
    plain, words = squeezed(name), frozenset(words_of(name))
    if plain in _FLAGS | _FORCES or "locality" in words or _COUNTS.search(plain):
        return False
    if of_places and (plain in _OWN or _OWN_ABOUT.search(plain)):
        return False
    return bool(
        plain in _ALONE
        or _ABOUT.search(plain)
        or _PERSONS.search(plain)
        or _OFFICERS.search(plain)
        or (words & _ROLES and words & _TRAITS)
        or names_person(name)
    )


#: A header is made of words; these are the marks of a row of data.
_DATA: Final = re.compile(
    r"\d{4}[-/]\d{1,2}[-/]\d{1,2}.*|\d{1,2}[-/.]\d{1,2}[-/.]\d{2,4}.*|\d{1,2}:\d{2}(:\d{2})?.*|"
    r"[+-]?\d+[.,]\d+|[+-]?\d{5,}|[^@\s]+@[^@\s]+\.\w+|true|false|"
    r"[A-Z]{1,2}\d[A-Z\d]? \d[A-Z]{2}|\(?0\d{2,4}\)?[ -]?\d{3,4}[ -]?\d{3,4}",
    re.IGNORECASE,
)


def looks_like_data(name: str) -> bool:
    """Whether what came as a column name is a date, a number, a postcode or an e-mail address.

    Parameters
    ----------
    name : str
    """
    return bool(_DATA.fullmatch(name))


def quotable(columns: tuple[str, ...]) -> tuple[str, ...]:
    """Give the column names that a sentence may show: none that could be a name or data.

    Parameters
    ----------
    columns : tuple of str
        Column names, as they came.
    """
    return tuple(
        name[:40]
        for name in columns
        if not looks_like_data(name.strip())
        and "," not in name
        and not re.search(r"\d{5}|@", name)
        and not names_person(name)
    )
