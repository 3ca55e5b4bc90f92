"""Counts as they may be shown outside the analyst role: 1 to 4 become ``<5`` (domain rule 4)."""

from collections.abc import Sequence
from typing import Final

from geo.words import count_shown

_FEWEST_SHOWN: Final = 5
_HIDDEN_LARGE: Final = "5+"
_HIDDEN_WIDE: Final = "<10"
#: A month or a period that the data do not reach.
NO_DATA: Final = "–"


def counts_shown(counts: Sequence[int | None]) -> tuple[str, ...]:
    """Counts of one table as they may be shown, beside a total that may be known.

    A single hidden count would follow from the total and from the others. Then the smallest count
    that could be shown becomes ``5+``, and the next, until none that is hidden can be told; where
    that is not enough, all under 5 become ``<10``, a 0 among them (complementary suppression, Cox
    1980, "Suppression methodology and statistical disclosure control").

    Parameters
    ----------
    counts : sequence of int or None
        None where the data do not reach.

    Returns
    -------
    tuple of str
        ``<5`` for 1 to 4, ``5+`` or ``<10`` where they would be given away, ``–`` for None.
    """
    shown = [NO_DATA if count is None else count_shown(count) for count in counts]
    if sum(count or 0 for count in counts) < _FEWEST_SHOWN:
        return tuple(shown)  # the total is hidden too
    small = [count for count in counts if count and count < _FEWEST_SHOWN]
    large = sorted(
        (count, at) for at, count in enumerate(counts) if count and count >= _FEWEST_SHOWN
    )
    hidden: list[int] = []
    for count, at in large:
        if not _told(small, hidden):
            break
        hidden.append(count)
        shown[at] = _HIDDEN_LARGE
    if _told(small, hidden):
        shown = [
            _HIDDEN_WIDE if count is not None and count < _FEWEST_SHOWN else text
            for count, text in zip(counts, shown, strict=True)
        ]
    return tuple(shown)


def may_show(*counts: int | None) -> bool:
    """Whether none of the counts is hidden, so that what is worked out of them may be shown."""
    return not any(count and count < _FEWEST_SHOWN for count in counts)


def _told(small: Sequence[int], large: Sequence[int]) -> bool:
    """Whether a count of 1 to 4 follows from the sum of all that are hidden."""
    if not small:
        return False
    if large:
        room = sum(small) + sum(count - _FEWEST_SHOWN for count in large)
        return room == len(small)
    fewest, most = len(small), (_FEWEST_SHOWN - 1) * len(small)
    return len(small) == 1 or sum(small) in (fewest, most)
