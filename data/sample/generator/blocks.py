"""Districts cut into blocks, again and again, by streets that meet at T-junctions.

The way English towns grew: a street leaves the road that was there before, at about a right angle,
and ends on the next one. What differs between districts is how long and deep their blocks are and
how much their streets bend.
"""

from dataclasses import dataclass
from typing import Final

import numpy as np
import shapely
from numpy.random import Generator
from shapely.geometry import LineString, Point, Polygon

from generator.drawing import CENTRE
from generator.junctions import Junctions, Spot
from generator.shapes import Points, bowed


@dataclass(frozen=True)
class Style:
    """How a district is built: block size in metres, bend of its streets, share left out."""

    name: str
    length_m: float
    depth_m: float
    bow: float
    tilt_deg: float
    pruned: float
    sites: float


OLD_TOWN: Final = Style("old town", 115, 66, 0.05, 9, 0.04, 0.0)
TERRACES: Final = Style("terraces", 225, 80, 0.012, 4, 0.09, 0.02)
SUBURB: Final = Style("suburb", 270, 108, 0.055, 6, 0.17, 0.08)
ESTATE: Final = Style("estate", 260, 135, 0.085, 9, 0.24, 0.09)
WORKS: Final = Style("works", 380, 210, 0.03, 4, 0.22, 0.05)

_TRIES: Final = 4


@dataclass(frozen=True)
class Block:
    """A piece of land between streets; ``site`` marks one kept large for a school or a park."""

    shape: Polygon
    style: Style
    site: bool = False


@dataclass(frozen=True)
class Cut:
    """One street as it was first laid out."""

    line: LineString
    style: Style


def divide(
    district: Polygon, style: Style, junctions: Junctions, rng: Generator
) -> tuple[list[Block], list[Cut]]:
    """Cut one district into blocks by streets from edge to edge of the piece they divide.

    Parameters
    ----------
    district : Polygon
        Without holes, in metres, on the grid.
    junctions : Junctions
        Those of the town so far; gains the new ones.
    """
    waiting, blocks, cuts = [district], [], []
    while waiting:
        piece = waiting.pop()
        if _kept_large(piece, style, rng):
            blocks.append(Block(piece, style, _compact(piece)))
            continue
        found = _split(piece, style, junctions, rng)
        if found is None:
            blocks.append(Block(piece, style))
            continue
        halves, line = found
        cuts.append(Cut(line, style))
        junctions.add_ends(line)
        waiting += halves
    return blocks, cuts


def _kept_large(piece: Polygon, style: Style, rng: Generator) -> bool:
    return bool(style.sites) and 26_000 < piece.area < 62_000 and rng.random() < style.sites


def _compact(piece: Polygon) -> bool:
    return bool(4 * np.pi * piece.area / piece.length**2 > 0.5)


def _split(
    piece: Polygon, style: Style, junctions: Junctions, rng: Generator
) -> tuple[list[Polygon], LineString] | None:
    centre, axis, length, depth = _axes(piece)
    wish = rng.uniform(0.8, 1.25)
    if length > style.length_m * wish * 1.45:
        across, room = True, length
    elif depth > style.depth_m * wish * 1.45:
        across, room = False, depth
    else:
        return None
    for _ in range(_TRIES):
        step = axis if across else np.array([-axis[1], axis[0]])
        middle = centre + step * room * rng.normal(0, 0.07)
        turn = np.deg2rad(rng.normal(0, style.tilt_deg))
        heading = np.array([-step[1], step[0]])
        heading = np.array(
            [
                heading[0] * np.cos(turn) - heading[1] * np.sin(turn),
                heading[0] * np.sin(turn) + heading[1] * np.cos(turn),
            ]
        )
        found = _cut(piece, middle, heading, style, junctions, rng)
        if found is not None:
            return found
    return None


def _axes(piece: Polygon) -> tuple[Points, Points, float, float]:
    """Middle, long direction, length and depth of the tightest box around a piece."""
    corners = np.array(shapely.oriented_envelope(piece).exterior.coords)[:4]
    sides = np.diff(np.vstack([corners, corners[:1]]), axis=0)[:2]
    lengths = np.hypot(*sides.T)
    longest = int(lengths[1] > lengths[0])
    axis = sides[longest] / lengths[longest]
    return corners.mean(axis=0), axis, float(lengths[longest]), float(lengths[1 - longest])


