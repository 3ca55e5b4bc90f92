"""A search that is stopped by the clock, as comparisons with other planners need it."""

import time
from dataclasses import dataclass, field


@dataclass
class Seconds:
    """A time by the clock; the result depends on the machine."""

    total_s: float
    began_s: float = field(default_factory=time.perf_counter)
    _last: tuple[int, float] | None = None

    def share(self) -> float:
        """How much is spent."""
        return min((time.perf_counter() - self.began_s) / self.total_s, 1.0)

    def steps(self, looks: int) -> int:
        """Steps until the next look, by how long the last ones took."""
        now = time.perf_counter()
        count = 20
        if self._last is not None:
            step_s = max(now - self._last[1], 1e-6) / self._last[0]
            left_s = self.began_s + self.total_s - now
            count = int(min(self.total_s / looks, left_s) / step_s)
        count = max(count, 1)
        self._last = (count, now)
        return count
