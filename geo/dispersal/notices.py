"""What a reader must know of a dispersal: what was not given, and what stands in for it."""

from collections.abc import Mapping, Sequence
from enum import Enum, auto
from typing import Final

from geo.words import listed

_NAMED: Final = 3
#: Said of every flow, wherever it shows.
ESTIMATE: Final = (
    "Expected pupils, not counted ones: shortest ways on foot, with the shares of pupils who walk "
    "or go on by bus or train from the National Travel Survey 2024 (England)."
)


class Lack(Enum):
    """What a school or an area may lack."""

    PUPILS = auto()
    GATE = auto()
    BELL = auto()
    HOMES = auto()
    AREA = auto()
    STREET = auto()
    INTERCHANGE = auto()


_SAID: Final = {
    Lack.PUPILS: "The number of pupils is not known, and a usual one stands in: {}.",
    Lack.GATE: "No gate is known within reach of a street, so pupils leave from the middle: {}.",
    Lack.BELL: "No bell is known for the day, so no pupils are counted: {}.",
    Lack.HOMES: "No home areas are given, so homes are spread by distance: {}.",
    Lack.AREA: "These home areas are not in the areas layer, and are left out: {}.",
    Lack.STREET: "No street is within 250 m, so no pupils are counted: {}.",
    Lack.INTERCHANGE: (
        "No interchange is within a walk of 2 km, so those who go on by bus or train are left "
        "out: {}."
    ),
}


def notices(lacks: Mapping[Lack, Sequence[str]]) -> tuple[str, ...]:
    """One sentence for each thing that somebody lacks."""
    return tuple(said.format(_few(lacks[lack])) for lack, said in _SAID.items() if lacks.get(lack))


def _few(names: Sequence[str]) -> str:
    """The first names, and how many more."""
    ordered = sorted(names)
    if len(ordered) <= _NAMED + 1:
        return listed(ordered)
    return f"{', '.join(ordered[:_NAMED])} and {len(ordered) - _NAMED:,} more"
