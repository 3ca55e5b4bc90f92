"""Builders: places of a row, incidents on them day by day, and a window on weekdays."""

import datetime as dt
from types import SimpleNamespace

import geopandas as gpd
import numpy as np
import pandas as pd
import pytest
import shapely
from pyproj import CRS

from geo.clock import Window
from geo.evidence.effect._settings import Patrolled
from geo.model import Spot

BNG = CRS.from_epsg(27700)
FLAGS = ("weapon", "knife", "injury", "victim_under_18", "police_generated", "domestic")
WINDOW = Window()
FIRST, LAST = dt.date(2026, 1, 5), dt.date(2026, 3, 27)
DATES = pd.bdate_range("2024-01-01", LAST)
APART_M = 1000.0


def incidents(rows, offence="personal robbery", **columns):
    """Incidents from (x, y, "2026-01-05 15:40")."""
    start = pd.to_datetime(pd.Series([row[2] for row in rows], dtype="str"), format="ISO8601")
    frame = pd.DataFrame(
        {
            "incident_id": [f"I{n:06d}" for n in range(len(rows))],
            "source": "test",
            "offence": offence,
            "committed_from": start.astype("datetime64[us]").dt.tz_localize("Europe/London"),
            "committed_to": start.astype("datetime64[us]").dt.tz_localize("Europe/London"),
            "location_type": "",
            **dict.fromkeys(FLAGS, False),
            **columns,
        }
    )
    points = gpd.points_from_xy([row[0] for row in rows], [row[1] for row in rows])
    return gpd.GeoDataFrame(frame, geometry=points, crs=BNG)


def spot(n, name=None, side_m=150.0):
    """The nth place of a row, a kilometre from the next."""
    x = n * APART_M
    return Spot(f"p{n}", name or f"Place {n}", shapely.box(x, 0, x + side_m, side_m))


def patrolled(n, *periods):
    place = spot(n)
    return Patrolled(place.place_id, place.name, place.shape, periods or ((FIRST, LAST),))


def from_counts(counts, dates=DATES, x_m=75.0):
    """Incidents of a table of counts, places by dates: at 15:40, in the middle of each place."""
    place, date = np.nonzero(counts)
    many = counts[place, date].astype(int)
    place, date = np.repeat(place, many), np.repeat(date, many)
    stamps = dates.to_numpy()[date] + np.timedelta64(15 * 60 + 40, "m")
    return incidents(
        [(p * APART_M + x_m, 75.0, str(t)) for p, t in zip(place, stamps, strict=True)]
    )


def town(seed, *, places=40, treated=6, rate=0.15, times=1.0, alike=1.5):
    """Counts of places of unequal, steady rates; the first ``treated`` are those patrolled.

    They are the hottest of the half year before the patrols; on patrolled dates their rate is
    ``times`` what it was. The more ``alike`` places are, the more of being hot is chance.
    """
    rng = np.random.default_rng(seed)
    rates = rng.gamma(alike, rate / alike, places)
    counts = rng.poisson(rates[:, None], (places, len(DATES)))
    chosen = (pd.Timestamp(FIRST) > DATES) & (pd.Timestamp(FIRST) - pd.Timedelta(days=182) <= DATES)
    held = counts[:, chosen].sum(axis=1)
    order = np.argsort(-held, kind="stable")
    counts, rates = counts[order], rates[order]
    on = pd.Timestamp(FIRST) <= DATES
    changed = rng.poisson(rates[:treated, None] * times, (treated, int(on.sum())))
    counts[:treated, on] = changed
    return counts


@pytest.fixture(scope="session")
def build():
    """The builders of this folder, under one name."""
    return SimpleNamespace(
        incidents=incidents, spot=spot, patrolled=patrolled, from_counts=from_counts, town=town,
        crs=BNG, window=WINDOW, first=FIRST, last=LAST, dates=DATES, apart_m=APART_M,
    )  # fmt: skip
