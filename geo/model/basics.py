"""Points, clock times, and numbers that carry their uncertainty."""

from dataclasses import dataclass
from typing import Final

from geo.errors import SettingError

XY = tuple[float, float]
#: What stands less than this from a place is at that place.
SAME_CORNER_M: Final = 60.0


def clock(minute: int) -> str:
    """``15:40`` for 940 minutes after midnight."""
    return f"{minute // 60:02d}:{minute % 60:02d}"


@dataclass(frozen=True)
class Estimate:
    """A number and the 90% interval around it."""

    mean: float
    low: float
    high: float

    def __post_init__(self) -> None:
        if not 0 <= self.low <= self.mean <= self.high:
            raise SettingError(
                f"An estimate needs 0 <= low <= mean <= high; came {self.low:.4g}, "
                f"{self.mean:.4g}, {self.high:.4g}."
            )
