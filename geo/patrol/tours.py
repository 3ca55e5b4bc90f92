"""Who visits what in which order, before the minutes are fixed."""

from typing import NamedTuple


class Call(NamedTuple):
    """A visit that begins within a span of minutes.

    Attributes
    ----------
    place : int
        Position in `Task.places`.
    first_min, last_min : int
        Minutes after midnight; calls at one place are kept apart by their spans.
    """

    place: int
    first_min: int
    last_min: int


#: Calls in visiting order, patrol by patrol.
Tours = tuple[tuple[Call, ...], ...]
