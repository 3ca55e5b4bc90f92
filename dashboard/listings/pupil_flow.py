"""The pupil flow as a table: what the map shows of them, in words."""

from typing import Final

from geo.pupils import Busy, PupilFlow
from geo.text import listed

#: As many streets as a reader takes in.
_MOST: Final = 10
_FEWEST: Final = 10.0
_NAMED: Final = 2


def caption(flow: PupilFlow, slice_index: int | None) -> str:
    """What the table is about."""
    when = str(flow.window) if slice_index is None else flow.window.label(slice_index)
    return f"Where most pupils walk, {when}"


def busiest_streets(flow: PupilFlow, slice_index: int | None) -> list[tuple[str, str, str]]:
    """Street, whose pupils, and how many on its busiest part to the nearest 10, busiest first."""
    return [
        (busy.street or "Paths without a name", _whose(busy), f"{round(busy.pupils, -1):,.0f}")
        for busy in flow.busiest(slice_index, _MOST)
        if busy.pupils >= _FEWEST
    ]


def _whose(busy: Busy) -> str:
    rest = len(busy.schools) - _NAMED
    named = [*busy.schools[:_NAMED], *([f"{rest} more"] if rest > 0 else [])]
    return listed(named) or "Several schools"
