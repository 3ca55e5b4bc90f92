"""The frame of the Evidence page: its head, and a narrow column beside a wide one."""

from dataclasses import dataclass

import streamlit as st
from streamlit.delta_generator import DeltaGenerator

from dashboard.planning import choices
from dashboard.views import common
from geo.workspace import Workspace


@dataclass(frozen=True)
class Board:
    """A narrow column in which one decides, and what one sees of it."""

    panel: DeltaGenerator
    main: DeltaGenerator


def head(area: Workspace) -> None:
    """What the page is, and which area it is about."""
    st.title("Evidence")
    common.words(
        f"{area.about.name}. What the ranking is worth, on weeks that it had not seen.", "ab-when"
    )


def board() -> Board:
    """Lay the parts out; on a phone they follow each other."""
    side, main = st.columns([2, 5], gap="medium")
    with side:
        panel = st.container(key="evidence_panel", gap="small")
    with main:
        return Board(panel, st.container(key="evidence_main", gap="small"))


def nothing_yet(area: Workspace) -> None:
    """An area without incidents: say so, and show the way on."""
    common.words(f"{area.about.name} has no incidents yet, so there is nothing to test.")
    st.page_link(choices.DATA_PAGE, label="Bring in data")
