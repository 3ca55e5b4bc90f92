"""Streets near hot ground, cut at their junctions and into pieces that one sees along."""

from dataclasses import dataclass, replace
from typing import Final, Self

import numpy as np
import shapely
from scipy.sparse import coo_array
from scipy.sparse.csgraph import connected_components

from geo.network.graph import (
    GRAIN_M,
    Bools,
    Floats,
    Ints,
    Shapes,
    cut_at,
    is_shared,
    line_ends,
    numbered,
    stretches,
)

_PIECE_M: Final = 60.0
_STEP_M: Final = 10.0


@dataclass(frozen=True, eq=False)
class Pieces:
    """Pieces of street between nodes.

    Attributes
    ----------
    lines : ndarray of LineString
    ends : ndarray of int, shape (pieces, 2)
        The nodes at both ends of each; pieces hang together where they share one.
    """

    lines: Shapes
    ends: Ints

    def __len__(self) -> int:
        return len(self.lines)

    @classmethod
    def of(cls, streets: Shapes) -> Self:
        """Cut streets where they end, where they share a vertex, and about every 60 m.

        Streets that cross without a common vertex stay apart, as a bridge and the road below it
        do. Neither the order of the streets nor their direction matters.
        """
        lines = shapely.from_wkb(np.unique(shapely.to_wkb(shapely.normalize(streets))))
        xy, line = shapely.get_coordinates(lines, return_index=True)
        vertex = numbered(xy)
        first, last = line_ends(line)
        begin, end = cut_at(line, first | last | is_shared(vertex))
        whole = shapely.segmentize(stretches(xy, begin, end), _STEP_M)
        finer, stretch = shapely.get_coordinates(whole, return_index=True)
        first, last = line_ends(stretch)
        node = len(xy) + np.arange(len(finer))
        node[first], node[last] = vertex[begin], vertex[end]
        begin, end = cut_at(stretch, first | last | _part_way(finer, first))
        return cls(stretches(finer, begin, end), np.column_stack([node[begin], node[end]]))

    def near(self, boxes: Shapes, distance_m: float) -> Self:
        """Pieces within a distance of any box."""
        found = shapely.STRtree(boxes).query(self.lines, predicate="dwithin", distance=distance_m)
        kept = np.unique(found[0])
        return replace(self, lines=self.lines[kept], ends=self.ends[kept])

    def together(self, which: Ints) -> Ints:
        """Number the connected parts of some pieces; one number for each of them."""
        nodes, ends = np.unique(self.ends[which], return_inverse=True)
        u, v = ends.reshape(-1, 2).T
        joined = coo_array((np.ones(len(u)), (u, v)), shape=(len(nodes), len(nodes)))
        return np.asarray(connected_components(joined, directed=False)[1][u], dtype=np.int64)

    def between(self, which: Ints) -> Ints:
        """Pieces that close a gap: both of their ends lie at chosen ones, but they are not."""
        at = np.zeros(int(self.ends.max(initial=-1)) + 1, dtype=bool)
        at[self.ends[which]] = True
        closes = at[self.ends[:, 0]] & at[self.ends[:, 1]]
        closes[which] = False
        return np.flatnonzero(closes)


def _part_way(xy: Floats, first: Bools) -> Bools:
    """Vertices at which stretches are cut into even pieces of about `_PIECE_M` or less."""
    steps = np.hypot(*np.diff(xy, axis=0, prepend=xy[:1]).T)
    steps[first] = 0.0
    along, starts = np.cumsum(steps), np.flatnonzero(first)
    stretch = np.cumsum(first) - 1
    length = np.diff(along[starts], append=along[-1:])[stretch]
    pieces = np.maximum(np.ceil(length / _PIECE_M), 1)
    done = (along - along[starts][stretch]) * pieces / np.maximum(length, GRAIN_M)
    return np.asarray(np.diff(np.floor(np.round(done, 6)), prepend=0) > 0)
