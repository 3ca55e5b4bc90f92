"""What a supervisor can do to a plan by hand."""

from dataclasses import dataclass

from geo.model import Patrol


@dataclass(frozen=True)
class Move:
    """Take a stop out and put it in at a position of the same patrol or of another.

    Attributes
    ----------
    to_position : int
        Its position afterwards, from 0.
    """

    patrol: str
    position: int
    to_patrol: str
    to_position: int


@dataclass(frozen=True)
class Drop:
    """Leave a stop out; its place is not visited more often again until it is inserted."""

    patrol: str
    position: int


@dataclass(frozen=True)
class Insert:
    """Visit a place; None leaves the patrol, the position, or both, to where it costs least."""

    place_id: str
    patrol: str | None = None
    position: int | None = None


@dataclass(frozen=True)
class SetDwell:
    """Stay at a place for some minutes, on every visit; None gives the patrols' own back."""

    place_id: str
    minutes: int | None


@dataclass(frozen=True)
class Keep:
    """Lock a stop: to its patrol, to its minute, or both; with neither it must only be visited."""

    patrol: str
    position: int
    patrol_locked: bool = True
    time_locked: bool = False


@dataclass(frozen=True)
class Release:
    """Lift the lock of a stop."""

    patrol: str
    position: int


@dataclass(frozen=True)
class Retime:
    """Begin a stop at a minute of the day, which locks it to that minute."""

    patrol: str
    position: int
    arrive_min: int


@dataclass(frozen=True)
class MoveOfficer:
    """Send one officer from a patrol to another; a patrol without officers disappears."""

    from_patrol: str
    to_patrol: str


@dataclass(frozen=True)
class ChangePatrol:
    """Give a patrol another shift, start, mode, break, pace or name.

    Attributes
    ----------
    to : Patrol
        As it is to be; `dataclasses.replace` of the one there is.
    """

    patrol: str
    to: Patrol


@dataclass(frozen=True)
class Replace:
    """Have something else for a stop: its place is not visited again, the best fills its time."""

    patrol: str
    position: int


@dataclass(frozen=True)
class Fill:
    """Add visits where there is time for them, and change nothing else."""


@dataclass(frozen=True)
class Improve:
    """Search again around what is locked; everything else may change.

    Attributes
    ----------
    iterations : int or None
        Search steps; None takes as many as a quick answer allows.
    """

    iterations: int | None = None


Edit = (
    Move
    | Drop
    | Insert
    | SetDwell
    | Keep
    | Release
    | Retime
    | MoveOfficer
    | ChangePatrol
    | Replace
    | Fill
    | Improve
)
