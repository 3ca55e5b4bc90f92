"""What the views share: the map in its place, small HTML, and what was clicked."""

import datetime as dt
import html
from collections.abc import Callable, Iterable, Sequence

import folium
import streamlit as st
from streamlit_folium import st_folium

from dashboard import maps
from dashboard.planning.choices import visitor
from geo.text import date_in_words

_POINT = "last_clicked"
_RETURNED = ("last_object_clicked_tooltip", "last_object_clicked_count")
#: The height that the style sheet overrides; the frame needs one to begin with.
_HEIGHT_PX = 600


def show_map(
    base: folium.Map,
    groups: Sequence[folium.FeatureGroup],
    key: str,
    *,
    center: tuple[float, float] | None = None,
    zoom: float | None = None,
    pointed: Callable[[float, float], None] | None = None,
) -> str | None:
    """Show a map and say which place was newly clicked, by its id.

    Parameters
    ----------
    pointed : callable, optional
        Called with latitude and longitude of a new click that hit no place.
    """
    state = st_folium(
        base,
        key=key,
        height=_HEIGHT_PX,
        use_container_width=True,
        feature_group_to_add=[maps.light(group) for group in groups],
        returned_objects=[*_RETURNED, *([_POINT] if pointed else [])],
        center=center,
        zoom=zoom,
    )
    new_point = visitor().new_point(key, state.get(_POINT))
    if visitor().new_click(key, state.get("last_object_clicked_count")):
        return maps.clicked_id(state.get("last_object_clicked_tooltip"))
    if pointed and new_point:
        pointed(*new_point)
    return None


def title(page: str, date: dt.date) -> None:
    """What the page is, and the day that it is about."""
    st.title(page)
    words(date_in_words(date), "ab-when")


def facts(pairs: Iterable[tuple[str, str]]) -> None:
    """Headings and texts, side by side."""
    rows = "".join(f"<dt>{html.escape(h)}</dt><dd>{html.escape(t)}</dd>" for h, t in pairs)
    st.html(f'<dl class="ab-facts">{rows}</dl>')


def words(text: str, kind: str = "ab-lead") -> None:
    """A paragraph of plain text."""
    st.html(f'<p class="{kind}">{html.escape(text)}</p>')


def status(text: str) -> None:
    """A paragraph of plain text that is read out as soon as it is there."""
    st.html(f'<p class="ab-status" role="status">{html.escape(text)}</p>')


def bells(rung: Sequence[tuple[str, str]], at_once: int) -> None:
    """Who lets out and when; the rest on request."""
    text = _bell_list(rung[:at_once])
    if len(rung) > at_once:
        more = f"<summary>{len(rung) - at_once} more</summary>"
        text += f'<details class="ab-more">{more}{_bell_list(rung[at_once:])}</details>'
    st.html(text)


def _bell_list(rung: Iterable[tuple[str, str]]) -> str:
    rows = (f"<li><time>{t}</time><span>{html.escape(n)}</span></li>" for t, n in rung)
    return f'<ul class="ab-bells">{"".join(rows)}</ul>'


def heading(badge: str, name: str) -> None:
    """A name with its rank before it."""
    st.html(
        f'<p class="ab-lead"><b class="ab-name-badge">{html.escape(badge)}</b>'
        f"<strong>{html.escape(name)}</strong></p>"
    )


def profile_table(rows: Iterable[tuple[str, str]]) -> None:
    """Labels and values."""
    st.html(_label_table(rows))


def folded_table(rows: Iterable[tuple[str, str]]) -> None:
    """What a chart shows as labels and values, on request."""
    summary = "<summary>The same as a table</summary>"
    st.html(f'<details class="ab-more">{summary}{_label_table(rows)}</details>')


def columns(heads: Sequence[str], rows: Iterable[Sequence[str]]) -> None:
    """A table of text under headings."""
    head = "".join(f'<th scope="col">{html.escape(each)}</th>' for each in heads)
    body = "".join(
        f"<tr>{''.join(f'<td>{html.escape(cell)}</td>' for cell in row)}</tr>" for row in rows
    )
    st.html(f'<table class="ab-columns"><thead><tr>{head}</tr></thead>{body}</table>')


def _label_table(rows: Iterable[tuple[str, str]]) -> str:
    lines = "".join(
        f'<tr><th scope="row">{html.escape(label)}</th><td>{html.escape(value)}</td></tr>'
        for label, value in rows
    )
    return f'<table class="ab-profile">{lines}</table>'
