"""Activities that are booked: weapon sweeps and screening arches."""

import math
from dataclasses import dataclass
from enum import StrEnum

from geo.errors import SettingError
from geo.model.basics import XY, clock


class ActivityKind(StrEnum):
    """What is done."""

    SWEEP = "weapon sweep"
    ARCH = "screening arch"


@dataclass(frozen=True)
class Activity:
    """Something booked that takes officers away from visits: where, how long, how many, and when.

    Attributes
    ----------
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
            raise SettingError(f"{self.said or 'An activity'}: " + "; ".join(faults) + ".")

    @property
    def said(self) -> str:
        """``Weapon sweep at Mill Corner``."""
        what = str(self.kind)
        return f"{what[:1].upper()}{what[1:]} at {self.name}" if self.name.strip() else ""
