"""How peaked the surface should be, learned on held-out time. It never changes an order of cells.

A mixture spreads what it does not know over wide kernels, so its peaks come out too low where a
window is more concentrated than the rest of the day. Shares are raised to a power and mixed with an
even spread; the power and the part are those under which the incidents that came are likeliest
(a calibration by power, as temperature scaling is one: Guo et al. 2017).
"""

from dataclasses import asdict, dataclass
from typing import Any, Final, Self

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]
POWERS: Final = (0.7, 0.8, 0.9, 1.0, 1.1, 1.2, 1.3, 1.45, 1.6, 1.8)
_ANYWHERE: Final = (0.0, 0.01, 0.02, 0.05, 0.1, 0.15, 0.2, 0.3)
#: How much the log-likelihood must gain, for each step away from leaving the surface as it is.
_DOUBT: Final = 1.0


@dataclass(frozen=True)
class Sharpening:
    """Shares to the power of ``power``, and ``anywhere`` of the risk spread evenly."""

    power: float = 1.0
    anywhere: float = 0.0

    def of(self, shares: Floats, inside: NDArray[np.bool_]) -> Floats:
        """Sharpen shares of the cells; they still sum to 1."""
        if self == Sharpening():
            return shares
        raised = np.where(inside, shares, 0.0) ** self.power
        raised *= (1 - self.anywhere) / max(float(raised.sum()), 1e-300)
        raised[inside] += self.anywhere / inside.sum()
        return np.asarray(raised)

    def to_dict(self) -> dict[str, Any]:
        """As plain values, for a file."""
        return asdict(self)


@dataclass(frozen=True, eq=False)
class Seen:
    """What one held-out block says: the shares where incidents came, and the sum of each power.

    Attributes
    ----------
    shares, came : ndarray, shape (cells with incidents,)
    totals : ndarray, shape (powers,)
        Sum over all cells of the shares to each of `POWERS`.
    cells : int
    """

    shares: Floats
    came: Floats
    totals: Floats
    cells: int

    @classmethod
    def of(cls, shares: Floats, came: Floats, inside: NDArray[np.bool_]) -> Self:
        """Take from a surface of shares and the incidents that came, cell by cell."""
        held = shares[inside]
        here = inside & (came > 0)
        totals = np.array([float((held**power).sum()) for power in POWERS])
        return cls(shares[here], came[here], totals, int(inside.sum()))


def fit_sharpening(blocks: list[Seen]) -> Sharpening:
    """Find the power and the part under which what came in all blocks is likeliest."""
    scores = {
        Sharpening(power, part): sum(_log_likelihood(block, n, part) for block in blocks)
        - _DOUBT * (abs(POWERS.index(1.0) - n) + 10 * part)
        for n, power in enumerate(POWERS)
        for part in _ANYWHERE
    }
    return max(scores, key=lambda each: scores[each])


def _log_likelihood(block: Seen, power: int, part: float) -> float:
    raised = block.shares ** POWERS[power] / max(float(block.totals[power]), 1e-300)
    mixed = (1 - part) * raised + part / block.cells
    return float(block.came @ np.log(np.maximum(mixed, 1e-300)))
