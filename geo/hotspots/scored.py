"""From incidents to what may count: who is scored, with what weight, as of when."""

import datetime as dt
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Final, NamedTuple

import geopandas as gpd
import numpy as np
import pandas as pd
import shapely
from numpy.typing import NDArray

from geo.bulk import blocks
from geo.clock import Window, local_days, slice_shares, untimed, window_shares
from geo.errors import NothingToScoreError
from geo.hotspots.coded import Coded, looked_up
from geo.hotspots.exact import exact
from geo.hotspots.offences import out_of_reach, role, weights_of
from geo.hotspots.scoring_notices import nothing_left, scoring_notices
from geo.hotspots.settings import HotspotSettings

Floats = NDArray[np.float64]
Bools = NDArray[np.bool_]
Ints = NDArray[np.integer]
_MULTIPLIER: Final = np.uint64(0x9E3779B97F4A7C15)


@dataclass(frozen=True, eq=False)
class Scored:
    """Incidents that may say where the next ones will be, as arrays of one length.

    They stand in the order of the file. Share, harm and value are `geo.hotspots.exact`, so that
    their sums do not depend on it; a product of them has to be made exact again. Whatever else
    goes through a few incidents one by one takes them ``in_order``.

    Attributes
    ----------
    x, y : ndarray
        Metres in the workspace's CRS.
    age_days : ndarray
        Whole days from the incident to ``as_of``; 1 is yesterday.
    share : ndarray
        How much of the incident falls into the window, 0 to 1 (aoristic).
    harm : ndarray
        Harm weight, above 0.
    value : ndarray
        What one incident counts for in the ranking: ``harm``, or 1 with equal weights.
    offence : ndarray of int
        Position in ``offence_names``.
    offence_names : tuple of str
        The offences that occur, in alphabetical order.
    position : ndarray of int
        Row of ``source``, counted from 0.
    source : GeoDataFrame
        The incidents as they came, untouched.
    """

    x: Floats
    y: Floats
    age_days: Floats
    share: Floats
    harm: Floats
    value: Floats
    offence: Ints
    offence_names: tuple[str, ...]
    position: Ints
    source: gpd.GeoDataFrame = field(repr=False)
    notices: tuple[str, ...]

    def __len__(self) -> int:
        return len(self.x)

    def rows(self, which: Ints | Bools | slice) -> gpd.GeoDataFrame:
        """Some of the incidents, with all of the columns that they came with."""
        return self.source.iloc[self.position[which]]

    def shares(self, window: Window) -> Floats:
        """How much of each incident falls into another window: shape (incidents,), exact."""
        found = np.empty(len(self))
        for rows in blocks(len(self)):
            found[rows] = exact(window_shares(*self._times(rows), window))
        return found

    def slices(self, which: Ints | Bools | slice, window: Window) -> Floats:
        """Aoristic weight of some incidents in each slice: shape (incidents, slices), exact."""
        return exact(slice_shares(*self._times(which), window))

    def in_order(self, which: Ints) -> Ints:
        """The same few incidents by time, place and id, wherever they stand in the file."""
        few = self.source[["committed_from", "incident_id"]].iloc[self.position[which]]
        time = pd.DatetimeIndex(few["committed_from"]).asi8
        name = Coded.of(few["incident_id"]).codes
        ordered: Ints = which[np.lexsort((name, self.y[which], self.x[which], time))]
        return ordered

    def sample(self, which: Ints, most: int) -> Ints:
        """About ``most`` of some incidents, the same ones in whatever order the file has them.

        Lots are drawn by mixing the bits of what is known of each (the multiplier of Steele et al.
        2014, "Fast splittable pseudorandom number generators").
        """
        if len(which) <= most:
            return which
        drawn = np.empty(len(which), dtype=bool)
        for rows in blocks(len(which)):
            lot = np.zeros(len(which[rows]), dtype=np.uint64)
            for known in (self.x, self.y, self.age_days, self.share, self.harm):
                lot = (lot ^ known[which[rows]].view(np.uint64)) * _MULTIPLIER
                lot ^= lot >> np.uint64(31)
            drawn[rows] = lot < 2.0**64 * most / len(which)
        return np.asarray(which[drawn])

    def _times(self, which: Ints | Bools | slice) -> tuple[pd.Series, pd.Series]:
        return _times(self.source, self.position[which])


