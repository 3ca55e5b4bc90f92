"""The narrow column: what is asked for, and which places rest on the day."""

from collections.abc import Sequence
from dataclasses import dataclass

import streamlit as st

from dashboard import controls, notices, services
from dashboard.controls.pupil_flow import PupilFlowChoice, pupil_flow_choice
from dashboard.planning import choices, plans
from dashboard.planning.choices import visitor
from dashboard.planning.session import PlanningSession
from dashboard.views import common
from dashboard.views.bookings import bookings
from geo.clock import SchoolDay
from geo.model import Patrol
from geo.patrol import Rest, VisitValue, moved, resting
from geo.workspace import Workspace


@dataclass(frozen=True)
class Options:
    """What is asked for: who goes out, how visits are weighed, and what the map shows besides."""

    patrols: tuple[Patrol, ...]
    balance: VisitValue
    flow: PupilFlowChoice


def options(area: Workspace, day: SchoolDay, session: PlanningSession) -> Options:
    """Ask who goes out, what counts, and what is needed on few days only."""
    _carry_over(area, day, session)
    patrols = controls.patrols(day.window, services.starts(area))
    weights = controls.balance(area.settings.reassurance)
    offered, mine = services.places(area, day.date), visitor()
    with st.expander("Schools, pairs, and how often"):
        bells = day.letting_out()
        mine.constraints = controls.constraints(
            mine.constraints, bells, offered.items, day.date.isoformat()
        )
    bookings(offered, day.window, patrols)
    flow = pupil_flow_choice(day.window, "plan")
    with notices.explained():
        if area.control_days is not None:
            mine.rest(resting(area.control_days, offered, day.date))
            _at_rest(mine.constraints.rests)
    return Options(patrols, weights, flow)


def _carry_over(area: Workspace, day: SchoolDay, session: PlanningSession) -> None:
    """Let what is asked for be about the places that there are now."""
    if session.made and session.made.area.layers.crs != area.layers.crs:
        session.chosen = ()
    offered, before = plans.offered(area, day.date, chosen=session.chosen), session.places
    visitor().carry_over(session, offered)
    if before is not None and before is not offered:
        controls.carry_constraints(day.date.isoformat(), moved(before, offered))


def _at_rest(rests: Sequence[Rest]) -> None:
    """Say which places a trial leaves alone on the day; a reason overrides it."""
    if not rests:
        return
    st.subheader("At rest on this day")
    common.words(f"{rests[0].why}.", "ab-when")
    for rest in rests:
        if rest.override:
            common.words(f"{rest.name}: may be visited all the same. {rest.override}", "ab-when")
            st.button(
                "Keep it resting", key=f"rest_{rest.place_id}", on_click=_override,
                args=(rest.place_id, ""),
            )  # fmt: skip
            continue
        with st.expander(rest.name):
            common.words("A visit spoils a day of the trial, so it needs a reason.", "ab-when")
            st.text_input("Reason", max_chars=200, key=f"reason_{rest.place_id}")
            reason = " ".join(str(st.session_state[f"reason_{rest.place_id}"]).split())
            st.button(
                "Allow a visit", key=f"visit_{rest.place_id}", disabled=not reason,
                on_click=_override, args=(rest.place_id, reason),
            )  # fmt: skip


def _override(place_id: str, reason: str) -> None:
    visitor().constraints = choices.override(visitor().constraints, place_id, reason)
