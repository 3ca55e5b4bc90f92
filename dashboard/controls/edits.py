"""What somebody wants of a stop on the board, as an edit of the plan."""

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
class Wanted:
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
    def of(cls, asked: Mapping[str, Any]) -> Self:
        """What came from the browser."""
        return cls(
            str(asked["action"]), str(asked.get("ident") or ""),
            int(asked.get("lane") or 0), int(asked.get("minute") or 0),
        )  # fmt: skip

    @property
    def place_id(self) -> str:
        """The place of the stop."""
        return self.ident.rpartition("#")[0]


def edit_of(wanted: Wanted, plan: Plan) -> Edit:
    """Say what is wanted as an edit.

    Raises
    ------
    PlanImpossibleError
        When the stop is gone, or there is nowhere to move it to.
    """
    verb, _, lane = wanted.action.partition("_")
    if verb == "officer" and lane.isdigit():
        names = [route.patrol.name for route in plan.routes]
        return MoveOfficer(names[wanted.lane], names[int(lane)])
    spot = idents(plan.routes).get(wanted.ident)
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
        "shorter": SetDwell(wanted.place_id, stop.dwell_min - _DWELL_STEP_MIN),
        "longer": SetDwell(wanted.place_id, stop.dwell_min + _DWELL_STEP_MIN),
    }
    if wanted.action in simple:
        return simple[wanted.action]
    return _moved(_as_move(wanted, n), plan.routes, n, at)


def _as_move(wanted: Wanted, n: int) -> Wanted:
    """Lanes above, below or named, as a drag to that lane at no other time."""
    lanes = {"up": n - 1, "down": n + 1}
    verb, _, lane = wanted.action.partition("_")
    if verb == "give" and lane.isdigit():
        return replace(wanted, action="give", lane=int(lane))
    if wanted.action in lanes:
        return replace(wanted, action="give", lane=lanes[wanted.action])
    return wanted


def _moved(wanted: Wanted, routes: Sequence[Route], n: int, at: int) -> Edit:
    route, stop = routes[n], routes[n].stops[at]
    name = route.patrol.name
    if wanted.action in ("earlier", "later"):
        to = at - 1 if wanted.action == "earlier" else at + 1
        if not 0 <= to < len(route.stops):
            raise PlanImpossibleError(
                f"{stop.place.name} is {name}'s {'first' if to < 0 else 'last'} stop already."
            )
        return Move(name, at, name, to)
    if not 0 <= wanted.lane < len(routes):
        raise PlanImpossibleError(f"There is no patrol {_side(wanted.lane)} {name} on the board.")
    minute = wanted.minute if wanted.action == "move" else stop.arrive_min
    target = routes[wanted.lane]
    rest = [s for s in target.stops if s is not stop]
    to = sum(_middle(s) < minute + stop.dwell_min / 2 for s in rest)
    if wanted.lane == n and to == at:
        return Retime(name, at, minute)
    return Move(name, at, target.patrol.name, to)


def _side(lane: int) -> str:
    return "above" if lane < 0 else "below"


def _middle(stop: Stop) -> float:
    return (stop.arrive_min + stop.leave_min) / 2
