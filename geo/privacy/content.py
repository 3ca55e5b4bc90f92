"""Columns about persons, recognised by what is in them; and single cells that hold a contact.

A column is judged by a sample of its filled cells, spread over the whole file, so that one that is
filled here and there is seen too. What is found is named by its kind and never quoted.
"""

import re
from collections.abc import Callable
from dataclasses import dataclass
from functools import cache
from typing import Final

import numpy as np
import pandas as pd
import pyarrow as pa
import pyarrow.compute as pc
from numpy.typing import NDArray

from geo.bundle import bundled
from geo.text import fits, wordset

_BREAK = r"($|[^\d])"

_EMAIL: Final = r"[A-Za-z0-9._%+'-]+@[A-Za-z0-9-]+(\.[A-Za-z0-9-]+)+"
#: With a country code; British with a space after the area code; British mobile; American.
_PHONE: Final = "|".join(
    (
        rf"(^|[^\d])\+\d{{1,3}}[ ().-]*\d([ ().-]*\d){{7,12}}{_BREAK}",
        (
            r"(^|[^\d.])\(?0(1\d{2,4}|2\d|3\d{2}|7\d{3}|8\d{2})\)?[ -]+\d{3,4}[ -]*\d{3,4}"
            rf"{_BREAK}"
        ),
        rf"(^|[^\d.])07[1-9]\d{{8}}{_BREAK}",
        r"(^|[^\d.-])\(?[2-9]\d{2}(\) ?|[ .-])[2-9]\d{2}[ .-]\d{4}($|[^\d-])",
        r"(^|[^\d.-])1[ .-]?\(?[2-9]\d{2}(\) ?|[ .-])[2-9]\d{2}[ .-]\d{4}($|[^\d-])",
    )
)
_MOBILE: Final = r"^(\+44 ?|0)7[1-9]\d{8}$"
#: Digits alone: only a column full of them is one of phone numbers.
_BARE_PHONE: Final = r"^(0[1-3]\d{9}|1?[2-9]\d{2}[2-9]\d{6})$"
#: A number that begins with a year is a reference.
_YEAR_FIRST: Final = r"^(19|20)\d{2}"
_NATIONAL_INSURANCE: Final = (
    r"(?i)(^|[^A-Z0-9])[ABCEGHJ-PRSTW-Z][ABCEGHJ-NPRSTW-Z] ?\d{2} ?\d{2} ?\d{2} ?[A-D]($|[^A-Z0-9])"
)
_SOCIAL_SECURITY: Final = r"(^|[^\d-])\d{3}-\d{2}-\d{4}($|[^\d-])"
_PLATE: Final = r"(?i)^[A-Z]{2}\d{2} ?[A-Z]{3}$"

_STREET_ENDS = (
    "street|st|road|rd|avenue|ave|av|lane|ln|drive|dr|close|crescent|cres|way|court|ct|place|pl|"
    "gardens|gdns|grove|terrace|terr|ter|square|sq|hill|walk|mews|row|rise|park|view|green|boulevard|"
    "blvd|parkway|pkwy|circle|cir|trail|trl|cove|cv|calle|avenida"
)
#: A house number and a street, or a flat.
_ADDRESS: Final = (
    rf"(?i)(^|[ ,])\d+[a-z]?,? +([nsew]\.? +)?[a-z][a-z'. -]*\b({_STREET_ENDS})\b"
    r"|(?i)^(flat|apartment|apt|unit) *[a-z]?\d+"
)
_POSTCODE = r"[A-Z]{1,2}\d[A-Z\d]? ?\d[A-Z]{2}"
_HOME: Final = rf"(?i)^(flat [a-z\d]+,? *)?\d+[a-z]?,? .*{_POSTCODE}$"
#: A hundred block, or a junction: nobody's home.
_BLOCK: Final = r"(?i)\bblock\b|\bblk\b|^\d*x+\b|^0*\d*00 |[/&@]|\band\b|\bnear\b|\bat\b|^0 "

_ACCOUNT_WORDS = (
    "was|were|had|has been|have been|he|she|they|his|her|him|them|stated|states|said|says|told|"
    "asked|approached|victim|suspect|informant|complainant|reports|reported that|i|my|we"
)
#: At least eight words, two of them of somebody telling what happened.
_EIGHT_WORDS: Final = r"(?s)^(\S+\s+){7}\S.*$"
_TELLING: Final = rf"(?is)\b({_ACCOUNT_WORDS})\b.*\b({_ACCOUNT_WORDS})\b"
_SENTENCES: Final = r"(?s)\w{2,}[.!?]\s+[A-Z]\w*\s+\w"

