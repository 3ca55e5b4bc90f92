"""What shapes must heed: streets to follow, barriers that keep apart, masks to avoid."""

import difflib
from collections.abc import Sequence
from dataclasses import dataclass, field
from functools import cached_property
from typing import Final, Self

import geopandas as gpd
import numpy as np
import pandas as pd
import shapely
from shapely.geometry import Polygon
from shapely.geometry.base import BaseGeometry

from geo.arrays import Shapes
from geo.errors import SettingError
from geo.layers import Layers

_TRACK_M: Final = 1.0
_LINES: Final = (shapely.GeometryType.LINESTRING, shapely.GeometryType.LINEARRING)


@dataclass(frozen=True, eq=False)
class Surroundings:
    """Streets, barriers and masks of an area, in the workspace's CRS (metres).

    Attributes
    ----------
    streets : ndarray of LineString
        What an officer can walk along.
    water : ndarray of Polygon
        Rivers, docks, lakes: nobody crosses them but by a street. Streams drawn as lines are none.
    rails : ndarray of LineString or Polygon
        Railways.
    masks : ndarray of Polygon
        Where no hotspot may lie.
    """

    streets: Shapes = field(repr=False)
    water: Shapes = field(repr=False)
    rails: Shapes = field(repr=False)
    masks: Shapes = field(repr=False)

    @classmethod
    def of(cls, layers: Layers, masks: Sequence[str] = ()) -> Self:
        """Take them from the layers of an area.

        Parameters
        ----------
        layers : Layers
            Streets, basemap (kinds water and rail) and areas.
        masks : sequence of str
            Codes or names of areas, or names of shapes of the basemap, in any case.

        Raises
        ------
        SettingError
            When a mask is neither.
        """
        kind = layers.basemap["kind"]
        return cls(
            streets=_parts(layers.streets.geometry, *_LINES),
            water=_parts(layers.basemap.geometry[kind == "water"], shapely.GeometryType.POLYGON),
            rails=_parts(
                layers.basemap.geometry[kind == "rail"], *_LINES, shapely.GeometryType.POLYGON
            ),
            masks=_masks(layers, masks),
        )

    @cached_property
    def street_tree(self) -> shapely.STRtree:
        """Streets by where they lie."""
        return shapely.STRtree(self.streets)

    @cached_property
    def barriers(self) -> Shapes:
        """Water and railways as polygons; a track is two metres wide."""
        is_line = shapely.get_dimensions(self.rails) == 1
        tracks = np.where(is_line, shapely.buffer(self.rails, _TRACK_M), self.rails)
        return np.concatenate([self.water, tracks])

    @cached_property
    def barrier_tree(self) -> shapely.STRtree:
        """Barriers by where they lie."""
        return shapely.STRtree(self.barriers)

    @cached_property
    def masked(self) -> BaseGeometry:
        """The masks as one shape."""
        return shapely.union_all(self.masks) if len(self.masks) else Polygon()


def _parts(shapes: gpd.GeoSeries, *kinds: shapely.GeometryType) -> Shapes:
    """Single shapes of some kinds."""
    single = shapely.get_parts(shapes.dropna().to_numpy())
    return np.asarray(
        single[np.isin(shapely.get_type_id(single), kinds) & ~shapely.is_empty(single)],
        dtype=object,
    )


def _masks(layers: Layers, names: Sequence[str]) -> Shapes:
    """Polygons of the areas and of the basemap shapes that are meant."""
    called = pd.concat(
        [
            layers.areas[["geometry"]].assign(name=layers.areas["ward_code"]),
            layers.areas[["geometry", "name"]],
            layers.basemap[["geometry", "name"]],
        ]
    )
    called = called[called["name"].fillna("") != ""]
    plain = called["name"].str.strip().str.casefold()
    missing = [name for name in names if name.strip().casefold() not in set(plain)]
    if missing:
        raise SettingError(_unknown(missing, called["name"].drop_duplicates().tolist()))
    meant = called.geometry[plain.isin([name.strip().casefold() for name in names])]
    return _parts(meant, shapely.GeometryType.POLYGON)


def _unknown(missing: list[str], known: list[str]) -> str:
    plain = {name.strip().casefold(): name for name in known}
    near = difflib.get_close_matches(missing[0].strip().casefold(), plain, n=1)
    hint = f" (did you mean {plain[near[0]]}?)" if near else ""
    return (
        f"The masks name {', '.join(missing)}{hint}; expected codes or names of areas, or names of "
        "shapes on the basemap. Mend masks in afterbell.toml, or bring the missing shapes in."
    )
