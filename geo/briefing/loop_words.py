"""The loop of a visit in words: ``Walk the loop by Mill Lane, Dock Street and back``."""

from typing import Final

import geopandas as gpd
import numpy as np
import shapely
from shapely.geometry import LineString

_EVERY_M: Final = 10.0
_ON_STREET_M: Final = 1.0
#: A street that is only crossed is not named.
_LEAST_M: Final = 30.0
_NAMED: Final = 3


def loop_said(loop: LineString, streets: gpd.GeoDataFrame) -> str:
    """Which streets a loop takes, in the order in which they are walked.

    Parameters
    ----------
    streets : GeoDataFrame
        With a column ``name``, which may be empty; in the CRS of the loop.

    Returns
    -------
    str
        Without a full stop. Streets without a name are not mentioned.
    """
    names = streets_along(loop, streets)
    if not names:
        return "Walk the streets around it"
    if len(names) == 1:
        return f"Walk {names[0]} and back"
    return f"Walk the loop by {', '.join(names)} and back"


def streets_along(loop: LineString, streets: gpd.GeoDataFrame) -> tuple[str, ...]:
    """Names of the streets that a loop is longest on, no more than three, in walking order."""
    if streets.empty or "name" not in streets.columns:
        return ()
    n = max(round(loop.length / _EVERY_M), 1)
    spots = shapely.line_interpolate_point(loop, (np.arange(n) + 0.5) / n, normalized=True)
    which, row = streets.sindex.nearest(spots, return_all=False, max_distance=_ON_STREET_M)
    named = streets["name"].iloc[row[np.argsort(which, kind="stable")]]
    named = named[named.notna() & (named.astype(str).str.strip() != "")].astype(str)
    metres = named.value_counts(sort=False) * loop.length / n
    metres = metres[metres >= min(_LEAST_M, loop.length / 2)]
    longest = metres.sort_values(ascending=False, kind="stable").index[:_NAMED]
    return tuple(name for name in dict.fromkeys(named) if name in longest)
