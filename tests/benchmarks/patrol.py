"""How long plans take and how good they are, against a greedy planner and a long search.

python -m tests.benchmarks.patrol                  some minutes
python -m tests.benchmarks.patrol --ten-minutes    8 patrols and 100 places, searched for long
"""

import argparse
import datetime as dt
import time

import numpy as np

from geo.hotspots import detect_hotspots
from geo.model import Patrol
from geo.network import WalkingNetwork
from geo.patrol import Constraints, candidate_places
from geo.patrol.places import with_chosen
from geo.patrol.plan import ITERATIONS, plan_of
from geo.patrol.problem import Prepared, Task, prepared
from geo.patrol.search import best_tours
from geo.patrol.search._annealing import search
from geo.patrol.search.optimiser import _clients_of, _tables_of
from geo.workspace import Workspace
from tests.benchmarks.budgets import Seconds

#: A long search has so many times the usual steps.
LONG = 20


def seconds(work):
    """Wall time of one call, and what it gave."""
    start = time.perf_counter()
    result = work()
    return time.perf_counter() - start, result


class Sample:
    """The bundled sample on one day, with as many candidate places as are wanted."""

    def __init__(self) -> None:
        area = Workspace.open()
        self.day = area.calendar.next_school_day(dt.date(2026, 11, 23))
        incidents, layers = area.layers.incidents, area.layers
        hotspots = detect_hotspots(incidents, self.day.window, as_of=self.day.date)
        self.network = WalkingNetwork.from_streets(layers.streets)
        places = candidate_places(hotspots, layers, self.day)
        rng = np.random.default_rng(0)
        corners = self.network.graph.xy[rng.integers(0, len(self.network.graph.xy), 60)]
        chosen = [(f"Corner {n}", (x, y)) for n, (x, y) in enumerate(corners.round(2).tolist())]
        self.places = with_chosen(places, chosen, self.day)

    def task(self, n_places: int, n_patrols: int) -> Prepared:
        """The problem of some patrols, and every so many-th of the places."""
        items = self.places.items
        kept = {items[k].place_id for k in np.linspace(0, len(items) - 1, n_places).astype(int)}
        constraints = Constraints(
            drop=frozenset(p.place_id for p in items if p.place_id not in kept)
        )
        team = [Patrol(f"Patrol {n + 1}") for n in range(n_patrols)]
        return prepared(self.places, self.network, team, self.day, constraints)


def next_stop(task: Task, patrol: int, tour: list[int], left: set[int], free: int):
    """Points a minute, place and minute of leaving of what is best next; None without any."""
    best = None
    for place in left:
        walk = task.between[patrol, tour[-1], place] if tour else task.out[patrol, place]
        minutes = task.minutes(patrol, place)
        begin = minutes[np.searchsorted(minutes, free + walk) :][:1]
        if len(begin):
            leave = int(begin[0]) + int(task.stay[patrol, place])
            gain = task.worth[place, begin[0]] / (leave - free)
            best = max(best or (0.0, -1, 0), (gain, place, leave))
    return best


def greedy_value(task: Task) -> float:
    """Points when each patrol in turn goes on to whatever gives most points a minute."""
    left, total = set(range(len(task.places))), 0.0
    for patrol, who in enumerate(task.patrols):
        tour: list[int] = []
        free = who.shift_start_min
        while (best := next_stop(task, patrol, tour, left, free)) is not None:
            gain, place, leave = best
            total += gain * (leave - free)
            free = leave
            tour.append(place)
            left.discard(place)
    return total


def growth(sample: Sample) -> None:
    """Print a row for each number of places and patrols, at the default steps."""
    print(
        f"{'places':>7} {'patrols':>8} {'prepare s':>10} {'plan s':>7} {'greedy s':>9} "
        f"{'value / greedy':>15} {'value / long':>13}"
    )
    for n_places in (25, 50, 100):
        for n_patrols in (1, 2, 4, 8):
            ready_s, ready = seconds(lambda p=n_places, k=n_patrols: sample.task(p, k))
            plan_s, plan = seconds(lambda r=ready: plan_of(r, best_tours(r.task, 7, ITERATIONS)))
            greedy_s, greedy = seconds(lambda r=ready: greedy_value(r.task))
            longer = plan_of(ready, best_tours(ready.task, 7, ITERATIONS * LONG))
            print(
                f"{n_places:>7} {n_patrols:>8} {ready_s:>10.2f} {plan_s:>7.2f} {greedy_s:>9.2f} "
                f"{plan.value / greedy:>15.2f} {plan.value / longer.value:>13.4f}"
            )


def ten_minutes(sample: Sample) -> None:
    """Print what a plan of 8 patrols and 100 places has of the worth of a ten-minute search."""
    ready_s, ready = seconds(lambda: sample.task(100, 8))
    plan_s, plan = seconds(lambda: plan_of(ready, best_tours(ready.task, 7, ITERATIONS)))
    tables = _tables_of(ready.task, _clients_of(ready.task, None), ())
    began = time.perf_counter()
    usual = search(tables, 7, Seconds(plan_s))
    longest = search(tables, 7, Seconds(600))
    print(
        f"prepared in {ready_s:.2f} s, planned in {plan_s:.2f} s, value {plan.value:.1f}\n"
        f"search alone: {usual.worth:.1f} in {plan_s:.2f} s, {longest.worth:.1f} in "
        f"{time.perf_counter() - began - plan_s:.0f} s: {usual.worth / longest.worth:.4f}"
    )


def main() -> None:
    """Print the table, or the long comparison."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--ten-minutes", action="store_true")
    options, _ = parser.parse_known_args()
    sample = Sample()
    best_tours(sample.task(25, 1).task, 0, 40)  # compiles
    if options.ten_minutes:
        ten_minutes(sample)
    else:
        growth(sample)


if __name__ == "__main__":
    main()
