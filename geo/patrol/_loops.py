"""The short round through its streets that fills a visit: the area is patrolled, not the point.

A randomised trial at London's hottest bus stops kept officers at the stop itself, and victim crime
nearby rose; so a visit to an interchange, a hotspot or a chosen place is walked. Officers walk two
thirds of the visit at a stroll and stay for the rest at corners and where people are.

At a school gate they stay put: pupils and parents look for them there, and the few minutes of the
bell are what the visit is for. Breaks and activities are no visits and have no loop.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Final, NamedTuple, Self

import numpy as np
import shapely
from numpy.typing import NDArray
from scipy.sparse import csr_array
from scipy.sparse.csgraph import dijkstra
from shapely.geometry import LineString, MultiPolygon, Point, Polygon
from shapely.geometry.base import BaseGeometry
from shapely.ops import substring

from geo.compiled import compiled
from geo.model import XY, Place, PlaceKind
from geo.network import Bools, Floats, Ints, WalkingNetwork
from geo.patrol.places import Places

#: Streets are cut into steps no longer than this, so that a loop can turn within a long one.
_STEP_M: Final = 40.0
#: Streets are counted in squares of this side, so that two pavements of one road are one street.
_CELL_M: Final = 20.0
_EVERY_M: Final = 5.0
_SAME_M: Final = 0.05


@dataclass(frozen=True, eq=False)
class LoopStreets:
    """A small graph: nodes joined by steps, and the squares that each step sees.

    Attributes
    ----------
    root : int
        Node at the place's foot on the street.
    lines : ndarray of LineString
        Streets clipped to the area. Step ``s`` runs along ``lines[piece[s]]`` from ``from_m[s]``
        at node ``u[s]`` to ``to_m[s]`` at node ``v[s]``.
    home_m : ndarray of float
        From each node to the root; infinite where nothing leads there.
    first, step : ndarray of int
        Steps at node ``n`` are ``step[first[n] : first[n + 1]]``.
    first_cell, cell : ndarray of int
        Squares of step ``s`` are ``cell[first_cell[s] : first_cell[s + 1]]``.
    """

    root: int
    lines: NDArray[np.object_]
    piece: Ints
    from_m: Floats
    to_m: Floats
    u: Ints
    v: Ints
    home_m: Floats
    first: Ints
    step: Ints
    first_cell: Ints
    cell: Ints

    @classmethod
    def of(cls, network: WalkingNetwork, area: BaseGeometry, foot: Floats) -> Self | None:
        """Cut the streets of an area into steps, and at a foot; None where there are none.

        Parameters
        ----------
        area : Polygon or MultiPolygon
            In the network's CRS.
        foot : ndarray of shape (2,)
            A point on a street.
        """
        near = np.sort(network.tree.query(area, predicate="intersects"))
        lines = shapely.get_parts(shapely.intersection(network.lines[near], area))
        lines = lines[shapely.length(lines) > _SAME_M]
        if not len(lines):
            return None
        here = shapely.points(foot)
        gap = shapely.distance(lines, here)
        own = int(np.argmin(gap))
        if gap[own] > _SAME_M:
            return None
        along = float(shapely.line_locate_point(lines[own], here))
        piece, from_m, to_m = _steps(lines, own, along)
        u, v = _nodes(lines, piece, from_m, to_m)
        at_foot = (piece == own) & (np.abs(from_m - along) <= _SAME_M)
        root = int(u[at_foot][0]) if at_foot.any() else int(v[piece == own][-1])
        first, step = _around(u, v)
        first_cell, cell = _cells(lines, piece, from_m, to_m)
        home_m = _home(root, u, v, to_m - from_m)
        return cls(root, lines, piece, from_m, to_m, u, v, home_m, first, step, first_cell, cell)

    def path(self, steps: Ints, forth: NDArray[np.bool_]) -> Floats:
        """Vertices of a walk along steps, each ``forth`` (from u to v) or back."""
        parts: list[Floats] = []
        for s, ahead in zip(steps.tolist(), forth.tolist(), strict=True):
            ends = (self.from_m[s], self.to_m[s]) if ahead else (self.to_m[s], self.from_m[s])
            parts.append(shapely.get_coordinates(substring(self.lines[self.piece[s]], *ends)))
        return np.concatenate(parts)


def _steps(lines: NDArray[np.object_], own: int, along: float) -> tuple[Ints, Floats, Floats]:
    """Each line in equal steps; the place's own line in two runs, up to its foot and beyond."""
    length = np.asarray(shapely.length(lines), dtype=np.float64)
    which = np.arange(len(lines))
    begin, end = np.zeros(len(lines)), length.copy()
    if _SAME_M < along < length[own] - _SAME_M:
        which = np.insert(which, own + 1, own)
        begin, end = np.insert(begin, own + 1, along), np.insert(end, own, along)
    n = np.maximum(np.ceil((end - begin) / _STEP_M), 1).astype(np.int64)
    run = np.repeat(np.arange(len(n)), n)
    k = np.arange(len(run)) - np.repeat(np.cumsum(n) - n, n)
    step = ((end - begin) / n)[run]
    from_m = begin[run] + k * step
    to_m = np.where(k + 1 == n[run], end[run], from_m + step)
    return which[run], from_m, to_m


