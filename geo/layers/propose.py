"""A mapping proposed for a file that nobody has mapped: by the names of its columns and by values.

Nothing is decided here. A person looks at the proposal beside examples and a map, changes it, and
only then is anything kept.
"""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Final

import numpy as np
import pandas as pd

from geo.layers.guess import Guess, by_values, fits
from geo.layers.moments import DateOrder, date_order
from geo.layers.raw import RawTable
from geo.sources import COLUMNS, LayerName, Mapping, matched, personal_columns, personal_content
from geo.sources.names import REQUIRED

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
        As far as it could be told; what is missing stands in ``questions``.
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
    name : str
        What the mapping is to be called.
    """
    sample = _spread(table.frame)
    personal = _about_persons(sample, layer)
    open_part = sample.drop(columns=[*personal])
    has_geometry = table.geometry is not None
    named = matched(tuple(open_part.columns), layer, has_geometry=has_geometry)
    found = {
        key: Guess(key, raw, "by its name", _examples(open_part[raw]))
        for key, raw in named.items()
        if raw in open_part and fits(key, open_part[raw])
    }
    found |= _told_by_values(open_part, layer, found, has_geometry=has_geometry)
    guesses = tuple(found[key] for key in sorted(found, key=_order(layer)))
    mapping = Mapping(name, layer, tuple((g.canonical, g.raw) for g in guesses))
    undecided = _undecided(table.frame, mapping)
    questions = _missing(layer, found, has_geometry=has_geometry)
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
    of_places = layer not in (LayerName.INCIDENTS, LayerName.CONTEXT)
    named = personal_columns(tuple(sample.columns), frozenset(), of_places)
    return dict.fromkeys(named, "its name says so") | personal_content(
        sample, frozenset(named), of_places=of_places
    )


def _told_by_values(
    sample: pd.DataFrame, layer: LayerName, found: dict[str, Guess], *, has_geometry: bool
) -> dict[str, Guess]:
    """Guesses for what the names did not say."""
    rest = sample.drop(columns=list({g.raw for g in found.values()}))
    wanted = set(COLUMNS[layer]) | ({"position"} if not has_geometry else set())
    if any({a, b} <= set(found) for a, b in _PAIRS) or {"wkt", "latlon"} & set(found):
        wanted.discard("position")
    if "year" in found:
        wanted.discard("committed_from")
    told = by_values(rest, frozenset(wanted - set(found)))
    return {key: Guess(key, raw, why, _examples(sample[raw])) for key, (raw, why) in told.items()}


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


def _missing(layer: LayerName, found: dict[str, Guess], *, has_geometry: bool) -> tuple[str, ...]:
    """One question for each thing that the layer needs and nothing seems to say."""
    wanted = [f"Which column is {key}?" for key in REQUIRED[layer] if key not in found]
    if "year" in found:
        wanted = [text for text in wanted if "committed_from" not in text]
    there = any({a, b} <= set(found) for a, b in _PAIRS) or {"wkt", "latlon"} & set(found)
    if not has_geometry and not there:
        wanted.append("Which columns say where it was?")
    return tuple(wanted)
