"""Schools and their gates, interchanges and police bases, set down among the streets."""

from dataclasses import dataclass
from typing import Final

import numpy as np
import shapely
from numpy.random import Generator
from shapely.geometry import LineString, Point, Polygon

from generator import drawing
from generator.blocks import WORKS
from generator.network import degrees
from generator.town import Town

#: Name, phase and the spot near which a large site is looked for.
_LARGE: Final = (
    ("Saltmarsh High School", "secondary", 5000, 4300),
    ("Northmoor Academy", "secondary", 1500, 5800),
    ("St Hilda's Catholic School", "secondary", 3300, 3200),
    ("Castle View School", "secondary", 3900, 6200),
    ("Westfield Academy", "secondary", 1200, 3100),
    ("Fen Road School", "secondary", 2000, 1300),
    ("Lighthouse Academy", "secondary", 6500, 5500),
    ("Southgate School", "secondary", 4900, 2100),
    ("Bishop Wilfrid CofE Academy", "secondary", 6800, 1200),
    ("Harbour Free School", "all-through", 6900, 3400),
    ("Saltmarsh College", "16-plus", 4300, 2600),
    ("The Sluice Centre", "pupil referral", 3200, 1000),
)
_PRIMARY_COUNT: Final = 35
_ENDINGS: Final = (
    "Primary School",
    "Primary School",
    "Community Primary School",
    "Primary Academy",
    "Infant and Junior School",
)
_SAINTS: Final = (
    "St Botolph's CofE Primary School",
    "St Cuthbert's Catholic Primary School",
    "St Mary's CofE Primary School",
    "St Oswald's CofE Primary School",
    "Our Lady of the Sea Catholic Primary School",
    "Holy Trinity CofE Primary School",
)
_GATE_LABELS: Final = ("Main gate", "Side gate", "Back gate")


@dataclass(frozen=True)
class School:
    """A school, its gates as (label, point), and what the team knows of it."""

    urn: str
    name: str
    phase: str
    pupils: int | None
    has_named_contact: bool
    point: Point
    gates: tuple[tuple[str, Point], ...]


@dataclass(frozen=True)
class Interchange:
    """Where people change between ways of travelling."""

    interchange_id: str
    name: str
    kind: str
    modes: str
    point: Point


def set_schools(town: Town, rng: Generator) -> list[School]:
    """Choose sites spread over the town: large ones for the older pupils."""
    big = _large_sites(town)
    taken = [site.centroid for site in big]
    small = [
        block.shape
        for block in town.blocks
        if not block.site
        and block.style != WORKS
        and 8_500 < block.shape.area < 24_000
        and min(block.shape.distance(spot) for spot in taken) > 170
    ]
    kinds = [(name, phase) for name, phase, _, _ in _LARGE]
    primary_sites = spread(small, _PRIMARY_COUNT, rng)
    primaries = _primary_names(town, primary_sites, rng)
    kinds += [(name, "primary") for name in primaries]
    return [
        _school(k, name, phase, site, town, rng)
        for k, ((name, phase), site) in enumerate(zip(kinds, big + primary_sites, strict=True))
    ]


def spread(sites: list[Polygon], count: int, rng: Generator) -> list[Polygon]:
    """Choose sites that keep away from each other, in a loosely random order."""
    middles = np.array([site.centroid.coords[0] for site in sites])
    chosen = [int(rng.integers(len(sites)))]
    while len(chosen) < count:
        gaps = np.linalg.norm(middles[:, None] - middles[chosen][None], axis=2).min(axis=1)
        chosen.append(int(np.argmax(gaps * rng.uniform(0.75, 1.0, len(sites)))))
    return [sites[k] for k in chosen]


def _large_sites(town: Town) -> list[Polygon]:
    free, chosen = list(town.school_sites), []
    for _, _, x, y in _LARGE:
        site = min(free, key=lambda one: one.centroid.distance(Point(x, y)))
        free.remove(site)
        chosen.append(site)
    return chosen


def _primary_names(town: Town, sites: list[Polygon], rng: Generator) -> list[str]:
    """Name a third of the primaries after saints and the others after a street next to them."""
    lines = [edge for edge in town.streets if edge.kind == "local" and "'s" not in edge.name]
    names = dict(zip(rng.permutation(len(sites)).tolist(), _SAINTS, strict=False))
    used = {"School", "Church", "Chapel", "Water", "Long", "Broad", "Smack", "Mill", "Castle"}
    for k, site in enumerate(sites):
        if k not in names:
            near = sorted(lines, key=lambda edge: edge.line.distance(site))[:60]
            base = next(b for b in (edge.name.split(" ")[0] for edge in near) if b not in used)
            used.add(base)
            names[k] = f"{base} {_ENDINGS[int(rng.integers(len(_ENDINGS)))]}"
    return [names[k] for k in range(len(sites))]


