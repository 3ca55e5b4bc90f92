"""The board on which a plan is changed: dragged, by keyboard, or by the buttons of a stop."""

from collections.abc import Callable
from dataclasses import asdict, dataclass
from typing import Any, Final

import streamlit as st

from dashboard.components import css_beside, js_beside, reported
from dashboard.controls.edits import BoardAction
from dashboard.listings import board
from geo.patrol import Plan

_HTML: Final = (
    '<div class="ab-board" role="group" aria-label="Planning board">'
    '<p class="message" role="status" aria-live="polite"><b></b><span></span></p>'
    '<div class="lanes"></div></div>'
)
#: What can be done to the plan as a whole, and what the buttons say.
_WHOLE: Final = (("fill", "Fill gaps"), ("improve", "Improve the rest"))
_board = st.components.v2.component(
    "afterbell_planboard",
    html=_HTML,
    css=css_beside(__file__),
    js=js_beside(__file__),
)


@dataclass(frozen=True)
class BoardMessage:
    """What the board shows besides the plan.

    Attributes
    ----------
    title, message : str
        What was done, and what that changed or why it could not be.
    refused : bool
        Whether it could not be done.
    undo, redo : str
        What each would undo or redo; empty where there is nothing.
    focus : str
        Ident of the stop that the last change was about.
    turn : int
        How many changes were asked for: tells one answer from the next.
    """

    title: str
    message: str
    refused: bool = False
    undo: str = ""
    redo: str = ""
    focus: str = ""
    turn: int = 0


def planboard(
    plan: Plan,
    message: BoardMessage,
    *,
    key: str,
    chosen: str | None,
    acted: Callable[[BoardAction], None],
) -> None:
    """Show a plan that can be changed.

    Parameters
    ----------
    chosen : str or None
        Place whose stops stand out.
    acted : callable
        Called with what somebody did, before the page runs again.
    """

    def on_done() -> None:
        done = reported(key, "done")
        if done:
            acted(BoardAction.of(done))

    first, last = board.span(plan)
    data: dict[str, Any] = {
        **asdict(message),
        "from_min": first,
        "until_min": last,
        "ticks": [{"minute": m, "label": label} for m, label in board.ticks(first, last)],
        "facts": board.facts(plan),
        "whole": _WHOLE,
        "chosen": chosen,
        "lanes": [_lane(lane) for lane in board.lanes(plan)],
    }
    _board(key=key, data=data, on_done_change=on_done)


def _lane(lane: board.Lane) -> dict[str, Any]:
    written = asdict(lane)
    for item in (written, *written["items"]):
        if "actions" in item:
            item["actions"] = [{"action": a, "label": label} for a, label in item["actions"]]
    return written
