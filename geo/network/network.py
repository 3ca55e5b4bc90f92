"""The walking network: streets in, distances and paths on foot out."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Final, Self

import geopandas as gpd
import numpy as np
import shapely
from numpy.typing import NDArray
from pyproj import CRS
from shapely import STRtree

from geo.errors import NetworkError
from geo.model import XY
from geo.network.graph import Floats, StreetGraph, largest_part, noded
from geo.network.walks import Snapped, Walks, walks_between
from geo.words import distance

#: A point farther than this from every street cannot be walked to.
REACH_M: Final = 250.0


@dataclass(frozen=True, eq=False)
class WalkingNetwork:
    """Streets that hang together, ready to be walked in both directions.

    Build one with `WalkingNetwork.from_streets`.

    Attributes
    ----------
    crs : pyproj.CRS
        Projected, metres.
    n_left_out_m : float
        Metres of street that are not joined to the largest connected part, and are not walked.
    n_left_out_parts : int
        Pieces those metres lie in.
    """

    graph: StreetGraph = field(repr=False)
    crs: CRS
    n_left_out_m: float
    n_left_out_parts: int
    lines: NDArray[np.object_] = field(repr=False)
    tree: STRtree = field(repr=False)

    @classmethod
    def from_streets(cls, streets: gpd.GeoDataFrame) -> Self:
        """Node streets at their ends and shared vertices, and keep the largest connected part.

        Parameters
        ----------
        streets : GeoDataFrame
            LineStrings (or MultiLineStrings) in a projected CRS, metres.

        Raises
        ------
        NetworkError
            When there are no streets, they are not in metres, or they have no length.
        """
        _refuse_useless(streets)
        shapes = shapely.get_parts(streets.geometry.dropna().to_numpy())
        lines = shapes[shapely.get_type_id(shapes) == shapely.GeometryType.LINESTRING]
        lines = lines[shapely.length(lines) > 0]
        if not len(lines):
            raise NetworkError(
                f"None of the {len(streets):,} streets is a line with a length. Give the street "
                "layer, not points or areas."
            )
        whole = noded(lines)
        if not len(whole.u):
            raise NetworkError("The streets are all shorter than 10 cm. Are they in metres?")
        kept, parts = largest_part(whole)
        graph = whole.only(kept)
        edges = graph.lines()
        left_out = float(whole.length_m[~kept].sum())
        return cls(graph, CRS(streets.crs), left_out, parts, edges, STRtree(edges))

    @property
    def length_m(self) -> float:
        """Metres of street that can be walked."""
        return float(self.graph.length_m.sum())

    @property
    def notices(self) -> tuple[str, ...]:
        """What a reader must know of the streets that were left out."""
        if not self.n_left_out_parts:
            return ()
        pieces = "1 piece" if self.n_left_out_parts == 1 else f"{self.n_left_out_parts:,} pieces"
        notice = (
            f"{distance(self.n_left_out_m)} of street, in {pieces}, is not joined to the rest "
            "and is left out of the routes."
        )
        return (notice,)

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
        """Measure the walks from each point to every other, along streets.

        Parameters
        ----------
        points : sequence of (x, y)
            In the network's CRS. The way from a point to its nearest street counts as walked;
            a point more than `REACH_M` away is unreachable.

        Returns
        -------
        Walks
            Lengths in metres, and paths on demand.
        """
        spots = np.asarray(points, dtype=float).reshape(-1, 2)
        snapped = self.snap(points)
        return walks_between(self.graph, self.lines, spots, snapped, REACH_M)

    def off_street_m(self, points: Floats) -> Floats:
        """Distance of each point (n, 2) from the nearest street that is walked."""
        gaps = np.full(len(points), np.inf)
        which, found = self.tree.query_nearest(
            shapely.points(points), all_matches=False, return_distance=True
        )
        gaps[which[0]] = found
        return gaps


def _refuse_useless(streets: gpd.GeoDataFrame) -> None:
    if streets.empty:
        raise NetworkError("There are no streets to walk. Add a streets file to the workspace.")
    if streets.crs is None or not CRS(streets.crs).is_projected:
        raise NetworkError(
            "The streets are not in metres; expected a projected coordinate system such as "
            "EPSG:27700. Read them with read_layer."
        )
