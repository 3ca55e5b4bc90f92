"""Nothing is published without a named approver: the name, and what may be taken away."""

import streamlit as st

from dashboard.planning.choices import visitor
from dashboard.views import common
from geo.text import DRAFT

_ALL_THE_SAME = "Approve it all the same"
_NO_NAME = "give your rank and name first"


def approve(role: str, outdated: str = "") -> None:
    """Ask for the approver's name, or say who approved.

    Parameters
    ----------
    role : str
        What those who may approve are called here.
    outdated : str
        What has changed since the plan was made; a plan that is out of date is approved by nobody
        who was not told.
    """
    name = visitor().approved_by
    if name:
        common.words(f"Approved by {name}", "ab-status ab-approved")
        if outdated:
            common.words(f"{outdated}.", "ab-status")
        st.button("Withdraw approval", on_click=_set, args=("",))
        return
    common.words(DRAFT, "ab-status")
    with st.form("approval", border=False):
        asked = st.text_input(
            f"Approver ({role.lower()})",
            max_chars=60,
            placeholder="Rank and name",
            help="Nothing is published without a named approver. Until then exports say DRAFT.",
        )
        agreed = not outdated
        if outdated:
            common.words(f"{outdated}.", "ab-status")
            agreed = st.checkbox(_ALL_THE_SAME)
        if st.form_submit_button("Approve this plan"):
            if asked.strip() and agreed:
                _set(" ".join(asked.split()))
                st.rerun()
            why = f"tick “{_ALL_THE_SAME}”, or suggest again" if asked.strip() else _NO_NAME
            common.words(f"Not approved: {why}.", "ab-status")


def file_name(stem: str, ending: str) -> str:
    """``plan-2026-11-24-DRAFT.geojson`` until somebody approves."""
    return f"{stem}{'' if visitor().approved_by else '-DRAFT'}.{ending}"


def _set(name: str) -> None:
    visitor().approved_by = name
