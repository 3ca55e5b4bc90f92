"""Changing a plan by hand: an edit in, a new draft and what it changed out.

    bench = Workbench.of(places, network, patrols, day, constraints, yesterday)  # walks, once
    history = History.of(bench.draft(plan))                                      # or opened(plan)
    edited = apply(history.draft, Drop("Bravo", 2))
    edited.effect.summary                   # "Bravo walks 6 min less. ..."
    history = history.then(edited.draft, edited.effect.label)
    history.draft.plan                      # a Plan, checked like every other
    history.draft.orders                    # for Request.orders, so that it can be made again

An edit that cannot be raises `PlanImpossibleError`, and the draft that it was for is as it was.
"""

from geo.patrol.editing._constrained_grid import ConstrainedGrid
from geo.patrol.editing._effect import Effect, PatrolChange, Shifted
from geo.patrol.editing._minutes import Orders, Timed, TimetableGrid
from geo.patrol.editing.draft import Draft, History, NamedOrders, Scenario, Workbench, opened
from geo.patrol.editing.editor import Edited, Preview, apply, preview
from geo.patrol.editing.edits import (
    ChangePatrol,
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

__all__ = [
    "ChangePatrol",
    "ConstrainedGrid",
    "Draft",
    "Drop",
    "Edit",
    "Edited",
    "Effect",
    "Fill",
    "History",
    "Improve",
    "Insert",
    "Keep",
    "Move",
    "MoveOfficer",
    "NamedOrders",
    "Orders",
    "PatrolChange",
    "Preview",
    "Release",
    "Replace",
    "Retime",
    "Scenario",
    "SetDwell",
    "Shifted",
    "Timed",
    "TimetableGrid",
    "Workbench",
    "apply",
    "opened",
    "preview",
]
