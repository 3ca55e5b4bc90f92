"""Streets: parts that are cut off, ends that miss each other, places that stand on neither."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final, Self

import geopandas as gpd
import numpy as np
import pandas as pd
import shapely
from numpy.typing import NDArray
from shapely import STRtree

from geo.arrays import Bools, Ints
from geo.layers import Layers
from geo.network import StreetGraph, noded, parts_of
from geo.quality._facts import share
from geo.quality.findings import Finding, Part, QualityRules, Severity
from geo.text import distance


@dataclass(frozen=True, eq=False)
class Parts:
    """Streets in connected parts, the longest first.

    Attributes
    ----------
    lines : ndarray of LineString
        One an edge.
    part : ndarray of int
        Which part each edge belongs to; 0 is the longest.
    length_m : ndarray of float
        Of each part.
    """

    graph: StreetGraph
    lines: NDArray[np.object_]
    part: Ints
    length_m: NDArray[np.float64]

    @classmethod
    def of(cls, streets: gpd.GeoDataFrame) -> Self:
        """Node streets as the walking network does, and find what hangs together."""
        graph = noded(streets.geometry.to_numpy())
        both = np.ones(len(graph.u), dtype=bool)
        part, metres = parts_of(graph, both, both)
        order = np.lexsort((np.arange(len(metres)), -metres))
        rank = np.empty(len(metres), dtype=np.int64)
        rank[order] = np.arange(len(metres))
        return cls(graph, graph.lines(), rank[part], metres[order])

    @property
    def cut_off(self) -> Bools:
        """Edges outside the longest part."""
        return np.asarray(self.part > 0)


def near_misses(
    parts: Parts, tree: STRtree, within_m: float
) -> tuple[Ints, Ints, NDArray[np.float64]]:
    """Dead ends near an edge that neither ends there nor at the other end of their own edge.

    Returns
    -------
    node : ndarray of int
        Dead end, each once.
    edge : ndarray of int
        The nearest such edge.
    gap_m : ndarray of float
    """
    graph = parts.graph
    degree = np.bincount(np.concatenate([graph.u, graph.v]), minlength=graph.n_nodes)
    nodes = np.flatnonzero(degree == 1)
    points = shapely.points(graph.xy[vertex_of(graph)[nodes]])
    at, edge = tree.query(points, predicate="dwithin", distance=within_m)
    far_end = np.zeros(graph.n_nodes, dtype=np.int64)
    far_end[graph.u], far_end[graph.v] = graph.v, graph.u
    node, beyond = nodes[at], far_end[nodes[at]]
    touches = (graph.u[edge] == node) | (graph.v[edge] == node)
    touches |= (graph.u[edge] == beyond) | (graph.v[edge] == beyond)
    at, edge, node = at[~touches], edge[~touches], node[~touches]
    gap = shapely.distance(points[at], parts.lines[edge])
    order = np.lexsort((edge, gap, node))
    _, first = np.unique(node[order], return_index=True)
    kept = order[first]
    return node[kept], edge[kept], gap[kept]


def vertex_of(graph: StreetGraph) -> Ints:
    """A vertex for each node."""
    vertex = np.zeros(graph.n_nodes, dtype=np.int64)
    vertex[graph.u], vertex[graph.v] = graph.begin, graph.end
    return vertex


_STREETS = Part.STREETS
_MOST_SHOWN: Final = 2_000
_MOST_LISTED: Final = 200
#: What a map shows of a street is not finer than this.
_DRAWN_M: Final = 2.0
#: A place that is this much farther from the part that is walked than from its own street.
_DETOUR_M: Final = 50.0


def check_streets(layers: Layers, rules: QualityRules) -> Iterator[Finding]:
    """Parts that are cut off, ends that nearly touch, and places on a part that is cut off."""
    if not len(layers.streets):
        return
    parts = Parts.of(layers.streets)
    if not len(parts.lines):
        return
    tree = STRtree(parts.lines)
    yield _cut_off(parts, layers, rules)
    yield _near_ends(parts, tree, layers, rules)
    yield _stranded(parts, tree, layers, rules)


def _cut_off(parts: Parts, layers: Layers, rules: QualityRules) -> Finding:
    whole, out = float(parts.length_m.sum()), float(parts.length_m[1:].sum())
    others = len(parts.length_m) - 1
    if not others:
        return Finding.fine(
            "disconnected",
            _STREETS,
            f"All {distance(whole)} of street hang together.",
        )
    much = out >= rules.cut_off_share * whole
    bad = out >= rules.error_share * whole
    pieces = "1 piece" if others == 1 else f"{others:,} pieces"
    return Finding(
        "disconnected",
        _STREETS,
        Severity.ERROR if bad else Severity.WARNING if much else Severity.OK,
        f"{distance(out)} of {distance(whole)} of street ({share(out, whole)}), in {pieces}, is "
        "not joined to the rest.",
        "No route runs there; a place on such a street is reached from the nearest other street, "
        "or not at all.",
        "Bring in the streets between them, or join the ends that nearly touch."
        if much
        else "Nothing, unless a place that matters lies there.",
        _table_of(parts),
        where=gpd.GeoSeries(_drawn(parts), crs=layers.crs),
    )


def _table_of(parts: Parts) -> pd.DataFrame:
    """The parts that are cut off, the longest first."""
    metres, others = parts.length_m[1:], len(parts.length_m) - 1
    return pd.DataFrame(
        {
            "Part": np.arange(others) + 2,
            "Length, m": np.round(metres).astype(int),
            "Of all, %": np.round(metres / parts.length_m.sum() * 100, 2),
            "Pieces of street": np.bincount(parts.part, minlength=others + 1)[1:],
        }
    ).head(_MOST_LISTED)


def _drawn(parts: Parts) -> NDArray[np.object_]:
    """The longest pieces of street that are cut off, as a map shows them."""
    chosen = np.flatnonzero(parts.cut_off)
    longest = chosen[np.argsort(-parts.graph.length_m[chosen], kind="stable")[:_MOST_SHOWN]]
    return np.asarray(shapely.simplify(parts.lines[np.sort(longest)], _DRAWN_M), dtype=object)


def _near_ends(parts: Parts, tree: STRtree, layers: Layers, rules: QualityRules) -> Finding:
    """Dead ends a step away from a street that they do not touch."""
    end, other, gap = near_misses(parts, tree, rules.ends_m)
    if not len(end):
        return Finding.fine(
            "nearly-touching",
            _STREETS,
            f"No street ends within {rules.ends_m:.0f} m of another without touching it.",
        )
    points = parts.graph.xy[vertex_of(parts.graph)[end]]
    own = np.zeros(parts.graph.n_nodes, dtype=np.int64)
    own[parts.graph.u] = own[parts.graph.v] = np.arange(len(parts.part))
    joins = parts.part[own[end]] != parts.part[other]
    table = pd.DataFrame(
        {
            "x": np.round(points[:, 0], 1),
            "y": np.round(points[:, 1], 1),
            "Gap, m": np.round(gap, 2),
            "Would join two parts": np.where(joins, "yes", "no"),
        }
    ).sort_values("Gap, m", kind="stable", ignore_index=True)
    return Finding(
        "nearly-touching",
        _STREETS,
        Severity.WARNING if joins.any() else Severity.OK,
        f"{len(end):,} streets end within {rules.ends_m:.0f} m of another without touching it; "
        f"{int(joins.sum()):,} of these gaps part what would hang together.",
        "People walk across; a route goes the long way round, or not at all.",
        "Where no wall stands between, snap these ends, or bring in streets whose ends meet.",
        table.head(_MOST_SHOWN),
        where=gpd.GeoSeries(shapely.points(points[:_MOST_SHOWN]), crs=layers.crs),
    )


def _stranded(parts: Parts, tree: STRtree, layers: Layers, rules: QualityRules) -> Finding:
    """Schools, gates and interchanges whose own street is cut off."""
    gates = layers.gates
    frames = (layers.schools, gates, layers.interchanges)
    kinds = np.repeat(["school", "gate", "interchange"], [len(frame) for frame in frames])
    labels = (frames[0]["name"], gates["gate"] + ", URN " + gates["urn"], frames[2]["name"])
    names = np.concatenate([label.to_numpy() for label in labels])
    points = np.concatenate([frame.geometry.to_numpy() for frame in frames])
    stranded, detour = _off_the_walk(parts, tree, points, rules)
    if not stranded.any():
        return Finding.fine(
            "places-cut-off",
            _STREETS,
            f"All {len(points):,} schools, gates and interchanges stand near streets that hang "
            "together.",
        )
    table = pd.DataFrame(
        {
            "ChartKind": kinds[stranded],
            "Name": names[stranded],
            "To the streets that are walked": [distance(float(d)) for d in detour[stranded]],
        }
    )
    return Finding(
        "places-cut-off",
        _STREETS,
        Severity.ERROR if stranded.mean() >= rules.error_share else Severity.WARNING,
        f"{int(stranded.sum()):,} of {len(points):,} schools, gates and interchanges stand on "
        "streets that are cut off from the rest.",
        "A patrol walks to them across country from the nearest other street, or not at all.",
        "Join those streets to the rest.",
        table,
        where=gpd.GeoSeries(points[stranded], crs=layers.crs),
    )


def _off_the_walk(
    parts: Parts, tree: STRtree, points: NDArray[np.object_], rules: QualityRules
) -> tuple[Bools, NDArray[np.float64]]:
    """Places whose own street is cut off, and how far each is from the streets that are walked."""
    stranded, detour = np.zeros(len(points), dtype=bool), np.zeros(len(points))
    if len(points) and parts.cut_off.any():
        (which, edge), own = tree.query_nearest(points, all_matches=False, return_distance=True)
        walked = STRtree(parts.lines[~parts.cut_off])
        _, main = walked.query_nearest(points, all_matches=False, return_distance=True)
        away = (main - own > _DETOUR_M) & (own <= rules.far_m)
        stranded[which], detour[which] = parts.cut_off[edge] & away, main
    return stranded, detour
