"""Numbers in words, the same on every page and on paper: uncertainty first, digits second."""

import datetime as dt
import math
import re
from collections.abc import Iterable, Sequence
from typing import Final, Protocol

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
from numpy.typing import NDArray

from geo.errors import SettingError


def fits(text: pa.Array, pattern: str) -> NDArray[np.bool_]:
    """Say which texts a pattern of RE2 fits; a missing text fits none.

    Parameters
    ----------
    text : pyarrow.Array of str
    pattern : str
        Of the syntax of RE2.
    """
    matches = pc.fill_null(pc.match_substring_regex(text, pattern), False)
    return np.asarray(matches.to_numpy(zero_copy_only=False), dtype=bool)


def wordset(text: str) -> frozenset[str]:
    """Give the words of a text as a set.

    Parameters
    ----------
    text : str
    """
    return frozenset(text.split())


def squeezed(name: str) -> str:
    """Give a column name without case, spaces and punctuation.

    Parameters
    ----------
    name : str
    """
    return re.sub(r"[\W_]+", "", name).lower()


def words_of(name: str) -> tuple[str, ...]:
    """Split a column name into its words: at signs, capitals and digits.

    Parameters
    ----------
    name : str

    Examples
    --------
    >>> words_of("X Coordinate (State Plane)")
    ('x', 'coordinate', 'state', 'plane')
    >>> words_of("OccurredFromDate1")
    ('occurred', 'from', 'date', '1')
    """
    cut = re.sub(r"(?<=[a-z])(?=[A-Z])|(?<=[A-Z])(?=[A-Z][a-z]{2})", " ", name)
    return tuple(word.lower() for word in re.findall(r"\d+|[^\W\d_]+", cut))


DRAFT: Final = "DRAFT, not approved"
OUT_OF_DATE: Final = "OUT OF DATE"
SIMULATED: Final = "SIMULATED: invented data, not a real place"

#: Words of a sexual offence, in any vocabulary; Essex, Sexton Street and Groombridge are places.
_SEXUAL_OFFENCE: Final = re.compile(
    r"(?<!es)(?<!us)(?<!middle)sex(?!ton)|\brap(?:e|ist)|indecen|voyeur|groom(?:ing|ed|s)?\b|sodom|lewd",
    re.IGNORECASE,
)

#: Chances that people can picture, smallest first; the nearest one is given.
_CHANCES: Final = (
    (1, 200), (1, 150), (1, 100), (1, 75), (1, 50), (1, 40), (1, 30), (1, 25), (1, 20), (1, 15),
    (1, 12), (1, 10), (1, 8), (1, 7), (1, 6), (1, 5), (1, 4), (1, 3), (2, 5), (1, 2), (2, 3),
)  # fmt: skip


class SupportsInterval(Protocol):
    """A mean with its 90% interval."""

    @property
    def mean(self) -> float:
        """The middle of it."""

    @property
    def low(self) -> float:
        """Where the interval begins."""

    @property
    def high(self) -> float:
        """Where the interval ends."""


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
    """A count as it may be shown: 1 to 4 become ``<5``.

    Parameters
    ----------
    count : int
    """
    return "<5" if 0 < count < 5 else f"{count:,}"


def distance(metres: float) -> str:
    """``350 m`` to the nearest 10 m, or ``1.2 km`` from a kilometre on.

    Parameters
    ----------
    metres : float
    """
    if metres >= 995:
        return f"{metres / 1000:.1f} km"
    return f"{round(metres / 10) * 10:d} m"


def listed(items: Sequence[str]) -> str:
    """``a, b and c``.

    Parameters
    ----------
    items : sequence of str
    """
    return " and ".join([", ".join(items[:-1]), items[-1]] if len(items) > 1 else items)


def some_of(names: Sequence[str], most: int = 3) -> str:
    """``A, B, C and 9 more``: all names where only one more than ``most`` would go unnamed."""
    if len(names) <= most + 1:
        return listed(names)
    return listed([*names[:most], f"{len(names) - most:,} more"])


def counted(count: int, one: str, many: str = "") -> str:
    """``1 school``, ``3 schools``."""
    return f"{count:,} {one if count == 1 else many or one + 's'}"


def expected_in_digits(estimate: SupportsInterval) -> str:
    """``0.42 expected (90% interval 0.21–0.70)``: the digits that follow the words.

    Parameters
    ----------
    estimate : SupportsInterval
    """
    return f"{_rate(estimate.mean)} expected (90% interval {interval(estimate)})"


def interval(estimate: SupportsInterval) -> str:
    """``0.21–0.70``.

    Parameters
    ----------
    estimate : SupportsInterval
    """
    return f"{_rate(estimate.low)}–{_rate(estimate.high)}"


def offences_shown(offences: Iterable[tuple[str, float]], most: int = 3) -> tuple[str, ...]:
    """Leading offences that may be named at a place, largest first: never sexual offences.

    Parameters
    ----------
    offences : iterable of (str, float)
        Name and share, largest first.
    most : int
        How many are named at most.
    """
    return tuple(name for name, _ in offences if not _SEXUAL_OFFENCE.search(name))[:most]


def names_sexual_offence(text: str) -> bool:
    """Whether a text names a sexual offence, which is never shown at a place.

    Parameters
    ----------
    text : str
    """
    return bool(_SEXUAL_OFFENCE.search(text))


def duration(minutes: float) -> str:
    """``12 min``.

    Parameters
    ----------
    minutes : float
    """
    return f"{round(minutes):d} min"


def short_date(date: dt.date) -> str:
    """``Tue 24 Nov 2026``.

    Parameters
    ----------
    date : date
    """
    return f"{date:%a} {date.day} {date:%b} {date.year}"


def date_in_words(date: dt.date) -> str:
    """``Tuesday 24 November 2026``.

    Parameters
    ----------
    date : date
    """
    return f"{date:%A} {date.day} {date:%B} {date.year}"


def _rate(number: float) -> str:
    """One decimal from one on, two below; what would read as nought reads ``<0.01``."""
    if number >= 1:
        return f"{number:.1f}"
    return "<0.01" if 0 < number < 0.005 else f"{number:.2f}"
