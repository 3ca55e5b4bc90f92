"""The search for routes: begun by a button, watched while it goes on, and stopped at will."""

import time
from typing import Final

import streamlit as st

from dashboard import controls, notices
from dashboard.jobs import Job
from dashboard.planning import searching
from dashboard.planning.choices import DATA_PAGE, visitor
from dashboard.planning.session import MadePlan, PlanningSession
from dashboard.views import common
from dashboard.views.plan.panel import Options
from geo.clock import SchoolDay
from geo.patrol import Plan
from geo.patrol.editing import opened
from geo.patrol.options import balance_change
from geo.text import short_date
from geo.workspace import Workspace

_EVERY_S: Final = 0.5
#: A good plan is nearly always there by then, and is drawn at once.
_FIRST_S: Final = 0.7
#: A better plan is no reason to draw the whole page anew before this.
_REDRAWN_AFTER_S: Final = 2.0


def suggest(area: Workspace, day: SchoolDay, session: PlanningSession, options: Options) -> None:
    """Begin a search, or watch the one that goes on; the plan it ends with is shown then."""
    if area.layers.streets.empty:
        _without_streets(area.about.name)
        return
    before = visitor().before(day.date, area)
    _looks_back(before)
    request = visitor().request(day.date, options.patrols, options.balance, before)
    _settle(session)
    label = "Suggest again" if session.history else "Suggest routes"
    spot = st.empty()
    if session.search is None and spot.button(label, type="primary", width="stretch"):
        session.label = label
        session.search = searching.search(area, request)
        session.search.wait(_FIRST_S)
    if session.search is not None:
        with spot.container():
            _watch(session.search, session.search.so_far, time.monotonic())


def _settle(session: PlanningSession) -> None:
    """Go on with the plan of a search, once it has ended."""
    job = session.search
    if job is None or job.running:
        return
    session.search = None
    if job.result:
        _put(session, job.result)
    else:
        notices.say(job.why_not)


def _looks_back(before: Plan | None) -> None:
    """Say that another day's plan has a say in this one."""
    if before is not None:
        on = short_date(before.day.date)
        common.words(
            f"The plan for {on} is kept in mind: the same place at the same time counts less.",
            "ab-when",
        )


def _without_streets(name: str) -> None:
    """Say that no route can be planned yet, and show the way on."""
    common.words(f"{name} has no streets yet, so no route can be planned.", "ab-status")
    common.words("Bring in OpenStreetMap or OS Open Roads.", "ab-when")
    controls.turn_to(controls.Section.LAYERS)
    st.page_link(DATA_PAGE, label="Bring in streets")


def outdated(session: PlanningSession) -> None:
    """Say that a plan was made from what is no longer so, and what a new one will leave out."""
    if not session.outdated:
        return
    with st.container(key="callout_outdated", border=True):
        common.status(f"{session.outdated}: suggest again.")
        for gone in session.lapsed:
            common.words(gone, "ab-when")


def _put(session: PlanningSession, made: MadePlan) -> None:
    before = session.made
    session.put(opened(made.plan), made, session.label)
    if before:
        changed = before.request.balance != made.request.balance
        same = made.area.version == before.area.version
        effects = balance_change(before.plan, made.plan) if changed and same else ()
        message = " ".join([*effects, *session.lapsed, "Undo brings the plan before back."])
        session.answer(message, title="Another balance" if changed else "Suggested again")
    else:
        session.answer(" ".join(session.lapsed))
    session.lapsed = ()
    visitor().settle(session)


@st.fragment(run_every=_EVERY_S)
def _watch(job: Job[MadePlan], shown: MadePlan | None, drawn_s: float) -> None:
    """Show how far it is; when there is a better plan, or it ends, the page is drawn anew."""
    rested = shown is None or time.monotonic() - drawn_s > _REDRAWN_AFTER_S
    if not job.running or (job.so_far is not shown and rested):
        st.rerun()
    st.progress(job.share, text=job.doing)
    st.button(
        "Stop and keep this plan" if shown else "Stop as soon as there is a plan",
        on_click=job.stop, disabled=job.stopping, width="stretch",
    )  # fmt: skip
