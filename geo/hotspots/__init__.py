"""Where the next window's harm is most likely, and how sure we are.

Incidents, a window and a date in; ranked hotspots with intervals and reasons out.
"""

from geo.hotspots._learning import Fitted, fit_hotspots
from geo.hotspots._rates import OUTLOOK_DAYS
from geo.hotspots.detect import Hotspots, detect_hotspots, risk_surface
from geo.hotspots.geojson import cells_geojson, hotspots_geojson
from geo.hotspots.kept_fits import hotspot_settings, hotspots_of
from geo.hotspots.methods.learned import DEFAULT_METHOD, METHODS
from geo.hotspots.scoring import (
    AGGREGATE_ONLY,
    INDOORS_OR_ONLINE,
    Scored,
    excluded,
    harm_weights,
    label,
    roles,
    scored_incidents,
)
from geo.hotspots.settings import HotspotSettings
from geo.hotspots.study import Study
from geo.hotspots.surface import Grid, RiskSurface, precision_m

__all__ = [
    "AGGREGATE_ONLY",
    "DEFAULT_METHOD",
    "INDOORS_OR_ONLINE",
    "METHODS",
    "OUTLOOK_DAYS",
    "Fitted",
    "Grid",
    "HotspotSettings",
    "Hotspots",
    "RiskSurface",
    "Scored",
    "Study",
    "cells_geojson",
    "detect_hotspots",
    "excluded",
    "fit_hotspots",
    "harm_weights",
    "hotspot_settings",
    "hotspots_geojson",
    "hotspots_of",
    "label",
    "precision_m",
    "risk_surface",
    "roles",
    "scored_incidents",
]
