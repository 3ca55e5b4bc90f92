"""A file that somebody brought, on its way into the area: opened, proposed, read, kept.

What is opened stays in memory for as long as somebody looks at it, and is never written but as a
layer. The upload itself lies in a folder of its own while it is opened, and goes with it.
"""

import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Final

import pandas as pd
import shapely
import streamlit as st
from pyproj import CRS

from dashboard import maps, services
from geo.columns import Mapping, Proposal, layer_of, propose
from geo.crs import Bounds
from geo.formats import RawTable, parts_of
from geo.layers import (
    Layers,
    Reading,
    ReadOptions,
    is_recognised,
    open_table,
    read_table,
)
from geo.model import LayerName
from geo.workspace import Workspace, mapping_name

_HELD: Final = 2
_FIRST_ROWS: Final = 5
_LOOKED_AT: Final = 200
_LONGEST: Final = 32


@dataclass(frozen=True)
class Brought:
    """An upload, opened, with what it seems to be.

    Attributes
    ----------
    key : str
        The same for the same part of the same upload and the same layer.
    layer : LayerName or None
        None where nothing says what it holds.
    recognised : bool
        Whether its columns can be read as they are called.
    """

    key: str
    table: RawTable = field(repr=False)
    layer: LayerName | None
    proposal: Proposal
    recognised: bool

    @property
    def shaped(self) -> bool:
        """Whether the format itself carries the geometry."""
        return self.table.geometry is not None

    def examples(self) -> dict[str, str]:
        """Columns that may be used, each with what a cell of it says."""
        return {str(raw): _example(cells) for raw, cells in self._open().head(_LOOKED_AT).items()}

    def first_rows(self) -> pd.DataFrame:
        """The first rows, without columns about persons."""
        return self._open().head(_FIRST_ROWS)

    def _open(self) -> pd.DataFrame:
        return self.table.frame.drop(columns=[raw for raw, _ in self.proposal.personal])


def parts(file: Any, key: str) -> tuple[str, ...]:  # noqa: ANN401 - an upload
    """Name what one can choose from in an upload; none where there is one thing only.

    Raises
    ------
    FileRefusedError
        When it cannot be opened.
    """
    return _parts(file, key)


def opened(
    file: Any,  # noqa: ANN401 - an upload
    key: str,
    layer: LayerName | None,
    part: str = "",
    within: Bounds | None = None,
) -> Brought:
    """Open an upload.

    Parameters
    ----------
    part : str
        One of `parts`; empty to tell it from the file.
    within : tuple of float, optional
        Bounds of the area in degrees, where its settings say them.

    Raises
    ------
    FileRefusedError
        When it cannot be opened.
    """
    first = layer or LayerName.INCIDENTS
    key = f"{key}_{part}" if part else key
    table = _table(file, key, first, part, ReadOptions(within=within).bounds_of(first))
    meant = layer or _layer_of(table, key)
    if meant not in (None, first):
        table = _table(file, key, meant, part, ReadOptions(within=within).bounds_of(meant))
    return _brought(table, f"{key}_{meant.value if meant else ''}", meant)


def read(brought: Brought, area: Workspace, mapping: Mapping | None) -> Reading:
    """Read an upload as a layer of the area, without keeping anything."""
    return _reading(brought, area, mapping, reading_key(brought, area, mapping))


def reading_key(brought: Brought, area: Workspace, mapping: Mapping | None) -> str:
    """Everything that decides what an upload is read into."""
    settings = area.settings
    read_with = (area.fixed_crs, settings.timezone, settings.bounds, settings.offence_groups)
    return f"{brought.key} {read_with} {mapping!r}"


def basemap(area: Workspace, reading: Reading, key: str) -> str:
    """The ground of the map with the new layer in its place."""
    return _basemap(area, reading, key)


@contextmanager
def _on_disk(file: Any) -> Iterator[Path]:  # noqa: ANN401 - an upload
    """An upload as a file, for as long as it is opened."""
    with tempfile.TemporaryDirectory(prefix="afterbell-") as folder:
        path = Path(folder) / (Path(file.name).name or "upload")
        path.write_bytes(file.getbuffer())
        yield path


@st.cache_resource(show_spinner="Opening the file", max_entries=_HELD)
def _parts(_file: Any, key: str) -> tuple[str, ...]:  # noqa: ANN401, ARG001 - an upload
    with _on_disk(_file) as path:
        return parts_of(path)


@st.cache_resource(show_spinner="Opening the file", max_entries=_HELD)
def _table(
    _file: Any,  # noqa: ANN401 - an upload
    key: str,  # noqa: ARG001
    layer: LayerName,
    part: str,
    within: Bounds | None,
) -> RawTable:
    with _on_disk(_file) as path:
        return open_table(path, layer, member=part, table=part, within=within)


def _layer_of(table: RawTable, key: str) -> LayerName | None:
    """What a file holds: by its columns, else by its shapes, else by a time and a place."""
    meant = layer_of(table.columns, has_geometry=table.geometry is not None)
    if meant is None and table.geometry is not None:
        dimensions = set(shapely.get_dimensions(table.geometry.dropna().to_numpy()).tolist())
        meant = {(1,): LayerName.STREETS, (2,): LayerName.AREAS}.get(tuple(dimensions))
    if meant is None:
        seen = _brought(table, f"{key}_", None).proposal
        lacks = [text for text in seen.questions if "day or the month" not in text]
        meant = None if lacks else LayerName.INCIDENTS
    return meant


@st.cache_resource(show_spinner="Looking at its columns", max_entries=_HELD)
def _brought(_table: RawTable, key: str, layer: LayerName | None) -> Brought:
    proposal = propose(_table, layer or LayerName.INCIDENTS, mapping_name(Path(_table.file).stem))
    readable = layer is not None and is_recognised(_table, layer) and not proposal.dates_undecided
    return Brought(key, _table, layer, proposal, readable)


def _example(cells: pd.Series) -> str:
    text = next((str(cell).strip() for cell in cells if str(cell).strip()), "")
    return text if len(text) <= _LONGEST else text[: _LONGEST - 1] + "…"


@st.cache_resource(show_spinner="Reading every row", max_entries=_HELD)
def _reading(_brought: Brought, _area: Workspace, _mapping: Mapping | None, key: str) -> Reading:  # noqa: ARG001
    options = ReadOptions(
        timezone=_area.settings.timezone,
        mapping=_mapping,
        words=tuple(_area.settings.offence_words.items()),
        within=_area.settings.bounds,
    )
    layer = _brought.layer or LayerName.INCIDENTS
    return read_table(_brought.table, layer, options, crs=_area.fixed_crs)


@st.cache_data(show_spinner=False, max_entries=_HELD, hash_funcs=services.BY_VERSION)
def _basemap(area: Workspace, _reading: Reading, key: str) -> str:  # noqa: ARG001
    crs = CRS(_reading.frame.crs)
    frames = {_reading.layer: _reading.frame}
    if crs == area.layers.crs:
        frames = {n: area.layers.frame(n) for n in area.readings} | frames
    return maps.basemap(Layers.of(area.about, crs, frames), _reading.frame)
