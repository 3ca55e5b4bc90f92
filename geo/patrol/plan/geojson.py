"""A plan as GeoJSON (RFC 7946): WGS84, a line a leg and loop, a point a stop, in a fixed order."""

from collections.abc import Sequence
from typing import Final

import geopandas as gpd
import shapely
from shapely.geometry import LineString, Point

from geo.clock import SchoolDay
from geo.crs import WGS84
from geo.layers import Layers
from geo.model import Leg, Route, Stop, clock

_DECIMALS: Final = 7

_Feature = dict[str, object]


def plan_geojson(
    routes: Sequence[Route], layers: Layers, day: SchoolDay, *, seed: int, notices: Sequence[str]
) -> dict[str, object]:
    """A FeatureCollection with a member ``afterbell`` that says what it is.

    Parameters
    ----------
    routes : sequence of Route
        In the CRS of the layers.
    """
    parts: list[tuple[_Feature, LineString | Point]] = []
    for route in routes:
        legs = [(_leg(route, n, leg), leg.path) for n, leg in enumerate(route.legs, 1)]
        stops = [
            (_stop(route, n, stop), Point(stop.place.point))
            for n, stop in enumerate(route.stops, 1)
        ]
        parts += [*legs, *stops, *_loops(route)]
    shapes = gpd.GeoSeries([shape for _, shape in parts], crs=layers.crs).to_crs(WGS84)
    return {
        "type": "FeatureCollection",
        "afterbell": _about(layers, day, seed, notices),
        "features": [
            {"type": "Feature", "geometry": _geometry(shape), "properties": properties}
            for (properties, _), shape in zip(parts, shapes, strict=True)
        ],
    }


def _loops(route: Route) -> list[tuple[_Feature, LineString | Point]]:
    return [
        (_loop(route, n, stop, stop.loop), stop.loop)
        for n, stop in enumerate(route.stops, 1)
        if stop.loop is not None
    ]


def _about(layers: Layers, day: SchoolDay, seed: int, notices: Sequence[str]) -> _Feature:
    area = layers.area
    return {
        "area": area.name,
        "marking": area.marking,
        "status": "DRAFT until approved",
        "simulated": area.simulated,
        "data_as_at": area.data_as_at.isoformat() if area.data_as_at else None,
        "date": day.date.isoformat(),
        "window": str(day.window),
        "seed": seed,
        "layers_version": layers.version,
        "notices": list(notices),
    }


def _leg(route: Route, order: int, leg: Leg) -> _Feature:
    return {
        "feature": "leg",
        "patrol": route.patrol.name,
        "order": order,
        "mode": route.patrol.mode.value,
        "depart": clock(leg.depart_min),
        "arrive": clock(leg.arrive_min),
        "length_m": round(leg.length_m, 1),
        "walk_min": leg.arrive_min - leg.depart_min,
        "rides": [ride.label for ride in leg.rides],
    }


def _loop(route: Route, order: int, stop: Stop, line: LineString) -> _Feature:
    return {
        "feature": "loop",
        "patrol": route.patrol.name,
        "order": order,
        "arrive": clock(stop.arrive_min),
        "leave": clock(stop.leave_min),
        "place_id": stop.place.place_id,
        "length_m": round(line.length, 1),
    }


def _stop(route: Route, order: int, stop: Stop) -> _Feature:
    return {
        "feature": "stop",
        "patrol": route.patrol.name,
        "order": order,
        "arrive": clock(stop.arrive_min),
        "leave": clock(stop.leave_min),
        "place_id": stop.place.place_id,
        "name": stop.place.name,
        "kind": stop.place.kind.value,
        "why": stop.why,
        "look_out_for": stop.place.look_out_for,
        "letting_out": list(stop.letting_out),
        "locked": stop.locked,
        "beside": list(stop.beside),
    }


def _geometry(shape: LineString | Point) -> _Feature:
    pairs = [
        [round(float(x), _DECIMALS), round(float(y), _DECIMALS)]
        for x, y in shapely.get_coordinates(shape)
    ]
    if isinstance(shape, Point):
        return {"type": "Point", "coordinates": pairs[0]}
    return {"type": "LineString", "coordinates": pairs}