def _school(k: int, name: str, phase: str, site: Polygon, town: Town, rng: Generator) -> School:
    usual = {
        "primary": 330,
        "secondary": 1080,
        "all-through": 1290,
        "16-plus": 2150,
        "pupil referral": 74,
    }[phase]
    pupils = int(usual * rng.uniform(0.72, 1.32)) if k not in (17, 38) else None
    gates = _gates(site, town, 1 if phase == "pupil referral" else int(rng.integers(1, 4)))
    known = bool(rng.random() < (0.95 if k < 9 else 0.76))
    middle = site.representative_point()
    return School(str(990_101 + k), name, phase, pupils, known, middle, gates)


def _gates(site: Polygon, town: Town, count: int) -> tuple[tuple[str, Point], ...]:
    """Points 3 m inside the site from the streets around it, far from each other."""
    middle = site.representative_point()
    rank = {"local": 0, "path": 1, "high street": 2, "main": 3}
    found: list[tuple[int, float, Point]] = []
    for edge in town.streets:
        if edge.line.distance(site) < 12:
            part = _longest(edge.line.intersection(site.buffer(12)))
            if part is not None and part.length > 25:
                spot = part.interpolate(0.5, normalized=True)
                found.append((rank[edge.kind], -part.length, _towards(spot, middle, 3.0)))
    found.sort(key=lambda one: one[:2])
    chosen = [found[0][2]]
    while len(chosen) < min(count, len(found)):
        gaps = [min(spot.distance(gate) for gate in chosen) for _, _, spot in found]
        best = int(np.argmax(gaps))
        if gaps[best] < 60:
            break
        chosen.append(found[best][2])
    return tuple(zip(_GATE_LABELS, chosen, strict=False))


def _longest(shape: shapely.Geometry) -> LineString | None:
    parts = [part for part in shapely.get_parts(shape) if part.geom_type == "LineString"]
    return max(parts, key=lambda part: part.length) if parts else None


def _towards(spot: Point, middle: Point, by_m: float) -> Point:
    return LineString([spot, middle]).interpolate(by_m)


def set_interchanges(town: Town, rng: Generator) -> list[Interchange]:
    """Stations where roads cross the railway, bus stations, and stops along main roads."""
    found = []
    for k, (name, kind, modes, x, y) in enumerate(drawing.INTERCHANGES):
        found.append(Interchange(f"SMX{k + 1:03d}", name, kind, modes, _on_street(town, x, y)))
    mains = [edge for edge in town.streets if edge.kind in ("main", "high street")]
    degree = degrees(list(town.streets))
    spots = sorted({spot for edge in mains for spot in edge.ends if degree[spot] > 2})
    middles = [interchange.point for interchange in found]
    core = Polygon(drawing.BUILT_UP).buffer(-250)
    spots = [spot for spot in spots if core.contains(Point(spot))]
    while len(found) < drawing.INTERCHANGE_COUNT:
        gaps = np.array([min(Point(s).distance(m) for m in middles) for s in spots])
        best = int(np.argmax(np.minimum(gaps, 900) * rng.uniform(0.6, 1.0, len(spots))))
        middles.append(Point(spots[best]))
        label = _corner(town, spots[best])
        found.append(
            Interchange(f"SMX{len(found) + 1:03d}", label, "bus stops", "bus", middles[-1])
        )
    return found


def _on_street(town: Town, x: float, y: float) -> Point:
    """Give the place on the nearest street that is no footpath."""
    lines = [edge.line for edge in town.streets if edge.kind != "path"]
    line = lines[int(shapely.STRtree(lines).nearest(Point(x, y)))]
    return line.interpolate(line.project(Point(x, y)))


def _corner(town: Town, spot: tuple[float, float]) -> str:
    rank = {"main": 0, "high street": 0, "local": 1, "path": 2}
    names = sorted({(rank[e.kind], e.name) for e in town.streets if spot in e.ends})
    return f"{names[0][1]} stops" if len(names) < 2 else f"{names[0][1]}, {names[1][1]} stops"


def set_bases(town: Town) -> list[tuple[str, Point]]:
    """Two police stations."""
    return [(name, _on_street(town, x, y)) for name, x, y in drawing.BASES]
