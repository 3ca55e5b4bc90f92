"""Where a patrol could be sent: hotspots, school gates and interchanges, once each."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import cached_property
from typing import Final

import geopandas as gpd
import pandas as pd
import shapely
from shapely.geometry import Point
from shapely.ops import nearest_points

from geo.clock import Bell, SchoolDay
from geo.crs import name_of
from geo.errors import SettingError
from geo.hotspots import Hotspots
from geo.layers import Layers
from geo.model import XY, Hotspot, Place, PlaceKind
from geo.patrol import wording
from geo.patrol.corners import one_per_corner
from geo.patrol.gates import gate_places
from geo.patrol.values import (
    VisitValue,
    harm_by_slice,
    hotspot_values,
    interchange_values,
    last_at_interchange,
    pupils_that_count,
    rounded,
    same_slices,
)

#: Pupils of schools within this distance walk to an interchange.
_FEEDS_M: Final = 800.0


@dataclass(frozen=True)
class Places:
    """The places of one day, best first within each kind.

    Iterates over `geo.model.Place`.

    Attributes
    ----------
    layers : Layers
        What they were made from; also says whose marking an export carries.
    hotspots : Hotspots
    """

    items: tuple[Place, ...]
    layers: Layers = field(compare=False, repr=False)
    hotspots: Hotspots = field(compare=False, repr=False)

    def __post_init__(self) -> None:
        twice = sorted({p.place_id for p in self.items if self._count(p.place_id) > 1})
        if twice:
            raise SettingError(f"These place ids occur more than once: {', '.join(twice)}.")

    def __iter__(self) -> Iterator[Place]:
        return iter(self.items)

    def __len__(self) -> int:
        return len(self.items)

    @cached_property
    def by_id(self) -> dict[str, Place]:
        """Each place under its ``place_id``."""
        return {place.place_id: place for place in self.items}

    def _count(self, place_id: str) -> int:
        return sum(place.place_id == place_id for place in self.items)


def candidate_places(
    hotspots: Hotspots, layers: Layers, day: SchoolDay, balance: VisitValue | None = None
) -> Places:
    """List where a patrol could be sent on a day, and what a visit is worth slice by slice.

    Places less than 60 m apart become one, and so does what lies inside a hotspot: the hotspot,
    otherwise the interchange, keeps the others' schools, value and words.

    Parameters
    ----------
    hotspots : Hotspots
        Found for the day's window.
    layers : Layers
        Schools, gates, interchanges and streets, in the same CRS.
    balance : VisitValue, optional
        Harm against reassurance.

    Raises
    ------
    SettingError
        When the hotspots are of another window or another CRS.
    """
    weights = balance or VisitValue()
    _refuse_mismatch(hotspots, layers, day)
    found = [
        *_hotspot_places(hotspots, layers, day, weights),
        *_interchange_places(layers, day, weights),
        *gate_places(layers, day, weights),
    ]
    shapes = {_hotspot_id(spot): spot.shape for spot in hotspots}
    return Places(tuple(one_per_corner(found, shapes)), layers, hotspots)


def _refuse_mismatch(hotspots: Hotspots, layers: Layers, day: SchoolDay) -> None:
    if not same_slices(hotspots.window, day.window):
        raise SettingError(
            f"The hotspots were found for another window than {day.window}. Find them again with "
            "detect_hotspots(incidents, day.window, ...)."
        )
    if hotspots.crs != layers.crs:
        raise SettingError(
            f"The hotspots are in {name_of(hotspots.crs)} and the layers in "
            f"{name_of(layers.crs)}; use one workspace for both."
        )


def _hotspot_id(hotspot: Hotspot) -> str:
    return f"hotspot-{hotspot.hotspot_id}"


def _hotspot_places(
    hotspots: Hotspots, layers: Layers, day: SchoolDay, balance: VisitValue
) -> list[Place]:
    worst = max((float(harm_by_slice(spot).max()) for spot in hotspots), default=0.0)
    return [
        Place(
            place_id=_hotspot_id(spot),
            kind=PlaceKind.HOTSPOT,
            name=spot.name,
            point=_on_street_inside(spot, layers.streets),
            value=rounded(hotspot_values(spot, worst, balance)),
            opens_min=day.window.start_min,
            closes_min=day.window.end_min - 1,
            why=wording.why_hotspot(spot),
            look_out_for=wording.look_out_at_hotspot(spot),
        )
        for spot in hotspots
    ]


def _on_street_inside(hotspot: Hotspot, streets: gpd.GeoDataFrame) -> XY:
    """The point of a street inside a hotspot that is nearest to its middle."""
    middle = hotspot.shape.centroid
    centre = middle if hotspot.shape.contains(middle) else Point(hotspot.centre)
    if len(streets):
        near = streets.geometry.iloc[streets.sindex.query(hotspot.shape, predicate="intersects")]
        inside = near.intersection(hotspot.shape)
        inside = inside[inside.length > 0]
        if len(inside):
            centre = nearest_points(shapely.unary_union(inside.to_numpy()), centre)[0]
    return round(centre.x, 2), round(centre.y, 2)


def _interchange_places(layers: Layers, day: SchoolDay, balance: VisitValue) -> list[Place]:
    feeding = _Feeding(layers.schools, day)
    rows = layers.interchanges.drop_duplicates("interchange_id")
    columns = (rows["interchange_id"], rows["name"], rows["kind"], rows.geometry)
    places = []
    for ident, name, kind, point in zip(*columns, strict=True):
        arriving = feeding.near(point)
        bells = [bell for bell, _ in arriving]
        place = Place(
            place_id=f"interchange-{ident}",
            kind=PlaceKind.INTERCHANGE,
            name=str(name),
            point=(point.x, point.y),
            value=rounded(interchange_values(str(kind), arriving, day, balance)),
            opens_min=day.window.start_min,
            closes_min=day.window.end_min - 1,
            why=wording.why_interchange(bells),
            look_out_for=wording.look_out_at_interchange(str(kind)),
            quiet_from_min=last_at_interchange(bells) if bells else None,
            why_quiet=wording.why_interchange_quiet(bells) if bells else "",
        )
        places.append(place)
    return sorted(places, key=lambda p: (-sum(p.value), p.place_id))


@dataclass(frozen=True)
class _Feeding:
    """Which schools let out near a point."""

    schools: gpd.GeoDataFrame
    day: SchoolDay

    def near(self, point: Point) -> list[tuple[Bell, float]]:
        """Bells of the schools around a point, earliest first, and the pupils that count."""
        around = self.schools[self.schools.geometry.distance(point) <= _FEEDS_M]
        pupils = {
            str(urn): pupils_that_count(None if pd.isna(n) else int(n), str(phase))
            for urn, n, phase in zip(around["urn"], around["pupils"], around["phase"], strict=True)
        }
        start, end = self.day.window.start_min - 30, self.day.window.end_min
        rung = [b for b in self.day.bells if start < b.finish_min + b.stagger_min < end]
        return [(bell, pupils[bell.urn]) for bell in rung if bell.urn in pupils]
