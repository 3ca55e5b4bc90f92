"""Nothing is published without a named approver: the name, and what may be taken away."""

import streamlit as st

from dashboard.planning.session import PlanningSession
from dashboard.views import common
from geo.text import DRAFT

_ALL_THE_SAME = "Approve it all the same"
_NO_NAME = "give your rank and name first"


def approve(session: PlanningSession, role: str) -> None:
    """Ask for the approver's name, or say who approved.

    Parameters
    ----------
    role : str
        What those who may approve are called here.

    Notes
    -----
    A plan that is out of date is approved by nobody who does not know that it is.
    """
    name, outdated = session.approved_by, session.outdated
    if name:
        common.words(f"Approved by {name}", "ab-status ab-approved")
        if outdated:
            common.words(f"{outdated}.", "ab-status")
        st.button("Withdraw approval", on_click=_set, args=(session, ""))
        return
    common.words(DRAFT, "ab-status")
    with st.form("approval", border=False):
        typed = st.text_input(
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
            if typed.strip() and agreed:
                _set(session, " ".join(typed.split()))
                st.rerun()
            why = f"tick “{_ALL_THE_SAME}”, or suggest again" if typed.strip() else _NO_NAME
            common.words(f"Not approved: {why}.", "ab-status")


def file_name(session: PlanningSession, stem: str, ending: str) -> str:
    """``plan-2026-11-24-DRAFT.geojson`` until somebody approves."""
    return f"{stem}{'' if session.approved_by else '-DRAFT'}.{ending}"


def _set(session: PlanningSession, name: str) -> None:
    session.approved_by = name
