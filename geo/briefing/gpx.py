"""The plan for a map application: a track a patrol, with its legs and loops, and a point a stop."""

from collections.abc import Iterator, Sequence
from typing import Final
from xml.etree import ElementTree as ET

import geopandas as gpd
import shapely
from shapely.geometry import LineString, Point
from shapely.geometry.base import BaseGeometry

from geo.briefing.lines import Assignment, StopLine
from geo.briefing.sheet import Sheet
from geo.crs import WGS84
from geo.model import Route
from geo.text import SIMULATED

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
    _text(about, "desc", said_of(briefing))
    pairs = list(zip(briefing.assignments, briefing.scene.routes, strict=True))
    crs = briefing.scene.layers.crs
    for assignment, route in pairs:
        at = _moved([Point(stop.place.point) for stop in route.stops], crs)
        for line, point in zip(assignment.stops, at, strict=True):
            _add_stop(root, line, point)
    for assignment, route in pairs:
        _add_track(root, assignment, _moved(list(_lines(route)), crs))
    ET.indent(root)
    return '<?xml version="1.0" encoding="UTF-8"?>\n' + ET.tostring(root, encoding="unicode") + "\n"


def said_of(briefing: Sheet) -> str:
    """Marking, status, what changed since, age of the data, and that it is invented where it is."""
    changed = f" {briefing.out_of_date}." if briefing.out_of_date else ""
    said = f"{briefing.marking}. {briefing.status}.{changed} {briefing.data_as_at}."
    return f"{said} {SIMULATED}." if briefing.simulated else said


def told(stop: StopLine) -> Iterator[str]:
    """What is said of a stop, a sentence each."""
    if stop.beside:
        yield f"With {stop.beside}."
    yield stop.why
    if stop.loop:
        yield f"{stop.loop}."
    if stop.look_out_for:
        yield f"Look out for: {stop.look_out_for}"
    if stop.letting_out:
        yield f"Letting out: {'; '.join(stop.letting_out)}."
    if stop.walk:
        yield f"The way there: {stop.walk}."


def _lines(route: Route) -> Iterator[LineString]:
    """Legs and loops in the order in which they are walked."""
    ahead = list(route.legs)
    if route.patrol.start is not None and ahead:
        yield ahead.pop(0).path
    for stop in route.stops:
        if stop.loop is not None:
            yield stop.loop
        if ahead:
            yield ahead.pop(0).path


def _moved(shapes: Sequence[BaseGeometry], crs: object) -> list[BaseGeometry]:
    return list(gpd.GeoSeries(list(shapes), crs=crs).to_crs(WGS84))


def _add_stop(root: ET.Element, line: StopLine, point: BaseGeometry) -> None:
    place = ET.SubElement(root, "wpt", _at(*shapely.get_coordinates(point)[0]))
    _text(place, "name", f"{line.label} {line.arrive}\N{EN DASH}{line.leave} {line.name}")
    _text(place, "desc", " ".join(told(line)))
    _text(place, "type", line.kind)


def _add_track(root: ET.Element, assignment: Assignment, lines: list[BaseGeometry]) -> None:
    track = ET.SubElement(root, "trk")
    _text(track, "name", f"{assignment.style.letter} {assignment.name}")
    _text(track, "desc", ". ".join(filter(None, (assignment.summary, assignment.way_back))))
    for line in lines:
        xy = shapely.get_coordinates(line)
        segment = ET.SubElement(track, "trkseg")
        for x, y in xy:
            ET.SubElement(segment, "trkpt", _at(x, y))


def _at(lon: float, lat: float) -> dict[str, str]:
    return {"lat": f"{lat:.{_DECIMALS}f}", "lon": f"{lon:.{_DECIMALS}f}"}


def _text(parent: ET.Element, tag: str, text: str) -> None:
    ET.SubElement(parent, tag).text = text
