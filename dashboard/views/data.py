"""The Data page: what the area holds, and the log of what was changed."""

from dataclasses import dataclass

import streamlit as st
from streamlit.delta_generator import DeltaGenerator

from dashboard import frame, listings, maps, services
from dashboard.components.picktable import picktable
from dashboard.views import common
from geo.model import LayerName
from geo.workspace import Workspace, verify_changes

_MOST_CHANGES = 100


@dataclass(frozen=True)
class Board:
    """The parts of the page: a narrow column in which one decides, and what one sees of it."""

    panel: DeltaGenerator
    top: DeltaGenerator
    drawer: DeltaGenerator
    picture: DeltaGenerator
    rows: DeltaGenerator


def board() -> Board:
    """Lay the parts out; on a phone they follow each other."""
    side, main = st.columns([2, 5])
    with side:
        narrow = [st.container(key=key) for key in ("bring", "result", "columns")]
    with main:
        wide = [st.container(key=key) for key in ("map", "rows")]
    return Board(*narrow, *wide)


def head(area: Workspace) -> None:
    """What the page is, and which area it is about."""
    st.title("Data")
    known = frame.data_as_at(area.about) if area.readings else "Nothing is kept yet"
    common.words(f"{area.about.name}. {known}.", "ab-when")


def overview(area: Workspace, on: Board) -> None:
    """What is there and what to do next."""
    with on.top:
        if not area.writable:
            common.words("The bundled sample stays as it is; files can be tried on it.", "ab-when")
        elif coming := listings.next_step(area):
            common.words(coming, "ab-when" if area.readings else "ab-lead")
    holdings(area, on)


def holdings(area: Workspace, on: Board) -> None:
    """What is there, on a map and as a table."""
    if area.readings:
        with on.picture:
            _map(area)
    with on.rows:
        picktable(listings.layers(area), key="layers_table")


def _map(area: Workspace) -> None:
    incidents = area.layers.incidents
    counts = services.counted(area) if len(incidents) else None
    group, lines = maps.preview(incidents, LayerName.INCIDENTS, counts)
    groups = [group, maps.places(area.layers)]
    lines = [*lines, *maps.place_lines(area.layers, letting_out=False)]
    key = [maps.legend(lines)] if lines else []
    common.show_map(maps.base(services.basemap(area)), [*groups, *key], "data_map")


def log(area: Workspace) -> None:
    """Who changed what and when, and whether the log is whole."""
    made = area.changes()
    if not made:
        common.words("Nothing was changed yet.")
        return
    broken = verify_changes(area.folder)
    if broken:
        common.words(broken, "ab-status")
    else:
        common.words("The log is whole: every line fits the one before it.", "ab-when")
    picktable(listings.changes(made, _MOST_CHANGES, area.settings.timezone), key="changes_table")
