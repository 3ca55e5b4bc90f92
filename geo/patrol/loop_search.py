"""The best round on the streets around a place: a beam search over closed walks.

A walk is worth the new ground that it sees, less a share of its length, so that a circuit is
preferred to a way there and back, and something for each turn on the heel, so that it does not
dart into every side street. Walks are grown step by step in layers of equal length, and in each
layer the best are kept; the graph is small, so this finds nearly what a full search would.
"""

from typing import Final

import numpy as np
from numba import njit

from geo.network.graph import Bools, Floats, Ints
from geo.patrol.loop_ground import LoopGround

#: What the first sight of a square of ground is worth; a street passes one about every 16 m.
_SEEN_M: Final = 16.0
_LENGTH_SHARE: Final = 0.2
_HEEL_M: Final = 20.0
_LAYER_M: Final = 10.0
_KEPT: Final = 48
_KEPT_AT_NODE: Final = 4


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
    steps, forth, length_m = _search(
        ground.u, ground.v, ground.to_m - ground.from_m, ground.home_m, ground.first, ground.step,
        ground.first_cell, ground.cell, ground.root, most_m, layers, words,
    )  # fmt: skip
    return steps, forth, float(length_m)


@njit(cache=True, nogil=True)
def _search(
    u: Ints,
    v: Ints,
    length: Floats,
    home: Floats,
    first: Ints,
    around: Ints,
    first_cell: Ints,
    cell: Ints,
    root: int,
    most: float,
    layers: int,
    words: int,
) -> tuple[Ints, Bools, float]:
    """Grow walks layer by layer; see the module."""
    count = np.zeros(layers, np.int64)
    node = np.full((layers, _KEPT), root)
    worth = np.zeros((layers, _KEPT))
    metres = np.zeros((layers, _KEPT))
    via = np.full((layers, _KEPT), -1)
    parent = np.full((layers, _KEPT, 2), -1)
    seen = np.zeros((layers, _KEPT, words), np.uint64)
    fresh = np.zeros(words, np.uint64)
    count[0] = 1
    best, top, top_slot = 0.0, -1, -1
    for layer in range(layers):
        for slot in range(count[layer]):
            here = node[layer, slot]
            if here == root and worth[layer, slot] > best + 1e-9:
                best, top, top_slot = worth[layer, slot], layer, slot
            for k in range(first[here], first[here + 1]):
                step = around[k]
                to = v[step] if u[step] == here else u[step]
                far = metres[layer, slot] + length[step]
                goal = max(layer + 1, int(far / _LAYER_M))
                if far + home[to] > most or goal >= layers:
                    continue
                gain = -_LENGTH_SHARE * length[step]
                if step == via[layer, slot] and first[here + 1] - first[here] > 1:
                    gain -= _HEEL_M
                fresh[:] = seen[layer, slot]
                for c in range(first_cell[step], first_cell[step + 1]):
                    bit = np.uint64(1) << np.uint64(cell[c] % 64)
                    if not fresh[cell[c] // 64] & bit:
                        fresh[cell[c] // 64] |= bit
                        gain += _SEEN_M
                room = _room(node[goal], worth[goal], count[goal], to, worth[layer, slot] + gain)
                if room < 0:
                    continue
                count[goal] = max(count[goal], room + 1)
                node[goal, room], via[goal, room], metres[goal, room] = to, step, far
                worth[goal, room] = worth[layer, slot] + gain
                parent[goal, room, 0], parent[goal, room, 1] = layer, slot
                seen[goal, room] = fresh
    return _walked_back(u, node, via, parent, metres, top, top_slot)


@njit(cache=True, nogil=True)
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


@njit(cache=True, nogil=True)
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
    return steps, forth, metres[layer, slot] if layer > 0 else 0.0