def _cut(
    piece: Polygon,
    middle: Points,
    heading: Points,
    style: Style,
    junctions: Junctions,
    rng: Generator,
) -> tuple[list[Polygon], LineString] | None:
    reach = LineString([middle - heading * 4000, middle + heading * 4000])
    inside = shapely.get_parts(shapely.intersection(piece, reach))
    inside = [part for part in inside if part.geom_type == "LineString"]
    if not inside:
        return None
    chord = min(inside, key=lambda part: part.distance(Point(middle)))
    ring = np.array(piece.exterior.coords)[:-1]
    start, end = (_settle(ring, chord.coords[k], junctions) for k in (0, -1))
    if np.hypot(*(np.subtract(end[1], start[1]))) < 35 or start[0] == end[0]:
        return None
    bow, skew = _bend(np.array(start[1]), np.array(end[1]), style, rng)
    for part in (1.0, 0.5, 0.2, 0.0):
        line = bowed(np.array(start[1]), np.array(end[1]), bow * part, skew)
        halves = _halves(ring, start, end, line)
        if _sound(piece, halves, line):
            return halves, LineString(line)
    return None


_Stop = tuple[float, Spot]


def _settle(ring: Points, point: Spot, junctions: Junctions) -> _Stop:
    """Where a cut meets the ring: its place along it (vertex number and fraction) and the point.

    An end near a corner or a junction that is already on the ring moves there.
    """
    after = np.roll(ring, -1, axis=0)
    side = after - ring
    k, share = 0, 0.0
    for target in [*junctions.near(point), point]:
        shares = np.clip(((target - ring) * side).sum(1) / (side**2).sum(1), 0, 1)
        gap = np.hypot(*(ring + shares[:, None] * side - target).T)
        k = int(np.argmin(gap))
        share = float(shares[k])
        if gap[k] < 0.2:
            break
    return _on_ring(ring, after, k, share)


def _on_ring(ring: Points, after: Points, k: int, share: float) -> _Stop:
    """Round to the grid; within 6 m of a vertex take the vertex, which keeps the ring as it is."""
    length = float(np.hypot(*(after[k] - ring[k])))
    if share * length < 6:
        return float(k), (float(ring[k][0]), float(ring[k][1]))
    if (1 - share) * length < 6:
        return float((k + 1) % len(ring)), (float(after[k][0]), float(after[k][1]))
    spot = np.round(ring[k] + share * (after[k] - ring[k]), 1)
    return k + share, (float(spot[0]), float(spot[1]))


def _halves(ring: Points, start: _Stop, end: _Stop, line: Points) -> list[Polygon]:
    forth = np.vstack([_between(ring, start[0], end[0]), line[::-1]])
    back = np.vstack([_between(ring, end[0], start[0]), line])
    return [Polygon(ring) for ring in (_tidy(forth), _tidy(back)) if len(ring) > 2]


def _bend(start: Points, end: Points, style: Style, rng: Generator) -> tuple[float, float]:
    """Neighbouring streets bend the same way: mostly outwards from the old centre."""
    normal = np.array([start[1] - end[1], end[0] - start[0]])
    outwards = float(np.sign(normal @ ((start + end) / 2 - np.array(CENTRE)))) or 1.0
    way = outwards if rng.random() < 0.85 else -outwards
    return way * abs(rng.normal(0, style.bow)), rng.uniform(-0.6, 0.6)


def _between(ring: Points, start: float, end: float) -> Points:
    """Give the vertices strictly after one place on the ring and strictly before another."""
    size = len(ring)
    first = int(np.floor(start)) + 1
    last = int(np.ceil(end)) - 1
    if end <= start:
        last += size
    return ring[np.arange(first, last + 1) % size]


def _tidy(ring: Points) -> Points:
    moved = np.hypot(*(ring - np.roll(ring, 1, axis=0)).T) > 0
    return ring[moved]


def _sound(piece: Polygon, halves: list[Polygon], line: Points) -> bool:
    if len(halves) < 2 or not all(half.is_valid and half.area > 700 for half in halves):
        return False
    whole = sum(half.area for half in halves)
    inner = LineString(line).intersection(piece.exterior.buffer(0.3)).length
    return abs(whole - piece.area) < 0.004 * piece.area + 3 and inner < 4
