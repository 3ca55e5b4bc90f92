"""A layer on the map before anybody keeps it, or as it is kept.

Incidents are drawn as counts in squares, never as points: a square says how many, and no more.
"""

from typing import Final

import folium
import geopandas as gpd
import numpy as np
import shapely
from branca.element import MacroElement
from folium.template import Template

from dashboard.maps import marks, safe
from dashboard.maps.areas import area_of
from dashboard.maps.legend import Line
from dashboard.maps.look import DAY, Look
from dashboard.maps.places import interchange_picture, school_picture
from geo.model import LayerName
from geo.text import count_shown

#: Side of a square in metres, south-west corners, and how many points each holds.
Counted = tuple[int, np.ndarray, np.ndarray]
#: Two whole numbers in one: no square lies so far north.
_APART: Final = 2**32
_SIDES_M: Final = (250, 500, 1_000, 2_000, 5_000)
_MOST_SQUARES: Final = 1_500
_OPACITY: Final = 0.6
#: The sign in the legend is smaller, so a little stronger.
_SIGN_OPACITY: Final = 0.75
_MOST_POINTS: Final = 1_200
_COUNTED: Final = (LayerName.INCIDENTS, LayerName.CONTEXT)


def preview(
    frame: gpd.GeoDataFrame, layer: LayerName, counts: Counted | None = None, look: Look = DAY
) -> tuple[folium.FeatureGroup, list[Line]]:
    """What a layer looks like, and the legend of it.

    Parameters
    ----------
    frame : GeoDataFrame
        Rows of a layer, in metres.
    counts : Counted, optional
        As `counted` gives them, where they are at hand.
    """
    group = folium.FeatureGroup(name="Preview", control=False)
    if frame.empty:
        return group, []
    if layer in _COUNTED:
        return group, _squares(group, frame, counts or counted(frame), look)
    if layer in (LayerName.SCHOOLS, LayerName.GATES, LayerName.INTERCHANGES):
        return group, _points(group, frame, layer, look)
    return group, _shapes(group, frame, look)


class _Squares(MacroElement):
    """Squares on one canvas, over the ground and under its names; each says how many it holds."""

    _template = Template("""
        {% macro script(this, kwargs) %}
        (function (map, group, squares, fills, side) {
            if (!map.getPane("squares")) {
                map.createPane("squares").style.zIndex = 300;
                map.squares = L.canvas({ pane: "squares", padding: 0.5 });
            }
            const style = { pane: "squares", renderer: map.squares, stroke: false,
                            fill: true, fillOpacity: {{ this.opacity }}, smoothFactor: 0 };
            for (const [step, count, corners] of squares) {
                const said = `<b>${count}</b> in ${side} by ${side}`;
                L.polygon(corners, { ...style, fillColor: fills[step] })
                    .bindTooltip(said, { className: "ab-tip", sticky: true })
                    .addTo(group);
            }
        })({{ this._parent._parent.get_name() }}, {{ this._parent.get_name() }},
           {{ this.squares }}, {{ this.fills }}, {{ this.side }});
        {% endmacro %}
    """)

    def __init__(self, squares: list[list[object]], look: Look, side_m: int) -> None:
        super().__init__()  # type: ignore[no-untyped-call]  # branca ships no types
        self._name = "Squares"
        self.squares = safe.literal(squares)
        self.fills = safe.literal(look.ramp[1:])
        self.side = safe.literal(f"{side_m:,} m")
        self.opacity = _OPACITY


def _squares(
    group: folium.FeatureGroup, frame: gpd.GeoDataFrame, found: Counted, look: Look
) -> list[Line]:
    side_m, corners, counts = found
    west, south = corners.T
    boxes = shapely.box(west, south, west + side_m, south + side_m)
    steps = np.searchsorted(np.quantile(counts, (0.5, 0.8, 0.95)), counts, side="right")
    shapes = safe.polygons(boxes, frame.crs)
    squares: list[list[object]] = [
        [step, safe.text(count_shown(count)), shape[0][0][:4]]
        for step, count, shape in zip(steps.tolist(), counts.tolist(), shapes, strict=True)
    ]
    group.add_child(_Squares(squares, look, side_m))
    ramp = "linear-gradient(90deg," + ",".join(look.ramp[1:]) + ")"
    sign = f'<i class="ab-ramp" style="background:{ramp};opacity:{_SIGN_OPACITY}"></i>'
    return [(sign, f"Fewer to more, in squares of {side_m:,} m")]


def counted(frame: gpd.GeoDataFrame) -> Counted:
    """Points counted in squares small enough to say where, and few enough to be drawn.

    Returns
    -------
    int
        Side of a square in metres.
    ndarray of shape (squares, 2)
        South-west corners.
    ndarray of shape (squares,)
        Points in each.
    """
    finest = _SIDES_M[0]
    xy = shapely.get_coordinates(frame.geometry.to_numpy())
    east, north = np.floor(xy / finest).astype(np.int64).T
    keys, counts = np.unique(east * _APART + north, return_counts=True)
    north = (keys + _APART // 2) % _APART - _APART // 2
    fine = np.column_stack([(keys - north) // _APART, north])
    for side_m in _SIDES_M:
        corners, of = np.unique(fine // (side_m // finest), axis=0, return_inverse=True)
        if len(corners) <= _MOST_SQUARES:
            break
    together = np.bincount(of.ravel(), weights=counts).astype(np.int64)
    return side_m, corners * float(side_m), together


def _points(
    group: folium.FeatureGroup, frame: gpd.GeoDataFrame, layer: LayerName, look: Look
) -> list[Line]:
    shown = frame.iloc[:: len(frame) // _MOST_POINTS + 1]
    size = 13.0
    picture = (
        interchange_picture(look, size)
        if layer is LayerName.INTERCHANGES
        else school_picture(look, size, leaving=layer is LayerName.SCHOOLS)
    )
    names = shown["gate"] if layer is LayerName.GATES else shown["name"]
    at = safe.points(list(zip(shown.geometry.x, shown.geometry.y, strict=True)), shown.crs)
    for point, name in zip(at, names, strict=True):
        group.add_child(marks.symbol(point, picture, size, safe.text(name)))
    noun = {LayerName.SCHOOLS: "School", LayerName.GATES: "Gate"}.get(layer, "Interchange")
    few = f" ({len(shown):,} of {len(frame):,} drawn)" if len(shown) < len(frame) else ""
    return [(picture, noun + few)]


def _shapes(group: folium.FeatureGroup, frame: gpd.GeoDataFrame, look: Look) -> list[Line]:
    """Areas by their outline; streets and the basemap are drawn by the ground itself."""
    areal = shapely.get_dimensions(frame.geometry.to_numpy()) == 2
    if "ward_code" not in frame.columns or not areal.any():
        return []
    thin = frame.geometry.simplify(10)
    for shape, name in zip(safe.polygons(thin.to_numpy(), frame.crs), frame["name"], strict=True):
        group.add_child(area_of(shape, look.symbol, 1.2, 0.05, safe.text(name), look.symbol))
    return []
