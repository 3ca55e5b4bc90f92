"""A mapping proposed for a file that nobody has mapped: by the names of its columns and by values.

Nothing is decided here. A person looks at the proposal beside examples and a map, changes it, and
only then is anything kept.
"""

import re
from collections.abc import Callable
from dataclasses import dataclass
from typing import Final

import numpy as np
import pandas as pd
import shapely

from geo.columns._header_names import REQUIRED
from geo.columns._recognition import match_columns
from geo.columns.cell_values import DateOrder, date_order, moments
from geo.columns.mapping import Mapping
from geo.columns.vocabularies import canonical_offences
from geo.crs import BRITAIN
from geo.formats import RawTable, numbers
from geo.model import COLUMNS, LayerName
from geo.privacy import personal_columns, personal_content

_MOST: Final = 0.8
_SOME: Final = 0.3
_LONGEST_ID: Final = 40
_CLOCK: Final = r"\d{1,2}:\d{2}"
_DATE: Final = r"\d{1,4}[-/. ]\w{1,9}[-/. ,]+\d{2,4}|[A-Za-z]{3,9} \d{1,2},? \d{4}"
_DEGREES: Final = r"-?\d{1,3}\.\d{3,}"


@dataclass(frozen=True)
class Guess:
    """One column of a proposed mapping.

    Attributes
    ----------
    canonical, raw : str
        Name in the layer, and in the file.
    why : str
        How it was recognised.
    examples : tuple of str
        A few values.
    """

    canonical: str
    raw: str
    why: str
    examples: tuple[str, ...] = ()


def _fits(canonical: str, cells: pd.Series) -> bool:
    """Whether the values of a column can be what its name says."""
    filled = cells[cells != ""]
    if filled.empty:
        return canonical not in ("committed_from", "longitude", "latitude", "easting", "northing")
    if canonical in ("committed_from", "committed_to"):
        return _share_of_times(filled) >= _SOME
    if canonical in ("longitude", "latitude", "easting", "northing", "x", "y"):
        return bool(np.isfinite(numbers(filled, decimal_comma=True)).mean() >= _SOME)
    return True


def _by_values(rest: pd.DataFrame, missing: frozenset[str]) -> dict[str, tuple[str, str]]:
    """Guess columns from their values.

    Parameters
    ----------
    rest : DataFrame of str
        Columns that are free.
    missing : frozenset of str
        Canonical names that are missing; ``position`` for a pair of coordinates.

    Returns
    -------
    dict
        Canonical name to raw name and the reason; a column is used once.
    """
    guessed: dict[str, tuple[str, str]] = {}
    if "position" in missing:
        guessed |= _position(rest)
    for key, (score, why) in _KINDS.items():
        free = [raw for raw in rest.columns if raw not in {r for r, _ in guessed.values()}]
        scores = {raw: score(rest[raw][rest[raw] != ""]) for raw in free} if key in missing else {}
        best = max(scores, key=lambda raw: scores[raw], default=None)
        if best is not None and scores[best] > 0:
            guessed[key] = (best, why)
    return guessed


def _share_of_times(filled: pd.Series) -> float:
    """Share of texts that are dates, whichever part of them comes first."""
    plausible = filled.str.contains(_DATE, regex=True)
    if plausible.mean() < _SOME:
        return 0.0
    orders = (DateOrder.DAY_FIRST, DateOrder.MONTH_FIRST)
    return max(float(moments(filled, order, "UTC").notna().mean()) for order in orders)


def _times(filled: pd.Series) -> float:
    """Dates score by how many rows are dates, and higher with a time of day."""
    if filled.empty or (share := _share_of_times(filled)) < _MOST:
        return 0.0
    return share + float(filled.str.contains(_CLOCK, regex=True).mean())


def _ids(filled: pd.Series) -> float:
    """Distinct, short, without spaces or decimals."""
    if len(filled) < 2 or filled.duplicated().any():
        return 0.0
    short = filled.str.len().max() <= _LONGEST_ID
    plain = not filled.str.contains(r"\s|^-?\d+\.\d+$", regex=True).any()
    return 1.0 if short and plain else 0.0