def _nodes(
    lines: NDArray[np.object_], piece: Ints, from_m: Floats, to_m: Floats
) -> tuple[Ints, Ints]:
    """Numbers of the two ends of each step; ends at the same point are one node."""
    ends = shapely.line_interpolate_point(
        np.concatenate([lines[piece], lines[piece]]), np.concatenate([from_m, to_m])
    )
    grains = np.round(shapely.get_coordinates(ends) / _SAME_M).astype(np.int64)
    _, node = np.unique(grains, axis=0, return_inverse=True)
    node = node.reshape(-1).astype(np.int64)
    return node[: len(piece)], node[len(piece) :]


def _around(u: Ints, v: Ints) -> tuple[Ints, Ints]:
    """Steps at each node, in order of node and step."""
    node = np.concatenate([u, v])
    step = np.concatenate([np.arange(len(u))] * 2)
    order = np.lexsort([step, node])
    first = np.searchsorted(node[order], np.arange(node.max() + 2))
    return first.astype(np.int64), step[order].astype(np.int64)


def _cells(
    lines: NDArray[np.object_], piece: Ints, from_m: Floats, to_m: Floats
) -> tuple[Ints, Ints]:
    """Squares that each step passes, numbered from 0."""
    n = np.maximum(np.ceil((to_m - from_m) / _EVERY_M), 1).astype(np.int64)
    step = np.repeat(np.arange(len(n)), n)
    share = (np.arange(len(step)) - np.repeat(np.cumsum(n) - n, n) + 0.5) / n[step]
    spots = shapely.line_interpolate_point(
        lines[piece[step]], from_m[step] + share * (to_m - from_m)[step]
    )
    square = np.floor(shapely.get_coordinates(spots) / _CELL_M).astype(np.int64)
    _, cell = np.unique(square, axis=0, return_inverse=True)
    pairs = np.unique(np.stack([step, cell.reshape(-1)], axis=1), axis=0)
    first = np.searchsorted(pairs[:, 0], np.arange(len(n) + 1))
    return first.astype(np.int64), np.ascontiguousarray(pairs[:, 1]).astype(np.int64)


def _home(root: int, u: Ints, v: Ints, length_m: Floats) -> Floats:
    """Metres from each node to the root (Dijkstra); of twin steps the shorter counts."""
    order = np.lexsort([length_m, np.maximum(u, v), np.minimum(u, v)])
    a, b = np.minimum(u, v)[order], np.maximum(u, v)[order]
    fresh = np.ones(len(a), dtype=bool)
    fresh[1:] = (a[1:] != a[:-1]) | (b[1:] != b[:-1])
    size = int(max(u.max(), v.max())) + 1
    graph = csr_array((length_m[order][fresh], (a[fresh], b[fresh])), shape=(size, size))
    return np.asarray(dijkstra(graph, directed=False, indices=np.array([root]))[0], np.float64)


#: What the first sight of a square is worth; a street passes one about every 16 m.
_SEEN_M: Final = 16.0
_LENGTH_SHARE: Final = 0.2
_HEEL_M: Final = 20.0
_LAYER_M: Final = 10.0
_KEPT: Final = 48
_KEPT_AT_NODE: Final = 4


class _Beam(NamedTuple):
    """Walks by layer and slot: where they end, what they are worth, and what they grew from."""

    slots: Ints
    node: Ints
    worth: Floats
    metres: Floats
    via: Ints
    parent: Ints
    seen: NDArray[np.uint64]


class _Streets(NamedTuple):
    """The arrays of `LoopStreets` that the search reads."""

    u: Ints
    v: Ints
    length: Floats
    home: Floats
    first: Ints
    around: Ints
    first_cell: Ints
    cell: Ints


