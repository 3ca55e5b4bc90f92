"""Any file opened as a raw table, by what its content says it is."""

from pathlib import Path

from geo.layers.content import Kind, as_utf8, kind_of, unzipped
from geo.layers.csvfile import open_csv
from geo.layers.geojson import open_geojson
from geo.layers.raw import RawTable
from geo.layers.vector import open_vector
from geo.sources import LayerName


def open_table(path: Path, layer: LayerName) -> RawTable:
    """Open a file of any kind that can hold a layer.

    Raises
    ------
    FileRefusedError
        When it is missing, empty, damaged or of another kind.
    """
    kind = kind_of(path)
    if kind is Kind.GZIP:
        text = as_utf8(unzipped(path, kind), path.name).lstrip()
        return open_geojson(path, kind) if text.startswith(b"{") else open_csv(path, kind)
    if kind is Kind.CSV:
        return open_csv(path, kind)
    if kind is Kind.GEOJSON:
        return open_geojson(path, kind)
    return open_vector(path, kind, layer)
