"""Where the next window's harm is most likely, and how sure we are.

`detect_hotspots` runs: incidents → scored and weighed (`scored`, `offences`) → risk on cells
(`mixture` over `grid`, giving a `surface`) → shapes (`shapes`) → numbers (`scores`) → a name and
one sentence (`explain`).
"""

from geo.hotspots.detect import Hotspots, detect_hotspots
from geo.hotspots.geojson import cells_geojson, hotspots_geojson
from geo.hotspots.settings import HotspotSettings
from geo.hotspots.surface import RiskSurface

__all__ = [
    "HotspotSettings",
    "Hotspots",
    "RiskSurface",
    "cells_geojson",
    "detect_hotspots",
    "hotspots_geojson",
]
