"""Randomised control days: which place rests on which date, drawn by lot and balanced."""

import datetime as dt
from collections.abc import Sequence
from typing import Final

import numpy as np
import pandas as pd
from pyproj import CRS

from geo.arrays import Bools, Ints
from geo.errors import SettingError
from geo.model import ControlDays, Spot

_FORTNIGHT_DAYS: Final = 14
_LARGEST_SEED: Final = 2**32 - 1


def control_days(
    dates: Sequence[dt.date],
    spots: Sequence[Spot],
    *,
    crs: CRS,
    share: float = 0.3,
    seed: int = 0,
) -> ControlDays:
    """Draw which places rest on which dates.

    In every fortnight each place rests on ``share`` of its dates, no weekday twice as long as
    there is another one, and each weekday as likely as any other. So rests and patrols differ by
    lot alone, and neither weekday nor season can be taken for an effect.

    Parameters
    ----------
    dates : sequence of date
        School days of the trial.
    spots : sequence of Spot
        Places by their shape, in ``crs``.
    share : float
        0.1 to 0.5.
    seed : int
        The same seed, dates and places give the same days.

    Raises
    ------
    SettingError
        When there is nothing to draw from.
    """
    days = tuple(sorted(set(dates)))
    faults = []
    if not 0.1 <= share <= 0.5:
        faults.append(f"a share of {share:g}, and expected is 0.1 to 0.5")
    if len(days) < 10:
        faults.append(f"{len(days)} dates, and it takes 10 or more")
    if not spots:
        faults.append("no place")
    if len({spot.place_id for spot in spots}) < len(spots):
        faults.append("a place twice")
    if not 0 <= seed <= _LARGEST_SEED:
        faults.append(f"seed {seed}, and expected is 0 to {_LARGEST_SEED:,}")
    if faults:
        raise SettingError(f"Control days cannot be drawn: there is {'; '.join(faults)}.")
    block = blocks_of(days)
    rests = drawn(days, block, len(spots), share, seed=seed, draws=1)[0]
    return ControlDays(tuple(spots), days, rests, block, share, seed, crs)


def blocks_of(dates: Sequence[dt.date]) -> Ints:
    """Fortnight of each date, from 1, counted from the Monday of the first."""
    monday = dates[0] - dt.timedelta(days=dates[0].weekday())
    days = (pd.DatetimeIndex([*dates]) - pd.Timestamp(monday)).days
    return np.asarray(days // _FORTNIGHT_DAYS + 1, dtype=np.int64)


def drawn(
    dates: Sequence[dt.date], block: Ints, places: int, share: float, *, seed: int, draws: int
) -> Bools:
    """Draw the rests of many trials of one design.

    Returns
    -------
    ndarray of bool, shape (draws, places, dates)
        The first of many is that of ``control_days`` with the seed.
    """
    weekday = np.array([date.weekday() for date in dates])
    rests = np.zeros((draws, places, len(dates)), dtype=bool)
    for n in range(draws):
        rng = np.random.default_rng([seed, n])
        for one in np.unique(block):
            at = np.flatnonzero(block == one)
            rests[n][:, at] = _one_block(weekday[at], places, share, rng)
    return rests


def _one_block(weekday: Ints, places: int, share: float, rng: np.random.Generator) -> Bools:
    """Rests of a fortnight: first one date of each weekday is put up, then the others."""
    key = rng.random((places, len(weekday)))
    later = np.zeros(key.shape)
    for day in np.unique(weekday):
        same = np.flatnonzero(weekday == day)
        later[:, same] = key[:, same].argsort(axis=1).argsort(axis=1)
    rank = (later + rng.random(key.shape)).argsort(axis=1).argsort(axis=1)
    many = np.floor(share * len(weekday) + rng.random((places, 1)))
    most = max(len(weekday) - 1, 0)
    return np.asarray(rank < np.clip(many, min(1, most), most))
