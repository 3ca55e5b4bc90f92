"""The walking network: streets that hang together, and how far each place lies from them."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from typing import Final, Self

import geopandas as gpd
import numpy as np
import pandas as pd
import shapely
from pyproj import CRS
from scipy.sparse import coo_array
from scipy.sparse.csgraph import connected_components
from shapely import STRtree

from geo.columns import with_ways
from geo.errors import NetworkError
from geo.model import WAY_COLUMNS, XY, Mode, Place
from geo.network.graph import (
    Bools,
    Floats,
    Ints,
    Shapes,
    StreetGraph,
    noded,
    parts_of,
)
from geo.network.walks import Roads, Snapped, Walks
from geo.text import distance, listed
from geo.timetables import Hop, hops_from_text
from geo.workspace import Workspace

#: A point farther than this from every street cannot be reached, in metres. Whoever comes by cycle
#: or by car walks the rest, and a straight line stands for that walk.
REACH_OF: Final = {Mode.FOOT: 250.0, Mode.CYCLE: 100.0, Mode.CAR: 100.0}
_COLUMN_OF: Final = dict(zip((Mode.FOOT, Mode.CYCLE, Mode.CAR), WAY_COLUMNS, strict=True))
#: A point farther than this from every street cannot be walked to.
REACH_M: Final = REACH_OF[Mode.FOOT]


@dataclass(frozen=True, eq=False)
class WalkingNetwork:
    """Streets that hang together, ready to be walked, cycled or driven.

    Build one with `WalkingNetwork.from_streets`. On foot streets are used in both directions; by
    cycle and by car as far as the street layer says that they are open, and only those are kept
    that one can both get to and leave again.

    Attributes
    ----------
    crs : pyproj.CRS
        Projected, metres.
    n_left_out_m : float
        Metres of street that are open to the mode but not joined to the largest part.
    n_left_out_parts : int
        Pieces those metres lie in.
    hops : tuple of Hop
        Buses and trains that patrols on foot may take between stops; see `Journeys`.
    """

    roads: Roads = field(repr=False)
    crs: CRS
    n_left_out_m: float
    n_left_out_parts: int
    _streets: gpd.GeoDataFrame = field(repr=False)
    _modes: dict[Mode, "WalkingNetwork"] = field(repr=False)
    hops: tuple[Hop, ...] = ()

    @classmethod
    def from_streets(
        cls, streets: gpd.GeoDataFrame, mode: Mode = Mode.FOOT, hops: Sequence[Hop] = ()
    ) -> Self:
        """Node streets at their ends and shared vertices, and keep the largest connected part.

        Parameters
        ----------
        streets : GeoDataFrame
            LineStrings (or MultiLineStrings) in a projected CRS, metres. Columns foot, cycle and
            car say which way each may be used; without them, all may be walked both ways, and
            all but paths cycled and driven both ways.
        mode : Mode
            By car and by cycle, the part is the largest in which every street can be reached from
            every other with regard to one-way streets.
        hops : sequence of Hop
            In the same CRS.

        Raises
        ------
        NetworkError
            When there are no streets, they are not in metres, have no length, or none is open to
            the mode.

        Examples
        --------
        >>> import geopandas as gpd
        >>> import shapely
        >>> lines = shapely.from_wkt(["LINESTRING (0 0, 300 0)", "LINESTRING (300 0, 300 400)"])
        >>> streets = gpd.GeoDataFrame(geometry=lines, crs=27700)
        >>> network = WalkingNetwork.from_streets(streets)
        >>> float(network.between([(0, 0), (300, 400)]).length_m[0, 1])
        700.0
        """
        _refuse_useless(streets)
        return cls._made(streets, mode, {}, tuple(hops))

    def for_mode(self, mode: Mode) -> "WalkingNetwork":
        """The network of the same streets for another mode; made once, and then kept.

        Parameters
        ----------
        mode : Mode
            How one gets about.

        Raises
        ------
        NetworkError
            When no street is open to the mode.
        """
        if mode not in self._modes:
            return self._made(self._streets, mode, self._modes, self.hops)
        return self._modes[mode]

    @classmethod
    def _made(
        cls,
        streets: gpd.GeoDataFrame,
        mode: Mode,
        modes: dict[Mode, "WalkingNetwork"],
        hops: tuple[Hop, ...],
    ) -> Self:
        lines, open_to = _usable(streets, mode)
        whole = noded(lines)
        if not len(whole.u):
            raise NetworkError("The streets are all shorter than 10 cm. Are they in metres?")
        cut = open_to.at(whole.line)
        part, metres = parts_of(whole, cut.forward, cut.backward)
        kept = part == int(np.argmax(metres))
        network = cls(
            Roads.of(whole.only(kept), cut.forward[kept], cut.backward[kept], mode),
            CRS(streets.crs),
            float(whole.length_m[~kept].sum()),
            _n_pieces(whole, ~kept),
            streets,
            modes,
            hops,
        )
        modes[mode] = network
        return network

    @property
    def mode(self) -> Mode:
        """How one gets about in it."""
        return self.roads.mode

    @cached_property
    def tree(self) -> STRtree:
        """The edges, to be asked for what is near."""
        return STRtree(self.lines)

    @property
    def graph(self) -> StreetGraph:
        """Nodes and edges."""
        return self.roads.graph

    @property
    def lines(self) -> Shapes:
        """Each edge as a LineString."""
        return self.roads.lines

    @property
    def length_m(self) -> float:
        """Metres of street that can be used."""
        return float(self.graph.length_m.sum())

    @property
    def notices(self) -> tuple[str, ...]:
        """What a reader must know of the streets that were left out, and of one-way streets."""
        return (*self._left_out(), *self._two_way())

    def _left_out(self) -> tuple[str, ...]:
        if not self.n_left_out_parts:
            return ()
        pieces = "1 piece" if self.n_left_out_parts == 1 else f"{self.n_left_out_parts:,} pieces"
        what = "is not joined to the rest"
        if self.mode is not Mode.FOOT:
            what = f"cannot be both reached and left {self.mode}"
        notice = (
            f"{distance(self.n_left_out_m)} of street, in {pieces}, {what} and is left out of the "
            "routes."
        )
        return (notice,)

    def _two_way(self) -> tuple[str, ...]:
        if self.mode is Mode.FOOT or not self.roads.both_ways:
            return ()
        return (
            f"The streets do not say which are one-way; routes {self.mode} take all for two-way.",
        )

    def snap(self, points: Sequence[XY]) -> Snapped:
        """Find the nearest point on a street for each point.

        Parameters
        ----------
        points : sequence of (x, y)
            In the network's CRS.
        """
        shapes = shapely.points(np.asarray(points, dtype=float).reshape(-1, 2))
        edge = np.zeros(len(shapes), dtype=np.int64)
        which, nearest = self.tree.query_nearest(shapes, all_matches=False)
        edge[which] = nearest
        length = self.graph.length_m[edge]
        along = shapely.line_locate_point(self.lines[edge], shapes)
        along = np.round(along, 2)
        along[along < 0.05] = 0.0
        along = np.where(along > length - 0.05, length, along)
        feet = shapely.line_interpolate_point(self.lines[edge], along)
        return Snapped(edge, along, shapely.get_coordinates(feet), shapely.distance(feet, shapes))

    def between(self, points: Sequence[XY]) -> Walks:
        """Measure the ways from each point to every other, along streets.

        Parameters
        ----------
        points : sequence of (x, y)
            In the network's CRS. The way from a point to its nearest street counts as walked; a
            point that is farther away than `REACH_OF` allows the mode is unreachable.

        Returns
        -------
        Walks
            Lengths in metres, and paths on demand.
        """
        spots = np.asarray(points, dtype=float).reshape(-1, 2)
        snapped = self.snap(points)
        return Walks.between(self.roads, spots, snapped, REACH_OF[self.mode])

    def off_street_m(self, points: Floats) -> Floats:
        """Distance of each point (n, 2) from the nearest street that is used.

        Parameters
        ----------
        points : ndarray of shape (n, 2)
            In the network's CRS.
        """
        gaps = np.full(len(points), np.inf)
        which, distances = self.tree.query_nearest(
            shapely.points(points), all_matches=False, return_distance=True
        )
        gaps[which[0]] = distances
        return gaps


def _refuse_useless(streets: gpd.GeoDataFrame) -> None:
    if streets.empty:
        raise NetworkError("There are no streets to walk. Add a streets file to the workspace.")
    if streets.crs is None or not CRS(streets.crs).is_projected:
        raise NetworkError(
            "The streets are not in metres; expected a projected coordinate system such as "
            "EPSG:27700. Read them with read_layer."
        )


@dataclass(frozen=True, eq=False)
class _Directions:
    """Whether each street may be used along its line, and against it, as its layer has it.

    Streets of a layer that was kept before it had a column for each mode may be walked both ways,
    and all but paths cycled and driven both ways.
    """

    forward: Bools
    backward: Bools

    @classmethod
    def of(cls, streets: gpd.GeoDataFrame, mode: Mode) -> Self:
        """Read the column of a mode."""
        access = with_ways(streets)[_COLUMN_OF[mode]]
        return cls(
            access.isin(["both", "forward"]).to_numpy(dtype=bool),
            access.isin(["both", "backward"]).to_numpy(dtype=bool),
        )

    def at(self, which: Ints) -> Self:
        """Those of some streets, in their order."""
        return type(self)(np.asarray(self.forward[which]), np.asarray(self.backward[which]))


def _usable(streets: gpd.GeoDataFrame, mode: Mode) -> tuple[Shapes, _Directions]:
    """Lines that are open to a mode, and which way."""
    lines, row = shapely.get_parts(streets.geometry.to_numpy(), return_index=True)
    fits = shapely.get_type_id(lines) == shapely.GeometryType.LINESTRING
    fits &= shapely.length(lines) > 0
    if not fits.any():
        raise NetworkError(
            f"None of the {len(streets):,} streets is a line with a length. Give the street "
            "layer, not points or areas."
        )
    open_to = _Directions.of(streets, mode).at(row)
    fits &= open_to.forward | open_to.backward
    if not fits.any():
        raise NetworkError(
            f"None of the {len(streets):,} streets may be used {mode}. Choose another mode, or "
            "give streets with roads among them."
        )
    return lines[fits], open_to.at(np.flatnonzero(fits))


def _n_pieces(graph: StreetGraph, edges: Bools) -> int:
    """Number of pieces that some edges lie in, whichever way they may be used."""
    some = graph.only(edges)
    joined = coo_array((np.ones(len(some.u)), (some.u, some.v)), shape=(some.n_nodes,) * 2)
    return int(connected_components(joined, directed=False)[0])


def network_of(area: Workspace) -> WalkingNetwork:
    """Lay out the streets of an area, with the hops of its table.

    Parameters
    ----------
    area : Workspace
        With streets; hops are optional.

    Raises
    ------
    NetworkError
        When its streets cannot be walked.
    FileRefusedError
        When a hop's stop is not known.
    """
    file = area.files["hops"].name if "hops" in area.files else "hops"
    hops = hops_from_text(area.table("hops"), area.layers.interchanges, file)
    return WalkingNetwork.from_streets(area.layers.streets, hops=hops)


#: A place farther than this from a street is worth a look: its point may be wrong.
_FAR_M: Final = 50.0
_NAMED: Final = 5


def snapping(network: WalkingNetwork, places: Iterable[Place]) -> pd.DataFrame:
    """The way from each place to the nearest street of a network.

    Parameters
    ----------
    network : WalkingNetwork
        Of the same CRS as the places.
    places : iterable of Place
        Where patrols may be sent.

    Returns
    -------
    DataFrame
        Columns place_id, place, kind, snap_m (metres, to 10 cm) and reached (whether a patrol can
        be sent there), in the order of the places.
    """
    each = tuple(places)
    gaps = network.snap([place.point for place in each]).distance_m
    return pd.DataFrame(
        {
            "place_id": pd.Series([place.place_id for place in each], dtype="str"),
            "place": pd.Series([place.name for place in each], dtype="str"),
            "kind": pd.Series([str(place.kind) for place in each], dtype="str"),
            "snap_m": np.round(gaps, 1),
            "reached": gaps <= REACH_M,
        }
    )


def snapping_notices(snapped: pd.DataFrame) -> tuple[str, ...]:
    """Sentences about places that are out of reach, and about those that are far from a street.

    Parameters
    ----------
    snapped : DataFrame
        As `snapping` gives it.
    """
    lost = snapped[~snapped["reached"]]
    far = snapped[snapped["reached"] & (snapped["snap_m"] > _FAR_M)]
    notices = []
    if len(lost):
        notices.append(
            f"No street comes within {distance(REACH_M)} of {_named(lost)}, so no patrol is sent "
            "there."
        )
    if len(far):
        notices.append(
            f"From the nearest street it is {distance(far['snap_m'].max())} or less to "
            f"{_named(far)}; that way counts as walked. Check that the points are right."
        )
    return tuple(notices)


def _named(rows: pd.DataFrame) -> str:
    """Names with distances, the farthest first; only the first few."""
    order = rows.sort_values("snap_m", ascending=False, kind="stable")
    names = [
        f"{name} ({distance(gap)})"
        for name, gap in zip(order["place"][:_NAMED], order["snap_m"][:_NAMED], strict=True)
    ]
    more = len(order) - len(names)
    return listed([*names, f"{more} more"] if more else names)
