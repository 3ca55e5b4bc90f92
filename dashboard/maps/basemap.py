"""The ground of a map: water, parks, rail, streets by weight, wards, and a few names.

It is drawn from the area's own layers, on one canvas, out of a short text: whole numbers of 0.00001
degrees, each the difference from the one before. `basemap` makes that text once, to be cached.
"""

import math
from typing import Any, Final

import folium
import geopandas as gpd
import numpy as np
import shapely
from branca.element import Element, MacroElement
from folium.template import Template

from dashboard import assets, theme
from dashboard.maps import safe
from dashboard.maps.clicked import ClicksAlone
from dashboard.maps.look import DAY, Look
from geo.crs import WGS84
from geo.layers import Layers

_STEPS_PER_DEGREE: Final = 100_000
_STREET_NAMES: Final = 12
_AREA_NAMES: Final = 8
#: A map of one point still shows what is around it.
_LEAST_M: Final = 500.0
_DRAW: Final = (assets.STYLE / "ground.js").read_text(encoding="utf-8")


class _Basemap(MacroElement):
    """Draws the text that `ground` makes."""

    _template = Template(
        "{% macro script(this, kwargs) %}"
        "(function (map, ground, look) {" + _DRAW + "})"
        "({{ this._parent.get_name() }}, {{ this.data }}, {{ this.look }});"
        "{% endmacro %}"
    )

    def __init__(self, data: str, look: Look) -> None:
        super().__init__()  # type: ignore[no-untyped-call]  # branca ships no types
        self._name = "Ground"
        self.data = data
        self.look = safe.literal(_drawn(look))


def base(basemap_text: str, look: Look = DAY) -> folium.Map:
    """A fresh map of an area, its scripts and styles served by the app itself.

    Give each page its own: drawing changes it.

    Parameters
    ----------
    basemap_text : str
        As `basemap` returns it.
    """
    area = folium.Map(tiles=None, zoom_control=False, attribution_control=False, zoom_snap=0.25)
    area.default_js, area.default_css = list(assets.MAP_SCRIPTS), list(assets.MAP_STYLES)
    figure: Any = area.get_root()  # branca types it as an element, and it is a figure
    figure.header.add_child(Element(f"<style>{theme.map_css(look.name)}</style>"))
    area.add_child(_Basemap(basemap_text, look))
    area.add_child(ClicksAlone())
    return area


def basemap(layers: Layers, look_at: gpd.GeoDataFrame | None = None) -> str:
    """The basemap of an area as short text.

    Parameters
    ----------
    layers : Layers
        In their projected CRS; whatever is missing is left out.
    look_at : GeoDataFrame, optional
        What the map shows first; without it the area as a whole.
    """
    streets, shapes = layers.streets, layers.basemap
    kinds = {kind: _lines(streets[streets["kind"] == kind], 3) for kind in _STREET_KINDS}
    content: dict[str, Any] = {
        "streets": kinds,
        "parks": _areas(shapes, "park"),
        "water": _areas(shapes, "water"),
        "streams": _lines(_of(shapes, "water", 1), 4),
        "rail": _lines(_of(shapes, "rail", 1), 3),
        "wards": _lines(layers.areas.assign(geometry=layers.areas.boundary), 5),
        "names": [*_street_names(streets), *_area_names(shapes), *_ward_names(layers.areas)],
        "bounds": _bounds(layers, look_at),
    }
    return safe.literal(content)


_STREET_KINDS: Final = tuple(kind for kind, _, _ in DAY.streets)


def _drawn(look: Look) -> dict[str, Any]:
    return {
        "ground": look.backdrop,
        "water": look.water,
        "park": look.park,
        "rail": look.rail,
        "ward": look.ward,
        "halo": look.backdrop,
        "streets": look.streets,
        "images": assets.MAP_IMAGES,
        "scale": look.scale,
    }


def _of(frame: gpd.GeoDataFrame, kind: str, dimension: int) -> gpd.GeoDataFrame:
    if frame.empty:
        return frame
    alike = shapely.get_dimensions(frame.geometry.to_numpy()) == dimension
    return frame[(frame["kind"] == kind) & alike]


def _lines(frame: gpd.GeoDataFrame, tolerance_m: float) -> list[list[int]]:
    """Lines joined where they continue, thinned, and written as differences."""
    if frame.empty:
        return []
    parts = shapely.get_parts(frame.geometry.to_numpy())
    joined = shapely.get_parts(shapely.line_merge(shapely.multilinestrings(list(parts))))
    thin = shapely.simplify(joined, tolerance_m)
    return _differences(gpd.GeoSeries(thin, crs=frame.crs))


