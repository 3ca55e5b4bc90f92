"""The pupil flow, on the map and as a table that says the same."""

import folium
import streamlit as st

from dashboard.listings import pupil_flow as listings
from dashboard.maps import pupil_flow as maps
from dashboard.views import common
from geo.pupils import ESTIMATE, PupilFlow


def group(flow: PupilFlow, slice_index: int | None) -> folium.FeatureGroup:
    """What is drawn; put it below hotspots and places."""
    return maps.pupil_flow_group(flow, slice_index)


def legend_line(slice_index: int | None) -> tuple[str, str]:
    """The line of the legend."""
    return maps.pupil_flow_line(slice_index)


def table(flow: PupilFlow | None, slice_index: int | None) -> None:
    """The busiest streets, and what a reader must know of them."""
    if flow is None:
        common.words("There are no streets yet, so nobody knows where pupils walk.", "ab-when")
        return
    rows = listings.busiest_streets(flow, slice_index)
    common.words(listings.caption(flow, slice_index), "ab-caption")
    if rows:
        common.columns(("Street", "Pupils of", "About"), rows)
    else:
        common.words("Nowhere 10 or more pupils are expected on a street.", "ab-when")
    common.words(f"The busiest part of each street. {ESTIMATE}", "ab-note")
    with st.expander("What is taken for granted"):
        for notice in flow.notices:
            common.words(notice, "ab-note")
