"""Shortest ways from the gates of a school, as a tree of pieces, and pupils down that tree."""

from dataclasses import dataclass
from typing import Self

import numpy as np
from numpy.typing import NDArray
from scipy.sparse.csgraph import dijkstra

from geo.compiled import compiled
from geo.dispersal.streets import Pieces

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]


@dataclass(frozen=True, eq=False)
class Tree:
    """Every piece that can be reached, entered from its nearer end.

    Dijkstra's algorithm from all gates at once, so that everybody leaves by the nearest.

    Attributes
    ----------
    node_m : ndarray of float
        Way to each node; infinite where there is none.
    entry_m : ndarray of float
        Way to the nearer end of each piece, the same.
    onto : ndarray of int
        Piece by which each node is reached; -1 for a gate.
    before : ndarray of int
        Piece that is walked before each piece; -1 where it begins at a gate.
    order : ndarray of int
        Pieces that are reached, none before the piece that is walked before it.
    """

    node_m: Floats
    entry_m: Floats
    onto: Ints
    before: Ints
    order: Ints

    @classmethod
    def of(cls, pieces: Pieces, gates: Ints, farthest_m: float) -> Self:
        """Search from the nodes of a school's gates, as far as ``farthest_m``."""
        node_m, came, _ = dijkstra(
            pieces.weights,
            indices=np.unique(gates),
            min_only=True,
            return_predecessors=True,
            limit=farthest_m,
        )
        onto = np.full(pieces.n_nodes, -1)
        reached = np.flatnonzero(came >= 0)
        keys, piece = pieces.arcs
        onto[reached] = piece[np.searchsorted(keys, came[reached] * pieces.n_nodes + reached)]
        nearer = np.where(node_m[pieces.a] <= node_m[pieces.b], pieces.a, pieces.b)
        entry_m = node_m[nearer]
        order = np.argsort(entry_m, kind="stable")
        order = order[: np.isfinite(entry_m).sum()]
        return cls(node_m, entry_m, onto, onto[nearer], order)

    def down(self, on_pieces: Floats, at_nodes: Floats) -> Floats:
        """How many come onto each piece, from how many end on pieces and at nodes."""
        total = on_pieces.copy()
        ends = np.flatnonzero((self.onto >= 0) & (at_nodes > 0))
        np.add.at(total, self.onto[ends], at_nodes[ends])
        _gather(self.order, self.before, total)
        return total

    def spans(self) -> tuple[Ints, Ints]:
        """Number each piece so that what lies beyond it has the numbers from its own up to an end.

        Returns
        -------
        number, end : ndarray of int
            Piece q is walked after piece p when ``number[p] <= number[q] < end[p]``.
        """
        size = np.ones(len(self.before))
        _gather(self.order, self.before, size)
        number = _numbered(self.order, self.before, size)
        return number, number + size.astype(np.int64)


@compiled
def _gather(order: Ints, before: Ints, total: Floats) -> None:
    """Add what lies beyond each piece to it, the farthest first."""
    for k in range(len(order) - 1, -1, -1):
        piece = order[k]
        if before[piece] >= 0:
            total[before[piece]] += total[piece]


@compiled
def _numbered(order: Ints, before: Ints, size: Floats) -> Ints:
    """Number pieces in preorder, the nearest first."""
    number = np.full(len(before), -1)
    free = np.zeros(len(before) + 1, dtype=np.int64)
    for piece in order:
        parent = before[piece]
        number[piece] = free[parent]
        free[parent] += int(size[piece])
        free[piece] = number[piece] + 1
    return number
