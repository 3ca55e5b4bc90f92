"""Where the next window's harm is most likely, and how sure we are.

`detect_hotspots` runs: incidents → scored and weighed (`scored`, `offences`) on cells (`grid`), a
`study` → what is learned from held-out time (`fitted`) → the surface (`methods`), a `picture` →
shapes (`shapes`) that stand on their own incidents (`standing`) → numbers and intervals (`scores`,
`intervals`) → a name and one sentence (`explain`).
"""

from geo.hotspots.detect import Hotspots, detect_hotspots, risk_surface
from geo.hotspots.fitted import Fitted, fit_hotspots
from geo.hotspots.geojson import cells_geojson, hotspots_geojson
from geo.hotspots.in_area import hotspot_settings, hotspots_of
from geo.hotspots.methods import DEFAULT_METHOD, METHODS
from geo.hotspots.settings import HotspotSettings
from geo.hotspots.surface import RiskSurface

__all__ = [
    "DEFAULT_METHOD",
    "METHODS",
    "Fitted",
    "HotspotSettings",
    "Hotspots",
    "RiskSurface",
    "cells_geojson",
    "detect_hotspots",
    "fit_hotspots",
    "hotspot_settings",
    "hotspots_geojson",
    "hotspots_of",
    "risk_surface",
]