def _offences(filled: pd.Series) -> float:
    """Texts of which the vocabulary knows a good part."""
    if filled.empty or filled.nunique() > max(50, len(filled) // 5):
        return 0.0
    counts = filled.value_counts()
    _, unknown = canonical_offences(pd.Series(counts.index, dtype="str"))
    known = 1 - float(counts[list(unknown)].sum()) / len(filled)
    return known if known >= _SOME else 0.0


def _names(filled: pd.Series) -> float:
    """Words, mostly distinct."""
    if filled.empty:
        return 0.0
    words = float(filled.str.fullmatch(r"[^\d]*[A-Za-z]{3}.*").mean())
    distinct = filled.nunique() / len(filled)
    return words * distinct if words >= _MOST and distinct >= 0.5 else 0.0


_Score = Callable[[pd.Series], float]
_KINDS: Final[dict[str, tuple[_Score, str]]] = {
    "committed_from": (_times, "it holds dates"),
    "incident_id": (_ids, "it differs in every row"),
    "urn": (_ids, "it differs in every row"),
    "offence": (_offences, "it holds offences that are known"),
    "name": (_names, "it holds names of places"),
}


def _position(rest: pd.DataFrame) -> dict[str, tuple[str, str]]:
    """A pair of columns that can be degrees, or metres on the British National Grid."""
    values = {raw: numbers(rest[raw], decimal_comma=True) for raw in rest.columns}
    known = {raw: v[np.isfinite(v) & (v != 0)] for raw, v in values.items()}
    most = {raw: v for raw, v in known.items() if len(v) >= _SOME * len(rest) and len(v)}
    degrees = [raw for raw in most if _looks_like_degrees(rest[raw])]
    pair = _degrees_of(degrees, most)
    if pair:
        why = "it holds degrees"
        return {"longitude": (pair[0], why), "latitude": (pair[1], why)}
    metres = [raw for raw, v in most.items() if 1_000 < np.median(v) < 1_300_000]
    metres = [raw for raw in metres if not re.search("id|ref|code|number", raw, re.IGNORECASE)]
    if len(metres) == 2 and np.median(most[metres[0]]) < 700_000:
        why = "it holds metres, as on the British National Grid"
        return {"easting": (metres[0], why), "northing": (metres[1], why)}
    return {}


def _looks_like_degrees(cells: pd.Series) -> bool:
    filled = cells[cells != ""].str.replace(",", ".", regex=False)
    return bool(filled.str.fullmatch(_DEGREES).mean() >= _MOST) if len(filled) else False


def _degrees_of(candidates: list[str], values: dict[str, object]) -> tuple[str, str] | None:
    """Longitude and latitude among two columns of degrees; mostly the latitude comes first."""
    if len(candidates) != 2:
        return None
    a, b = candidates
    middle_a, middle_b = (float(np.median(np.asarray(values[raw]))) for raw in (a, b))
    a_is_east = abs(middle_a) > 90 or _in_britain(middle_a, middle_b)
    return (a, b) if a_is_east and not abs(middle_b) > 90 else (b, a)


def _in_britain(longitude: float, latitude: float) -> bool:
    return bool(BRITAIN.contains(shapely.Point(longitude, latitude)))


#: Rows that are looked at, spread over the file.
_SAMPLE: Final = 5_000
_EXAMPLES: Final = 3
_PAIRS: Final = (("longitude", "latitude"), ("easting", "northing"), ("x", "y"))


@dataclass(frozen=True)
class Proposal:
    """What a file seems to say.

    Attributes
    ----------
    mapping : Mapping
        As far as it was recognised; ``questions`` name what is missing.
    guesses : tuple of Guess
        Each column of the mapping with the reason for it and examples.
    personal : tuple of (str, str)
        Columns about persons and how that was seen. They are never kept, and have no examples.
    unused : tuple of str
        Other columns, which are not needed.
    questions : tuple of str
        What a person must say before the file can be read.
    dates_undecided : bool
        Whether one of the questions is if the day or the month comes first.
    """

    mapping: Mapping
    guesses: tuple[Guess, ...]
    personal: tuple[tuple[str, str], ...]
    unused: tuple[str, ...]
    questions: tuple[str, ...]
    dates_undecided: bool = False


def propose(table: RawTable, layer: LayerName, name: str = "new") -> Proposal:
    """Propose which column of a file is which.

    Parameters
    ----------
    table : RawTable
        An open file.
    layer : LayerName
        What the file is to become.
    name : str
        What the mapping is to be called.
    """
    sample = _spread(table.frame)
    personal = _about_persons(sample, layer)
    open_part = sample.drop(columns=[*personal])
    has_geometry = table.geometry is not None
    named = match_columns(tuple(open_part.columns), layer, has_geometry=has_geometry)
    guessed = {
        key: Guess(key, raw, "by its name", _examples(open_part[raw]))
        for key, raw in named.items()
        if raw in open_part and _fits(key, open_part[raw])
    }
    guessed |= _guesses_by_values(open_part, layer, guessed, has_geometry=has_geometry)
    guesses = tuple(guessed[key] for key in sorted(guessed, key=_order(layer)))
    mapping = Mapping(name, layer, tuple((g.canonical, g.raw) for g in guesses))
    undecided = _undecided(table.frame, mapping)
    questions = _missing(layer, guessed, has_geometry=has_geometry)
    if undecided:
        questions = (*questions, "Does the day or the month come first in its dates?")
    used = {g.raw for g in guesses}
    unused = tuple(raw for raw in open_part.columns if raw not in used)
    return Proposal(mapping, guesses, tuple(personal.items()), unused, questions, undecided)


def _spread(frame: pd.DataFrame) -> pd.DataFrame:
    at = np.unique(np.linspace(0, len(frame) - 1, min(_SAMPLE, len(frame))).astype(int))
    return frame.iloc[at]


def _about_persons(sample: pd.DataFrame, layer: LayerName) -> dict[str, str]:
    """Columns about persons: by their names, else by what is in them."""
    of_places = not layer.holds_events
    named = personal_columns(tuple(sample.columns), of_places=of_places)
    return dict.fromkeys(named, "its name says so") | personal_content(
        sample, frozenset(named), of_places=of_places
    )


def _guesses_by_values(
    sample: pd.DataFrame, layer: LayerName, guessed: dict[str, Guess], *, has_geometry: bool
) -> dict[str, Guess]:
    """Guesses for what the names did not say."""
    rest = sample.drop(columns=list({g.raw for g in guessed.values()}))
    missing = set(COLUMNS[layer]) | ({"position"} if not has_geometry else set())
    if any({a, b} <= set(guessed) for a, b in _PAIRS) or {"wkt", "latlon"} & set(guessed):
        missing.discard("position")
    if "year" in guessed:
        missing.discard("committed_from")
    by_values = _by_values(rest, frozenset(missing - set(guessed)))
    return {
        key: Guess(key, raw, why, _examples(sample[raw])) for key, (raw, why) in by_values.items()
    }


def _examples(cells: pd.Series) -> tuple[str, ...]:
    filled = cells[cells != ""].drop_duplicates()
    return tuple(str(text)[:40] for text in filled.head(_EXAMPLES))


def _order(layer: LayerName) -> Callable[[str], tuple[int, str]]:
    places = {name: n for n, name in enumerate(COLUMNS[layer])}
    return lambda key: (places.get(key, len(places)), key)


def _undecided(frame: pd.DataFrame, mapping: Mapping) -> bool:
    columns = dict(mapping.columns)
    times = [frame[columns[key]] for key in ("committed_from", "committed_to") if key in columns]
    if not times:
        return False
    return date_order(times, month_first=False) is DateOrder.UNDECIDED


def _missing(layer: LayerName, guessed: dict[str, Guess], *, has_geometry: bool) -> tuple[str, ...]:
    """One question for each thing that the layer needs and nothing seems to say."""
    questions = [f"Which column is {key}?" for key in REQUIRED[layer] if key not in guessed]
    if "year" in guessed:
        questions = [text for text in questions if "committed_from" not in text]
    there = any({a, b} <= set(guessed) for a, b in _PAIRS) or {"wkt", "latlon"} & set(guessed)
    if not has_geometry and not there:
        questions.append("Which columns say where it was?")
    return tuple(questions)
