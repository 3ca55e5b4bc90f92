"""All benchmarks, each against a baseline in the same run: ``python -m tests.benchmarks``."""

from tests.benchmarks import hotspots, patrol

for title, benchmark in (("Hotspots", hotspots), ("Patrol", patrol)):
    print(f"{title}\n")
    benchmark.main()
    print()