def scored_incidents(
    incidents: gpd.GeoDataFrame, window: Window, as_of: dt.date, settings: HotspotSettings
) -> Scored:
    """Keep what is scored and known before ``as_of``, and weigh it.

    Context (weapons possession, drugs, stop and search, anything police-generated) and exclusions
    (domestic, in dwellings, online, and those of the settings) are left out before anything is
    computed, so they cannot move the ranking (domain rule 2). Time and memory grow in step with
    the incidents; no column of text or points is copied.

    Raises
    ------
    NothingToScoreError
        When nothing is left; the message says what there was. When an incident has no point.
    """
    known = _before(incidents, window, as_of)
    offence = Coded.of(incidents["offence"])
    out = _out(incidents, offence)
    own = excluded(incidents, settings).to_numpy()
    kept = known & ~(out | own)
    if not kept.any():
        raise NothingToScoreError(nothing_left(incidents, known, as_of))
    knife = incidents["knife"].to_numpy(dtype=bool)
    kept &= _weighs(offence, knife, settings)
    if not kept.any():
        raise NothingToScoreError("Every offence has a harm weight of 0. Set one above 0.")
    position = np.flatnonzero(kept).astype(np.int32)
    offence, knife = offence.used(position), knife[kept]
    harm = _harm(offence, knife, settings)
    placed = _placed(incidents, position, window, as_of)
    left_out = int((known & own & ~out).sum())
    return Scored(
        x=placed.x,
        y=placed.y,
        age_days=placed.age_days,
        share=placed.share,
        harm=harm,
        value=harm if settings.weights == "harm" else np.broadcast_to(np.float64(1), len(harm)),
        offence=offence.codes,
        offence_names=offence.names,
        position=position,
        source=incidents,
        notices=scoring_notices(offence, settings, left_out, placed.untimed),
    )


def excluded(incidents: gpd.GeoDataFrame, settings: HotspotSettings) -> pd.Series:
    """Say of each incident whether the settings exclude it."""
    out = np.zeros(len(incidents), dtype=bool)
    for column, values in settings.exclusions:
        out |= Coded.of(incidents[column]).where(_one_of(values))
    return pd.Series(out, index=incidents.index)


def _one_of(values: tuple[str, ...]) -> Callable[[str], bool]:
    chosen = {value.strip().casefold() for value in values}
    return lambda text: text.strip().casefold() in chosen


def _before(incidents: gpd.GeoDataFrame, window: Window, as_of: dt.date) -> Bools:
    """Incidents over before the day began: nothing of ``as_of`` or later is looked at."""
    midnight = pd.Timestamp(as_of).tz_localize(window.timezone)
    ended_later = incidents["committed_to"] >= midnight
    return np.asarray((incidents["committed_from"] < midnight) & ~ended_later)


def _out(incidents: gpd.GeoDataFrame, offence: Coded) -> Bools:
    """Incidents that are context, or that no settings can bring in."""
    flagged = (incidents[name].to_numpy(dtype=bool) for name in ("police_generated", "domestic"))
    out = offence.where(lambda name: role(name) in ("context", "excluded"))
    out |= Coded.of(incidents["location_type"]).where(out_of_reach)
    for yes in flagged:
        out |= yes
    return out


def _weighs(offence: Coded, knife: Bools, settings: HotspotSettings) -> Bools:
    """Incidents with a harm weight above 0."""
    without, with_one = exact(weights_of(offence.names, settings.harm_weights)) > 0
    return np.where(knife, looked_up(with_one, offence.codes), looked_up(without, offence.codes))


def _harm(offence: Coded, knife: Bools, settings: HotspotSettings) -> Floats:
    weights = exact(weights_of(offence.names, settings.harm_weights))
    harm = np.empty(len(knife))
    for rows in blocks(len(knife)):
        harm[rows] = weights[knife[rows].view(np.int8), offence.codes[rows]]
    return harm


class _Placed(NamedTuple):
    """Where and when some incidents were; see `Scored`."""

    x: Floats
    y: Floats
    age_days: Floats
    share: Floats
    untimed: int


def _placed(incidents: gpd.GeoDataFrame, position: Ints, window: Window, as_of: dt.date) -> _Placed:
    points = incidents.geometry.to_numpy()
    today = (as_of - dt.date(1970, 1, 1)).days
    x, y, age_days, share = (np.empty(len(position)) for _ in range(4))
    no_time = 0
    for rows in blocks(len(position)):
        at = position[rows]
        spots = points[at]
        start, end = _times(incidents, at)
        x[rows], y[rows] = shapely.get_x(spots), shapely.get_y(spots)
        age_days[rows] = today - local_days(start, window.timezone)
        share[rows] = exact(window_shares(start, end, window))
        no_time += int(untimed(start, end).sum())
    if np.isnan(x).any():
        raise NothingToScoreError(
            "Some incidents have no place; expected a point for each. Read them with read_layer."
        )
    return _Placed(x, y, age_days, share, no_time)


def _times(incidents: gpd.GeoDataFrame, rows: Ints) -> tuple[pd.Series, pd.Series]:
    return incidents["committed_from"].iloc[rows], incidents["committed_to"].iloc[rows]
