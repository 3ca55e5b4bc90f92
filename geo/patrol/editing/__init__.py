"""Changing a plan by hand: an edit in, a new draft and what it changed out.

    bench = Workbench.of(places, network, patrols, day, constraints, yesterday)  # walks, once
    history = History.of(bench.draft(plan))                                      # or opened(plan)
    edited = apply(history.draft, Drop("Bravo", 2))
    history = history.then(edited.draft, edited.effect.label)
    history.draft.plan                      # a Plan, checked like every other
    history.draft.orders                    # for Request.orders, so that it can be made again

An edit that cannot be raises `PlanImpossibleError`, and the draft that it was for is as it was.
"""

from geo.patrol.editing.case import Case
from geo.patrol.editing.draft import Draft, History, Workbench, opened
from geo.patrol.editing.editor import apply, preview
from geo.patrol.editing.edits import (
    Drop,
    Edit,
    Fill,
    Improve,
    Insert,
    Keep,
    Move,
    MoveOfficer,
    Release,
    Replace,
    Retime,
    SetDwell,
)
from geo.patrol.editing.effect import Effect
from geo.patrol.editing.minutes import Board, Orders, Timed

__all__ = [
    "Board",
    "Case",
    "Draft",
    "Drop",
    "Edit",
    "Effect",
    "Fill",
    "History",
    "Improve",
    "Insert",
    "Keep",
    "Move",
    "MoveOfficer",
    "Orders",
    "Release",
    "Replace",
    "Retime",
    "SetDwell",
    "Timed",
    "Workbench",
    "apply",
    "opened",
    "preview",
]
