"""What a plan must keep, leave out and add: what was asked for, and a place more."""

from collections.abc import Callable
from typing import Final

import streamlit as st

from dashboard import listings, notices
from dashboard.planning import choices
from dashboard.planning.choices import visitor
from dashboard.planning.session import PlanningSession
from dashboard.views import common
from dashboard.views.plan.board import edit
from geo.model import Place
from geo.patrol import Constraints, Places, Plan
from geo.patrol.editing import Draft, Insert, Workbench, preview

_NOT_YET: Final = "The plan shows this once you press Suggest again."
_AT_FIRST: Final = "Choose a place, or click anywhere on the map, and see what a visit would cost."


def add_a_stop(session: PlanningSession, offered: Places, plan: Plan) -> None:
    """Ask for a place that is not in the plan, say what a visit would cost, and add it."""
    left = listings.unplanned(offered.items, plan.routes)
    options = {p.place_id: p for p in left if p.place_id not in visitor().constraints.left_out}
    _take_click(options)
    wanted = st.selectbox(
        "Add a stop",
        [*options],
        index=None,
        placeholder="Choose a place, or click the map",
        format_func=lambda ident: _named(options[ident]),
        key="to_add",
    )
    if wanted is None or session.history is None:
        common.words(_AT_FIRST, "ab-when")
        return
    draft = _with(session.history.draft, wanted, offered)
    (shown,) = preview(draft, [Insert(wanted)])
    common.words(shown.effect.summary if shown.effect else shown.why_not, "ab-when")
    st.button(
        "Add this stop", type="primary", disabled=shown.effect is None, width="stretch",
        on_click=_insert, args=(session, draft, wanted),
    )  # fmt: skip


def _take_click(options: dict[str, Place]) -> None:
    """A click on the map chooses what it hit, once."""
    hit, point = visitor().place_id, visitor().point
    if point is not None:
        hit = next((i for i, place in options.items() if place.point == point), None)
        visitor().point, visitor().place_id = None, hit
    if hit in options and hit != visitor().offered_id:
        st.session_state["to_add"] = hit
    visitor().offered_id = hit
    if st.session_state.get("to_add") not in options:
        st.session_state["to_add"] = None


def _with(draft: Draft, place_id: str, offered: Places) -> Draft:
    """The draft on a bench that has a place which was chosen since."""
    bench, plan = draft.bench, draft.plan
    if place_id in bench.places.by_id:
        return draft
    more = Workbench.of(
        offered, plan.network, draft.patrols, plan.day, plan.constraints, plan.yesterday, plan.seed
    )
    return more.draft(plan)


def _insert(session: PlanningSession, draft: Draft, place_id: str) -> None:
    visitor().place_id, st.session_state["to_add"] = place_id, None
    with notices.caught(lambda sentence: session.answer(sentence, refused=True)):
        edit(session, Insert(place_id), f"{place_id}#1", draft)


def constraints(offered: Places, plan: Plan) -> None:
    """List the constraints on places, each of which can be undone."""
    wanted = visitor().constraints
    names = {place.place_id: place.name for place in offered.items}
    waiting = [
        *(("Keep", each.place_id) for each in wanted.locks),
        *(("Drop", place_id) for place_id in sorted(wanted.drop)),
        *(("Add", place_id) for place_id in sorted(wanted.add)),
    ]
    for verb, place_id in waiting:
        columns = st.columns([5, 3], vertical_alignment="center")
        columns[0].text(f"{verb}: {names.get(place_id, place_id)}")
        columns[1].button(
            "Undo",
            key=f"undo_{verb}_{place_id}",
            on_click=_change,
            args=(choices.forget, place_id),
        )
    if wanted != plan.constraints:
        common.words(_NOT_YET, "ab-when")


def _named(place: Place) -> str:
    return f"{place.name} ({place.kind})"


def _change(change: Callable[[Constraints, str], Constraints], place_id: str) -> None:
    visitor().constraints = change(visitor().constraints, place_id)
