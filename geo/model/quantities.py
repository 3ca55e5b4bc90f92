"""Figures with the 90% interval around them, points, and times of day."""

import math
from dataclasses import dataclass
from typing import Final

from geo.errors import SettingError

XY = tuple[float, float]
#: What is less than this from a place is at that place.
SAME_CORNER_M: Final = 60.0


def clock(minute: int) -> str:
    """``15:40`` for 940 minutes after midnight.

    Parameters
    ----------
    minute : int
        After midnight.

    Examples
    --------
    >>> clock(940)
    '15:40'
    """
    return f"{minute // 60:02d}:{minute % 60:02d}"


@dataclass(frozen=True)
class Estimate:
    """A number and the 90% interval around it.

    Attributes
    ----------
    mean, low, high : float
        In order, none below 0.
    """

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
    """A figure with its 90% interval; it may be negative, and an end may be infinite.

    Attributes
    ----------
    value, low, high : float
    """

    value: float
    low: float
    high: float

    def to_dict(self) -> dict[str, float | None]:
        """As JSON takes it: None for an infinite figure."""
        whole = {"value": self.value, "low": self.low, "high": self.high}
        return {key: figure if math.isfinite(figure) else None for key, figure in whole.items()}

    def outside(self, low: float, high: float) -> bool:
        """Whether the whole interval lies below ``low`` or above ``high``.

        Parameters
        ----------
        low, high : float
        """
        return self.high < low or self.low > high
