"""The ground plan: water, rail, parks, main roads, and the districts between them."""

from dataclasses import dataclass

import numpy as np
import shapely
from numpy.random import Generator
from shapely.geometry import LineString, MultiPolygon, Point, Polygon, box
from shapely.ops import unary_union

from generator import drawing
from generator.blocks import ESTATE, OLD_TOWN, SUBURB, TERRACES, WORKS, Style
from generator.shapes import Points, blob, gridded, ribbon, smooth, wander

_BANK_M, _RAIL_M, _SHORE_M = 16.0, 17.0, 45.0


@dataclass(frozen=True)
class Road:
    """A line of the ground plan along which people may walk, and what sort of line it is."""

    line: LineString
    name: str
    sort: str


@dataclass(frozen=True)
class Ground:
    """What stands before any local street is laid out. Metres from the borough's corner.

    ``borders`` are the outlines along which a street may run, by name and sort.
    """

    land: Polygon
    sea: Polygon
    river: Polygon
    pond: Polygon
    rails: dict[str, LineString]
    parks: dict[str, Polygon]
    borders: tuple[tuple[str, str, shapely.Geometry], ...]
    roads: tuple[Road, ...]
    districts: tuple[tuple[Polygon, Style], ...]


def lay_ground(rng: Generator) -> Ground:
    """Turn the drawing into shapes and find the districts."""
    frame = box(0, 0, *drawing.SIZE_M)
    sea, river = _water(rng)
    rails = {
        name: gridded(LineString(smooth(points, 40)).intersection(frame))
        for name, points in drawing.RAILWAYS.items()
    }
    wet = river.buffer(_BANK_M)
    corridors = unary_union([rail.buffer(_RAIL_M) for rail in rails.values()])
    parks = {
        name: _largest(blob(centre, size, rng).difference(wet.union(corridors)))
        for name, centre, size in drawing.PARKS
    }
    built = Polygon(wander(smooth(drawing.BUILT_UP, 60, closed=True), 30, rng))
    open_land = built.difference(sea.buffer(_SHORE_M))
    open_land = gridded(open_land.difference(unary_union([wet, corridors, *parks.values()])))
    roads, districts = _roads_and_districts(frame, sea, open_land, rng)
    return Ground(
        land=_largest(frame.difference(sea)),
        sea=_largest(sea.intersection(frame)),
        river=_largest(river.intersection(frame).difference(sea)),
        pond=blob(drawing.POND[1], drawing.POND[2], rng),
        rails=rails,
        parks=parks,
        borders=_borders(sea, wet, corridors, parks),
        roads=roads,
        districts=districts,
    )


def _water(rng: Generator) -> tuple[Polygon, Polygon]:
    coast = wander(smooth(drawing.COAST, 40), 22, rng)
    sea = Polygon([*coast, (9500, -100), (9500, 7100)])
    river = ribbon(drawing.RIVER[:, :2], drawing.RIVER[:, 2], 30)
    return sea, river.union(Polygon(drawing.DOCK))


def _borders(
    sea: Polygon, wet: Polygon, corridors: shapely.Geometry, parks: dict[str, Polygon]
) -> tuple[tuple[str, str, shapely.Geometry], ...]:
    return (
        ("Marine Parade", "shore", sea.buffer(_SHORE_M)),
        ("Riverside Walk", "river", wet),
        ("", "rail", corridors),
        *((name, "park", park) for name, park in parks.items()),
    )


def _roads_and_districts(
    frame: Polygon, sea: Polygon, open_land: Polygon | MultiPolygon, rng: Generator
) -> tuple[tuple[Road, ...], tuple[tuple[Polygon, Style], ...]]:
    mains = _mains(frame, sea, rng)
    links = _links(open_land, mains)
    rim = [Road(line, "", "border") for line in _lines(open_land.boundary)]
    districts = _districts(open_land, [*mains, *links])
    return (*mains, *rim, *links), tuple((piece, _style(piece)) for piece in districts)


def _mains(frame: Polygon, sea: Polygon, rng: Generator) -> list[Road]:
    """Main roads, each drawn a little past its ends so that it meets the road it leads to."""
    roads = []
    for name, points in drawing.MAIN_ROADS.items():
        curve = wander(smooth(np.array(points, dtype=float), 45), 14, rng)
        curve = np.vstack([curve, _longer(curve[-2], curve[-1])])
        if points[0] != drawing.CENTRE:
            curve = np.vstack([_longer(curve[1], curve[0]), curve])
        line = LineString(curve)
        line = line.intersection(frame).difference(sea.buffer(_SHORE_M - 20))
        roads.append(Road(gridded(_largest(line)), name, "main"))
    return roads


def _longer(before: Points, end: Points, by_m: float = 40.0) -> Points:
    step = end - before
    return end + step / np.linalg.norm(step) * by_m


def _largest(shape: shapely.Geometry) -> shapely.Geometry:
    return max(shapely.get_parts(shape), key=lambda part: (part.area, part.length))


def _lines(shape: shapely.Geometry) -> list[LineString]:
    return [part for part in shapely.get_parts(shapely.line_merge(shape)) if part.length > 1]


def _districts(open_land: Polygon | MultiPolygon, roads: list[Road]) -> list[Polygon]:
    borders = [open_land.boundary, *(road.line for road in roads)]
    net = shapely.union_all(borders, grid_size=0.1)
    pieces = shapely.get_parts(shapely.polygonize(shapely.get_parts(net)))
    inside = [p for p in pieces if open_land.contains(p.representative_point())]
    return sorted((p for p in inside if p.area > 900), key=lambda p: p.bounds)


def _links(open_land: Polygon | MultiPolygon, mains: list[Road]) -> list[Road]:
    """Give two roads from each park that touches no main road to the land around it."""
    parts = [p for p in shapely.get_parts(open_land) if p.geom_type == "Polygon"]
    holes = [Polygon(ring) for part in parts for ring in part.interiors]
    roads = unary_union([road.line for road in mains])
    found = []
    for hole in sorted(holes, key=lambda h: h.bounds):
        if hole.distance(roads) > 0:
            x, y = hole.representative_point().coords[0]
            reach = (
                LineString([(x - 2500, y - 700), (x + 2500, y + 700)])
                .difference(hole)
                .intersection(open_land)
            )
            ends = [part for part in shapely.get_parts(reach) if part.distance(hole) < 0.5]
            found += [Road(_to_first(part, hole, roads), "", "link") for part in ends]
    return found


def _to_first(line: LineString, hole: Polygon, roads: shapely.Geometry) -> LineString:
    """Keep the part of a line from the park up to the first main road."""
    parts = shapely.get_parts(shapely.difference(line, roads.buffer(0.01)))
    part = min(parts, key=lambda piece: piece.distance(hole))
    far = max((Point(part.coords[0]), Point(part.coords[-1])), key=hole.distance)
    near = min((Point(part.coords[0]), Point(part.coords[-1])), key=hole.distance)
    past = _longer(np.array(near.coords[0]), np.array(far.coords[0]), 1.0)
    return gridded(LineString([near, past]))


def _style(piece: Polygon) -> Style:
    """How a district is built: by its distance from the centre, and works around the dock."""
    middle = piece.representative_point()
    out_m = middle.distance(Point(drawing.CENTRE))
    if middle.distance(Polygon(drawing.DOCK)) < 420 and middle.x > 6150:
        return WORKS
    for limit, style in ((480, OLD_TOWN), (1750, TERRACES), (2550, SUBURB)):
        if out_m < limit:
            return style
    west = int(middle.x // 1300 + middle.y // 1300) % 2
    return ESTATE if west else SUBURB
