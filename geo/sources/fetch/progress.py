"""How a fetch says what it does, to whoever wants to hear it."""

from collections.abc import Callable
from dataclasses import dataclass


@dataclass(frozen=True)
class Said:
    """What is being done.

    Attributes
    ----------
    doing : str
        Such as ``2024-03``, or ``page 2``.
    done, total : int
        Steps; a total of 0 is not known.
    """

    doing: str
    done: int = 0
    total: int = 0


Progress = Callable[[Said], None]


def silent(said: Said) -> None:
    """Say nothing."""
    del said
