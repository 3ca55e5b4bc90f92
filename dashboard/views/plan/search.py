"""The search for routes: begun by a button, watched while it goes on, and stopped at will."""

import time
from typing import Final

import streamlit as st

from dashboard import notices
from dashboard.jobs import Job
from dashboard.planning import searching
from dashboard.planning.choices import visitor
from dashboard.planning.session import Found, Table
from dashboard.views import common
from geo.patrol import Plan, Request
from geo.patrol.editing import opened
from geo.patrol.options import balance_change
from geo.text import short_date
from geo.workspace import Workspace

_EVERY_S: Final = 0.5
#: A good plan is nearly always there by then, and is drawn at once.
_FIRST_S: Final = 0.7
#: Better plans are drawn no more often than this.
_DRAWN_EVERY_S: Final = 2.0


def suggest(area: Workspace, table: Table, request: Request) -> None:
    """Begin a search, or watch the one that goes on; what it found lies on the table then."""
    settle(table)
    label = "Suggest again" if table.history else "Suggest routes"
    spot = st.empty()
    if table.search is None and spot.button(label, type="primary", width="stretch"):
        table.label = label
        table.search = searching.search(area, request)
        table.search.wait(_FIRST_S)
    if table.search is not None:
        with spot.container():
            _watch(table.search, table.search.so_far, time.monotonic())


def settle(table: Table) -> None:
    """Lay what a search found on the table, once it has ended."""
    job = table.search
    if job is None or job.running:
        return
    table.search = None
    if job.result:
        _lay(table, job.result)
    else:
        notices.say(job.why_not)


def searched(table: Table) -> None:
    """Say what is missing before the first plan."""
    if table.search is not None:
        common.words("Looking for the first routes.")
    else:
        common.words("Nothing planned yet. Set the patrols, then press Suggest routes.")


def later() -> None:
    """Say why nothing can be added or approved while the search goes on."""
    common.words("Stops can be added and the plan approved once the search has ended.", "ab-when")


def looks_back(before: Plan | None) -> None:
    """Say that another day's plan has a say in this one."""
    if before is not None:
        on = short_date(before.day.date)
        common.words(
            f"The plan for {on} is kept in mind: the same place at the same time counts less.",
            "ab-when",
        )


def outdated(sentence: str, table: Table) -> None:
    """Say that a plan was made from what is no longer so, and what a new one will leave out."""
    if not sentence:
        return
    with st.container(key="callout_outdated", border=True):
        common.status(f"{sentence}: suggest again.")
        for gone in table.gone:
            common.words(gone, "ab-when")


def _lay(table: Table, found: Found) -> None:
    before = table.found
    table.lay(opened(found.plan), found, table.label)
    if before:
        changed = before.request.balance != found.request.balance
        same = found.area.version == before.area.version
        told = balance_change(before.plan, found.plan) if changed and same else ()
        said = " ".join([*told, *table.gone, "Undo brings the plan before back."])
        table.say(said, title="Another balance" if changed else "Suggested again")
    else:
        table.say(" ".join(table.gone))
    table.gone = ()
    visitor().settle(table)


@st.fragment(run_every=_EVERY_S)
def _watch(job: Job[Found], shown: Found | None, drawn_s: float) -> None:
    """Show how far it is; when there is a better plan, or it ends, the page is drawn anew."""
    rested = shown is None or time.monotonic() - drawn_s > _DRAWN_EVERY_S
    if not job.running or (job.so_far is not shown and rested):
        st.rerun()
    st.progress(job.share, text=job.doing)
    st.button(
        "Stop and keep this plan" if shown else "Stop as soon as there is a plan",
        on_click=job.stop, disabled=job.stopping, width="stretch",
    )  # fmt: skip
