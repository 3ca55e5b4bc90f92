"""How the pupils of one school walk: to homes and interchanges, down the tree from its gates."""

from dataclasses import dataclass, field
from typing import Final

import numpy as np
from numpy.typing import NDArray

from geo.clock import Bell, Window
from geo.dispersal.homes import Ground, Homes
from geo.dispersal.settings import (
    DETOUR,
    DRAWS,
    FARTHEST_INTERCHANGE_M,
    DispersalSettings,
    Travel,
)
from geo.dispersal.trees import Tree

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]

#: Expected pupils below this are nobody.
_NOBODY: Final = 1e-9


@dataclass(frozen=True, eq=False)
class Stops:
    """Interchanges where streets are: node and kind of each."""

    node: Ints
    kind: tuple[str, ...]

    def drawn(self, tree: Tree) -> Floats:
        """Shares of those who go on from each; all 0 where none is near enough."""
        way = tree.node_m[self.node]
        draws = [DRAWS[kind] for kind in self.kind]
        reach = np.array([draw.reach_m for draw in draws])
        weight = np.array([draw.weight for draw in draws]) * np.exp(-way / reach)
        weight[~(way <= FARTHEST_INTERCHANGE_M)] = 0.0
        return np.asarray(weight / max(float(weight.sum()), 1e-300))


@dataclass(frozen=True, eq=False)
class Walk:
    """The pupils of one school on the streets.

    Attributes
    ----------
    on_foot : float
        Pupils who walk all the way home.
    to_stops : ndarray of float
        Pupils who walk to each interchange.
    stop_min : ndarray of float
        Minutes to each interchange; infinite where nobody goes.
    lost : float
        Pupils who go on by bus or train, with no interchange near enough that is known.
    piece : ndarray of int
        Pieces that anybody comes onto.
    pupils : ndarray of float
        How many, in all.
    entry_min : ndarray of float
        Minutes from the gate to each.
    number, end : ndarray of int
        What lies beyond each piece; see `Tree.spans`.
    """

    bell: Bell
    on_foot: float
    to_stops: Floats
    stop_min: Floats
    lost: float
    piece: Ints = field(repr=False)
    pupils: Floats = field(repr=False)
    entry_min: Floats = field(repr=False)
    number: Ints = field(repr=False)
    end: Ints = field(repr=False)

    def by_slice(self, after_min: Floats, window: Window) -> Floats:
        """Shares of pupils who are so many minutes from the gate in each slice.

        They leave evenly between the bell and the end of its stagger.

        Returns
        -------
        ndarray of shape (len(after_min), slices)
        """
        edges = window.start_min + window.slice_min * np.arange(window.n_slices + 1)
        since = edges[None, :] - (self.bell.finish_min + after_min)[:, None]
        if self.bell.stagger_min:
            gone = np.clip(since / self.bell.stagger_min, 0.0, 1.0)
        else:
            gone = (since > 0).astype(float)
        return np.diff(gone, axis=1)


def walk_of(
    bell: Bell,
    pupils: int,
    gates: Ints,
    ground: Ground,
    homes: Homes,
    stops: Stops,
    travel: Travel,
    settings: DispersalSettings,
) -> Walk:
    """Walk the pupils of one school out of its gates."""
    pieces = ground.pieces
    tree = Tree.of(pieces, gates, travel.farthest_m)
    on_foot, by_transport = _shares(tree, ground, homes, travel)
    walking = pupils * homes.share * on_foot
    riding = float(pupils * homes.share @ by_transport)
    drawn = stops.drawn(tree)
    flow = tree.down(
        _sums(homes.piece, walking, len(pieces)), _sums(stops.node, riding * drawn, pieces.n_nodes)
    )
    used = np.flatnonzero(flow > _NOBODY)
    number, end = tree.spans()
    return Walk(
        bell=bell,
        on_foot=float(walking.sum()),
        to_stops=riding * drawn,
        stop_min=settings.minutes(np.where(drawn > 0, tree.node_m[stops.node], np.inf)),
        lost=0.0 if drawn.any() else riding,
        piece=used,
        pupils=flow[used],
        entry_min=settings.minutes(tree.entry_m[used]),
        number=number[used],
        end=end[used],
    )


def _shares(tree: Tree, ground: Ground, homes: Homes, travel: Travel) -> tuple[Floats, Floats]:
    """Shares of each home's pupils on foot, and by bus or train, by the length of their way."""
    entry = tree.entry_m[homes.piece]
    half = ground.pieces.length_m[homes.piece] / 2
    way = np.where(np.isnan(homes.way_m), entry + half, homes.way_m)
    # A home that the search did not reach is too far to walk to.
    way = np.where(np.isfinite(way), way, DETOUR * travel.farthest_m)
    on_foot, by_transport = travel.shares(way)
    return np.where(np.isfinite(entry), on_foot, 0.0), by_transport


def _sums(which: Ints, weights: Floats, size: int) -> Floats:
    return np.asarray(np.bincount(which, weights, minlength=size), dtype=float)
