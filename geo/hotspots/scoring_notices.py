"""What a reader must know of who was scored, and why nobody was."""

import datetime as dt
from collections.abc import Iterator

import geopandas as gpd
import numpy as np
from numpy.typing import NDArray

from geo.hotspots.coded import Coded
from geo.hotspots.offences import role
from geo.hotspots.settings import HotspotSettings


def scoring_notices(
    offence: Coded, settings: HotspotSettings, left_out: int, untimed: int
) -> tuple[str, ...]:
    """Sentences about scored incidents.

    Parameters
    ----------
    offence : Coded
        The offences of those that are scored.
    left_out : int
        How many the exclusions of the settings took, and nothing else would have.
    untimed : int
        How many of the scored span more than 24 hours.
    """
    return tuple(_said(offence, settings, left_out, untimed))


def _said(offence: Coded, settings: HotspotSettings, left_out: int, untimed: int) -> Iterator[str]:
    if left_out:
        yield f"Incidents that the workspace's exclusions leave out: {left_out:,}."
    weighed = {"", *(code for code, _ in settings.harm_weights)}
    unknown = [
        (-int(count), name)
        for name, count in zip(offence.names, offence.counts(), strict=True)
        if name not in weighed and role(name) == "unknown"
    ]
    if unknown:
        named = ", ".join(f"{name} ({-less:,})" for less, name in sorted(unknown)[:8])
        more = f" and {len(unknown) - 8} more" if len(unknown) > 8 else ""
        yield f"Offences not in the vocabulary count with weight 1: {named}{more}."
    if offence.names == ("",):
        yield "The file names no offences, so every incident counts the same."
    if untimed:
        yield f"{untimed:,} incidents span more than 24 hours and tell where, but not when."


def nothing_left(incidents: gpd.GeoDataFrame, known: NDArray[np.bool_], as_of: dt.date) -> str:
    """Why nothing is left to score, of the ``known`` incidents before a date or at all."""
    if incidents.empty:
        return "There are no incidents to score. Give a file with incidents."
    if not known.any():
        first = incidents["committed_from"].min()
        return (
            f"No incident is over before {as_of:%-d %b %Y}: the first is of {first:%-d %b %Y}. "
            "Choose a later date."
        )
    return (
        f"None of the {known.sum():,} incidents before {as_of:%-d %b %Y} is scored: they are all "
        "context (police-generated, drugs, weapons possession, stop and search) or excluded "
        "(domestic, in dwellings, online, or by the settings of the workspace)."
    )
