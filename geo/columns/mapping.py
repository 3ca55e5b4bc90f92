"""A column mapping that a person approved, kept under a name and used again."""

import re
from dataclasses import dataclass
from types import MappingProxyType

from geo.columns._header_names import COLUMN_NAMES, POSITIONS
from geo.columns._recognition import (
    ColumnMapping,
    refuse_headless,
    refuse_missing,
    writes_month_first,
)
from geo.errors import FileRefusedError, SettingError
from geo.model import LayerName
from geo.privacy import personal_columns


@dataclass(frozen=True)
class Mapping:
    """Where the columns of a layer are found in the files of one system.

    Attributes
    ----------
    name : str
        What it is called: letters, digits, - and _.
    layer : LayerName
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

    def __post_init__(self) -> None:
        if not re.fullmatch(r"[\w-]{1,60}", self.name):
            raise SettingError(
                f"A mapping cannot be called {self.name[:60]!r}; expected at most 60 letters, "
                "digits, - and _."
            )
        known = {*COLUMN_NAMES[self.layer], *POSITIONS}
        strange = [name for name, _ in (*self.columns, *self.constants) if name not in known]
        if strange:
            raise SettingError(
                f"The mapping {self.name} names {', '.join(strange)}, which the layer "
                f"{self.layer.value} does not have; expected some of {', '.join(sorted(known))}."
            )


def mapped(
    mapping: Mapping,
    columns: tuple[str, ...],
    layer: LayerName,
    file: str,
    *,
    has_geometry: bool = False,
) -> ColumnMapping:
    """Apply a mapping to a file.

    Parameters
    ----------
    mapping : Mapping
    columns : tuple of str
        Raw names, as they came.
    layer : LayerName
        What the file is to become.
    file : str
        Name of the file, for the sentence.
    has_geometry : bool
        Whether the format itself carries the geometry.

    Raises
    ------
    FileRefusedError
        When the mapping is for another layer, the file has not the columns that it names, one of
        them is about persons, or one that the layer needs is not mapped.
    """
    refuse_headless(columns, file)
    columns_of = dict(mapping.columns)
    _refuse_other(mapping, layer, columns, file)
    personal = personal_columns(columns, of_places=layer is not LayerName.INCIDENTS)
    about = [raw for raw in columns_of.values() if raw in personal]
    if about:
        raise FileRefusedError(
            file,
            f"the mapping {mapping.name} uses {', '.join(about)}, which is about persons",
            "columns about places and times",
            "Take it out of the mapping.",
        )
    constants = dict(mapping.constants)
    refuse_missing(columns, columns_of | constants, layer, file, has_geometry=has_geometry)
    return ColumnMapping(
        layer,
        columns_of,
        MappingProxyType(constants),
        personal,
        writes_month_first(columns),
        mapping.crs,
    )


def _refuse_other(mapping: Mapping, layer: LayerName, columns: tuple[str, ...], file: str) -> None:
    """Refuse a mapping that is for another layer, or for files with other columns."""
    if mapping.layer is not layer:
        raise FileRefusedError(
            file,
            f"the mapping {mapping.name} is for the layer {mapping.layer.value}",
            f"one for the layer {layer.value}",
            "Choose another mapping, or another layer.",
        )
    named = [raw for _, raw in mapping.columns]
    gone = [raw for raw in named if raw not in columns]
    if gone:
        raise FileRefusedError(
            file,
            f"the columns {', '.join(gone)}, which the mapping {mapping.name} names, are not in it",
            f"the columns {', '.join(named)}",
            "Choose the mapping of this system, or make another.",
        )