def _areas(frame: gpd.GeoDataFrame, kind: str) -> list[list[list[int]]]:
    """Polygons thinned, each a list of rings written as differences."""
    chosen = _of(frame, kind, 2)
    parts = shapely.get_parts(shapely.simplify(chosen.geometry.to_numpy(), 4))
    areas = []
    for part in parts[~shapely.is_empty(parts)] if len(parts) else []:
        rings = gpd.GeoSeries(shapely.get_rings(part), crs=frame.crs)
        areas.append(_differences(rings))
    return areas


def _differences(shapes: gpd.GeoSeries) -> list[list[int]]:
    moved = shapes.to_crs(WGS84).to_numpy()
    coordinates, owner = shapely.get_coordinates(moved, return_index=True)
    steps = np.rint(coordinates[:, ::-1] * _STEPS_PER_DEGREE).astype(int)
    pieces = np.split(steps, np.flatnonzero(np.diff(owner)) + 1) if len(steps) else []
    return [np.diff(piece, axis=0, prepend=0).ravel().tolist() for piece in pieces]


def _street_names(streets: gpd.GeoDataFrame) -> list[list[Any]]:
    """Names of the longest main and high streets, along their run."""
    if streets.empty:
        return []
    named = streets[streets["kind"].isin(["main", "high street"]) & _named(streets)]
    runs = named.dissolve("name") if len(named) else named
    longest = runs.geometry.length.sort_values(ascending=False).index[:_STREET_NAMES]
    found = []
    for name in longest:
        merged = runs.geometry[name]
        parts = shapely.get_parts(
            shapely.line_merge(merged) if merged.geom_type != "LineString" else merged
        )
        run = parts[int(np.argmax(shapely.length(parts)))]
        found.append(_name_along(str(name), run, streets))
    return found


def _name_along(name: str, run: Any, frame: gpd.GeoDataFrame) -> list[Any]:  # noqa: ANN401 - a line
    middle = run.length / 2
    here, before, after = (run.interpolate(middle + d) for d in (0, -60, 60))
    (lat, lon), *_ = safe.points([(here.x, here.y)], frame.crs)
    angle = math.degrees(math.atan2(after.y - before.y, after.x - before.x))
    return ["street", safe.text(name), lat, lon, round(-((angle + 90) % 180 - 90), 1)]


def _area_names(basemap: gpd.GeoDataFrame) -> list[list[Any]]:
    if basemap.empty:
        return []
    named = basemap[_named(basemap) & basemap["kind"].isin(["park", "water"])]
    named = named[shapely.get_dimensions(named.geometry.to_numpy()) == 2]
    largest = named.loc[named.area.sort_values(ascending=False).index[:_AREA_NAMES]]
    inside = largest.representative_point()
    at = safe.points(list(zip(inside.x, inside.y, strict=True)), basemap.crs)
    rows = zip(largest["kind"], largest["name"], at, strict=True)
    return [[kind, safe.text(name), lat, lon, 0] for kind, name, (lat, lon) in rows]


def _ward_names(areas: gpd.GeoDataFrame) -> list[list[Any]]:
    inside = areas.representative_point()
    at = safe.points(list(zip(inside.x, inside.y, strict=True)), areas.crs)
    rows = zip(areas["name"], at, strict=True)
    return [["ward", safe.text(name), lat, lon, 0] for name, (lat, lon) in rows]


def _named(frame: gpd.GeoDataFrame) -> Any:  # noqa: ANN401 - a mask
    return frame["name"].notna() & (frame["name"] != "")


def _bounds(layers: Layers, look_at: gpd.GeoDataFrame | None) -> list[list[float]]:
    """South-west and north-east corners of what the area is about."""
    for frame in (look_at, layers.streets, layers.areas, layers.schools, layers.incidents):
        if frame is not None and len(frame):
            corners = gpd.GeoSeries([shapely.box(*_middle_box(frame))], crs=frame.crs)
            west, south, east, north = corners.to_crs(WGS84).total_bounds.round(5).tolist()
            return [[south, west], [north, east]]
    return [[49.9, -6.0], [58.7, 1.8]]


def _middle_box(frame: gpd.GeoDataFrame) -> list[float]:
    """Bounds of a layer, but for the few shapes that lie far from the others."""
    bounds = frame.geometry.bounds.to_numpy()
    west, south = np.quantile(bounds[:, :2], 0.002, axis=0).tolist()
    east, north = np.quantile(bounds[:, 2:], 0.998, axis=0).tolist()
    pad_m = _LEAST_M / 2 if max(east - west, north - south) < _LEAST_M else 0.0
    return [west - pad_m, south - pad_m, east + pad_m, north + pad_m]
