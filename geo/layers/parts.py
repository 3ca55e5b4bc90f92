"""What a person can choose from where a file holds several tables."""

from pathlib import Path

import pyogrio
from pyogrio.errors import DataLayerError, DataSourceError

from geo.layers.archive import archive_of
from geo.layers.content import Kind, kind_of
from geo.layers.source import Source
from geo.layers.workbook import sheets_of


def parts_of(path: Path | str) -> tuple[str, ...]:
    """Name the sheets of a workbook, the tables of a GeoPackage or the files of a zip archive.

    Returns
    -------
    tuple of str
        Each can be said to `open_table`; none where there is nothing to choose from.

    Raises
    ------
    FileRefusedError
        When the file is of a kind that holds no layer, or a damaged archive.
    """
    source = Source.at(Path(path))
    kind = kind_of(source)
    found: tuple[str, ...] = ()
    if kind is Kind.GEOPACKAGE:
        found = _tables(source)
    elif kind is Kind.EXCEL:
        found = sheets_of(source)
    elif kind is Kind.ZIP:
        archive = archive_of(source)
        members = tuple(member.filename for member in archive.data())
        found = sheets_of(source) if archive.is_workbook else members
    return found if len(found) > 1 else ()


def _tables(source: Source) -> tuple[str, ...]:
    try:
        return tuple(str(name) for name, _ in pyogrio.list_layers(source.path))
    except (DataSourceError, DataLayerError):
        return ()
