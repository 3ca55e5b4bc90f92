"""Compiled: random numbers that are the same on every machine."""

import numpy as np
from numpy.typing import NDArray

from geo.compiled import compiled

#: One number that is the whole state.
Random = NDArray[np.uint64]


@compiled
def chance(random: Random) -> float:
    """Next number from 0 to 1 (xorshift64, Marsaglia 2003)."""
    x = random[0]
    x ^= x << np.uint64(13)
    x ^= x >> np.uint64(7)
    x ^= x << np.uint64(17)
    random[0] = x
    return float(x >> np.uint64(11)) / 9007199254740992.0
