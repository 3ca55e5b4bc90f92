"""How long hotspots take, against bare DBSCAN and a bare binned KDE on the same points.

"Found" is all that happens between a layer that was read and ranked hotspots with intervals, with
the fit at hand; "scored" is the part of it that settles who counts and how much. The fit is kept
by snapshot, so its time stands apart. Each size is a process of its own, and so is its fit, so
that peaks of memory are their own. DBSCAN keeps every neighbour of every point: past 100,000
points its radius shrinks so that a point keeps as many, and past 1,000,000 it is left out.

    python -m tests.benchmarks.hotspots [INCIDENTS ...]
"""

import datetime as dt
import json
import pickle
import resource
import subprocess
import sys
import tempfile
import time
from pathlib import Path

import geopandas as gpd
import numpy as np
import pyarrow as pa
import shapely
from scipy.ndimage import gaussian_filter
from sklearn.cluster import DBSCAN

from geo.arrays import uncollected
from geo.clock import EveryDay, Window
from geo.hotspots import HotspotSettings, detect_hotspots, fit_hotspots, scored_incidents

FLAGS = ("weapon", "knife", "injury", "victim_under_18", "police_generated", "domestic")
WORDS = ("personal robbery", "violence with injury", "anti-social behaviour", "drugs")
PLACES = ("street", "bus stop", "shop", "dwelling")
SIZES = (10_000, 100_000, 1_000_000)
AS_OF = dt.date(2026, 10, 31)
EVERY_DAY = Window(days=EveryDay())
_MOST_FOR_DBSCAN = 1_000_000


def simulated(count: int, seed: int = 0) -> gpd.GeoDataFrame:
    """Incidents of three years over 20 by 20 km, a third of them in 200 clusters.

    Columns have the types of a layer that was read, and are made without a copy.
    """
    rng = np.random.default_rng(seed)
    columns = {
        "incident_id": pa.array(np.arange(count)).cast(pa.large_string()),
        "source": _words(rng, count, ("simulated", "another"), 0.1),
        "offence": _words(rng, count, WORDS, 0.04),
        **_times(rng, count),
        "location_type": _words(rng, count, PLACES, 0.02),
        **{name: pa.array(rng.random(count, dtype=np.float32) < 0.02) for name in FLAGS},
    }
    frame = pa.table(columns).to_pandas(split_blocks=True)
    del columns
    with uncollected():
        return gpd.GeoDataFrame(frame, geometry=_points(rng, count), crs="EPSG:27700")


def _times(rng: np.random.Generator, count: int) -> dict[str, pa.Array]:
    start = rng.integers(0, 3 * 365 * 24 * 60, count) * np.timedelta64(60_000_000, "us")
    start = np.datetime64("2023-11-01", "us") + start
    end = start + rng.integers(0, 40, count) * np.timedelta64(60_000_000, "us")
    zoned = pa.timestamp("us", tz="Europe/London")
    return {
        "committed_from": pa.array(start).cast(zoned),
        "committed_to": pa.array(end).cast(zoned),
    }


def _points(rng: np.random.Generator, count: int) -> np.ndarray:
    xy = rng.uniform(0, 20_000, (count, 2))
    clustered = count // 3
    centres = rng.uniform(0, 20_000, (200, 2))
    xy[:clustered] = rng.normal(0, 60, (clustered, 2))
    xy[:clustered] += centres[rng.integers(0, 200, clustered)]
    return shapely.points(xy)


def _words(rng: np.random.Generator, count: int, words: tuple[str, ...], rare: float) -> pa.Array:
    """Words about equally often, but for the last one."""
    codes = rng.integers(0, len(words) - 1, count, dtype=np.int8)
    codes[rng.random(count, dtype=np.float32) < rare] = len(words) - 1
    return pa.DictionaryArray.from_arrays(
        codes, pa.array(words, pa.large_string())
    ).dictionary_decode()


def seconds(work) -> float:
    """Wall time of one call."""
    start = time.perf_counter()
    work()
    return time.perf_counter() - start


def peak_mb() -> float:
    """The most memory that this process has held so far."""
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024


def fit(count: int, file: Path) -> dict[str, float | None]:
    """Learn at one size, and leave what was learned in a file."""
    frame = simulated(count)
    start = time.perf_counter()
    fitted = fit_hotspots(frame, EVERY_DAY, AS_OF)
    told: dict[str, float | None] = {"fit_s": time.perf_counter() - start, "fit_mb": peak_mb()}
    file.write_bytes(pickle.dumps(fitted))
    return told


def find(count: int, file: Path) -> dict[str, float | None]:
    """Find hotspots at one size with what was learned, and run both baselines."""
    fitted = pickle.loads(file.read_bytes())
    frame = simulated(count)
    told: dict[str, float | None] = {"loaded_mb": peak_mb()}
    settings = HotspotSettings()
    told["scored_s"] = seconds(lambda: scored_incidents(frame, EVERY_DAY, AS_OF, settings))
    told["found_s"] = seconds(lambda: detect_hotspots(frame, EVERY_DAY, AS_OF, fitted=fitted))
    told["found_mb"] = peak_mb()
    xy = shapely.get_coordinates(frame.geometry.to_numpy())
    told["histogram_s"] = seconds(lambda: np.histogram2d(*xy.T, bins=400))
    told["kde_s"] = seconds(
        lambda: gaussian_filter(np.histogram2d(*xy.T, bins=400)[0], 4, mode="constant")
    )
    told["dbscan_s"] = None
    if count <= _MOST_FOR_DBSCAN:
        eps_m = 75 * min(1, (100_000 / count) ** 0.5)
        told["dbscan_s"] = seconds(lambda: DBSCAN(eps=eps_m, min_samples=20).fit(xy))
    return told


def apart(step: str, count: int, file: Path) -> dict[str, float | None]:
    """One step in a process of its own."""
    command = [sys.executable, "-m", "tests.benchmarks.hotspots", step, str(count), str(file)]
    done = subprocess.run(command, stdout=subprocess.PIPE, text=True, check=True)
    told: dict[str, float | None] = json.loads(done.stdout.splitlines()[-1])
    return told


def main(sizes: tuple[int, ...] = SIZES) -> None:
    """Print a row for each size: seconds, ratios to the baselines, and peaks of memory."""
    print(
        f"{'incidents':>10} {'scored s':>9} {'/ histogram':>12} {'found s':>8} {'/ DBSCAN':>9} "
        f"{'/ KDE':>6} {'fit s':>7} {'loaded MB':>10} {'found MB':>9} {'fit MB':>7}"
    )
    for count in sizes:
        with tempfile.TemporaryDirectory() as folder:
            file = Path(folder) / "fitted"
            told = apart("fit", count, file) | apart("find", count, file)
        dbscan = "-" if told["dbscan_s"] is None else f"{told['found_s'] / told['dbscan_s']:.2f}"
        print(
            f"{count:>10,} {told['scored_s']:>9.2f} "
            f"{told['scored_s'] / told['histogram_s']:>12.1f} {told['found_s']:>8.2f} "
            f"{dbscan:>9} {told['found_s'] / told['kde_s']:>6.1f} {told['fit_s']:>7.1f} "
            f"{told['loaded_mb']:>10,.0f} {told['found_mb']:>9,.0f} {told['fit_mb']:>7,.0f}"
        )


if __name__ == "__main__":
    steps = {"fit": fit, "find": find}
    if sys.argv[1:2] and sys.argv[1] in steps:
        print(json.dumps(steps[sys.argv[1]](int(sys.argv[2]), Path(sys.argv[3]))))
    else:
        main(tuple(int(size) for size in sys.argv[1:]) or SIZES)
