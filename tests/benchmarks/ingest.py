"""A large canonical CSV read, and kept: times the baseline, and the memory at its peak.

The baseline is what nobody could do without: pyarrow.csv.read_csv of the same file and one
vectorised transform of its coordinates. Each is a process of its own, so that peaks are its own.

    python -m tests.benchmarks.ingest [ROWS]
"""

import json
import subprocess
import sys
import tempfile
from pathlib import Path

import numpy as np
import pandas as pd

_CHUNK = 1_000_000
_BASELINE = """
import pyarrow.csv, pyproj
table = pyarrow.csv.read_csv({file!r})
move = pyproj.Transformer.from_crs(27700, 4326, always_xy=True)
east, north = (table[name].to_numpy().astype(float) for name in ("easting", "northing"))
move.transform(east, north)
"""
_READ = """
from geo.layers import read_layer; from geo.model import LayerName
reading = read_layer({file!r}, LayerName.INCIDENTS)
assert reading.accepted + len(reading.rejects) == reading.read == {rows}
"""
_KEEP = """
from geo.layers import read_layer; from geo.model import LayerName
from geo.workspace import Workspace, create_workspace
area = Workspace.open(create_workspace({folder!r}, "Benchmark").parent)
reading = read_layer({file!r}, LayerName.INCIDENTS, crs=area.fixed_crs)
assert area.keep(reading, who="benchmark").total == reading.accepted == {rows}
"""
_AROUND = """
import json, resource, time
{imports}
start = time.perf_counter()
{body}
seconds = time.perf_counter() - start
peak_mb = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
print(json.dumps([seconds, peak_mb]))
"""


def write_incidents(path, rows):
    """A canonical CSV of this many incidents around London, in parts."""
    rng = np.random.default_rng(7)
    for first in range(0, rows, _CHUNK):
        part = _incidents(rng, first, min(_CHUNK, rows - first))
        part.to_csv(path, index=False, mode="a", header=first == 0)


def _incidents(rng, first, count):
    minutes = rng.integers(0, 3 * 365 * 24 * 60, count)
    start = pd.Timestamp("2023-01-01") + pd.to_timedelta(minutes, unit="min")
    end = start + pd.to_timedelta(rng.integers(0, 600, count), unit="min")
    words = np.array(["personal_robbery", "theft_person", "violence_injury", "asb", "drugs"])
    places = np.array(["street", "bus stop", "shop"])
    flags = ("weapon", "knife", "injury", "victim_under_18", "police_generated", "domestic")
    return pd.DataFrame(
        {
            "incident_id": [f"LN{n:010d}" for n in range(first, first + count)],
            "source": "CRIS",
            "offence": words[rng.integers(0, len(words), count)],
            "committed_from": start.strftime("%Y-%m-%d %H:%M"),
            "committed_to": end.strftime("%Y-%m-%d %H:%M"),
            "easting": (530_000 + rng.normal(0, 8_000, count)).round().astype(int),
            "northing": (180_000 + rng.normal(0, 6_000, count)).round().astype(int),
            "location_type": places[rng.integers(0, len(places), count)],
        }
        | {name: np.where(rng.random(count) < 0.05, "true", "false") for name in flags}
    )


def measured(body, **values):
    """Seconds and peak megabytes of a program; what it imports is not counted."""
    lines = body.format(**values).strip().splitlines()
    imports = [line for line in lines if line.startswith(("import", "from"))]
    rest = [line for line in lines if line not in imports]
    program = _AROUND.format(imports="\n".join(imports), body="\n".join(rest))
    done = subprocess.run(
        [sys.executable, "-c", program], stdout=subprocess.PIPE, text=True, check=True
    )
    return json.loads(done.stdout)


def main(rows=1_000_000):
    """Print seconds, ratios to the baseline, and peaks."""
    with tempfile.TemporaryDirectory() as folder:
        file = Path(folder) / "incidents.csv"
        write_incidents(file, rows)
        base_s, base_mb = measured(_BASELINE, file=str(file))
        read_s, read_mb = measured(_READ, file=str(file), rows=rows)
        keep_s, keep_mb = measured(
            _KEEP, file=str(file), rows=rows, folder=str(Path(folder) / "area")
        )
        size_mb = file.stat().st_size / 1e6
    print(f"{rows:,} incidents, {size_mb:,.0f} MB of CSV")
    print(f"  pyarrow.csv and one transform   {base_s:6.2f} s          peak {base_mb:7,.0f} MB")
    print(
        f"  read_layer                      {read_s:6.2f} s  x{read_s / base_s:4.2f}   "
        f"peak {read_mb:7,.0f} MB"
    )
    print(
        f"  read_layer, merged and kept     {keep_s:6.2f} s  x{keep_s / base_s:4.2f}   "
        f"peak {keep_mb:7,.0f} MB"
    )


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else 1_000_000)
