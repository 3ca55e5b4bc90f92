"""The analyst's drawer of a hotspot: when, what, what changed, from which sources, who passes."""

import html
from collections.abc import Callable, Iterable

import streamlit as st

from dashboard import charts
from dashboard.listings import explained as listings
from dashboard.views import common
from geo.hotspots.explanation import Explanation

_TABS = ("When", "What", "Change", "Sources", "Pupils")


@st.fragment
def drawer(hotspot_id: str, explain: Callable[[str], Explanation]) -> None:
    """Everything that is known of a hotspot; worked out when it is opened."""
    with st.container(key="analyst"):
        box = st.expander("For the analyst", key="analyst_open", on_change="rerun")
        if not box.open:
            return
        explained = explain(hotspot_id)
        with box:
            tabs = st.tabs(_TABS, key="analyst_tabs")
            for tab, draw in zip(tabs, (_when, _what, _change, _sources, _pupils), strict=True):
                with tab:
                    draw(explained)


def _when(explained: Explanation) -> None:
    for counts in (explained.by_slice, explained.by_weekday, explained.by_month):
        common.words(counts.title, "ab-caption")
        st.altair_chart(charts.tally(counts), width="stretch", key=f"tally_{counts.title}")
        common.folded_table(listings.tally(counts))
    common.words(listings.HIDDEN, "ab-note")


def _what(explained: Explanation) -> None:
    common.words(explained.by_offence.title, "ab-caption")
    common.profile_table(listings.tally(explained.by_offence))
    common.words(listings.HIDDEN, "ab-note")


def _change(explained: Explanation) -> None:
    common.facts(listings.changes(explained))
    common.words(listings.judged(explained), "ab-note")


def _sources(explained: Explanation) -> None:
    common.words(explained.by_source.title, "ab-caption")
    common.columns(("Source", "Tells of", "Here"), listings.sources(explained))
    _list(explained.missing)


def _pupils(explained: Explanation) -> None:
    sentences = listings.passing(explained)
    if sentences:
        _list(sentences)
    else:
        common.words("No school's pupils are known to pass.", "ab-when")
    common.words(listings.PASSING, "ab-note")


def _list(sentences: Iterable[str]) -> None:
    items = "".join(f"<li>{html.escape(each)}</li>" for each in sentences)
    st.html(f'<ul class="ab-said">{items}</ul>')
