"""Blocks of past days that are held out, each predicted from what is older."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

from geo.arrays import Bools, Floats

_BLOCK_DAYS: Final = 28


@dataclass(frozen=True)
class HeldOutDays:
    """Ages over ``youngest`` and up to ``oldest``, in days before ``as_of``."""

    youngest: int
    oldest: int

    def held_out(self, age_days: Floats) -> Bools:
        """Say of each age whether it lies in the block."""
        return (age_days > self.youngest) & (age_days <= self.oldest)

    def earlier(self, age_days: Floats) -> Bools:
        """Say of each age whether it lies before the block."""
        return age_days > self.oldest


def block_days(oldest_days: int, fewest_blocks: int) -> int:
    """Length of a block: 28 days, or less where the past does not hold so many blocks of that.

    0 where it has not even as many days.
    """
    return min(_BLOCK_DAYS, oldest_days // fewest_blocks)


def last_blocks(days: int, count: int) -> Iterator[HeldOutDays]:
    """The last blocks of ``days``, the latest first."""
    return (HeldOutDays(days * number, days * (number + 1)) for number in range(count))
