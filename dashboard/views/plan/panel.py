"""What stands in the narrow column before there is a plan: what rests, and what is missing."""

from collections.abc import Sequence

import streamlit as st

from dashboard import controls, services
from dashboard.controls.ways import WaysChoice, ways
from dashboard.planning import choices, plans
from dashboard.planning.choices import visitor
from dashboard.planning.session import Table
from dashboard.views import common
from dashboard.views.bookings import bookings
from geo.clock import SchoolDay
from geo.model import Patrol
from geo.patrol import Rest, VisitValue, moved
from geo.workspace import Workspace


def asked(
    area: Workspace, day: SchoolDay, table: Table
) -> tuple[tuple[Patrol, ...], VisitValue, WaysChoice]:
    """Ask who goes out, what counts, and what is needed on few days only."""
    _carry_over(area, day, table)
    patrols = controls.patrols(day.window, services.starts(area))
    weights = controls.balance(area.settings.reassurance)
    offered, mine = services.places(area, day.date), visitor()
    with st.expander("Schools, pairs, and how often"):
        bells = day.letting_out()
        mine.constraints = controls.constraints(
            mine.constraints, bells, offered.items, day.date.isoformat()
        )
    bookings(offered, day.window, patrols)
    return patrols, weights, ways(day.window, "plan")


def _carry_over(area: Workspace, day: SchoolDay, table: Table) -> None:
    """Let what is asked for be about the places that there are now."""
    if table.found and table.found.area.layers.crs != area.layers.crs:
        table.chosen = ()
    offered, before = plans.offered(area, day.date, chosen=table.chosen), table.wished
    visitor().carry_over(table, offered)
    if before is not None and before is not offered:
        controls.carry_wishes(day.date.isoformat(), moved(before, offered))


def without_streets(name: str) -> None:
    """Say that no route can be planned yet, and show the way on."""
    common.words(f"{name} has no streets yet, so no route can be planned.", "ab-status")
    common.words("Bring in OpenStreetMap or OS Open Roads.", "ab-when")
    controls.turn_to(controls.Section.LAYERS)
    st.page_link(choices.DATA_PAGE, label="Bring in streets")


def at_rest(rests: Sequence[Rest]) -> None:
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