def _best_round(graph: LoopStreets, longest_m: float) -> tuple[Ints, Bools, float]:
    """The most worthwhile closed walk from the root that is no longer than ``longest_m``.

    Returns
    -------
    steps : ndarray of int
        In order; empty where there is no walk.
    forth : ndarray of bool
        Whether each is walked from its u to its v.
    length_m : float
    """
    words = int(graph.cell.max(initial=0)) // 64 + 1
    layers = int(longest_m / _LAYER_M) * 2 + 2
    size = (layers, _KEPT)
    beam = _Beam(
        np.zeros(layers, np.int64), np.full(size, graph.root), np.zeros(size), np.zeros(size),
        np.full(size, -1), np.full((*size, 2), -1), np.zeros((*size, words), np.uint64),
    )  # fmt: skip
    beam.slots[0] = 1
    streets = _Streets(
        graph.u, graph.v, graph.to_m - graph.from_m, graph.home_m, graph.first, graph.step,
        graph.first_cell, graph.cell,
    )  # fmt: skip
    steps, forth, length_m = _search(streets, beam, graph.root, longest_m)
    return steps, forth, float(length_m)


@compiled
def _search(s: _Streets, b: _Beam, root: int, most: float) -> tuple[Ints, Bools, float]:
    """Grow walks layer by layer; the best that is back at the root, step by step."""
    best, top, top_slot = 0.0, 0, 0
    for layer in range(len(b.slots)):
        for slot in range(b.slots[layer]):
            here = b.node[layer, slot]
            if here == root and b.worth[layer, slot] > best + 1e-9:
                best, top, top_slot = b.worth[layer, slot], layer, slot
            for k in range(s.first[here], s.first[here + 1]):
                _grow(s, b, layer, slot, s.around[k], most)
    return _walked_back(s.u, b.node, b.via, b.parent, b.metres, top, top_slot)


@compiled
def _grow(s: _Streets, b: _Beam, layer: int, slot: int, step: int, most: float) -> None:
    """Add the walk that is one step longer, if it can still come home and is good enough."""
    here = b.node[layer, slot]
    to = s.v[step] if s.u[step] == here else s.u[step]
    far = b.metres[layer, slot] + s.length[step]
    goal = max(layer + 1, int(far / _LAYER_M))
    if far + s.home[to] > most or goal >= len(b.slots):
        return
    seen = b.seen[layer, slot].copy()
    worth = b.worth[layer, slot] - _LENGTH_SHARE * s.length[step]
    if step == b.via[layer, slot] and s.first[here + 1] - s.first[here] > 1:
        worth -= _HEEL_M
    for c in range(s.first_cell[step], s.first_cell[step + 1]):
        word, bit = s.cell[c] // 64, np.uint64(1) << np.uint64(s.cell[c] % 64)
        if not seen[word] & bit:
            seen[word] |= bit
            worth += _SEEN_M
    room = _room(b.node[goal], b.worth[goal], b.slots[goal], to, worth)
    if room < 0:
        return
    b.slots[goal] = max(b.slots[goal], room + 1)
    b.node[goal, room], b.via[goal, room], b.metres[goal, room] = to, step, far
    b.worth[goal, room], b.seen[goal, room] = worth, seen
    b.parent[goal, room, 0], b.parent[goal, room, 1] = layer, slot


@compiled
def _room(nodes: Ints, worth: Floats, count: int, to: int, value: float) -> int:
    """The slot of a layer for a walk that ends at a node; -1 where better ones fill it."""
    same, worst_same, worst = 0, -1, 0
    for k in range(count):
        if nodes[k] == to:
            same += 1
            if worst_same < 0 or worth[k] < worth[worst_same]:
                worst_same = k
        if worth[k] < worth[worst]:
            worst = k
    if same >= _KEPT_AT_NODE:
        return worst_same if worth[worst_same] < value else -1
    if count < _KEPT:
        return count
    return worst if worth[worst] < value else -1


@compiled
def _walked_back(
    u: Ints, node: Ints, via: Ints, parent: Ints, metres: Floats, layer: int, slot: int
) -> tuple[Ints, Bools, float]:
    """Steps of a walk from the root on, and which way each is taken."""
    n, at, k = 0, layer, slot
    while at > 0:
        n, at, k = n + 1, parent[at, k, 0], parent[at, k, 1]
    steps, forth = np.zeros(n, np.int64), np.zeros(n, np.bool_)
    at, k = layer, slot
    while at > 0:
        n -= 1
        steps[n] = via[at, k]
        at, k = parent[at, k, 0], parent[at, k, 1]
        forth[n] = u[steps[n]] == node[at, k]
    return steps, forth, metres[layer, slot]


