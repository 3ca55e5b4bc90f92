"""Who goes out, and where they could go."""

import math
from dataclasses import dataclass
from enum import StrEnum
from typing import Final

from geo.errors import SettingError
from geo.model.quantities import XY, clock


class ActivityKind(StrEnum):
    """What is done."""

    SWEEP = "weapon sweep"
    ARCH = "screening arch"


@dataclass(frozen=True)
class Activity:
    """Something booked that takes officers away from visits: where, how long, how many, and when.

    Attributes
    ----------
    activity_id, name : str
    kind : ActivityKind
    point : XY
        In the workspace's CRS.
    minutes : int
        From beginning to end.
    staff : int
        Officers who must be there at the same time; whole patrols are sent until there are enough.
    from_min, until_min : int
        It begins no earlier and has ended by then.
    """

    activity_id: str
    kind: ActivityKind
    name: str
    point: XY
    minutes: int
    staff: int
    from_min: int
    until_min: int

    def __post_init__(self) -> None:
        faults = []
        if not self.activity_id.strip() or not self.name.strip():
            faults.append("it needs an id and the name of a place")
        if not all(map(math.isfinite, self.point)):
            faults.append(f"it is at {self.point}, which is no point on the map")
        if not 5 <= self.minutes <= 180:
            faults.append(f"it lasts {self.minutes} minutes; expected 5 to 180")
        if not 1 <= self.staff <= 40:
            faults.append(f"it takes {self.staff} officers; expected 1 to 40")
        if not 0 <= self.from_min < self.until_min <= 24 * 60:
            faults.append(
                f"it is set between {clock(self.from_min)} and {clock(self.until_min)}; expected "
                "the earlier minute first, on one day"
            )
        elif self.until_min - self.from_min < self.minutes:
            faults.append(
                f"it lasts {self.minutes} minutes, longer than {clock(self.from_min)}–"
                f"{clock(self.until_min)}"
            )
        if faults:
            raise SettingError(f"{self.label or 'An activity'}: " + "; ".join(faults) + ".")

    @property
    def label(self) -> str:
        """``Weapon sweep at Mill Corner``."""
        what = str(self.kind)
        return f"{what[:1].upper()}{what[1:]} at {self.name}" if self.name.strip() else ""


class PlaceKind(StrEnum):
    """What a patrol can be sent to."""

    HOTSPOT = "hotspot"
    GATE = "school gate"
    INTERCHANGE = "interchange"
    CHOSEN = "chosen place"
    ACTIVITY = "activity"
    BREAK = "break"


class Mode(StrEnum):
    """How a patrol gets about between stops; at a stop everybody is on foot."""

    FOOT = "on foot"
    CYCLE = "by cycle"
    CAR = "by car"


#: Metres a second in a town's side streets, with waiting at junctions; a patrol on foot has its own
#: pace.
PACE_M_PER_S: Final = {Mode.CYCLE: 3.5, Mode.CAR: 5.0}


@dataclass(frozen=True)
class Place:
    """Somewhere a patrol could stop, and what a stop is worth slice by slice.

    Attributes
    ----------
    place_id, name : str
    kind : PlaceKind
    point : XY
        In the workspace's CRS.
    value : tuple of float
        Worth of one visit that begins in each slice of the window; 0 where there is none.
    opens_min, closes_min : int
        First and last minute at which a visit may begin.
    why, look_out_for : str
        One sentence each, for the officer.
    urns : tuple of str
        Schools whose gates this place serves.
    quiet_from_min : int or None
        Minute from which ``why`` is in the past, and ``why_quiet`` holds.
    why_quiet : str
    stay_min : int or None
        Minutes of every visit, whoever makes it; None leaves it to the patrol.
    """

    place_id: str
    kind: PlaceKind
    name: str
    point: XY
    value: tuple[float, ...]
    opens_min: int
    closes_min: int
    why: str
    look_out_for: str
    urns: tuple[str, ...] = ()
    quiet_from_min: int | None = None
    why_quiet: str = ""
    stay_min: int | None = None

    def __post_init__(self) -> None:
        if self.opens_min > self.closes_min:
            raise SettingError(
                f"{self.name} opens at {clock(self.opens_min)} but closes at "
                f"{clock(self.closes_min)}."
            )
        if not all(0 <= v < math.inf for v in self.value):
            raise SettingError(
                f"{self.name} has a value in some slice that is negative or no number; expected 0 "
                "or more points."
            )

    def why_at(self, minute: int) -> str:
        """The reason for a visit that begins at a minute of the day.

        Parameters
        ----------
        minute : int
            After midnight.
        """
        quiet = self.quiet_from_min is not None and minute >= self.quiet_from_min
        return self.why_quiet if quiet else self.why


