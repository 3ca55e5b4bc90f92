"""Lines become one walkable network: noded where they meet, thinned, joined end to end."""

from dataclasses import dataclass, replace
from typing import Final

import numpy as np
import shapely
from numpy.random import Generator
from shapely.geometry import LineString
from shapely.ops import substring

from generator.shapes import GRID_M, gridded

Node = tuple[float, float]
LEFT_OUT: Final = {
    "shore": 0.0,
    "river": 0.2,
    "rail": 0.6,
    "park": 0.15,
    "edge": 0.75,
    "main": 0.0,
    "link": 0.0,
}


@dataclass(frozen=True)
class Edge:
    """A stretch of street. ``left_out`` is the chance that the town never built it."""

    line: LineString
    name: str
    kind: str
    sort: str
    left_out: float = 0.0

    @property
    def ends(self) -> tuple[Node, Node]:
        """The two nodes it joins."""
        first, *_, last = self.line.coords
        return (first[0], first[1]), (last[0], last[1])


class Groups:
    """Which nodes hang together (union-find)."""

    def __init__(self) -> None:
        self._parent: dict[Node, Node] = {}

    def find(self, node: Node) -> Node:
        """Give the node that stands for its group."""
        root = self._parent.setdefault(node, node)
        while root != self._parent[root]:
            root = self._parent[root]
        while self._parent[node] != root:
            self._parent[node], node = root, self._parent[node]
        return root

    def join(self, edge: Edge) -> bool:
        """Join the ends of an edge; False where they hung together before."""
        start, end = (self.find(node) for node in edge.ends)
        self._parent[start] = end
        return start != end


def node(lines: list[LineString]) -> list[LineString]:
    """Cut lines wherever they meet, on the grid, in an order that does not depend on theirs."""
    merged = shapely.union_all(lines, grid_size=GRID_M)
    parts = [shapely.normalize(part) for part in shapely.get_parts(merged)]
    return sorted(parts, key=lambda part: list(part.coords))


def trim(edges: list[Edge], shorter_than_m: float) -> list[Edge]:
    """Drop dead ends that are too short to be streets, until none is left.

    Main roads were drawn past their ends, so twice as much is dropped of them.
    """
    while True:
        degree = degrees(edges)
        kept = [
            edge
            for edge in edges
            if edge.line.length >= shorter_than_m * (2 if edge.sort == "main" else 1)
            or min(degree[edge.ends[0]], degree[edge.ends[1]]) > 1
        ]
        if len(kept) == len(edges):
            return kept
        edges = kept


def contract(edges: list[Edge], shorter_than_m: float) -> list[Edge]:
    """Make one junction of two that are almost in the same spot, and one street of twins."""
    groups = Groups()
    short = [edge for edge in edges if edge.line.length < shorter_than_m]
    for edge in short:
        groups.join(edge)
    kept: list[Edge] = []
    seen: set[tuple[Node, ...]] = set()
    for edge in edges:
        coords = list(edge.line.coords)
        coords[0], coords[-1] = (groups.find(spot) for spot in edge.ends)
        way = tuple(min(coords, coords[::-1]))
        if edge.line.length >= shorter_than_m and coords[0] != coords[-1] and way not in seen:
            seen.add(way)
            kept.append(replace(edge, line=LineString(coords)))
    return kept


def degrees(edges: list[Edge]) -> dict[Node, int]:
    """Count the ends of edges at each node."""
    count: dict[Node, int] = {}
    for edge in edges:
        for spot in edge.ends:
            count[spot] = count.get(spot, 0) + 1
    return count


def thin(edges: list[Edge], rng: Generator) -> list[Edge]:
    """Leave out some edges but keep the whole town in one piece.

    Some of those left out remain as a cul-de-sac, some of these with a footpath through.
    """
    chance = rng.random(len(edges))
    drop = [edge.left_out > luck for edge, luck in zip(edges, chance, strict=True)]
    kept = [edge for edge, out in zip(edges, drop, strict=True) if not out]
    groups = Groups()
    for edge in kept:
        groups.join(edge)
    candidates = [edge for edge, out in zip(edges, drop, strict=True) if out]
    for k in rng.permutation(len(candidates)):
        edge = candidates[k]
        if groups.join(edge):
            kept.append(edge)
        elif edge.sort == "cut" and edge.line.length > 95 and rng.random() < 0.6:
            kept += _cul_de_sac(edge, rng)
    return kept


def _cul_de_sac(edge: Edge, rng: Generator) -> list[Edge]:
    line = edge.line if rng.random() < 0.5 else edge.line.reverse()
    share = rng.uniform(0.5, 0.72)
    stub = gridded(substring(line, 0, share, normalized=True))
    rest = gridded(substring(line, share, 1, normalized=True))
    parts = [replace(edge, line=stub)]
    if rng.random() < 0.35:
        parts.append(replace(edge, line=rest, kind="path"))
    return parts


def largest(edges: list[Edge]) -> list[Edge]:
    """Keep the part of the network that most edges hang on."""
    groups = Groups()
    for edge in edges:
        groups.join(edge)
    roots = [groups.find(edge.ends[0]) for edge in edges]
    size: dict[Node, int] = {}
    for root in roots:
        size[root] = size.get(root, 0) + 1
    best = max(sorted(size), key=size.__getitem__)
    return [edge for edge, root in zip(edges, roots, strict=True) if root == best]


def join_up(edges: list[Edge]) -> list[Edge]:
    """Make one segment of two that meet end to end where no third street does."""
    degree = degrees(edges)
    by_node: dict[Node, list[int]] = {}
    for k, edge in enumerate(edges):
        for spot in edge.ends:
            by_node.setdefault(spot, []).append(k)
    done: set[int] = set()
    joined = []
    for k, edge in enumerate(edges):
        if k in done:
            continue
        done.add(k)
        line = list(edge.line.coords)
        for _ in range(2):
            _grow(line, edge, edges, by_node, degree, done)
            line.reverse()
        joined.append(replace(edge, line=LineString(line)))
    return joined


def _grow(
    line: list[Node],
    edge: Edge,
    edges: list[Edge],
    by_node: dict[Node, list[int]],
    degree: dict[Node, int],
    done: set[int],
) -> None:
    """Lengthen a line at its end while the next edge is the same street."""
    while degree[line[-1]] == 2:
        onward = [k for k in by_node[line[-1]] if k not in done]
        if not onward:
            return
        other = edges[onward[0]]
        same = (other.name, other.kind) == (edge.name, edge.kind)
        if not same or line[0] in other.ends:
            return
        done.add(onward[0])
        coords = list(other.line.coords)
        line += (coords if coords[0] == line[-1] else coords[::-1])[1:]


def sources(parts: list[LineString], lines: list[LineString]) -> list[int]:
    """Number of the line that each part was cut from: the first of those at its middle."""
    tree = shapely.STRtree(lines)
    middles = [part.interpolate(0.5, normalized=True) for part in parts]
    which, source = tree.query(middles, predicate="dwithin", distance=0.4)
    first = np.full(len(parts), len(lines))
    np.minimum.at(first, which, source)
    return [int(k) for k in first]
