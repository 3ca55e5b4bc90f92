"""Numbers in words, the same on every page and on paper: uncertainty first, digits second."""

import math
from collections.abc import Sequence
from typing import Final

from geo.errors import SettingError

#: Chances that people can picture, smallest first; the nearest one is said.
_CHANCES: Final = (
    (1, 200), (1, 150), (1, 100), (1, 75), (1, 50), (1, 40), (1, 30), (1, 25), (1, 20), (1, 15),
    (1, 12), (1, 10), (1, 8), (1, 7), (1, 6), (1, 5), (1, 4), (1, 3), (2, 5), (1, 2), (2, 3),
)  # fmt: skip


def chance_in_words(expected: float, unit: str = "afternoon") -> str:
    """Say how often at least one incident happens, from the number expected in one window.

    The chance of at least one is 1 - exp(-expected), which holds for a Poisson count.

    Parameters
    ----------
    expected : float
        Mean number of incidents in one window.
    unit : str
        What one window is called; such as afternoon.

    Returns
    -------
    str
        Such as "about 1 in 3 afternoons", "most afternoons", "more than once an afternoon".

    Raises
    ------
    SettingError
        When ``expected`` is negative or no number.
    """
    if not (math.isfinite(expected) and expected >= 0):
        raise SettingError(
            f"{expected} incidents cannot be expected; the number must be 0 or more."
        )
    article = "an" if unit[:1] in "aeiou" else "a"
    if expected >= 2.5:
        return f"about {math.floor(expected + 0.5):,} times {article} {unit}"
    if expected >= 1.75:
        return f"more than once {article} {unit}"
    chance = -math.expm1(-expected)
    if chance >= 0.72:
        return f"most {unit}s"
    if chance < 1 / 250:
        return f"fewer than 1 in 200 {unit}s"
    of, among = min(_CHANCES, key=lambda c: abs(math.log(chance * c[1] / c[0])))
    return f"about {of} in {among} {unit}s"


def count_shown(count: int) -> str:
    """A count as it may be shown: 1 to 4 become ``<5``."""
    return "<5" if 0 < count < 5 else f"{count:,}"


def distance(metres: float) -> str:
    """``350 m`` to the nearest 10 m, or ``1.2 km`` from a kilometre on."""
    if metres >= 995:
        return f"{metres / 1000:.1f} km"
    return f"{round(metres / 10) * 10:d} m"


def listed(items: Sequence[str]) -> str:
    """``a, b and c``."""
    return " and ".join([", ".join(items[:-1]), items[-1]] if len(items) > 1 else items)
