"""What somebody does on the board, as an edit of the plan."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any, Final, Self

from dashboard.listings.board import idents
from dashboard.listings.board_stops import held
from geo.errors import PlanImpossibleError
from geo.model import Route, Stop
from geo.patrol import Plan
from geo.patrol.editing import (
    Drop,
    Edit,
    Keep,
    Move,
    MoveOfficer,
    Release,
    Replace,
    Retime,
    SetDwell,
)

_DWELL_STEP_MIN: Final = 2


@dataclass(frozen=True)
class BoardAction:
    """What the board reports.

    Attributes
    ----------
    action : str
        What is to be done; "pick", "undo" and "redo" are no edits.
    ident : str
        The stop, as the board names it; empty where it is about none.
    lane, minute : int
        Where a stop was dragged to.
    """

    action: str
    ident: str = ""
    lane: int = 0
    minute: int = 0

    @classmethod
    def of(cls, reported: Mapping[str, Any]) -> Self:
        """What came from the browser."""
        return cls(
            str(reported["action"]), str(reported.get("ident") or ""),
            int(reported.get("lane") or 0), int(reported.get("minute") or 0),
        )  # fmt: skip

    @property
    def place_id(self) -> str:
        """The place of the stop."""
        return self.ident.rpartition("#")[0]


def edit_of(done: BoardAction, plan: Plan) -> Edit:
    """Return what was done as an edit of a plan.

    Raises
    ------
    PlanImpossibleError
        When the stop is gone, or there is nowhere to move it to.
    """
    verb, _, lane = done.action.partition("_")
    if verb == "officer" and lane.isdigit():
        names = [route.patrol.name for route in plan.routes]
        return MoveOfficer(names[done.lane], names[int(lane)])
    spot = idents(plan.routes).get(done.ident)
    if spot is None:
        raise PlanImpossibleError("This stop is no longer in the plan. Choose one that is.")
    n, at = spot
    name, stop = plan.routes[n].patrol.name, plan.routes[n].stops[at]
    _, time = held(stop, name, plan.constraints) or (False, False)
    simple: dict[str, Edit] = {
        "drop": Drop(name, at),
        "replace": Replace(name, at),
        "release": Release(name, at),
        "keep_time": Keep(name, at, patrol_locked=stop.is_visit, time_locked=True),
        "keep_patrol": Keep(name, at, patrol_locked=True, time_locked=time),
        "shorter": SetDwell(done.place_id, stop.dwell_min - _DWELL_STEP_MIN),
        "longer": SetDwell(done.place_id, stop.dwell_min + _DWELL_STEP_MIN),
    }
    if done.action in simple:
        return simple[done.action]
    return _moved(_as_move(done, n), plan.routes, n, at)


def _as_move(done: BoardAction, n: int) -> BoardAction:
    """Lanes above, below or named, as a drag to that lane at no other time."""
    lanes = {"up": n - 1, "down": n + 1}
    verb, _, lane = done.action.partition("_")
    if verb == "give" and lane.isdigit():
        return replace(done, action="give", lane=int(lane))
    if done.action in lanes:
        return replace(done, action="give", lane=lanes[done.action])
    return done


def _moved(done: BoardAction, routes: Sequence[Route], n: int, at: int) -> Edit:
    route, stop = routes[n], routes[n].stops[at]
    name = route.patrol.name
    if done.action in ("earlier", "later"):
        to = at - 1 if done.action == "earlier" else at + 1
        if not 0 <= to < len(route.stops):
            raise PlanImpossibleError(
                f"{stop.place.name} is {name}'s {'first' if to < 0 else 'last'} stop already."
            )
        return Move(name, at, name, to)
    if not 0 <= done.lane < len(routes):
        raise PlanImpossibleError(f"There is no patrol {_side(done.lane)} {name} on the board.")
    minute = done.minute if done.action == "move" else stop.arrive_min
    target = routes[done.lane]
    rest = [s for s in target.stops if s is not stop]
    to = sum(_middle(s) < minute + stop.dwell_min / 2 for s in rest)
    if done.lane == n and to == at:
        return Retime(name, at, minute)
    return Move(name, at, target.patrol.name, to)


def _side(lane: int) -> str:
    return "above" if lane < 0 else "below"


def _middle(stop: Stop) -> float:
    return (stop.arrive_min + stop.leave_min) / 2
