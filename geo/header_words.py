"""The words of a column name, however it was written."""

import re


def wordset(text: str) -> frozenset[str]:
    """Give the words of a text as a set."""
    return frozenset(text.split())


def squeezed(name: str) -> str:
    """Give a column name without case, spaces and punctuation."""
    return re.sub(r"[\W_]+", "", name).lower()


def words_of(name: str) -> tuple[str, ...]:
    """Split a column name into its words: at signs, capitals and digits.

    Examples
    --------
    >>> words_of("X Coordinate (State Plane)")
    ('x', 'coordinate', 'state', 'plane')
    >>> words_of("OccurredFromDate1")
    ('occurred', 'from', 'date', '1')
    """
    cut = re.sub(r"(?<=[a-z])(?=[A-Z])|(?<=[A-Z])(?=[A-Z][a-z]{2})", " ", name)
    return tuple(word.lower() for word in re.findall(r"\d+|[^\W\d_]+", cut))
