"""How long walks and plans take, against a plain search and a greedy planner in the same run."""

import datetime as dt
import heapq
import time

import geopandas as gpd
import numpy as np
import shapely

from geo.hotspots import detect_hotspots
from geo.model import Patrol
from geo.patrol import WalkingNetwork, Wishes, candidate_places, suggest_plan
from geo.patrol.prepare import prepared
from geo.patrol.task import Task
from geo.patrol.timetable import best_minutes
from geo.workspace import Workspace


def seconds(work):
    """Wall time of one call, and what it gave."""
    start = time.perf_counter()
    result = work()
    return time.perf_counter() - start, result


def blocks(count: int, seed: int = 0) -> gpd.GeoDataFrame:
    """Streets of ``count`` by ``count`` blocks of about 100 m with crooked corners."""
    rng = np.random.default_rng(seed)
    corner = np.stack(np.meshgrid(*[np.arange(count + 1) * 100.0] * 2), axis=-1)
    corner += rng.uniform(-30, 30, corner.shape)
    lines = [*corner, *corner.transpose(1, 0, 2)]
    return gpd.GeoDataFrame(geometry=shapely.linestrings(lines), crs="EPSG:27700")


def plain_dijkstra(network: WalkingNetwork, sources: list[int]) -> np.ndarray:
    """Metres from each source node to all of them, with a heap and dictionaries."""
    graph = network.graph
    ways: dict[int, list[tuple[int, float]]] = {}
    for a, b, metres in zip(
        graph.u.tolist(), graph.v.tolist(), graph.length_m.tolist(), strict=True
    ):
        ways.setdefault(a, []).append((b, metres))
        ways.setdefault(b, []).append((a, metres))
    rows = []
    for source in sources:
        best: dict[int, float] = {}
        queue = [(0.0, source)]
        while queue:
            so_far, here = heapq.heappop(queue)
            if here not in best:
                best[here] = so_far
                for there, more in ways[here]:
                    if there not in best:
                        heapq.heappush(queue, (so_far + more, there))
        rows.append([best[target] for target in sources])
    return np.array(rows)


def crossings(network: WalkingNetwork, count: int) -> tuple[list[int], list[tuple[float, float]]]:
    """Nodes of a network, picked at random, and where they are."""
    graph = network.graph
    at = np.zeros((graph.n_nodes, 2))
    at[graph.u], at[graph.v] = graph.xy[graph.begin], graph.xy[graph.end]
    nodes = np.random.default_rng(1).choice(graph.n_nodes, count, replace=False)
    return nodes.tolist(), [(x, y) for x, y in at[nodes].tolist()]


def walks() -> None:
    """Print a row for each town: building the network, and the walks among 60 crossings."""
    print(
        f"{'streets km':>10} {'build s':>8} {'between s':>10} {'plain s':>8} {'plain / both':>13}"
    )
    sample = Workspace.open().layers.streets
    for streets in (sample, blocks(40), blocks(120)):
        build, network = seconds(lambda s=streets: WalkingNetwork.from_streets(s))
        nodes, points = crossings(network, 60)
        between, ours = seconds(lambda n=network, p=points: n.between(p))
        plain, theirs = seconds(lambda n=network, s=nodes: plain_dijkstra(n, s))
        if np.abs(ours.length_m - theirs).max() > 0.02:
            raise AssertionError("The two disagree on the length of a walk.")
        print(
            f"{network.length_m / 1000:>10,.0f} {build:>8.2f} {between:>10.2f} {plain:>8.2f} "
            f"{plain / (build + between):>13.1f}"
        )


def next_stop(task: Task, patrol: int, tour: tuple[int, ...], left: set[int], free: int):
    """Points a minute, place and minute of leaving of what is best next; None without any."""
    best = None
    for place in left:
        walk = task.between[patrol, tour[-1], place] if tour else task.home[patrol, place]
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
        tour, free = (), who.shift_start_min
        while (best := next_stop(task, patrol, tour, left, free)) is not None:
            _, place, free = best
            tour = (*tour, place)
            left.discard(place)
        arrivals = best_minutes(task, patrol, tour)
        total += sum(task.worth[p, m] for p, m in zip(tour, arrivals, strict=True))
    return total


def plans() -> None:
    """Print a row for each size of team on the bundled sample, at the default iterations."""
    print(
        f"{'patrols':>10} {'plan s':>8} {'greedy s':>9} {'value / greedy':>15} {'time ratio':>14}"
    )
    area = Workspace.open()
    day = area.calendar.next_school_day(dt.date(2026, 11, 23))
    hotspots = detect_hotspots(area.layers.incidents, day.window, as_of=day.date)
    places = candidate_places(hotspots, area.layers, day)
    network = WalkingNetwork.from_streets(area.layers.streets)
    for count in (1, 2, 4, 8):
        team = [Patrol(f"Patrol {n}") for n in range(count)]
        ours, plan = seconds(lambda t=team: suggest_plan(places, network, t, day, seed=7))
        greedy, value = seconds(
            lambda t=team: greedy_value(prepared(places, network, t, day, Wishes())[0])
        )
        print(
            f"{count:>10} {ours:>8.2f} {greedy:>9.2f} {plan.value / value:>15.2f} "
            f"{ours / greedy:>14.1f}"
        )


def main() -> None:
    """Print both tables."""
    walks()
    print()
    plans()


if __name__ == "__main__":
    main()
