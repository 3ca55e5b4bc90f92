"""Builders: incidents as (x, y, time) and a window that runs every day."""

import geopandas as gpd
import numpy as np
import pandas as pd
import pytest

from geo.clock import EveryDay, Window

FLAGS = ("weapon", "knife", "injury", "victim_under_18", "police_generated", "domestic")


def build(rows, offence="personal robbery", crs="EPSG:27700", **columns):
    """Incidents from (x, y, "2026-01-05 15:40") or (x, y, from, to)."""
    full = [(*row, None)[:4] for row in rows]
    start, end = (
        pd.to_datetime(pd.Series([row[i] for row in full], dtype=object), format="ISO8601")
        .astype("datetime64[us]")
        .dt.tz_localize("Europe/London", ambiguous=True, nonexistent="shift_forward")
        for i in (2, 3)
    )
    frame = pd.DataFrame(
        {
            "incident_id": [f"I{n:06d}" for n in range(len(full))],
            "source": "test",
            "offence": offence,
            "committed_from": start,
            "committed_to": end,
            "location_type": "",
            **dict.fromkeys(FLAGS, False),
            **columns,
        }
    )
    points = gpd.points_from_xy([row[0] for row in full], [row[1] for row in full])
    return gpd.GeoDataFrame(frame, geometry=points, crs=crs)


@pytest.fixture(scope="session")
def incidents():
    return build


@pytest.fixture(scope="session")
def every_day():
    return Window(days=EveryDay())


@pytest.fixture(scope="session")
def town():
    """A year of a square town, 4 by 4 km: background, a hot corner at (1000, 1000) and another
    half as hot at (3000, 3000), both around half past three."""
    rng = np.random.default_rng(7)
    days = pd.Timestamp("2025-11-01") + pd.to_timedelta(rng.integers(0, 380, 1400), unit="D")
    x, y = rng.uniform(0, 4000, (2, 1400))
    minutes = rng.integers(0, 24 * 60, 1400)
    for first, last, centre in ((0, 260, 1000), (260, 390, 3000)):
        x[first:last] = rng.normal(centre, 40, last - first)
        y[first:last] = rng.normal(centre, 40, last - first)
        minutes[first:last] = rng.normal(15 * 60 + 35, 12, last - first)
    moments = days + pd.to_timedelta(minutes, unit="min")
    return build([(a, b, str(t)) for a, b, t in zip(x, y, moments, strict=True)])