@dataclass(frozen=True)
class Break:
    """A rest of some minutes that begins within a span of the afternoon.

    Attributes
    ----------
    minutes : int
    from_min, until_min : int
        Between these minutes after midnight it begins.
    at : XY or None
        Where it is taken; None is wherever it falls best: the patrol's start or end, or an
        interchange.
    at_name : str
    """

    minutes: int
    from_min: int
    until_min: int
    at: XY | None = None
    at_name: str = ""

    def __post_init__(self) -> None:
        if not 5 <= self.minutes <= 60:
            raise SettingError(f"A break lasts {self.minutes} minutes; expected 5 to 60.")
        if not 0 <= self.from_min <= self.until_min < 24 * 60:
            raise SettingError(
                f"A break begins between {clock(self.from_min)} and {clock(self.until_min)}; "
                "expected the earlier minute first, on one day."
            )


@dataclass(frozen=True)
class Patrol:
    """Officers who go about together for one window.

    Attributes
    ----------
    name : str
    start : XY or None
        Where the shift starts, in the workspace's CRS. None deploys them at their first stop, with
        nothing to walk before it.
    start_name, end_name : str
    shift_start_min, shift_end_min : int
        Minutes after midnight. Nobody is out before or after.
    walk_m_per_s : float
        1.3 m/s is an unhurried adult pace.
    dwell_min : int
        Length of a stop; 10 to 16 minutes is what the evidence favours (Koper 1995).
    end : XY or None
        Where the shift ends; None is where it started, or at the last stop if it has no start.
    mode : Mode
    rest : Break or None
        The break that the patrol takes.
    crew : int
        Officers in the patrol; two or more are double-crewed.
    """

    name: str
    start: XY | None = None
    start_name: str = ""
    shift_start_min: int = 15 * 60
    shift_end_min: int = 18 * 60
    walk_m_per_s: float = 1.3
    dwell_min: int = 12
    end: XY | None = None
    end_name: str = ""
    mode: Mode = Mode.FOOT
    rest: Break | None = None
    crew: int = 2

    def __post_init__(self) -> None:
        faults = []
        if not self.name.strip():
            faults.append("it needs a name")
        if self.start is not None and not all(map(math.isfinite, self.start)):
            faults.append(f"it sets out from {self.start}, which is no point on the map")
        if self.end is not None and not all(map(math.isfinite, self.end)):
            faults.append(f"it ends at {self.end}, which is no point on the map")
        if not 1 <= self.crew <= 20:
            faults.append(f"it has {self.crew} officers; expected 1 to 20")
        if not 0 <= self.shift_start_min < self.shift_end_min <= 24 * 60:
            faults.append(
                f"its shift runs from {clock(self.shift_start_min)} to "
                f"{clock(self.shift_end_min)}, and must end after it starts, on one day"
            )
        if not 0.3 <= self.walk_m_per_s <= 3:
            faults.append(f"it walks {self.walk_m_per_s} m/s; expected 0.3 to 3")
        if not 1 <= self.dwell_min <= 120:
            faults.append(f"it stays {self.dwell_min} minutes at a stop; expected 1 to 120")
        if faults:
            raise SettingError(f"Patrol {self.name or '(no name)'}: " + "; ".join(faults) + ".")

    @property
    def finish(self) -> XY | None:
        """Where the shift ends; None at the last stop."""
        return self.end if self.end is not None else self.start

    @property
    def pace_m_per_s(self) -> float:
        """Metres a second between stops."""
        return PACE_M_PER_S.get(self.mode, self.walk_m_per_s)
