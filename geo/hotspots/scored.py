"""From incidents to what may count: who is scored, with what weight, as of when."""

import datetime as dt
from dataclasses import dataclass

import geopandas as gpd
import numpy as np
import pandas as pd
from numpy.typing import NDArray

from geo.clock import Window, untimed, window_shares
from geo.errors import NothingToScoreError
from geo.hotspots.offences import INDOORS_OR_ONLINE, harm_weights, roles
from geo.hotspots.settings import HotspotSettings

Floats = NDArray[np.float64]
_DAY = np.timedelta64(1, "D")


@dataclass(frozen=True, eq=False)
class Scored:
    """Incidents that may say where the next ones will be, as arrays of one length.

    Attributes
    ----------
    frame : GeoDataFrame
        The incidents, sorted by time, place and id, so that the order of the file never matters.
    x, y : ndarray
        Metres in the workspace's CRS.
    age_days : ndarray
        Whole days from the incident to ``as_of``; 1 is yesterday.
    share : ndarray
        How much of the incident falls into the window, 0 to 1 (aoristic).
    harm : ndarray
        Harm weight.
    value : ndarray
        What one incident counts for in the ranking: ``harm``, or 1 with equal weights.
    """

    frame: gpd.GeoDataFrame
    x: Floats
    y: Floats
    age_days: Floats
    share: Floats
    harm: Floats
    value: Floats
    notices: tuple[str, ...]

    def __len__(self) -> int:
        return len(self.x)


def scored_incidents(
    incidents: gpd.GeoDataFrame, window: Window, as_of: dt.date, settings: HotspotSettings
) -> Scored:
    """Keep what is scored and known before ``as_of``, and weigh it.

    Context (weapons possession, drugs, stop and search, anything police-generated) and exclusions
    (domestic, in dwellings, online, and those of the settings) are left out before anything is
    computed, so they cannot move the ranking (domain rule 2).

    Raises
    ------
    NothingToScoreError
        When nothing is left; the message says what there was.
    """
    known = incidents[_before(incidents, window, as_of)]
    role = roles(known["offence"])
    out = (
        role.isin(["context", "excluded"])
        | known["police_generated"]
        | known["domestic"]
        | known["location_type"].fillna("").str.lower().str.contains("|".join(INDOORS_OR_ONLINE))
    )
    own = excluded(known, settings)
    kept = known[~(out | own)]
    if kept.empty:
        raise NothingToScoreError(_nothing(incidents, known, as_of))
    kept = _in_fixed_order(kept)
    harm = harm_weights(kept["offence"], kept["knife"], settings.harm_weights).to_numpy()
    kept, harm = kept[harm > 0], harm[harm > 0]
    if kept.empty:
        raise NothingToScoreError("Every offence has a harm weight of 0. Set one above 0.")
    age = _age_days(kept["committed_from"], window, as_of)
    return Scored(
        frame=kept,
        x=kept.geometry.x.to_numpy(),
        y=kept.geometry.y.to_numpy(),
        age_days=age,
        share=window_shares(kept["committed_from"], kept["committed_to"], window),
        harm=harm,
        value=harm if settings.weights == "harm" else np.ones_like(harm),
        notices=(*_said_of_exclusions(own & ~out), *_notices(kept, settings)),
    )


def excluded(incidents: gpd.GeoDataFrame, settings: HotspotSettings) -> pd.Series:
    """Say of each incident whether the settings exclude it."""
    out = pd.Series(False, index=incidents.index)
    for column, values in settings.exclusions:
        text = incidents[column].fillna("").str.strip().str.casefold()
        out |= text.isin([value.strip().casefold() for value in values])
    return out


def _said_of_exclusions(own: pd.Series) -> tuple[str, ...]:
    if not own.any():
        return ()
    return (f"Incidents that the workspace's exclusions leave out: {own.sum():,}.",)


def _before(incidents: gpd.GeoDataFrame, window: Window, as_of: dt.date) -> NDArray[np.bool_]:
    """Incidents over before the day began: nothing of ``as_of`` or later is looked at."""
    midnight = pd.Timestamp(as_of).tz_localize(window.timezone)
    last = incidents["committed_to"].fillna(incidents["committed_from"])
    return np.asarray((incidents["committed_from"] < midnight) & (last < midnight))


def _in_fixed_order(frame: gpd.GeoDataFrame) -> gpd.GeoDataFrame:
    keyed = frame.assign(_x=frame.geometry.x, _y=frame.geometry.y)
    keyed = keyed.sort_values(["committed_from", "_x", "_y", "incident_id"], kind="stable")
    return keyed.drop(columns=["_x", "_y"]).reset_index(drop=True)


def _age_days(start: pd.Series, window: Window, as_of: dt.date) -> Floats:
    local = pd.DatetimeIndex(start).tz_convert(window.timezone).tz_localize(None).normalize()
    return np.asarray((np.datetime64(as_of) - local.to_numpy()) / _DAY, dtype=float)


def _notices(kept: gpd.GeoDataFrame, settings: HotspotSettings) -> tuple[str, ...]:
    notices = []
    unknown = kept.loc[(roles(kept["offence"]) == "unknown") & (kept["offence"] != ""), "offence"]
    unknown = unknown[~unknown.isin([code for code, _ in settings.harm_weights])]
    if len(unknown):
        names = unknown.value_counts()
        named = ", ".join(f"{name} ({n:,})" for name, n in names.head(8).items())
        more = f" and {len(names) - 8} more" if len(names) > 8 else ""
        notices.append(f"Offences not in the vocabulary count with weight 1: {named}{more}.")
    if (kept["offence"] == "").all():
        notices.append("The file names no offences, so every incident counts the same.")
    spans = untimed(kept["committed_from"], kept["committed_to"])
    if spans.any():
        notices.append(
            f"{spans.sum():,} incidents span more than 24 hours and tell where, but not when."
        )
    return tuple(notices)


def _nothing(incidents: gpd.GeoDataFrame, known: gpd.GeoDataFrame, as_of: dt.date) -> str:
    if incidents.empty:
        return "There are no incidents to score. Give a file with incidents."
    if known.empty:
        first = incidents["committed_from"].min()
        return (
            f"No incident is over before {as_of:%-d %b %Y}: the first is of {first:%-d %b %Y}. "
            "Choose a later date."
        )
    return (
        f"None of the {len(known):,} incidents before {as_of:%-d %b %Y} is scored: they are all "
        "context (police-generated, drugs, weapons possession, stop and search) or excluded "
        "(domestic, in dwellings, online, or by the settings of the workspace)."
    )
