"""A file that somebody brought, on its way into the area: opened, proposed, read, kept.

What is opened stays in memory for as long as somebody looks at it, and is never written but as a
layer. The upload itself lies in a folder of its own while it is opened, and goes with it.
"""

import tempfile
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Final

import streamlit as st
from pyproj import CRS
from pyproj.exceptions import CRSError

from dashboard import maps
from geo.errors import CrsError, FileRefusedError
from geo.layers import LayerName, Layers, Reading, Told, open_table, read_table
from geo.layers.propose import Proposal, propose
from geo.layers.raw import RawTable
from geo.layers.reader import column_mapping
from geo.sources import Mapping, layer_of
from geo.workspace import Workspace, mapping_name

_HELD: Final = 2


@dataclass(frozen=True)
class Brought:
    """An upload, opened, with what it seems to be.

    Attributes
    ----------
    key : str
        The same for the same upload and the same layer.
    recognised : bool
        Whether its columns can be read as they are called.
    why_not : str
        The sentence that says what is missing, where they cannot.
    """

    key: str
    table: RawTable = field(repr=False)
    layer: LayerName
    proposal: Proposal
    recognised: bool
    why_not: str = ""


def opened(file: Any, key: str, layer: LayerName | None) -> Brought | None:  # noqa: ANN401 - an upload
    """Open an upload; None where nothing says what it holds.

    Raises
    ------
    FileRefusedError
        When it cannot be opened.
    """
    table = _table(file, key, layer or LayerName.INCIDENTS)
    told = layer or layer_of(table.columns, has_geometry=table.geometry is not None)
    if told is None:
        return None
    if told is not (layer or LayerName.INCIDENTS):
        table = _table(file, key, told)
    return _brought(table, f"{key}_{told.value}", told)


def read(brought: Brought, area: Workspace, mapping: Mapping | None) -> Reading:
    """Read an upload as a layer of the area, without keeping anything."""
    return _reading(brought, area, mapping, reading_key(brought, area, mapping))


def reading_key(brought: Brought, area: Workspace, mapping: Mapping | None) -> str:
    """Everything that decides what an upload is read into."""
    return f"{brought.key} {area.fixed_crs} {area.settings.timezone} {mapping!r}"


def ground(area: Workspace, reading: Reading, key: str) -> str:
    """The ground of the map with the new layer in its place."""
    return _ground(area, reading, key)


@st.cache_resource(show_spinner="Opening the file", max_entries=_HELD)
def _table(_file: Any, key: str, layer: LayerName) -> RawTable:  # noqa: ANN401, ARG001 - an upload
    with tempfile.TemporaryDirectory(prefix="afterbell-") as folder:
        path = Path(folder) / (Path(_file.name).name or "upload")
        path.write_bytes(_file.getbuffer())
        return open_table(path, layer)


@st.cache_resource(show_spinner="Looking at its columns", max_entries=_HELD)
def _brought(_table: RawTable, key: str, layer: LayerName) -> Brought:
    proposal = propose(_table, layer, mapping_name(Path(_table.file).stem))
    why_not = _why_not(lambda: column_mapping(_table, layer, Told()))
    undecided = proposal.dates_undecided
    return Brought(key, _table, layer, proposal, not why_not and not undecided, why_not)


def _why_not(attempt: Callable[[], object]) -> str:
    try:
        attempt()
    except FileRefusedError as error:
        return str(error)
    return ""


@st.cache_resource(show_spinner="Reading every row", max_entries=_HELD)
def _reading(_brought: Brought, _area: Workspace, _mapping: Mapping | None, key: str) -> Reading:  # noqa: ARG001
    _require_crs(_mapping)
    told = Told(
        timezone=_area.settings.timezone,
        mapping=_mapping,
        words=tuple(_area.settings.offence_words.items()),
        within=_area.settings.bounds,
    )
    return read_table(_brought.table, _brought.layer, told, crs=_area.fixed_crs)


def _require_crs(mapping: Mapping | None) -> None:
    try:
        CRS.from_user_input(mapping.crs) if mapping and mapping.crs else None
    except CRSError as error:
        raise CrsError(
            f"{mapping.crs if mapping else ''!r} is no coordinate system; expected a code such as "
            "EPSG:27700."
        ) from error


@st.cache_data(show_spinner=False, max_entries=_HELD)
def _ground(_area: Workspace, _reading: Reading, key: str) -> str:  # noqa: ARG001
    crs = CRS(_reading.frame.crs)
    frames = {_reading.layer: _reading.frame}
    if crs == _area.layers.crs:
        frames = {n: _area.layers.frame(n) for n in _area.readings} | frames
    return maps.ground(Layers.of(_area.about, crs, frames), _reading.frame)
