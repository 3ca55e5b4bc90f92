"""Data on its way into a map: text escaped, ids carried along, coordinates in WGS84."""

import html
import json
import re
from collections.abc import Sequence
from typing import Final

import geopandas as gpd
import numpy as np
import shapely
from pyproj import CRS
from shapely.geometry.base import BaseGeometry

from geo.crs import WGS84
from geo.model import XY

LatLon = tuple[float, float]
Nest = list[list[list[LatLon]]]

_ID: Final = re.compile(r"⟦([^⟦⟧]+)⟧\s*$")
#: What ends or opens something in a JavaScript template literal, as HTML entities.
_LITERAL: Final = {"`": "&#96;", "\\": "&#92;", "$": "&#36;", "{": "&#123;", "}": "&#125;"}


def text(value: object) -> str:
    """A value as text that neither HTML nor a JavaScript template literal can mistake for code."""
    plain = html.escape(str(value).replace("⟦", "(").replace("⟧", ")"), quote=True)
    return "".join(_LITERAL.get(letter, letter) for letter in plain)


def tagged(ident: str) -> str:
    """An id as a map carries it in a tooltip, out of sight."""
    return f'<span class="ab-id">⟦{text(ident)}⟧</span>'


def clicked_id(tooltip: str | None) -> str | None:
    """The id in the tooltip of what was clicked; None where it has none."""
    found = _ID.search(tooltip or "")
    return html.unescape(found.group(1)) if found else None


def literal(value: object) -> str:
    """A value as JSON that is safe inside a script."""
    plain = json.dumps(value, ensure_ascii=False, separators=(",", ":"))
    return plain.replace("<", "\\u003c")


def points(places: Sequence[XY], crs: CRS) -> list[LatLon]:
    """Points (x, y) of a projected CRS as latitude and longitude."""
    if not len(places):
        return []
    x, y = np.asarray(places, dtype=float).T
    moved = gpd.GeoSeries(gpd.points_from_xy(x, y), crs=crs).to_crs(WGS84)
    return list(zip(moved.y.round(6).tolist(), moved.x.round(6).tolist(), strict=True))


def lines(shapes: Sequence[BaseGeometry], crs: CRS) -> list[list[LatLon]]:
    """Lines of a projected CRS as lists of latitude and longitude."""
    return [_latlon(shape) for shape in _moved(shapes, crs)]


def polygons(shapes: Sequence[BaseGeometry], crs: CRS) -> list[Nest]:
    """Polygons of a projected CRS, each as parts of rings of latitude and longitude."""
    return [
        [[_latlon(ring) for ring in _rings(part)] for part in shapely.get_parts(shape)]
        for shape in _moved(shapes, crs)
    ]


def _moved(shapes: Sequence[BaseGeometry], crs: CRS) -> Sequence[BaseGeometry]:
    moved: Sequence[BaseGeometry] = gpd.GeoSeries(list(shapes), crs=crs).to_crs(WGS84).to_numpy()
    return moved


def _rings(polygon: BaseGeometry) -> list[BaseGeometry]:
    return [polygon.exterior, *polygon.interiors]


def _latlon(shape: BaseGeometry) -> list[LatLon]:
    xy = shapely.get_coordinates(shape).round(6)
    return [(lat, lon) for lon, lat in xy.tolist()]
