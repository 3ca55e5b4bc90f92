"""How long a quality check takes, against one pass of ``value_counts`` over the same columns."""

import datetime as dt
import time
from pathlib import Path

import geopandas as gpd
import numpy as np
import pandas as pd
from pyproj import CRS

from geo.clock import Calendar
from geo.layers import About, Layers
from geo.model import LayerName
from geo.quality import check_area
from geo.timetables import no_bells, no_terms
from geo.workspace import Settings, Workspace
from tests.benchmarks.hotspots import simulated


def workspace(incidents: gpd.GeoDataFrame) -> Workspace:
    """An area of incidents alone, never written to a disk."""
    crs = CRS(incidents.crs)
    about = About("Simulated", simulated=True, data_as_at=dt.date(2026, 10, 31))
    layers = Layers.of(about, crs, {LayerName.INCIDENTS: incidents})
    calendar = Calendar.from_tables(no_terms(), no_bells(), {})
    return Workspace(Path(), Settings("Simulated", crs), about, calendar, layers, {})


def busy(count: int) -> gpd.GeoDataFrame:
    """Simulated incidents of four sources and twelve offences, some with a pile and a spike."""
    frame = simulated(count)
    rng = np.random.default_rng(1)
    offences = ["personal robbery", "anti-social behaviour", *(f"code {n}" for n in range(10))]
    frame["source"] = pd.Series([f"source {n}" for n in rng.integers(0, 4, count)], dtype="str")
    frame["offence"] = pd.Series(np.array(offences)[rng.integers(0, 12, count)], dtype="str")
    start = frame["committed_from"]
    frame["committed_from"] = start.where(rng.random(count) > 0.05, start.dt.normalize())
    return frame


def counted(frame: gpd.GeoDataFrame) -> int:
    """The baseline: how often each value of each column occurs."""
    columns = frame.drop(columns=["geometry", "incident_id"])
    return sum(len(columns[name].value_counts()) for name in columns)


def main() -> None:
    """Print seconds and ratios at three sizes."""
    print(f"{'incidents':>10} {'check s':>9} {'value_counts s':>15} {'ratio':>6}")
    for count in (10_000, 100_000, 1_000_000):
        area = workspace(busy(count))
        start = time.perf_counter()
        counted(area.layers.incidents)
        between = time.perf_counter()
        check_area(area)
        end = time.perf_counter()
        base, ours = between - start, end - between
        print(f"{count:>10,} {ours:>9.2f} {base:>15.2f} {ours / base:>6.1f}")


if __name__ == "__main__":
    main()
