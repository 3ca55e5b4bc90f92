"""How long all walks among stops take, against scipy's Dijkstra in the same run, and in what room.

A crooked town of 100,000 crossings, and the streets of the sample; then the geometry of the walks
of a plan.
"""

import resource
import tracemalloc

import geopandas as gpd
import numpy as np
import shapely
from scipy.sparse import csr_array
from scipy.sparse.csgraph import dijkstra

from geo.model import Mode
from geo.network import WalkingNetwork
from geo.workspace import Workspace
from tests.benchmarks.patrol import seconds

STOPS, LEGS = 150, 80
#: Two threads, each with metres, two lists of nodes and a state for every node.
SEARCH_BYTES = 2 * (8 + 4 + 4 + 1)


def blocks(count: int, seed: int = 0) -> gpd.GeoDataFrame:
    """Streets of ``count`` by ``count`` blocks of about 100 m with crooked corners."""
    rng = np.random.default_rng(seed)
    corner = np.stack(np.meshgrid(*[np.arange(count + 1) * 100.0] * 2), axis=-1)
    corner += rng.uniform(-30, 30, corner.shape)
    lines = [*corner, *corner.transpose(1, 0, 2)]
    return gpd.GeoDataFrame(geometry=shapely.linestrings(lines), crs="EPSG:27700")


def crossings(network: WalkingNetwork, count: int) -> tuple[list[int], list[tuple[float, float]]]:
    """Nodes of a network, picked at random, and where they are."""
    graph = network.graph
    at = np.zeros((graph.n_nodes, 2))
    at[graph.u], at[graph.v] = graph.xy[graph.begin], graph.xy[graph.end]
    nodes = np.random.default_rng(1).choice(graph.n_nodes, count, replace=False)
    return nodes.tolist(), [(x, y) for x, y in at[nodes].tolist()]


def by_scipy(network: WalkingNetwork, nodes: list[int]) -> np.ndarray:
    """Metres from node to node, as scipy searches for them, 32 at a time."""
    graph, roads = network.graph, network.roads
    a = np.concatenate([graph.u[roads.forward], graph.v[roads.backward]])
    b = np.concatenate([graph.v[roads.forward], graph.u[roads.backward]])
    metres = np.concatenate([graph.length_m[roads.forward], graph.length_m[roads.backward]])
    order = np.lexsort([metres, b, a])
    a, b, metres = a[order], b[order], metres[order]
    first = np.append(True, (np.diff(a) != 0) | (np.diff(b) != 0))
    ways = csr_array((metres[first], (a[first], b[first])), shape=(graph.n_nodes,) * 2)
    rows = [dijkstra(ways, indices=nodes[k : k + 32])[:, nodes] for k in range(0, len(nodes), 32)]
    return np.concatenate(rows)


def at_peak(work) -> tuple[float, object]:
    """Most megabytes that numpy took while some work ran, and what it gave.

    What compiled code takes for itself is not seen; it is `SEARCH_BYTES` for each node.
    """
    tracemalloc.start()
    result = work()
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    return peak / 1e6, result


def row(name: str, streets: gpd.GeoDataFrame, mode: Mode) -> None:
    """Print one town: build, all lengths, the paths of a plan, and scipy's time for the lengths."""
    build, network = seconds(lambda: WalkingNetwork.from_streets(streets, mode))
    nodes, points = crossings(network, STOPS)
    between, walks = seconds(lambda: network.between(points))
    pairs = np.random.default_rng(2).integers(0, STOPS, (LEGS, 2)).tolist()
    paths, _ = seconds(lambda: [walks.path(i, j) for i, j in pairs if i != j])
    theirs, lengths = seconds(lambda: by_scipy(network, nodes))
    if np.abs(walks.length_m - lengths).max() > 0.0101:
        raise AssertionError("The two disagree on the length of a walk.")
    peak_mb, _ = at_peak(lambda: network.between(points))
    peak_mb += SEARCH_BYTES * network.graph.n_nodes / 1e6
    kept_mb, _ = at_peak(lambda: WalkingNetwork.from_streets(streets, mode))
    print(
        f"{name:>14} {mode:>8} {network.graph.n_nodes:>8,} {build:>8.2f} {between:>10.2f} "
        f"{paths:>8.2f} {theirs:>8.2f} {theirs / between:>14.1f} {peak_mb:>11.0f} {kept_mb:>9.0f}"
    )


def main() -> None:
    """Print the table, once what is compiled has been compiled."""
    WalkingNetwork.from_streets(blocks(4)).between([(0.0, 0.0), (300.0, 200.0)]).path(0, 1)
    print(
        f"{'streets':>14} {'mode':>8} {'nodes':>8} {'build s':>8} {'between s':>10} "
        f"{'paths s':>8} {'scipy s':>8} {'scipy/between':>14} {'between MB':>11} {'build MB':>9}"
    )
    town = blocks(316)
    row("crooked town", town, Mode.FOOT)
    row("one-way town", town.assign(foot="both", cycle="both", car=one_ways(len(town))), Mode.CAR)
    row("sample", Workspace.open().layers.streets, Mode.FOOT)
    print(f"\nThe process took {resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1e3:,.0f} MB.")


def one_ways(count: int) -> list[str]:
    """Every other street one-way, to and fro."""
    return [("both", "forward", "both", "backward")[n % 4] for n in range(count)]


if __name__ == "__main__":
    main()
