"""Footpaths through parks, and the few ways over the river and under the railway."""

from itertools import combinations

import numpy as np
import shapely
from numpy.random import Generator
from shapely.geometry import LineString, Point, Polygon

from generator.network import Edge, Node, degrees
from generator.shapes import bowed


def park_paths(
    parks: dict[str, Polygon], edges: list[Edge], blocked: Polygon, rng: Generator
) -> list[Edge]:
    """Give each park a star of paths from junctions on its edge to a spot near its middle."""
    found: list[Edge] = []
    nodes = sorted(degrees(edges))
    tree = shapely.STRtree([Point(spot) for spot in nodes])
    streets = shapely.STRtree([edge.line for edge in edges])
    for name, park in parks.items():
        near = tree.query(park.boundary, predicate="dwithin", distance=0.3)
        rim = [nodes[k] for k in sorted(near)]
        if len(rim) > 1:
            found += _star(name, park, rim, streets, blocked, rng)
    return found


def _star(
    name: str,
    park: Polygon,
    rim: list[Node],
    streets: shapely.STRtree,
    blocked: Polygon,
    rng: Generator,
) -> list[Edge]:
    middle = park.centroid if park.contains(park.centroid) else park.representative_point()
    push = rng.normal(0, 0.06 * np.sqrt(park.area), 2)
    hub = np.round([middle.x + push[0], middle.y + push[1]], 1)
    bearing = np.arctan2(*(np.array(rim) - hub).T[::-1])
    wanted = np.arange(5) * 2 * np.pi / 5 + rng.uniform(0, 6)
    chosen = {int(np.argmin(np.abs(np.angle(np.exp(1j * (bearing - w)))))) for w in wanted}
    found: list[Edge] = []
    for k in sorted(chosen):
        line = LineString(bowed(np.array(rim[k]), hub, rng.normal(0, 0.06), 0.3))
        crossed = streets.query(line, predicate="intersects")
        free = all(_only_at_ends(line, streets.geometries[j]) for j in crossed)
        apart = all(_only_at_ends(line, path.line) for path in found)
        if free and apart and park.buffer(0.3).covers(line) and not line.intersects(blocked):
            found.append(Edge(line, f"{name} path", "path", "park path"))
    return found if len(found) > 1 else []


def _only_at_ends(line: LineString, other: LineString) -> bool:
    met = line.intersection(other)
    ends = {line.coords[0], line.coords[-1]} & {other.coords[0], other.coords[-1]}
    return met.is_empty or (met.geom_type == "Point" and met.coords[0] in ends)


def crossings(
    barrier: LineString, places: dict[str, float], reach_m: float, edges: list[Edge], kind: str
) -> list[Edge]:
    """Join the streets on both sides of a river or railway near the given places along it.

    Parameters
    ----------
    places : dict
        Name of each way across, and its place along the barrier, 0 to 1.
    reach_m : float
        Longest crossing.
    kind : str
        Of the new streets. A place close to another way across is passed over.
    """
    nodes = sorted(degrees(edges))
    tree = shapely.STRtree([Point(spot) for spot in nodes])
    streets = shapely.STRtree([edge.line for edge in edges])
    across = [edge.line for edge in edges if edge.line.crosses(barrier)]
    found: list[Edge] = []
    for name, share in places.items():
        place = barrier.interpolate(share, normalized=True)
        if any(line.distance(place) < 130 for line in across):
            continue
        near = tree.query(place, predicate="dwithin", distance=reach_m * 2.4)
        line = _way([nodes[k] for k in sorted(near)], place, barrier, reach_m, streets)
        if line is not None:
            found.append(Edge(line, name, kind, "crossing"))
            across.append(line)
    return found


def _way(
    nodes: list[Node], place: Point, barrier: LineString, reach_m: float, streets: shapely.STRtree
) -> LineString | None:
    """Give the shortest straight way between two junctions that touches no other street."""
    lines = [LineString(pair) for pair in combinations(nodes, 2)]
    lines = [line for line in lines if line.length < reach_m and line.crosses(barrier)]
    for line in sorted(lines, key=lambda one: one.length + 0.4 * one.distance(place)):
        crossed = streets.query(line, predicate="intersects")
        if all(_only_at_ends(line, streets.geometries[k]) for k in crossed):
            return line
    return None
