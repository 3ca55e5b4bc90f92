"""What the type checker lets through, and what it must refuse; nothing here is ever run.

``make types`` reads this file. A refused call bears an ignore, and mypy is told to report every
ignore that is not needed: so it fails as soon as the call becomes legal.
"""

import datetime as dt

from geo.clock import Window
from geo.hotspots import detect_hotspots
from geo.layers import Layers


def timed_incidents_are_scored(layers: Layers) -> None:
    detect_hotspots(layers.incidents, Window(), dt.date(2026, 1, 1))


def crime_by_month_is_not(layers: Layers) -> None:
    detect_hotspots(layers.context, Window(), dt.date(2026, 1, 1))  # type: ignore[arg-type]
