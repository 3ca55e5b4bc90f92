"""Which offences are scored, and how much harm each counts for."""

from collections.abc import Sequence
from functools import cache
from typing import Final, NamedTuple

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from geo.bundle import bundled
from geo.hotspots.coded import Coded

#: An offence that the vocabulary does not know counts as one.
UNKNOWN_WEIGHT: Final = 1.0

#: Scored, but shown in aggregate only (domain rule 2).
AGGREGATE_ONLY: Final = frozenset({"sexual offence"})

#: Words of location_type that put an incident out of a patrol's reach.
INDOORS_OR_ONLINE: Final = ("dwelling", "private residence", "online", "internet")

Weights = tuple[tuple[str, float], ...]


class _Offence(NamedTuple):
    """One row of the vocabulary."""

    label: str
    role: str
    harm_weight: float


@cache
def _vocabulary() -> dict[str, _Offence]:
    table = pd.read_csv(bundled("reference/offences.csv")).set_index("offence")
    rows = table[list(_Offence._fields)].itertuples(name=None)
    return {code: _Offence(*told) for code, *told in rows}


def role(offence: str) -> str:
    """Say of an offence whether it is scored, context, excluded or unknown."""
    known = _vocabulary().get(offence)
    return known.role if known else "unknown"


def roles(offences: pd.Series) -> pd.Series:
    """Say of each offence whether it is scored, context, excluded or unknown."""
    coded = Coded.of(offences)
    told = pd.Series([role(name) for name in coded.names], dtype="str")
    return told.take(coded.codes).set_axis(offences.index)


def harm_weights(offences: pd.Series, knife: pd.Series, own: Weights = ()) -> pd.Series:
    """Harm weight of each incident.

    Parameters
    ----------
    offences : Series of str
        Canonical codes of ``data/reference/offences.csv``; others count with weight 1.
    knife : Series of bool
        A scored offence with a knife weighs at least as much as knife-enabled crime.
    own : tuple of (str, float)
        Weights that replace the bundled ones.
    """
    coded = Coded.of(offences)
    table = weights_of(coded.names, own)
    weights = table[knife.to_numpy(dtype=bool).astype(np.int8), coded.codes]
    return pd.Series(weights, index=offences.index)


def weights_of(offences: Sequence[str], own: Weights = ()) -> NDArray[np.float64]:
    """Harm weights of some offences without and with a knife: shape (2, offences)."""
    bundled_ones = {code: known.harm_weight for code, known in _vocabulary().items()}
    known = bundled_ones | dict(own)
    plain = np.array([known.get(offence, UNKNOWN_WEIGHT) for offence in offences], dtype=float)
    scored = np.array([role(offence) == "scored" for offence in offences], dtype=bool)
    raised = np.where(scored, np.maximum(plain, known["knife-enabled crime"]), plain)
    return np.stack([plain, raised])


def out_of_reach(location_type: str) -> bool:
    """Say of a kind of place whether a patrol cannot be there: indoors or online."""
    return any(word in location_type.lower() for word in INDOORS_OR_ONLINE)


def label(offence: str) -> str:
    """``Personal robbery`` for its code; an unknown offence keeps its own words."""
    known = _vocabulary().get(offence)
    return known.label if known else offence
