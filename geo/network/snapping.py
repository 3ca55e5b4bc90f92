"""How far each place lies from the streets, as a table and in sentences."""

from collections.abc import Iterable
from typing import Final

import numpy as np
import pandas as pd

from geo.model import Place
from geo.network.network import REACH_M, WalkingNetwork
from geo.words import distance, listed

#: A place farther than this from a street is worth a look: its point may be wrong.
_FAR_M: Final = 50.0
_NAMED: Final = 5


def snapping(network: WalkingNetwork, places: Iterable[Place]) -> pd.DataFrame:
    """The way from each place to the nearest street of a network.

    Returns
    -------
    DataFrame
        Columns place_id, place, kind, snap_m (metres, to 10 cm) and reached (whether a patrol can
        be sent there), in the order of the places.
    """
    each = tuple(places)
    gaps = network.snap([place.point for place in each]).distance_m
    return pd.DataFrame(
        {
            "place_id": pd.Series([place.place_id for place in each], dtype="str"),
            "place": pd.Series([place.name for place in each], dtype="str"),
            "kind": pd.Series([str(place.kind) for place in each], dtype="str"),
            "snap_m": np.round(gaps, 1),
            "reached": gaps <= REACH_M,
        }
    )


def snapping_said(snapped: pd.DataFrame) -> tuple[str, ...]:
    """Sentences about places that are out of reach, and about those that are far from a street.

    Parameters
    ----------
    snapped : DataFrame
        As `snapping` gives it.
    """
    lost = snapped[~snapped["reached"]]
    far = snapped[snapped["reached"] & (snapped["snap_m"] > _FAR_M)]
    said = []
    if len(lost):
        said.append(
            f"No street comes within {distance(REACH_M)} of {_named(lost)}, so no patrol is sent "
            "there."
        )
    if len(far):
        said.append(
            f"From the nearest street it is {distance(far['snap_m'].max())} or less to "
            f"{_named(far)}; that way counts as walked. Check that the points are right."
        )
    return tuple(said)


def _named(rows: pd.DataFrame) -> str:
    """Names with distances, the farthest first; only the first few."""
    order = rows.sort_values("snap_m", ascending=False, kind="stable")
    names = [
        f"{name} ({distance(gap)})"
        for name, gap in zip(order["place"][:_NAMED], order["snap_m"][:_NAMED], strict=True)
    ]
    more = len(order) - len(names)
    return listed([*names, f"{more} more"] if more else names)
