"""A column mapping that a person approved, kept under a name and used again."""

from dataclasses import dataclass

from geo.sources.fields import LayerName


@dataclass(frozen=True)
class Mapping:
    """Where the columns of a layer are found in the files of one system.

    Attributes
    ----------
    name : str
        What it is called: letters, digits, - and _.
    columns : tuple of (str, str)
        Canonical name (of `COLUMNS`, or a helper of `COLUMN_NAMES` such as longitude or time_from)
        and the raw name.
    constants : tuple of (str, str)
        Canonical name and the value of every row.
    date_order : str
        ``day first``, ``month first``, or empty to tell it from the whole column.
    crs : str
        Coordinate system of the file, where it cannot say so itself; empty to tell it.
    """

    name: str
    layer: LayerName
    columns: tuple[tuple[str, str], ...]
    constants: tuple[tuple[str, str], ...] = ()
    date_order: str = ""
    crs: str = ""
