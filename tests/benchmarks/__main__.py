"""All benchmarks, each against a baseline in the same run: ``python -m tests.benchmarks``."""

from tests.benchmarks import hotspots, ingest, network, patrol, quality

for title, benchmark in (
    ("Ingest", ingest),
    ("Quality", quality),
    ("Hotspots", hotspots),
    ("Network", network),
    ("Patrol", patrol),
):
    print(f"{title}\n")
    benchmark.main()
    print()
