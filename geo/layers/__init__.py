"""Schools, interchanges, incidents, streets, wards: each row accepted, or rejected and why."""

from geo.layers.reader import read_layer
from geo.layers.types import About, Layers, Reading, content_hash, empty_layer
from geo.sources import LayerName

__all__ = [
    "About",
    "LayerName",
    "Layers",
    "Reading",
    "content_hash",
    "empty_layer",
    "read_layer",
]
