"""How long hotspots take, against bare DBSCAN and a bare binned KDE on the same points."""

import datetime as dt
import time

import geopandas as gpd
import numpy as np
import pandas as pd
from scipy.ndimage import gaussian_filter
from sklearn.cluster import DBSCAN

from geo.clock import EveryDay, Window
from geo.hotspots import detect_hotspots

FLAGS = ("weapon", "knife", "injury", "victim_under_18", "police_generated", "domestic")


def simulated(count: int, seed: int = 0) -> gpd.GeoDataFrame:
    """Incidents of three years over 20 by 20 km, a third of them in 200 clusters."""
    rng = np.random.default_rng(seed)
    xy = rng.uniform(0, 20_000, (count, 2))
    clustered = count // 3
    centres = rng.uniform(0, 20_000, (200, 2))
    xy[:clustered] = centres[rng.integers(0, 200, clustered)] + rng.normal(0, 60, (clustered, 2))
    minutes = rng.integers(0, 3 * 365 * 24 * 60, count)
    start = pd.Series(pd.Timestamp("2023-11-01") + pd.to_timedelta(minutes, unit="min"))
    start = start.dt.tz_localize("UTC").dt.tz_convert("Europe/London")
    columns = {
        "incident_id": pd.RangeIndex(count).astype(str),
        "source": "simulated",
        "offence": "personal robbery",
        "committed_from": start,
        "committed_to": start + pd.Timedelta(minutes=20),
        "location_type": "",
        **dict.fromkeys(FLAGS, False),
    }
    points = gpd.points_from_xy(xy[:, 0], xy[:, 1])
    return gpd.GeoDataFrame(columns, geometry=points, crs="EPSG:27700")


def seconds(work) -> float:
    """Wall time of one call."""
    start = time.perf_counter()
    work()
    return time.perf_counter() - start


def main() -> None:
    """Print a row for each size: seconds, and ratios to both baselines."""
    window = Window(days=EveryDay())
    print(f"{'incidents':>10} {'hotspots s':>11} {'/ DBSCAN':>9} {'/ KDE':>9}")
    for count in (10_000, 30_000, 100_000):
        frame = simulated(count)
        xy = np.column_stack([frame.geometry.x, frame.geometry.y])
        ours = seconds(lambda f=frame: detect_hotspots(f, window, dt.date(2026, 10, 31)))
        dbscan = seconds(lambda p=xy: DBSCAN(eps=75, min_samples=20).fit(p))
        kde = seconds(
            lambda p=xy: gaussian_filter(np.histogram2d(*p.T, bins=400)[0], 4, mode="constant")
        )
        print(f"{count:>10,} {ours:>11.2f} {ours / dbscan:>9.1f} {ours / kde:>9.0f}")


if __name__ == "__main__":
    main()
