"""What surrounds every page: the style, the protective marking and the date of the data."""

import html
from collections.abc import Sequence

import streamlit as st
from streamlit.navigation.page import StreamlitPage

from dashboard import theme
from geo.layers import About
from geo.text import SIMULATED, short_date


def style() -> None:
    """Set the style of the page."""
    st.html(f"<style>{theme.page_css()}</style>")


def navigation(pages: Sequence[StreamlitPage], here: StreamlitPage) -> None:
    """The way to every page, in sight on every screen."""
    with st.container(key="nav", horizontal=True):
        for page in pages:
            with st.container(key="here" if page == here else None, width="content"):
                st.page_link(page)


def mark(about: About) -> None:
    """Set the marking and the age of the data at the top and at the bottom of the window."""
    for edge in ("top", "bottom"):
        st.html(_strip(about, edge))


def dark() -> None:
    """Turn the page into a briefing for a shared screen."""
    st.html(f"<style>{theme.briefing_css()}</style>")


def data_as_at(about: About) -> str:
    """``Data as at Sun 22 Nov 2026``."""
    when = short_date(about.data_as_at) if about.data_as_at else ""
    return f"Data as at {when}" if when else "No date recorded"


def _strip(about: About, edge: str) -> str:
    banner = html.escape(SIMULATED) if about.simulated else ""
    kind = " ab-simulated" if about.simulated else ""
    return (
        f'<div class="ab-strip ab-{edge}{kind}" role="note">'
        f"<span>{banner or html.escape(about.name)}</span>"
        f"<strong>{html.escape(about.marking)}</strong>"
        f"<span>{html.escape(data_as_at(about))}</span></div>"
    )
