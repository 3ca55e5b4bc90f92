"""One function for each edit: what it does to orders, patrols and wishes."""

from collections.abc import Callable
from dataclasses import replace
from typing import Any, Final

from geo.patrol.editing import lock_steps, stop_steps, team_steps
from geo.patrol.editing.change import Change, Then
from geo.patrol.editing.draft import Draft
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


def change_of(draft: Draft, edit: Edit) -> Change:
    """What an edit asks for.

    Raises
    ------
    PlanImpossibleError
        When the edit makes no sense for this plan.
    SettingError
        When there is no such patrol, stop or place.
    """
    return _STEPS[type(edit)](draft, edit)


def _fill(draft: Draft, _: Fill) -> Change:
    return replace(Change.bare(draft, "Fill free time"), then=Then.FILL)


def _improve(draft: Draft, edit: Improve) -> Change:
    change = Change.bare(draft, "Search again around what is locked")
    return replace(change, then=Then.IMPROVE, iterations=edit.iterations)


_STEPS: Final[dict[type, Callable[[Draft, Any], Change]]] = {
    Move: stop_steps.move,
    Drop: stop_steps.drop,
    Insert: stop_steps.insert,
    Replace: stop_steps.replaced,
    SetDwell: lock_steps.set_dwell,
    Keep: lock_steps.keep,
    Release: lock_steps.release,
    Retime: lock_steps.retime,
    MoveOfficer: team_steps.move_officer,
    ChangePatrol: team_steps.change_patrol,
    Fill: _fill,
    Improve: _improve,
}
