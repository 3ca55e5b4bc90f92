"""Hotspots as outlined areas in one hue with a rank in a badge, and what they rest on."""

from collections.abc import Sequence

import folium
import geopandas as gpd
import numpy as np
import shapely
from pyproj import CRS

from dashboard.maps import marks, safe
from dashboard.maps.areas import area_of
from dashboard.maps.look import DAY, Look
from geo.clock import Window
from geo.hotspots import RiskSurface
from geo.model import Hotspot
from geo.text import chance_in_words

_SURFACE_SHARE = 0.06


def hotspots(
    found: Sequence[Hotspot],
    crs: CRS,
    window: Window,
    *,
    slice_index: int | None = None,
    chosen: str | None = None,
    tagged: bool = True,
    look: Look = DAY,
) -> folium.FeatureGroup:
    """Draw hotspots for a slice, or for the window as a whole.

    Parameters
    ----------
    found : sequence of Hotspot
        In rank order, shapes in ``crs``.
    slice_index : int, optional
        Colours then say what is expected in that slice, on one scale for all slices.
    chosen : str, optional
        The hotspot that stands out.
    tagged : bool
        Whether a hotspot tells its id when it is clicked.
    """
    group = folium.FeatureGroup(name="Hotspots", control=False)
    shapes = safe.polygons([spot.shape for spot in found], crs)
    corners = safe.points([_corner(spot) for spot in found], crs)
    for spot, shape, corner in reversed(list(zip(found, shapes, corners, strict=True))):
        tooltip = _tooltip(spot, window, slice_index)
        tooltip += safe.tagged(spot.hotspot_id) if tagged else ""
        colour = colour_of(spot, found, slice_index, look)
        picked = spot.hotspot_id == chosen
        if picked:
            group.add_child(area_of(shape, look.halo, 8 * _line(look), 0, None))
        weight = (3.2 if picked else 1.6) * _line(look)
        group.add_child(area_of(shape, look.hotspot_line, weight, 0.62, tooltip, colour))
        group.add_child(marks.rank_badge(corner, spot.rank, colour, look, tooltip, chosen=picked))
    return group


def colour_of(spot: Hotspot, found: Sequence[Hotspot], slice_index: int | None, look: Look) -> str:
    """Its colour: by rank for the window, by what the slice expects otherwise."""
    if slice_index is None:
        return look.by_rank(spot.rank, min(len(found), 5))
    most = max((max(other.by_slice, default=0.0) for other in found), default=0.0)
    return look.by_share(spot.by_slice[slice_index] / most if most else 0.0)


def surface(risk: RiskSurface, look: Look = DAY) -> folium.FeatureGroup:
    """The riskiest cells of the surface that the hotspots were cut from, in three steps."""
    group = folium.FeatureGroup(name="Surface", control=False)
    most = max(int(risk.grid.inside.sum() * _SURFACE_SHARE), 1)
    cells = risk.cells(most)
    edges = [0, *(round(most * share) for share in (0.15, 0.45, 1.0))]
    for step in reversed(range(3)):
        part = cells.geometry.iloc[edges[step] : edges[step + 1]]
        if len(part):
            joined = shapely.union_all(part.to_numpy())
            (shape,) = safe.polygons([joined], cells.crs)
            group.add_child(area_of(shape, look.ramp[0], 0, 0.5, None, look.ramp[3 - step]))
    return group


def recorded(cells: gpd.GeoDataFrame, look: Look = DAY) -> folium.FeatureGroup:
    """Recorded incidents by cell, with the number in it.

    Parameters
    ----------
    cells : GeoDataFrame
        Columns recorded (5 or more) and geometry.
    """
    group = folium.FeatureGroup(name="Recorded", control=False)
    middles = cells.geometry.centroid
    at = safe.points(list(zip(middles.x, middles.y, strict=True)), cells.crs)
    shapes = safe.polygons(cells.geometry.to_numpy(), cells.crs)
    most = float(cells["recorded"].max()) if len(cells) else 1.0
    for count, point, shape in zip(cells["recorded"], at, shapes, strict=True):
        strength = 0.12 + 0.4 * float(np.sqrt(count / most))
        group.add_child(area_of(shape, look.symbol, 0.7, strength, None, look.symbol))
        number = f'<span class="ab-count">{int(count):,}</span>'
        group.add_child(marks.symbol(point, number, 24, z=-200))
    return group


def _tooltip(spot: Hotspot, window: Window, slice_index: int | None) -> str:
    """What a hotspot says when it is pointed at."""
    often = chance_in_words(spot.incidents.mean, window.noun)
    peak = window.label(spot.peak_slice)
    lines = [f"<b>{spot.rank} · {safe.text(spot.name)}</b>", safe.text(often), f"Peak {peak}"]
    if slice_index is not None:
        share = spot.by_slice[slice_index] / max(spot.incidents.mean, 1e-9)
        lines[2] = f"{window.label(slice_index)}: {share:.0%} of the {window.noun}"
    return "<br>".join(lines)


def _corner(spot: Hotspot) -> tuple[float, float]:
    """The top of a shape, where its badge hangs."""
    west, _, east, north = spot.shape.bounds
    return (west + east) / 2, north


def _line(look: Look) -> float:
    return 1 + (look.scale - 1) / 3
