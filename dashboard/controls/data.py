"""What to do with the data of an area: which part of the page, and which file."""

from dataclasses import dataclass
from enum import StrEnum
from typing import Any, Final

import streamlit as st

from geo.model import LayerName

_BY_ITSELF: Final = "Tell from the file"
_SECTION: Final = "data_section"
_ROUND: Final = "intake_round"
_ENDINGS: Final = [
    "csv", "tsv", "txt", "gz", "zip", "xlsx", "xlsm", "xls", "xlsb", "ods", "json", "geojson",
    "gpkg", "parquet", "graphml",
]  # fmt: skip
_LAYERS: Final = {
    LayerName.INCIDENTS: "Incidents",
    LayerName.SCHOOLS: "Schools",
    LayerName.GATES: "School gates",
    LayerName.INTERCHANGES: "Interchanges",
    LayerName.STREETS: "Streets",
    LayerName.AREAS: "Areas (wards)",
    LayerName.BASEMAP: "Water, parks and rail",
    LayerName.CONTEXT: "Crime by month (context)",
}


class Section(StrEnum):
    """The parts of the Data page."""

    LAYERS = "Layers"
    QUALITY = "Quality"
    BELLS = "Bell times"
    TERMS = "Term dates"
    LOG = "Changes"


@dataclass(frozen=True)
class Intake:
    """A file that somebody brought.

    Attributes
    ----------
    file : UploadedFile
    layer : LayerName or None
        What it is to become; None to tell it from the file.
    """

    file: Any
    layer: LayerName | None

    @property
    def key(self) -> str:
        """The same for the same upload."""
        return str(self.file.file_id)


def section() -> Section:
    """Ask which part of the page to show."""
    chosen = st.segmented_control(
        "Part",
        [*Section],
        default=Section.LAYERS,
        key=_SECTION,
        label_visibility="collapsed",
        persist_state="session",
    )
    return Section(chosen or Section.LAYERS)


def turn_to(part: Section) -> None:
    """Show another part of the page; to be called before it runs again."""
    st.session_state[_SECTION] = part


def intake() -> Intake | None:
    """Ask for a file, and once there is one, what it holds."""
    file = st.file_uploader("Bring in a file", type=_ENDINGS, key=_uploader())
    if file is None:
        st.caption(
            "CSV, Excel, GeoJSON, GeoPackage, GeoParquet, or a Shapefile in a zip. It stays on "
            "this host, and nothing is kept before you say so."
        )
        return None
    chosen = st.selectbox(
        "It holds", [_BY_ITSELF, *_LAYERS.values()], key=f"intake_layer_{file.file_id}"
    )
    named = {label: layer for layer, label in _LAYERS.items()}
    return Intake(file, named.get(chosen))


def next_file() -> None:
    """Empty the uploader for the next file; to be called before the page runs again."""
    st.session_state[_ROUND] = st.session_state.get(_ROUND, 0) + 1


def part(parts: tuple[str, ...], key: str) -> str:
    """Ask which part of a file is meant, where it has several; empty to tell it from the file."""
    if not parts:
        return ""
    chosen: str = st.selectbox(
        f"It has {len(parts):,} parts", [_BY_ITSELF, *parts], key=f"intake_part_{key}"
    )
    return "" if chosen == _BY_ITSELF else chosen


def layer_label(layer: LayerName) -> str:
    """How a layer is called on the page."""
    return _LAYERS[layer]


def _uploader() -> str:
    return f"intake_{st.session_state.get(_ROUND, 0)}"