_DATE: Final = (
    r"^(\d{4}-\d{2}-\d{2}|\d{1,2}[/.-]\d{1,2}[/.-]\d{4}|\d{1,2}[ -][A-Za-z]{3,9}[ -]\d{4})"
    r"([T ]0?0:00(:00(\.0+)?)?(Z|\+00:00)?)?$"
)
_TITLED_CELL: Final = (
    r"^(Mr|Mrs|Ms|Miss|Mx|Dr|Prof|Rev|Sir|Dame|PC|WPC|DC|DS|DI|PS|Sgt|Insp|PCSO|Cllr|Officer|Ofc|"
    r"Det|Lt)\.? \pL[\pL'’-]+( \pL[\pL'’-]+)?$"
)
#: The shape of a person's name: one to four words, at most one comma, no digits.
_NAME_SHAPE: Final = r"^\pL[\pL'’.-]*(,? \pL[\pL'’.-]*){0,3}$"


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
def _given_names() -> frozenset[str]:
    """Frequent given names, in small letters."""
    text = bundled("reference/given_names.txt").read_text(encoding="utf-8")
    return frozenset(text.split())


def _person_names(text: pa.Array) -> bool:
    """Say whether distinct texts are for a good part names of persons.

    Known by a title ("PC Patel"), by a given name after a comma ("SMITH, John") or at the start
    ("Aisha Khan"), or by given names alone.
    """
    if len(text) < _FEWEST:
        return False
    titled = fits(text, _TITLED_CELL)
    shaped = fits(text, _NAME_SHAPE)
    if titled.sum() >= _FEWEST and titled.mean() >= _KNOWN:
        return True
    if shaped.sum() < _FEWEST or (shaped | titled).mean() < _SHAPED:
        return False
    candidates = text.filter(pa.array(shaped & ~titled)).to_pylist()
    known = sum(map(_is_name, candidates)) + int(titled.sum())
    return known >= _FEWEST and known / len(text) >= _KNOWN


def _is_name(text: str) -> bool:
    """Say whether a text of the shape of a name has a given name in its place."""
    surname, comma, given = text.casefold().partition(",")
    words = (given if comma else surname).replace(".", " ").split()
    if not words or surname.split()[-1] in _NOT_PERSONS or words[-1] in _NOT_PERSONS:
        return False
    last_too = not comma and len(words) == 2  # "KHAN Aisha"
    first, last = words[0].split("-")[0], words[-1]
    return first in _given_names() or (last_too and last in _given_names())


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
_CONTACT_IN_NAME: Final = re.compile(f"({_EMAIL})|({_PHONE})")
#: So many words of an account tell it from the name of an offence.
_TEN_WORDS: Final = r"(?s)^(\S+\s+){9}\S.*$"
#: Last words of the names of columns, which may begin with a given name: ``Christian Name``.
_OF_COLUMNS: Final = wordset(
    "name names type code id date time count number value description group class category status "
    "flag from to x y ref reference key index level score total crime crimes incident incidents "
    "offence offences offense offenses robberies schools stations streets stops data export extract"
)


def _names_person(text: pa.Array) -> NDArray[np.bool_]:
    """Say which of some distinct texts hold the name of a person or an account."""
    held = fits(text, _TITLED) | (fits(text, _TEN_WORDS) & fits(text, _TELLING))
    maybe = np.flatnonzero(fits(text, _PAIR) & ~held)
    held[maybe] = [_has_name(cell) for cell in text.take(pa.array(maybe)).to_pylist()]
    return held


@cache
def names_person(name: str) -> bool:
    """Say whether the name of a column or a file is that of a person, or holds a contact."""
    if _CONTACT_IN_NAME.search(name):
        return True
    plain = re.sub(r"\.\w{1,8}$", "", name.replace("_", " "))
    last = re.sub(r"[^a-z]+$", "", plain.lower()).split(" ")[-1]
    return last not in _OF_COLUMNS and bool(_TITLED_NAME.search(plain) or _has_name(plain))


def _has_name(text: str) -> bool:
    return any(_is_name(found.strip()) for found in _NAMES.findall(text))


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


