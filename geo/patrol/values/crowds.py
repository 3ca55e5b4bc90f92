"""How many pupils count, when they leave a gate, and when they reach an interchange.

Where there are streets, `geo.dispersal` says who passes where; the rules here stand in for it
without them.
"""

from collections.abc import Sequence
from typing import Final

import numpy as np
from numpy.typing import NDArray

from geo.clock import Bell, Window

Floats = NDArray[np.float64]

#: Pupils are about from this long before the bell until this long after the last have left.
_BEFORE_BELL_MIN: Final = 10
_AFTER_BELL_MIN: Final = 25
#: A last visit begins this long before everybody has gone, so that it is not to an empty gate.
_LAST_VISIT_MIN: Final = 12
#: Pupils reach an interchange within this long after their bell.
_AT_INTERCHANGE_MIN: Final = 30
#: Share of a school's pupils who go by an interchange nearby.
_BY_INTERCHANGE: Final = 0.5
_FEWEST_PUPILS: Final = 100
#: Round figures for a school of unknown size, by phase.
_USUAL_PUPILS: Final = {"primary": 280, "pupil referral": 60}
_USUAL_OTHERS: Final = 1000
#: Most primary pupils are fetched by an adult.
_PHASE_SHARE: Final = {"primary": 0.35}


def gate_hours(bell: Bell, window: Window) -> tuple[int, int] | None:
    """First and last minute at which a visit to a gate may begin; None outside the window."""
    opens = max(bell.finish_min - _BEFORE_BELL_MIN, window.start_min)
    gone = bell.finish_min + bell.stagger_min + _AFTER_BELL_MIN
    closes = min(gone - _LAST_VISIT_MIN, window.end_min - 1)
    return (opens, closes) if opens <= closes else None


def last_at_interchange(bells: Sequence[Bell]) -> int:
    """Minute of the day by which the pupils of some schools have come through an interchange."""
    return max(bell.finish_min + bell.stagger_min for bell in bells) + _AT_INTERCHANGE_MIN


def pupils_that_count(pupils: int | None, phase: str) -> float:
    """Pupils of a school who leave it on their own; a usual number where none is known."""
    known = pupils if pupils is not None else _USUAL_PUPILS.get(phase, _USUAL_OTHERS)
    return max(known, _FEWEST_PUPILS) * _PHASE_SHARE.get(phase, 1.0)


def leaving(bell: Bell, count: float, window: Window) -> Floats:
    """Pupils who come out of a gate in each slice: evenly from the bell to the last year group."""
    return _evenly(bell.finish_min, bell.finish_min + bell.stagger_min, count, window)


def arriving(bell: Bell, count: float, window: Window) -> Floats:
    """Pupils who reach an interchange nearby in each slice: half of them, in half an hour."""
    return _evenly(
        bell.finish_min, last_at_interchange([bell]) - 1, _BY_INTERCHANGE * count, window
    )


def _evenly(first_min: int, last_min: int, count: float, window: Window) -> Floats:
    """Spread a count over minutes, both ends included, and add it up by slice."""
    minutes = np.arange(window.start_min, window.end_min)
    share = ((minutes >= first_min) & (minutes <= last_min)) / (last_min - first_min + 1)
    return np.asarray(count * share.reshape(window.n_slices, window.slice_min).sum(axis=1))
