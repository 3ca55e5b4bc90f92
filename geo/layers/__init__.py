"""Schools, interchanges, incidents, streets, areas: each row accepted, or rejected and why."""

from geo.layers.reader import read_layer
from geo.layers.types import About, Layers, MonthlyContext, Reading, content_hash, empty_layer
from geo.sources import LayerName

__all__ = [
    "About",
    "LayerName",
    "Layers",
    "MonthlyContext",
    "Reading",
    "content_hash",
    "empty_layer",
    "read_layer",
]
