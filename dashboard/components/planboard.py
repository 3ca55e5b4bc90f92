"""The board on which a plan is changed: dragged, by keyboard, or by the buttons of a stop."""

from collections.abc import Callable
from dataclasses import asdict, dataclass
from typing import Any, Final

import streamlit as st

from dashboard import assets, theme
from dashboard.controls.edits import Wanted
from dashboard.listings import board
from geo.patrol import Plan

_HTML: Final = (
    '<div class="ab-board" role="group" aria-label="Planning board">'
    '<p class="said" role="status" aria-live="polite"><b></b><span></span></p>'
    '<div class="lanes"></div></div>'
)
#: What can be done to the plan as a whole, and what the buttons say.
_WHOLE: Final = (("fill", "Fill gaps"), ("improve", "Improve the rest"))
_board = st.components.v2.component(
    "afterbell_planboard",
    html=_HTML,
    css=theme.board_css(),
    js=(assets.STYLE / "planboard.js").read_text(encoding="utf-8"),
)


@dataclass(frozen=True)
class Told:
    """What the board says besides the plan.

    Attributes
    ----------
    title, said : str
        What was done, and what that changed or why it could not be.
    undo, redo : str
        What each would take back or do again; empty where there is nothing.
    focus : str
        Ident of the stop that the last change was about.
    turn : int
        How many changes were asked for: tells one answer from the next.
    """

    title: str
    said: str
    refused: bool = False
    undo: str = ""
    redo: str = ""
    focus: str = ""
    turn: int = 0


def planboard(
    plan: Plan, told: Told, *, key: str, chosen: str | None, wanted: Callable[[Wanted], None]
) -> None:
    """Show a plan that can be changed.

    Parameters
    ----------
    chosen : str or None
        Place whose stops stand out.
    wanted : callable
        Called with what somebody wants, before the page runs again.
    """

    def on_wanted() -> None:
        state = st.session_state.get(key)
        asked = state.get("wanted") if state is not None else None
        if asked:
            wanted(Wanted.of(asked))

    first, last = board.span(plan)
    data: dict[str, Any] = {
        **asdict(told),
        "from_min": first,
        "until_min": last,
        "ticks": [{"minute": m, "label": label} for m, label in board.ticks(first, last)],
        "facts": board.facts(plan),
        "whole": _WHOLE,
        "chosen": chosen,
        "lanes": [_lane(lane) for lane in board.lanes(plan)],
    }
    _board(key=key, data=data, on_wanted_change=on_wanted)


def _lane(lane: board.Lane) -> dict[str, Any]:
    written = asdict(lane)
    for item in (written, *written["items"]):
        if "actions" in item:
            item["actions"] = [{"action": a, "label": label} for a, label in item["actions"]]
    return written
