"""The streets around one place, cut into short steps: what a loop is found on."""

from dataclasses import dataclass
from typing import Final, Self

import numpy as np
import shapely
from numpy.typing import NDArray
from scipy.sparse import csr_array
from scipy.sparse.csgraph import dijkstra
from shapely.geometry.base import BaseGeometry
from shapely.ops import substring

from geo.network import WalkingNetwork
from geo.network.graph import Floats, Ints

#: Streets are cut into steps no longer than this, so that a loop can turn within a long one.
_STEP_M: Final = 40.0
#: Ground is counted in squares of this side, so that two pavements of one road are one street.
_CELL_M: Final = 20.0
_EVERY_M: Final = 5.0
_SAME_M: Final = 0.05


@dataclass(frozen=True, eq=False)
class LoopGround:
    """A small graph: nodes joined by steps, and the squares of ground that each step sees.

    Attributes
    ----------
    root : int
        Node at the place's foot on the street.
    lines : ndarray of LineString
        Streets clipped to the ground. Step ``s`` runs along ``lines[piece[s]]`` from ``from_m[s]``
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
    def of(cls, network: WalkingNetwork, ground: BaseGeometry, foot: Floats) -> Self | None:
        """Cut the streets on some ground into steps, and at a foot; None where there are none.

        Parameters
        ----------
        ground : Polygon or MultiPolygon
            In the network's CRS.
        foot : ndarray of shape (2,)
            A point on a street.
        """
        near = np.sort(network.tree.query(ground, predicate="intersects"))
        lines = shapely.get_parts(shapely.intersection(network.lines[near], ground))
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
