"""The best round on the streets around a place: a beam search over closed walks.

A walk is worth the new ground that it sees, less a share of its length, so that a circuit is
preferred to a way there and back, and something for each turn on the heel, so that it does not
dart into every side street. Walks are grown step by step in layers of equal length, and in each
layer the best are kept; the graph is small, so this finds nearly what a full search would.
"""

from typing import Final, NamedTuple

import numpy as np
from numpy.typing import NDArray

from geo.compiled import compiled
from geo.network.graph import Bools, Floats, Ints
from geo.patrol.loop_ground import LoopGround

#: What the first sight of a square of ground is worth; a street passes one about every 16 m.
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
    """The arrays of `LoopGround` that the search reads."""

    u: Ints
    v: Ints
    length: Floats
    home: Floats
    first: Ints
    around: Ints
    first_cell: Ints
    cell: Ints


def best_round(ground: LoopGround, most_m: float) -> tuple[Ints, Bools, float]:
    """The most worthwhile closed walk from the root that is no longer than ``most_m``.

    Returns
    -------
    steps : ndarray of int
        In order; empty where there is no walk.
    forth : ndarray of bool
        Whether each is walked from its u to its v.
    length_m : float
    """
    words = int(ground.cell.max(initial=0)) // 64 + 1
    layers = int(most_m / _LAYER_M) * 2 + 2
    size = (layers, _KEPT)
    beam = _Beam(
        np.zeros(layers, np.int64), np.full(size, ground.root), np.zeros(size), np.zeros(size),
        np.full(size, -1), np.full((*size, 2), -1), np.zeros((*size, words), np.uint64),
    )  # fmt: skip
    beam.slots[0] = 1
    streets = _Streets(
        ground.u, ground.v, ground.to_m - ground.from_m, ground.home_m, ground.first, ground.step,
        ground.first_cell, ground.cell,
    )  # fmt: skip
    steps, forth, length_m = _search(streets, beam, ground.root, most_m)
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
