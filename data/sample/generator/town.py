"""The town: ground plan, blocks and the named streets between them."""

from dataclasses import dataclass

import numpy as np
from numpy.random import Generator
from shapely.geometry import LineString, Point, Polygon

from generator import drawing
from generator.blocks import ESTATE, SUBURB, Block, Cut, divide
from generator.ground import Ground, lay_ground
from generator.junctions import Junctions
from generator.names import Names
from generator.network import LEFT_OUT, Edge, contract, join_up, largest, node, sources, thin, trim
from generator.paths import crossings, park_paths


@dataclass(frozen=True)
class Town:
    """Everything that does not move. Metres from the borough's corner."""

    ground: Ground
    parks: dict[str, Polygon]
    blocks: tuple[Block, ...]
    school_sites: tuple[Polygon, ...]
    streets: tuple[Edge, ...]


def build_town(rng: Generator) -> Town:
    """Lay the ground, cut the blocks, build and name the streets."""
    parts = rng.spawn(5)
    ground = lay_ground(parts[0])
    blocks, cuts = _blocks(ground, parts[1])
    parks, sites = _sites(blocks, parts[2])
    names = Names(parts[3])
    edges = _edges(ground, [*cuts, *_closes(blocks, parts[2])], names)
    edges = contract(trim(edges, 58), 7)
    edges = largest(trim(thin(edges, parts[4]), 25))
    edges += _ways_across(ground, edges)
    edges += park_paths(ground.parks | parks, edges, ground.pond, parts[4])
    streets = sorted(join_up(edges), key=lambda edge: list(edge.line.coords))
    return Town(ground, ground.parks | parks, tuple(blocks), tuple(sites), tuple(streets))


def _blocks(ground: Ground, rng: Generator) -> tuple[list[Block], list[Cut]]:
    junctions, blocks, cuts = Junctions(), [], []
    for piece, style in ground.districts:
        more_blocks, more_cuts = divide(piece, style, junctions, rng)
        blocks += more_blocks
        cuts += more_cuts
    return blocks, cuts


def _sites(blocks: list[Block], rng: Generator) -> tuple[dict[str, Polygon], list[Polygon]]:
    """Of the blocks kept large, every third becomes a park and the others wait for schools."""
    large = [block.shape for block in blocks if block.site]
    order = [large[k] for k in rng.permutation(len(large))]
    count = min(len(order) // 3, len(drawing.SMALL_PARKS))
    return dict(zip(drawing.SMALL_PARKS, order[:count], strict=False)), order[count:]


def _closes(blocks: list[Block], rng: Generator) -> list[Cut]:
    """A cul-de-sac into the middle of large suburban blocks, at right angles to a long side."""
    found = []
    for block in blocks:
        wide = block.style in (SUBURB, ESTATE) and not block.site and block.shape.area > 19_000
        if wide and rng.random() < 0.75:
            ring = block.shape.exterior
            middle = block.shape.representative_point()
            door = ring.interpolate(ring.project(middle))
            start = np.round(door.coords[0], 1)
            far = np.array(middle.coords[0]) - start
            end = np.round(start + far * rng.uniform(1.0, 1.25), 1)
            line = LineString([start, end])
            if block.shape.buffer(0.2).covers(line) and 35 < line.length < 120:
                found.append(Cut(line, block.style))
    return found


def _edges(ground: Ground, cuts: list[Cut], names: Names) -> list[Edge]:
    lines = [road.line for road in ground.roads] + [cut.line for cut in cuts]
    parts = node(lines)
    labels: dict[int, str] = {}
    edges = []
    for part, source in zip(parts, sources(parts, lines), strict=True):
        if source < len(ground.roads):
            edges.append(_on_road(part, source, ground, names, labels))
        elif source < len(lines):
            cut = cuts[source - len(ground.roads)]
            if source not in labels:
                labels[source] = names.take(_manner(cut))
            edges.append(Edge(part, labels[source], "local", "cut", cut.style.pruned))
    return edges


def _manner(cut: Cut) -> str:
    first, *_, last = cut.line.coords
    straight = np.hypot(last[0] - first[0], last[1] - first[1])
    if cut.style in (SUBURB, ESTATE) and cut.line.length > 1.025 * straight:
        return "curve"
    if len(cut.line.coords) == 2 and straight < 110 and cut.style in (SUBURB, ESTATE):
        return "close"
    return cut.style.name


def _on_road(
    part: LineString, source: int, ground: Ground, names: Names, labels: dict[int, str]
) -> Edge:
    road = ground.roads[source]
    if road.sort == "main":
        name, kind = _main_name(road.name, part)
        return Edge(part, name, kind, "main")
    if road.sort == "link":
        labels.setdefault(source, names.take("link"))
        return Edge(part, labels[source], "local", "link")
    return _on_border(part, ground, names, labels)


def _main_name(name: str, part: LineString) -> tuple[str, str]:
    """Main roads change their name in the old town and are shopping streets at some places."""
    middle = part.interpolate(0.5, normalized=True)
    if middle.distance(Point(drawing.CENTRE)) < 430 and name in drawing.OLD_NAMES:
        return drawing.OLD_NAMES[name], "high street"
    shops = any(middle.distance(Point(spot)) < reach for *spot, reach in drawing.SHOPS)
    return name, "high street" if shops else "main"


def _on_border(part: LineString, ground: Ground, names: Names, labels: dict[int, str]) -> Edge:
    middle = part.interpolate(0.5, normalized=True)
    found = [b for b in ground.borders if b[2].boundary.distance(middle) < 0.5]
    name, sort, _ = found[0] if found else ("", "edge", None)
    if sort == "shore":
        return Edge(part, name, "main", sort)
    if sort == "river":
        return Edge(part, name, "path", sort, LEFT_OUT[sort])
    if sort == "park":
        return Edge(part, f"{name.removeprefix('The ')} Side", "local", sort, LEFT_OUT[sort])
    stretch = -1 - int(middle.x // 900) * 64 - int(middle.y // 900) - 4096 * (sort == "rail")
    if stretch not in labels:
        labels[stretch] = names.take("rail" if sort == "rail" else "lane")
    return Edge(part, labels[stretch], "local", sort, LEFT_OUT[sort])


def _ways_across(ground: Ground, edges: list[Edge]) -> list[Edge]:
    river = LineString(drawing.RIVER[:, :2])
    found = crossings(river, drawing.FOOTBRIDGES, 165, edges, "path")
    for name, rail in ground.rails.items():
        found += crossings(rail, drawing.UNDERPASSES[name], 75, edges, "local")
    return found