def _last_day_named(texts: list[pa.Array]) -> pd.Timestamp:
    """Give the last day that the columns of a file name, and never one before 2015."""
    columns = [
        _dates(text.take(pa.array(range(0, len(text), 1 + len(text) // _DAYS)))) for text in texts
    ]
    latest = [
        pd.Timestamp(dates.sort_values().to_numpy()[int(0.99 * (len(dates) - 1))])
        for dates in columns
        if len(dates)
    ]
    return max([_NOT_BEFORE, *latest])


def _birth_dates(text: pa.Array, counts: np.ndarray, until: pd.Timestamp) -> bool:
    """Say whether a column is one of days on which persons were born.

    Days without a time, spread over years, of which few lie in the last five years of the file:
    incidents reach up to its end, and administrations prefer certain days of the year.
    """
    fits = pc.match_substring_regex(text, _DATE).to_numpy(zero_copy_only=False).astype(bool)
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
    iso = pd.to_datetime(day, format="%Y-%m-%d", errors="coerce")
    parts = written[iso.isna()].str.extract(r"^(\d{1,2})[/.-](\d{1,2})[/.-](\d{4})")
    first, second, year = (pd.to_numeric(parts[i]) for i in range(3))
    swap = first > 12
    month, of_month = first.mask(swap, second), second.mask(swap, first)
    other = pd.to_datetime(
        pd.DataFrame({"year": year, "month": month, "day": of_month}), errors="coerce"
    )
    named = pd.to_datetime(
        written[iso.isna()].str.replace("-", " ", regex=False).str.strip(),
        format="%d %b %Y", errors="coerce",
    )  # fmt: skip
    return pd.concat([iso, other, named]).dropna()


def _narratives(text: pa.Array, counts: np.ndarray) -> bool:
    """Say whether a column holds accounts of what happened: long, each unlike the others."""
    long_enough = fits(text, _EIGHT_WORDS)
    if not long_enough.any():
        return False
    long = text.filter(pa.array(long_enough))
    telling = fits(long, _TELLING) | fits(long, _SENTENCES)
    cells = counts[long_enough][telling]
    if telling.sum() < _FEWEST or len(cells) < _UNLIKE * cells.sum():
        return False
    return bool(cells.sum() >= _NARRATIVE_SHARE * counts.sum() or telling.sum() >= _MANY)


#: Filled cells of a column that are looked at, spread over the file.
_SAMPLE: Final = 10_000
#: A contact in so many of the filled cells makes a column of contacts; fewer are single slips.
_SHARE: Final = 0.02
_MOST: Final = 0.5
_SOME: Final = 0.2
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
    kept = {name: sample for name, sample in samples.items() if len(sample[0])}
    until = _last_day_named([text for text, _ in kept.values()])
    columns = {}
    for name, (text, counts) in kept.items():
        held = _held(_Sample(text, counts, until), of_places=of_places)
        if held:
            columns[name] = held
    return columns


def personal_ids(column: pd.Series) -> str:
    """What a column of ids holds of persons, such as ``names of persons``; empty where nothing.

    References look like many things, so only what no reference looks like counts: an e-mail
    address, a mobile number in nearly every row, names with or without a number after them.

    Parameters
    ----------
    column : Series of str
        As it came, empty text where there is nothing.
    """
    text, counts = _sample(column)
    if not len(text):
        return ""
    sample = _Sample(text, counts, _last_day_named([]))
    if sample.share(_EMAIL) >= _SHARE:
        return "e-mail addresses"
    if sample.share(_MOBILE) >= _NEARLY_ALL:
        return "phone numbers"
    bare = pc.replace_substring_regex(text, r"[\d\W_]+$", "")
    return "names of persons" if _person_names(pc.unique(bare)) else ""


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
    if sample.share(_SOCIAL_SECURITY) >= _MOST:
        return "Social Security numbers"
    if sample.share(_PHONE) >= _SHARE or _bare_phones(sample):
        return "phone numbers"
    if _birth_dates(sample.text, sample.counts, sample.until):
        return "dates of birth"
    return ""


def _bare_phones(sample: _Sample) -> bool:
    phones = sample.fits(_BARE_PHONE) & ~sample.fits(_YEAR_FIRST)
    return bool(phones.sum() >= _FEWEST and phones.mean() > 0.9)


def _national_insurance(sample: _Sample) -> bool:
    """Many of their form; references of one series begin with the same letters."""
    fits = sample.fits(_NATIONAL_INSURANCE)
    if sample.share(_NATIONAL_INSURANCE) < _SHARE:
        return False
    begins = {text.strip()[:2].upper() for text in sample.text.filter(pa.array(fits)).to_pylist()}
    return len(begins) >= min(_FEWEST, int(fits.sum()))


def _plates(sample: _Sample) -> bool:
    fits = sample.fits(_PLATE)
    return bool(fits.sum() >= _FEWEST and fits.mean() >= _MOST)


def _names(sample: _Sample) -> bool:
    return _person_names(sample.text)


def _homes(sample: _Sample) -> bool:
    """Full house numbers with a street; a hundred block or a junction is nobody's home."""
    blocks = sample.fits(_BLOCK)
    homes = (sample.fits(_ADDRESS) & ~blocks) | sample.fits(_HOME)
    return bool(homes.sum() >= _FEWEST and homes.mean() >= _SOME)


_KINDS: Final[tuple[tuple[str, Callable[[_Sample], bool]], ...]] = (
    ("e-mail addresses", lambda its: its.share(_EMAIL) >= _SHARE),
    ("National Insurance numbers", _national_insurance),
    ("phone numbers", lambda its: its.share(_PHONE) >= _SHARE),
    ("free text", lambda its: _narratives(its.text, its.counts)),
    ("vehicle registrations", _plates),
    ("names of persons", _names),
    ("dates of birth", lambda its: _birth_dates(its.text, its.counts, its.until)),
)
_CONTACT: Final = "|".join(f"({pattern})" for pattern in (_EMAIL, _PHONE, _SOCIAL_SECURITY))


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
    held = fits(distinct, _CONTACT) | fits(distinct, _NATIONAL_INSURANCE)
    if names:
        held |= _names_person(distinct)
    if not held.any():
        return text, 0
    gone = held[codes] & (codes >= 0)
    return text.mask(gone, ""), int(gone.sum())
