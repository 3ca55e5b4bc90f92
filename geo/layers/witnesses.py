"""Which incidents the others are judged by: those of which a ranking may be made.

Where a file lies, how far it reaches and when it ends is told by these alone, so that rows that are
never scored cannot have one rejected that is, nor make the data look newer (domain rule 2).
"""

import datetime as dt
from collections.abc import Mapping

import geopandas as gpd
import numpy as np
import pandas as pd

from geo.layers.cells import Cells
from geo.layers.raw import Bools
from geo.sources import canonical_offences, unscored_offences

_NEVER = ("police_generated", "domestic")


def witnesses(cells: Cells, words: Mapping[str, str]) -> Bools:
    """Rows that are neither police-generated nor domestic, nor of an offence without a score.

    Parameters
    ----------
    words : mapping
        The force's own words for offences, and their codes.
    """
    codes, values = pd.factorize(cells.text("offence"))
    distinct, _ = canonical_offences(pd.Series(values, dtype="str"), words)
    never = distinct.isin(unscored_offences()).to_numpy()[codes]
    for flag in _NEVER:
        never |= cells.flag(flag)[0].to_numpy()
    return np.asarray(~never)


def last_day(incidents: gpd.GeoDataFrame) -> dt.date | None:
    """Date of the last incident of which a ranking may be made, else of the last; None without any.

    Parameters
    ----------
    incidents : GeoDataFrame
        The incidents layer.
    """
    never = incidents["offence"].isin(unscored_offences()) | incidents[list(_NEVER)].any(axis=1)
    start = incidents["committed_from"]
    told = start if never.all() else start[~never]
    return told.max().date() if len(told) else None
