"""Schools, interchanges, incidents, streets, areas: each row accepted, or rejected and why."""

from geo.layers.opened import open_table
from geo.layers.reader import read_layer, read_table
from geo.layers.timed import TimedIncidents, require_timed
from geo.layers.told import Told
from geo.layers.types import About, Layers, MonthlyContext, Reading, content_hash, empty_layer
from geo.layers.witnesses import last_day
from geo.sources import LayerName

__all__ = [
    "About",
    "LayerName",
    "Layers",
    "MonthlyContext",
    "Reading",
    "TimedIncidents",
    "Told",
    "content_hash",
    "empty_layer",
    "last_day",
    "open_table",
    "read_layer",
    "read_table",
    "require_timed",
]