#: A loop keeps within this of an interchange or a chosen place.
AROUND_M: Final = 150.0
#: A loop keeps within this of a hotspot's outline.
MARGIN_M: Final = 50.0
#: Two thirds of a visit is walked, the rest stood.
WALKED_SHARE: Final = 2 / 3
#: A stroll, in metres a second.
STROLL_M_PER_S: Final = 1.0
#: A shorter round is not worth the name; they stay put.
LEAST_M: Final = 80.0
#: Kinds of places whose visits are walked.
WALKED: Final = frozenset({PlaceKind.HOTSPOT, PlaceKind.INTERCHANGE, PlaceKind.CHOSEN})

_STANDING_M: Final = 1e-6
#: Id and point of a place.
_Spot = tuple[str, XY]


def longest_m(minutes: int) -> float:
    """Longest loop, in metres, for a visit of some minutes: 480 m for 12."""
    return minutes * 60 * WALKED_SHARE * STROLL_M_PER_S


def area_of(place: Place, shape: Polygon | MultiPolygon | None) -> Polygon | MultiPolygon:
    """The area that a loop keeps to, apart from the straight way between point and street."""
    if shape is None:
        return Point(place.point).buffer(AROUND_M)
    return shape.buffer(MARGIN_M)


@dataclass(frozen=True)
class LoopMark:
    """Where officers are on a loop at a minute of the day."""

    minute: int
    point: XY


@dataclass(frozen=True, eq=False)
class Loops:
    """The loops of the places of a day; each is worked out once for each length of visit.

    Attributes
    ----------
    network : WalkingNetwork
        On foot: at a stop everybody walks.
    shapes : mapping of str to Polygon or MultiPolygon
        Outlines of hotspots by place id, in the network's CRS.
    """

    network: WalkingNetwork = field(repr=False)
    shapes: Mapping[str, Polygon | MultiPolygon] = field(repr=False)
    _streets: dict[_Spot, LoopStreets | None] = field(default_factory=dict, repr=False)
    _known: dict[tuple[_Spot, int], LineString | None] = field(default_factory=dict, repr=False)

    @classmethod
    def of(cls, places: Places, network: WalkingNetwork) -> Self:
        """Take the outlines of hotspots from a day's places."""
        shapes = {f"hotspot-{spot.hotspot_id}": spot.shape for spot in places.hotspots}
        return cls(network, shapes)

    def at(self, place: Place, minutes: int) -> LineString | None:
        """The loop of a visit of some minutes.

        Parameters
        ----------
        minutes : int
            Length of the visit.

        Returns
        -------
        LineString or None
            From the place's point by the straight way to its street, round, and back the same way;
            no longer than `longest_m` and no shorter than `LEAST_M`. None where they stay put: at a
            gate, and where there is no street to walk.
        """
        if place.kind not in WALKED:
            return None
        key = ((place.place_id, place.point), minutes)
        if key not in self._known:
            self._known[key] = self._loop(place, longest_m(minutes))
        return self._known[key]

    def _loop(self, place: Place, most: float) -> LineString | None:
        snapped = self.network.snap([place.point])
        aside, foot = float(snapped.distance_m[0]), snapped.foot[0]
        spot = (place.place_id, place.point)
        if spot not in self._streets:
            area = area_of(place, self.shapes.get(place.place_id))
            self._streets[spot] = LoopStreets.of(self.network, area, foot)
        streets = self._streets[spot]
        if streets is None or most - 2 * aside < LEAST_M:
            return None
        steps, forth, length_m = _best_round(streets, most - 2 * aside)
        if length_m < LEAST_M:
            return None
        here = np.array([place.point])
        xy = np.concatenate([here, streets.path(steps, forth), here])
        moved = np.ones(len(xy), dtype=bool)
        moved[1:] = np.hypot(*np.diff(xy, axis=0).T) > _STANDING_M
        xy = xy[moved]
        xy[-1] = here[0]
        return LineString(xy)


def marks_of(loop: LineString, arrive_min: int, leave_min: int) -> tuple[LoopMark, ...]:
    """Where they are at each minute from arriving to leaving, at an even pace over the visit.

    A guide, not an order: a third of the visit is stood, where people are.

    Parameters
    ----------
    loop : LineString
        In the workspace's CRS.
    arrive_min, leave_min : int
        Minutes of the day.
    """
    minutes = np.arange(arrive_min, leave_min + 1)
    share = (minutes - arrive_min) / max(leave_min - arrive_min, 1)
    spots = shapely.get_coordinates(shapely.line_interpolate_point(loop, share, normalized=True))
    pairs = zip(minutes.tolist(), spots.round(2).tolist(), strict=True)
    return tuple(LoopMark(minute, (x, y)) for minute, (x, y) in pairs)
