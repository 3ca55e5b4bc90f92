"""A figure and the 90% interval around it."""

import math
from dataclasses import dataclass


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
