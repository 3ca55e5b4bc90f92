"""The Data page: what the area holds, and the log of what was changed."""

from dataclasses import dataclass

import streamlit as st
from streamlit.delta_generator import DeltaGenerator

from dashboard import listings, maps, services
from dashboard.picktable import picktable
from dashboard.views import common
from geo.layers import LayerName
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


def overview(area: Workspace, on: Board) -> None:
    """What is there, on a map and as a table; the way on where there is nothing yet."""
    with on.top:
        if not area.readings:
            common.words("Nothing is kept yet. Bring in incidents first, then schools and streets.")
        elif not area.writable:
            common.words("The bundled sample stays as it is; files can be tried on it.", "ab-when")
    if area.readings:
        with on.picture:
            _map(area)
    with on.rows:
        picktable(listings.layers(area), key="layers_table")


def _map(area: Workspace) -> None:
    incidents = area.layers.incidents
    group, lines = maps.preview(incidents, LayerName.INCIDENTS)
    groups = [group, maps.places(area.layers)]
    lines = [*lines, *maps.place_lines(letting_out=False)]
    common.show_map(maps.base(services.ground(area)), [*groups, maps.legend(lines)], "data_map")


def log(area: Workspace) -> None:
    """Who changed what and when, and whether the log is whole."""
    made = area.changes()
    if not made:
        common.words("Nothing was changed yet.")
        return
    broken = verify_changes(area.folder)
    common.words(broken or "The log is whole: every line fits the one before it.", "ab-when")
    picktable(listings.changes(made, _MOST_CHANGES), key="changes_table")
