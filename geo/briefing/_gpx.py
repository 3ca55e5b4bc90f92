"""The plan for a map application: a track a patrol, with its legs and loops, and a point a stop."""

from collections.abc import Iterator, Sequence
from typing import Final
from xml.etree import ElementTree as ET

import geopandas as gpd
import shapely
from shapely.geometry import LineString, Point
from shapely.geometry.base import BaseGeometry

from geo.briefing._lines import Assignment, StopLine
from geo.briefing.sheet import Sheet
from geo.crs import WGS84
from geo.model import Route

_NAMESPACE: Final = "http://www.topografix.com/GPX/1/1"
_DECIMALS: Final = 7


def render(briefing: Sheet) -> str:
    """Write a briefing as GPX 1.1, in WGS84.

    Each patrol is one track: a segment for each leg, and after it one for the loop of the stop.
    Clock times stand in the names of the stops, as the track is no recording.
    """
    root = ET.Element("gpx", {"version": "1.1", "creator": "Afterbell", "xmlns": _NAMESPACE})
    about = ET.SubElement(root, "metadata")
    _text(about, "name", f"{briefing.title}, {briefing.area}, {briefing.short_date}")
    _text(about, "desc", briefing.handling)
    pairs = list(zip(briefing.assignments, briefing.scene.routes, strict=True))
    crs = briefing.scene.layers.crs
    for assignment, route in pairs:
        points = _to_wgs84([Point(stop.place.point) for stop in route.stops], crs)
        for line, point in zip(assignment.stops, points, strict=True):
            _add_stop(root, line, point)
    for assignment, route in pairs:
        _add_track(root, assignment, _to_wgs84(list(_legs_and_loops(route)), crs))
    ET.indent(root)
    return '<?xml version="1.0" encoding="UTF-8"?>\n' + ET.tostring(root, encoding="unicode") + "\n"


def _legs_and_loops(route: Route) -> Iterator[LineString]:
    """Legs and loops in the order in which they are walked."""
    ahead = list(route.legs)
    if route.patrol.start is not None and ahead:
        yield ahead.pop(0).path
    for stop in route.stops:
        if stop.loop is not None:
            yield stop.loop
        if ahead:
            yield ahead.pop(0).path


def _to_wgs84(shapes: Sequence[BaseGeometry], crs: object) -> list[BaseGeometry]:
    return list(gpd.GeoSeries(list(shapes), crs=crs).to_crs(WGS84))


def _add_stop(root: ET.Element, line: StopLine, point: BaseGeometry) -> None:
    place = ET.SubElement(root, "wpt", _position(*shapely.get_coordinates(point)[0]))
    _text(place, "name", f"{line.label} {line.arrive}–{line.leave} {line.name}")
    _text(place, "desc", " ".join(line.sentences()))
    _text(place, "type", line.kind)


def _add_track(root: ET.Element, assignment: Assignment, lines: list[BaseGeometry]) -> None:
    track = ET.SubElement(root, "trk")
    _text(track, "name", f"{assignment.style.letter} {assignment.name}")
    _text(track, "desc", ". ".join(filter(None, (assignment.summary, assignment.way_back))))
    for line in lines:
        segment = ET.SubElement(track, "trkseg")
        for lon, lat in shapely.get_coordinates(line):
            ET.SubElement(segment, "trkpt", _position(lon, lat))


def _position(lon: float, lat: float) -> dict[str, str]:
    return {"lat": f"{lat:.{_DECIMALS}f}", "lon": f"{lon:.{_DECIMALS}f}"}


def _text(parent: ET.Element, tag: str, text: str) -> None:
    ET.SubElement(parent, tag).text = text
