"""Rolling hold-outs inside the past: what a method may learn its parameters from."""

from dataclasses import dataclass, replace
from typing import Final

import numpy as np
from numpy.typing import NDArray

from geo.hotspots.methods.base import Past

_BLOCK_DAYS: Final = 28
_LEAST_PARTS: Final = 8
_BLOCKS: Final = 3


@dataclass(frozen=True, eq=False)
class HoldOut:
    """One block of days, and everything before it as it was known when the block began.

    Attributes
    ----------
    earlier : Past
        Incidents before the block; their ages count from its first day, so 1 is the day before.
    later : Past
        Incidents of the block; their ages are as they were in the whole past.
    """

    earlier: Past
    later: Past


def block_days(past: Past) -> int:
    """Length of a block: 28 days, or an eighth of the time where the past is shorter than 224."""
    span = int(past.age_days.max(initial=0.0))
    return min(_BLOCK_DAYS, span // _LEAST_PARTS)


def hold_outs(past: Past) -> tuple[HoldOut, ...]:
    """Split off the last three blocks of time, the latest first.

    Each block is told from what was known before it, and never from itself or from anything later.
    Blocks without an incident, or with none before them, are left out; a past of fewer than eight
    days has no blocks.
    """
    days = block_days(past)
    if days == 0:
        return ()
    made = (_hold_out(past, days * number, days) for number in range(_BLOCKS))
    return tuple(one for one in made if len(one.earlier) and len(one.later))


def _hold_out(past: Past, youngest: int, days: int) -> HoldOut:
    """Hold out ages over ``youngest`` and up to ``youngest + days``."""
    oldest = youngest + days
    before = past.age_days > oldest
    block = (past.age_days > youngest) & ~before
    return HoldOut(_part(past, before, oldest), _part(past, block, 0))


def _part(past: Past, rows: NDArray[np.bool_], since: int) -> Past:
    return replace(past.some(rows), age_days=past.age_days[rows] - since)
