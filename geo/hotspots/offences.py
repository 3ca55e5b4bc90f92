"""Which offences are scored, and how much harm each counts for."""

from functools import cache
from typing import Final

import pandas as pd

from geo.bundle import bundled

#: An offence that the vocabulary does not know counts as one.
UNKNOWN_WEIGHT: Final = 1.0

#: Scored, but shown in aggregate only (domain rule 2).
AGGREGATE_ONLY: Final = frozenset({"sexual offence"})

#: Words of location_type that put an incident out of a patrol's reach.
INDOORS_OR_ONLINE: Final = ("dwelling", "private residence", "online", "internet")


@cache
def _table() -> pd.DataFrame:
    columns = ["offence", "label", "role", "harm_weight"]
    return pd.read_csv(bundled("reference/offences.csv"), usecols=columns).set_index("offence")


def roles(offences: pd.Series) -> pd.Series:
    """Say of each offence whether it is scored, context, excluded or unknown."""
    return offences.map(_table()["role"]).fillna("unknown")


def harm_weights(
    offences: pd.Series, knife: pd.Series, own: tuple[tuple[str, float], ...] = ()
) -> pd.Series:
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
    table = _table()["harm_weight"].to_dict() | dict(own)
    weights = offences.map(table).fillna(UNKNOWN_WEIGHT).astype(float)
    raised = weights.clip(lower=table["knife-enabled crime"])
    return weights.mask(knife.astype(bool) & (roles(offences) == "scored"), raised)


def label(offence: str) -> str:
    """``Personal robbery`` for its code; an unknown offence keeps its own words."""
    table = _table()["label"]
    return str(table[offence]) if offence in table.index else offence
