"""Layers, hotspots and plans in, folium out: the only place that knows folium.

A page takes a fresh `base` and hands the moving parts to ``feature_group_to_add``, so that the map
keeps its view. Never cache what comes out of here: drawing changes it.
"""

from dashboard.maps.basemap import base, basemap
from dashboard.maps.hotspots import colour_of, hotspots, recorded, surface
from dashboard.maps.legend import (
    hotspot_lines,
    legend,
    place_lines,
    recorded_line,
    route_lines,
    surface_line,
)
from dashboard.maps.light import light
from dashboard.maps.look import DAY, NIGHT, Look
from dashboard.maps.places import landmarks, places
from dashboard.maps.preview import Counted, counted, preview
from dashboard.maps.routes import candidates, routes
from dashboard.maps.safe import clicked_id
from dashboard.maps.view import view

__all__ = [
    "DAY",
    "NIGHT",
    "Counted",
    "Look",
    "base",
    "basemap",
    "candidates",
    "clicked_id",
    "colour_of",
    "counted",
    "hotspot_lines",
    "hotspots",
    "landmarks",
    "legend",
    "light",
    "place_lines",
    "places",
    "preview",
    "recorded",
    "recorded_line",
    "route_lines",
    "routes",
    "surface",
    "surface_line",
    "view",
]
