"""Hotspots and interchanges as places for a patrol: where to stand, when, and why.

Values are 0 until the places of the day are known.
"""

import geopandas as gpd
import shapely
from shapely.geometry import Point
from shapely.ops import nearest_points

from geo.clock import SchoolDay
from geo.dispersal import Dispersal
from geo.hotspots import Hotspots
from geo.layers import Layers
from geo.model import XY, Hotspot, Place, PlaceKind
from geo.patrol import wording
from geo.patrol.expected import place_id_of
from geo.patrol.feeding import Feeding, kind_share


def hotspot_places(hotspots: Hotspots, layers: Layers, day: SchoolDay) -> list[Place]:
    """One place for each hotspot, by rank."""
    return [
        Place(
            place_id=place_id_of(spot),
            kind=PlaceKind.HOTSPOT,
            name=spot.name,
            point=_on_street_inside(spot, layers.streets),
            value=(0.0,) * day.window.n_slices,
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


def interchange_places(layers: Layers, day: SchoolDay, flow: Dispersal | None) -> list[Place]:
    """One place for each interchange, the busiest kinds first."""
    feeding = Feeding(layers, day, flow)
    rows = layers.interchanges.drop_duplicates("interchange_id")
    columns = (rows["interchange_id"], rows["name"], rows["kind"], rows.geometry)
    places = []
    for ident, name, kind, point in zip(*columns, strict=True):
        coming = feeding.coming(point)
        place = Place(
            place_id=f"interchange-{ident}",
            kind=PlaceKind.INTERCHANGE,
            name=str(name),
            point=(point.x, point.y),
            value=(0.0,) * day.window.n_slices,
            opens_min=day.window.start_min,
            closes_min=day.window.end_min - 1,
            why=wording.why_interchange(coming),
            look_out_for=wording.look_out_at_interchange(str(kind)),
            quiet_from_min=coming.until_min if coming else None,
            why_quiet=wording.why_interchange_quiet(coming.until_min) if coming else "",
        )
        places.append((-kind_share(str(kind)), place.place_id, place))
    return [place for *_, place in sorted(places, key=lambda found: found[:2])]
