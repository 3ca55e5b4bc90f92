"""The states of a planning session: one view for each, and what is in it."""

from collections.abc import Callable
from typing import Final

import streamlit as st

from dashboard import notices, services
from dashboard.controls.pupil_flow import PupilFlowChoice
from dashboard.planning import plans
from dashboard.planning.plans import Surroundings
from dashboard.planning.session import MadePlan, PlanningSession, State
from dashboard.views import approval, common
from dashboard.views.plan import others
from dashboard.views.plan.board import board, timetables
from dashboard.views.plan.chart import draw
from dashboard.views.plan.wanted import add_a_stop, constraints
from dashboard.views.stage import Stage
from geo.patrol import Places

_TABS: Final = (
    "Timetables", "Compare", "Alternatives", "More or fewer patrols", "Four weeks", "Streets",
)  # fmt: skip
_LATER: Final = "Stops can be added and the plan approved once the search has ended."


def show(on: Stage, session: PlanningSession, known: Surroundings, flow: PupilFlowChoice) -> None:
    """Show a session as its state asks for."""
    _VIEWS[session.state](on, session, known, flow)


def _empty(on: Stage, session: PlanningSession, known: Surroundings, flow: PupilFlowChoice) -> None:
    with on.rows, st.container(key="table"):
        if not known.area.layers.streets.empty:
            common.words("Nothing planned yet. Set the patrols, then press Suggest routes.")
    with on.picture:
        draw(session, known, flow)


def _searching(
    on: Stage, session: PlanningSession, known: Surroundings, flow: PupilFlowChoice
) -> None:
    """The best so far, which cannot be changed yet."""
    if session.shown is None:
        with on.rows, st.container(key="table"):
            common.words("Looking for the first routes.")
        with on.picture:
            draw(session, known, flow)
        return
    _plan(on, session, session.shown, known, flow)
    if session.history:
        with on.drawer:
            common.words(_LATER, "ab-when")


def _planned(
    on: Stage, session: PlanningSession, known: Surroundings, flow: PupilFlowChoice
) -> None:
    """A plan that can be changed, approved and taken away, whatever has become of it."""
    made = session.made
    if made is None:
        return
    _plan(on, session, made, known, flow)
    with on.drawer:
        approval.approve(session, made.area.settings.role("supervisor"))
        add_a_stop(session, known.places, made.plan)
        constraints(known.places, made.plan)
        st.download_button(
            "Download plan.geojson",
            plans.geojson(made, session.approved_by, session.outdated),
            approval.file_name(session, f"plan-{made.request.date}", "geojson"),
            "application/geo+json",
        )
        notices.remark((*filter(None, [made.lost]), *made.plan.notices))


_VIEWS: Final[
    dict[State, Callable[[Stage, PlanningSession, Surroundings, PupilFlowChoice], None]]
] = {
    State.EMPTY: _empty,
    State.SEARCHING: _searching,
    State.PLANNED: _planned,
    State.EDITED: _planned,
    State.OUT_OF_DATE: _planned,
    State.APPROVED: _planned,
}


def _plan(
    on: Stage, session: PlanningSession, shown: MadePlan, known: Surroundings, flow: PupilFlowChoice
) -> None:
    """The board, the map and the tabs."""
    with on.rows, st.container(key="table"), st.container(key="board"):
        board(session, shown.plan)
    with on.picture:
        draw(session, known, flow)
    with on.rows:
        _tabs(session, shown, known.places)


def _tabs(session: PlanningSession, shown: MadePlan, offered: Places) -> None:
    """One for each question."""
    first, compared, other, more, weeks, streets = st.tabs(_TABS)
    with first:
        timetables(session, shown.plan)
    with streets:
        others.streets(services.network(shown.area), offered)
    made = session.made
    if made is None or session.state is State.SEARCHING:
        for tab in (compared, other, more, weeks):
            with tab:
                common.words("This is here once the search has ended.", "ab-when")
        return
    with compared:
        others.compare(session)
    with other:
        others.alternatives(session, made)
    with more:
        others.patrols(made)
    with weeks:
        others.weeks(made)
