"""A figure and the 90% interval around it."""

import math
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


@dataclass(frozen=True)
class Interval:
    """A figure with its 90% interval; it may be negative, and an end may be infinite."""

    value: float
    low: float
    high: float

    def to_dict(self) -> dict[str, float | None]:
        """As JSON takes it: None for an infinite figure."""
        whole = {"value": self.value, "low": self.low, "high": self.high}
        return {key: figure if math.isfinite(figure) else None for key, figure in whole.items()}

    def outside(self, low: float, high: float) -> bool:
        """Whether the whole interval lies below ``low`` or above ``high``."""
        return self.high < low or self.low > high
