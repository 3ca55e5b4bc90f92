"""The search for routes: begun by a button, watched while it goes on, and stopped at will."""

from typing import Final

import streamlit as st

from dashboard import notices, planning
from dashboard.jobs import Job
from dashboard.sitting import Found, Table
from dashboard.state import visitor
from dashboard.views import common
from geo.patrol.balance import balance_change
from geo.patrol.editing import opened
from geo.patrol.origin import Request
from geo.workspace import Workspace

_EVERY_S: Final = 0.5


def suggest(area: Workspace, table: Table, request: Request) -> None:
    """Begin a search, or watch the one that goes on; what it found lies on the table then."""
    job = table.search
    if job is not None and not job.running:
        table.search = None
        if job.result:
            _settle(table, job.result)
        else:
            notices.say(job.why_not)
        job = None
    if job is not None:
        _watch(job, job.so_far)
        return
    label = "Suggest again" if table.history else "Suggest routes"
    if st.button(label, type="primary", width="stretch"):
        table.label = label
        table.search = planning.search(area, request)
        st.rerun()


def searched(table: Table) -> None:
    """Say what is missing before the first plan."""
    if table.search is not None:
        common.words("Looking for the first routes.")
    else:
        common.words("Nothing planned yet. Set the patrols, then press Suggest routes.")


def _settle(table: Table, found: Found) -> None:
    """Lay what a search found on the table."""
    before = table.request, table.plan if table.history else None
    table.lay(opened(found.plan), found.request, table.label)
    if before[0] and before[1]:
        changed = before[0].balance != found.request.balance
        told = balance_change(before[1], found.plan) if changed else ()
        said = " ".join([*told, "Undo brings the plan before back."])
        table.say(said, title="Another balance" if changed else "Suggested again")
    visitor().settle(table)


@st.fragment(run_every=_EVERY_S)
def _watch(job: Job[Found], shown: Found | None) -> None:
    """Show how far it is; when there is a better plan, or it ends, the page is drawn anew."""
    if not job.running or job.so_far is not shown:
        st.rerun()
    st.progress(job.share, text=job.doing)
    st.button(
        "Stop and keep this plan" if shown else "Stop as soon as there is a plan",
        on_click=job.stop, disabled=job.stopping, width="stretch",
    )  # fmt: skip
