"""The optimiser on public instances of team orienteering with time windows.

    python -m tests.benchmarks.orienteering FILE --patrols 4 --seconds 1 --seed 7

reads a file of Solomon's form: profit is demand, there is no capacity, the horizon is the depot's
due date, and distances are truncated to one decimal. It prints one line of JSON: profit, routes by
customer number, and the seconds that the search took. ``--with-pyvrp`` adds what PyVRP finds in the
same time, as a baseline.
"""

import argparse
import json
import time
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from geo.patrol.search._annealing import Steps, search
from geo.patrol.search._task_arrays import Tables
from tests.benchmarks.budgets import Seconds

#: Distances and times in tenths.
SCALE = 10


@dataclass(frozen=True)
class Instance:
    """Customers with the depot first: where, how much, when, for how long; times in tenths."""

    number: np.ndarray
    profit: np.ndarray
    ready: np.ndarray
    due: np.ndarray
    service: np.ndarray
    distance: np.ndarray


def read(path: Path) -> Instance:
    """Read a file of Solomon's form."""
    try:
        rows = [line.split() for line in path.read_text(encoding="utf-8").splitlines()]
        table = np.array([row for row in rows if len(row) == 7 and row[0].isdigit()], dtype=float)
    except (OSError, ValueError) as error:
        raise SystemExit(f"{path} cannot be read as a file of Solomon's form: {error}.") from error
    if len(table) < 2 or not np.isfinite(table).all() or (table[:, 3:] < 0).any():
        raise SystemExit(
            f"{path} holds no depot with customers; expected a line of seven numbers for each, the "
            "depot's first, and no profit or time below 0."
        )
    xy, tenths = table[:, 1:3], np.round(table[:, 4:] * SCALE).astype(np.int64)
    apart = np.hypot(*(xy[:, None] - xy[None]).transpose(2, 0, 1))
    return Instance(
        number=table[:, 0].astype(int),
        profit=table[:, 3],
        ready=tenths[:, 0],
        due=tenths[:, 1],
        service=tenths[:, 2],
        distance=np.floor(apart * SCALE + 1e-9).astype(np.int64),
    )


def tables(instance: Instance, patrols: int) -> Tables:
    """The instance as the optimiser sees it: every customer a place that is visited once."""
    n, way, stay = len(instance.number) - 1, instance.distance, instance.service[1:]
    ones = np.ones((patrols, 1), dtype=np.int64)
    return Tables(
        place=np.arange(n),
        early=instance.ready[1:],
        late=instance.due[1:],
        prize=ones * instance.profit[1:],
        may=np.ones((patrols, n), dtype=bool),
        need=np.full(n, -1),
        go=np.ascontiguousarray(way[1:, 1:] + stay[:, None])[None],
        out=ones * way[0, 1:],
        back=ones * (way[1:, 0] + stay),
        profile=np.zeros(patrols, dtype=np.int64),
        begin=np.full(patrols, instance.ready[0]),
        end=np.full(patrols, instance.due[0]),
        stay=ones * stay,
        at_most=np.ones(n, dtype=np.int64),
        gap=np.zeros(n, dtype=np.int64),
        at_once=np.ones(n, dtype=np.int64),
        again=np.ones(1),
    )


def fault(instance: Instance, routes: list[list[int]]) -> str:
    """What is wrong with some routes, on arithmetic of its own; empty if nothing is."""
    at = {int(number): k for k, number in enumerate(instance.number)}
    served = [customer for route in routes for customer in route]
    if len(set(served)) < len(served):
        return "a customer is served twice"
    for route in routes:
        here, now = 0, int(instance.ready[0])
        for customer in route:
            there = at[customer]
            now = max(now + int(instance.distance[here, there]), int(instance.ready[there]))
            if now > instance.due[there]:
                return f"customer {customer} is reached too late"
            here, now = there, now + int(instance.service[there])
        if now + int(instance.distance[here, 0]) > instance.due[0]:
            return "a route is back too late"
    return ""


def with_pyvrp(instance: Instance, patrols: int, seconds: float, seed: int) -> float:
    """Profit that PyVRP finds in the same time, as it comes."""
    import pyvrp
    from pyvrp.stop import MaxRuntime

    model = pyvrp.Model()
    spots = [model.add_location(0, 0) for _ in instance.number]
    depot = model.add_depot(spots[0])
    model.add_vehicle_type(
        patrols,
        start_depot=depot,
        end_depot=depot,
        tw_early=int(instance.ready[0]),
        tw_late=int(instance.due[0]),
    )
    for k in range(1, len(instance.number)):
        model.add_client(
            spots[k],
            service_duration=int(instance.service[k]),
            tw_early=int(instance.ready[k]),
            tw_late=int(instance.due[k]),
            prize=int(instance.profit[k] * 1000),
            required=False,
        )
    for i, row in enumerate(instance.distance.tolist()):
        for j, way in enumerate(row):
            model.add_edge(spots[i], spots[j], distance=0, duration=way)
    result = model.solve(MaxRuntime(seconds), seed=seed, display=False, collect_stats=False)
    visits = [v.idx for route in result.best.routes() for v in route if v.is_client()]
    return float(sum(instance.profit[v + 1] for v in visits))


def main() -> None:
    """Solve one file."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("file", type=Path)
    parser.add_argument("--patrols", type=int, default=1)
    parser.add_argument("--seconds", type=float, default=1.0)
    parser.add_argument("--seed", type=int, default=0)
    parser.add_argument("--with-pyvrp", action="store_true")
    options = parser.parse_args()
    if options.patrols < 1 or not 0 < options.seconds < np.inf:
        parser.error("expected at least 1 patrol, and some seconds")
    instance = read(options.file)
    # Kernels are compiled, or read from where they are kept, before the time runs.
    search(tables(instance, options.patrols), 0, Steps(2))
    began = time.perf_counter()
    solution = search(tables(instance, options.patrols), options.seed, Seconds(options.seconds))
    took = time.perf_counter() - began
    routes = [[int(instance.number[c + 1]) for c in route] for route in solution.routes]
    wrong = fault(instance, routes)
    if wrong:
        raise SystemExit(f"The optimiser's routes are wrong: {wrong}.")
    report: dict[str, object] = {
        "profit": round(solution.worth, 6),
        "routes": routes,
        "seconds": round(took, 3),
    }
    if options.with_pyvrp:
        report["pyvrp"] = with_pyvrp(instance, options.patrols, options.seconds, options.seed)
    print(json.dumps(report))


if __name__ == "__main__":
    main()
