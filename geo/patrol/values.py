"""What a visit is worth by place and slice, and how long it lasts: the one place to change either.

Everything is on one scale of points. The hottest slice of the worst hotspot is worth 100 for the
harm that a visit may prevent; letting out a school of 1,000 is worth 100 for the reassurance that
a visit gives. `VisitValue` balances the two.
"""

import math
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

import numpy as np
from numpy.typing import NDArray

from geo.clock import Bell, SchoolDay, Window
from geo.errors import SettingError
from geo.model import Hotspot, Patrol, Place

Floats = NDArray[np.float64]

_TOP: Final = 100.0
#: Pupils are about from this long before the bell until this long after the last have left.
_BEFORE_BELL_MIN: Final = 10
_AFTER_BELL_MIN: Final = 25
#: A visit that begins after the last year group has left meets only those who linger.
_LINGERING: Final = 0.5
#: A last visit begins this long before everybody has gone, so that it is not to an empty gate.
_LAST_VISIT_MIN: Final = 12
#: Pupils reach an interchange within this long after their bell.
_AT_INTERCHANGE_MIN: Final = 30
_QUIET_INTERCHANGE: Final = 0.1
_FULL_SCHOOL: Final = 1000
_MOST_SCHOOLS: Final = 1.5
_FEWEST_PUPILS: Final = 100
#: Round figures for a school of unknown size, by phase.
_USUAL_PUPILS: Final = {"primary": 280, "pupil referral": 60}
_USUAL_OTHERS: Final = 1000
#: Most primary pupils are fetched by an adult.
_PHASE_SHARE: Final = {"primary": 0.35}
_KIND_SHARE: Final = {"rail": 1.0, "bus station": 1.0, "tram": 0.8, "bus stops": 0.6, "ferry": 0.5}


@dataclass(frozen=True)
class VisitValue:
    """The balance of the two reasons for a visit.

    Attributes
    ----------
    harm : float
        Weight of the harm expected at a place; 1 makes the worst slice worth 100 points.
    reassurance : float
        Weight of being seen by pupils; 1 makes letting out 1,000 of them worth 100 points.
    """

    harm: float = 1.0
    reassurance: float = 0.5

    def __post_init__(self) -> None:
        weights = (self.harm, self.reassurance)
        if not all(math.isfinite(w) and w >= 0 for w in weights) or not sum(weights):
            raise SettingError(
                f"Harm counts {self.harm} and reassurance {self.reassurance}; expected numbers "
                "of 0 or more, not both 0."
            )


def stay_min(place: Place, patrol: Patrol) -> int:  # noqa: ARG001 - the place is where the rule may grow
    """Minutes that a patrol stays at a place: the rule for a dwell.

    It is the patrol's own setting, 12 minutes by default; 10 to 16 is what the evidence favours
    (Koper 1995), and a plan says so where a patrol is set outside it.
    """
    return patrol.dwell_min


def hotspot_values(hotspot: Hotspot, worst_harm: float, balance: VisitValue) -> Floats:
    """Points of a visit in each slice: in proportion to the harm expected there and then.

    Parameters
    ----------
    worst_harm : float
        The most harm expected in one slice at any hotspot (see `harm_by_slice`).
    """
    if worst_harm <= 0:
        return np.zeros(len(hotspot.by_slice))
    return np.asarray(balance.harm * _TOP * harm_by_slice(hotspot) / worst_harm)


def harm_by_slice(hotspot: Hotspot) -> Floats:
    """Expected harm in each slice: the window's harm, spread as the incidents are."""
    incidents = np.asarray(hotspot.by_slice, dtype=float)
    total = incidents.sum()
    return incidents * (hotspot.harm.mean / total) if total > 0 else np.zeros(len(incidents))


def gate_hours(bell: Bell, window: Window) -> tuple[int, int] | None:
    """First and last minute at which a visit to a gate may begin; None outside the window."""
    opens = max(bell.finish_min - _BEFORE_BELL_MIN, window.start_min)
    gone = bell.finish_min + bell.stagger_min + _AFTER_BELL_MIN
    closes = min(gone - _LAST_VISIT_MIN, window.end_min - 1)
    return (opens, closes) if opens <= closes else None


def gate_values(
    bell: Bell, pupils: int | None, phase: str, window: Window, balance: VisitValue
) -> Floats:
    """Points of a visit to a school's gate in each slice: pupils, around their bell.

    Full for a visit that begins shortly before the bell or while pupils leave, half for one that
    begins when the last year group is out.
    """
    minutes = np.arange(window.start_min, window.end_min)
    crowd = np.where(minutes <= bell.finish_min + bell.stagger_min, 1.0, _LINGERING)
    hours = gate_hours(bell, window)
    if hours is None:
        return np.zeros(window.n_slices)
    crowd[(minutes < hours[0]) | (minutes > hours[1])] = 0
    by_slice = crowd.reshape(window.n_slices, window.slice_min)
    begun = np.maximum((by_slice > 0).sum(axis=1), 1)
    share = min(pupils_that_count(pupils, phase) / _FULL_SCHOOL, _MOST_SCHOOLS)
    return np.asarray(balance.reassurance * _TOP * share * by_slice.sum(axis=1) / begun)


def interchange_values(
    kind: str, arriving: list[tuple[Bell, float]], day: SchoolDay, balance: VisitValue
) -> Floats:
    """Points of a visit to an interchange in each slice: a little always, more after bells.

    Parameters
    ----------
    arriving : list of (Bell, float)
        Schools near enough for their pupils to come here, and how many of them count.
    """
    window = day.window
    starts = window.start_min + window.slice_min * np.arange(window.n_slices)
    pupils = np.zeros(window.n_slices)
    for bell, count in arriving:
        last = last_at_interchange([bell])
        here = (starts < last) & (starts + window.slice_min > bell.finish_min)
        pupils += np.where(here, count, 0.0)
    crowd = _QUIET_INTERCHANGE + np.minimum(pupils / (2 * _FULL_SCHOOL), 1.0)
    return np.asarray(balance.reassurance * _TOP * _KIND_SHARE.get(kind, 0.6) * crowd)


def last_at_interchange(bells: Sequence[Bell]) -> int:
    """Minute of the day by which the pupils of some schools have come through an interchange."""
    return max(bell.finish_min + bell.stagger_min for bell in bells) + _AT_INTERCHANGE_MIN


def pupils_that_count(pupils: int | None, phase: str) -> float:
    """Pupils of a school who leave it on their own; a usual number where none is known."""
    known = pupils if pupils is not None else _USUAL_PUPILS.get(phase, _USUAL_OTHERS)
    return max(known, _FEWEST_PUPILS) * _PHASE_SHARE.get(phase, 1.0)


def same_slices(one: Window, other: Window) -> bool:
    """Whether values by slice of one window hold for another; their days may differ."""
    return str(one) == str(other) and one.slice_min == other.slice_min


def rounded(value: Floats) -> tuple[float, ...]:
    """Points as a place carries them."""
    return tuple(round(float(v), 3) for v in value)
