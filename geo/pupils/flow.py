"""Expected pupils on the streets: by segment, at a place, at an interchange, by school."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from functools import cached_property
from typing import Final

import numpy as np
import pandas as pd
from numpy.typing import NDArray
from pyproj import CRS
from shapely.geometry.base import BaseGeometry

from geo.clock import Bell, Window
from geo.errors import SettingError
from geo.pupils._journeys import Walk
from geo.pupils._street_pieces import Pieces

_Floats = NDArray[np.float64]
_Ints = NDArray[np.int64]
#: To be shown with every flow.
ESTIMATE: Final = (
    "Expected pupils, not counted ones: shortest ways on foot, with the shares of pupils who walk "
    "or go on by bus or train from the National Travel Survey 2024 (England)."
)
#: 9 in 10 pupils pass a place between these shares of them.
_WITHIN: Final = (0.05, 0.95)
#: Schools with a smaller part of a street's pupils are not named.
_WORTH_NAMING: Final = 0.2


@dataclass(frozen=True)
class Busy:
    """A street where many pupils walk.

    Attributes
    ----------
    street : str
        Its name; empty where it has none.
    segment : int
        Its busiest segment.
    pupils : float
        Expected there.
    schools : tuple of str
        Whose they are, the most first.
    """

    street: str
    segment: int
    pupils: float
    schools: tuple[str, ...]


@dataclass(frozen=True)
class Past:
    """Pupils of one school who come past a place.

    Attributes
    ----------
    pupils : float
        Expected; each counts once.
    from_min, until_min : int
        Minutes after midnight between which nearly all of them come (9 in 10 by how far they have
        walked), as far out as the stagger of the bell takes them.
    """

    bell: Bell
    pupils: float
    from_min: int
    until_min: int


@dataclass(frozen=True, eq=False)
class PupilFlow:
    """Expected pupils on every street of an area on one school day; see `estimate_pupil_flow`.

    Attributes
    ----------
    pieces : Pieces
        Streets, cut where pupils set out or arrive and into short pieces.
    street : tuple of str
        Name of the street of each piece; empty where it has none.
    walks : tuple of Walk
        One for each school whose pupils are counted, in the order of their bells.
    stop_ids : tuple of str
        Interchanges that pupils may walk to.
    notices : tuple of str
        What a reader must know: what was not given, and is thought to be usual.
    """

    window: Window
    crs: CRS
    pieces: Pieces = field(repr=False)
    street: tuple[str, ...] = field(repr=False)
    walks: tuple[Walk, ...] = field(repr=False)
    stop_ids: tuple[str, ...] = field(repr=False)
    notices: tuple[str, ...]

    @property
    def segments(self) -> NDArray[np.object_]:
        """LineString of each piece of street."""
        return self.pieces.lines

    @cached_property
    def pupils(self) -> _Floats:
        """Expected pupils who come onto each segment in each slice, shape (segments, slices).

        Somebody who walks several segments counts on each of them, so never add segments up: ask
        `passing`.
        """
        expected = np.zeros((len(self.pieces), self.window.n_slices))
        for walk in self.walks:
            expected[walk.piece] += walk.pupils[:, None] * walk.by_slice(
                walk.entry_min, self.window
            )
        return expected

    def arriving(self, interchange_id: str) -> _Floats:
        """Expected pupils who reach an interchange in each slice; none where it is not walked to.

        Parameters
        ----------
        interchange_id : str
            Of the interchanges layer.

        Returns
        -------
        ndarray of shape (slices,)
        """
        arriving = np.zeros(self.window.n_slices)
        if interchange_id not in self.stop_ids:
            return arriving
        at = self.stop_ids.index(interchange_id)
        for walk in self.walks:
            if walk.to_stops[at] > 0:
                shares = walk.by_slice(walk.stop_min[[at]], self.window)[0]
                arriving += walk.to_stops[at] * shares
        return arriving

    def passing(self, shape: BaseGeometry, radius_m: float = 50.0) -> _Floats:
        """Expected pupils who come past a place in each slice; see `passing_many`.

        Parameters
        ----------
        shape : geometry
            In the flow's CRS.
        radius_m : float
            Streets so near to the shape pass it.

        Returns
        -------
        ndarray of shape (slices,)
        """
        return np.asarray(self.passing_many([shape], radius_m)[0])

    def passing_many(self, shapes: Sequence[BaseGeometry], radius_m: float = 50.0) -> _Floats:
        """Expected pupils who come past places in each slice.

        Everybody counts once at a place, in the slice in which they first come onto a segment
        within ``radius_m`` of it.

        Parameters
        ----------
        shapes : sequence of geometry
            Points, lines or polygons in the flow's CRS.
        radius_m : float
            Streets so near to a shape pass it.

        Returns
        -------
        ndarray of shape (shapes, slices)

        Raises
        ------
        SettingError
            When the radius is negative.
        """
        at, piece = self._near(shapes, radius_m)
        passing = np.zeros((len(shapes), self.window.n_slices))
        for walk in self.walks:
            place, first = self._first(walk, at, piece)
            shares = walk.by_slice(walk.entry_min[first], self.window)
            np.add.at(passing, place, walk.pupils[first, None] * shares)
        return passing

    def past_by_school(self, shape: BaseGeometry, radius_m: float = 50.0) -> tuple[Past, ...]:
        """Whose pupils come past a place at any time, and when: the most first.

        Parameters
        ----------
        shape : geometry
            In the flow's CRS.
        radius_m : float
            Streets so near to the shape pass it.
        """
        at, piece = self._near([shape], radius_m)
        past = []
        for walk in self.walks:
            _, first = self._first(walk, at, piece)
            if len(first):
                past.append(_past(walk, first))
        return tuple(sorted(past, key=lambda each: (-each.pupils, each.bell.urn)))

    def busiest(self, slice_index: int | None = None, most: int = 10) -> tuple[Busy, ...]:
        """The busiest segment of each street, those that most pupils come onto first.

        Segments without a name count as one street, as they are footways of no name.

        Parameters
        ----------
        slice_index : int, optional
            Of the window; without one, the whole window counts.
        most : int
            Streets to give at most.
        """
        here = self.pupils.sum(axis=1) if slice_index is None else self.pupils[:, slice_index]
        table = pd.DataFrame({"street": [*self.street], "pupils": here})
        table = table[table["pupils"] > 0].sort_values("pupils", ascending=False, kind="stable")
        top = table.drop_duplicates("street").head(most)
        return tuple(
            Busy(str(name), int(at), float(count), _schools(self.walks, int(at)))
            for at, name, count in zip(top.index, top["street"], top["pupils"], strict=True)
        )

    def _near(self, shapes: Sequence[BaseGeometry], radius_m: float) -> tuple[_Ints, _Ints]:
        """Pairs of shape and piece that are within reach of each other."""
        if not radius_m >= 0:
            raise SettingError(f"A radius of {radius_m} m; expected 0 or more.")
        geometries = np.asarray(list(shapes), dtype=object)
        at, piece = self.pieces.tree.query(geometries, predicate="dwithin", distance=radius_m)
        return np.asarray(at), np.asarray(piece)

    def _first(self, walk: Walk, at: _Ints, piece: _Ints) -> tuple[_Ints, _Ints]:
        """Shape, and place among a walk's pieces, where its pupils first come near the shape.

        A piece beyond another one near the same shape is left out: whoever comes onto it has been
        counted. Beyond is a span of numbers, so a running maximum of their ends finds them.
        """
        where = np.full(len(self.pieces), -1)
        where[walk.piece] = np.arange(len(walk.piece))
        walked = where[piece] >= 0
        place, mine = at[walked], where[piece[walked]]
        far = len(self.pieces) + 1
        begins = place * far + walk.number[mine]
        order = np.argsort(begins, kind="stable")
        ends = (place * far + walk.end[mine])[order]
        before = np.concatenate([[-1], np.maximum.accumulate(ends)[:-1]])[: len(ends)]
        first = begins[order] >= before
        return place[order][first], mine[order][first]


def _past(walk: Walk, first: _Ints) -> Past:
    """Pupils of a walk from some pieces on, which no other of them lies before."""
    order = first[np.argsort(walk.entry_min[first], kind="stable")]
    part = np.cumsum(walk.pupils[order]) / walk.pupils[order].sum()
    low, high = walk.entry_min[order][np.searchsorted(part, _WITHIN).clip(max=len(part) - 1)]
    from_min = walk.bell.finish_min + int(low)
    until_min = walk.bell.finish_min + walk.bell.stagger_min + int(np.ceil(high))
    return Past(walk.bell, float(walk.pupils[first].sum()), from_min, until_min)


def _schools(walks: Sequence[Walk], segment: int) -> tuple[str, ...]:
    """Schools by their pupils on a segment at any time, without those that hardly matter."""
    counts = []
    for walk in walks:
        at = np.searchsorted(walk.piece, segment)
        if at < len(walk.piece) and walk.piece[at] == segment:
            counts.append((float(walk.pupils[at]), walk.bell.name))
    total = sum(count for count, _ in counts)
    named = sorted(counts, key=lambda each: (-each[0], each[1]))
    return tuple(name for count, name in named if count >= _WORTH_NAMING * total)
