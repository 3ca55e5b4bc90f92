"""A visit as a plan counts it: its slice, its length, the day before, and other visits that day."""

import math
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Final, Protocol, Self

import numpy as np
from numpy.typing import NDArray

from geo.clock import Bell, Window
from geo.errors import SettingError
from geo.model import SAME_CORNER_M, XY, Hotspot, Patrol, Place, Route, Stop

#: The two weights add up to this, wherever the one control is set.
_BOTH: Final = 1.5
_DECIMALS: Final = 6


@dataclass(frozen=True)
class VisitValue:
    """How much harm and how much reassurance count.

    Attributes
    ----------
    harm : float
        Weight of the harm expected at a place; 1 makes the worst slice worth 100 points.
    reassurance : float
        Weight of being seen by pupils; 1 makes a slice in which 1,000 pass worth 100 points.
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

    @classmethod
    def of_share(cls, reassurance_share: float) -> Self:
        """Balance both with one number, from 0 (harm alone) to 1 (reassurance alone).

        A third is the default balance.

        Parameters
        ----------
        reassurance_share : float
            From 0 to 1.

        Raises
        ------
        SettingError
            When it is not between 0 and 1.
        """
        if not 0 <= reassurance_share <= 1:
            raise SettingError(
                f"Reassurance is to count for {reassurance_share} of a visit's value; expected a "
                "share from 0 to 1."
            )
        reassurance = round(_BOTH * reassurance_share, _DECIMALS)
        return cls(round(_BOTH - reassurance, _DECIMALS), reassurance)

    @property
    def reassurance_share(self) -> float:
        """Reassurance as a share of both, from 0 to 1."""
        return self.reassurance / (self.harm + self.reassurance)


Floats = NDArray[np.float64]

_TOP: Final = 100.0
_FULL_SCHOOL: Final = 1000.0
#: More pupils than these are not met any better.
_MOST_SCHOOLS: Final = 1.5
#: Minutes of a visit in the slice after the one in which it begins, to one in its own: of 12
#: minutes that begin anywhere in 15, 7.2 lie in the slice and 4.8 in the next.
_IN_NEXT: Final = 2 / 3
#: One pupil in ten is still about a slice later.
_LINGER: Final = 0.1


@dataclass(frozen=True)
class Expected:
    """What is expected at a place, slice by slice, before anything is weighed.

    Attributes
    ----------
    harm : tuple of float
        Harm in each slice.
    pupils : tuple of float
        Pupils who pass in each slice.
    others : float
        People on their way home at any time, as a share of a full school.
    """

    harm: tuple[float, ...]
    pupils: tuple[float, ...]
    others: float = 0.0


def points_of(expected: Expected, worst: float, balance: VisitValue) -> tuple[float, ...]:
    """Points of a visit of 12 minutes that begins in each slice.

    In proportion to the harm of the slice; and to the pupils of the slice, two thirds of those of
    the next, in which the visit goes on, and a tenth of those of the one before, who linger, up to
    1,500 in all.

    Parameters
    ----------
    worst : float
        Harm that is worth 100 points (see `worst_harm`).
    """
    harm = np.array(expected.harm) / worst if worst > 0 else np.zeros(len(expected.harm))
    pupils = np.array(expected.pupils)
    met = pupils + _IN_NEXT * np.append(pupils[1:], 0.0) + _LINGER * np.append(0.0, pupils[:-1])
    seen = expected.others + np.minimum(met / _FULL_SCHOOL, _MOST_SCHOOLS)
    points = _TOP * (balance.harm * harm + balance.reassurance * seen)
    return tuple(round(float(value), 3) for value in points)


def harm_by_slice(hotspot: Hotspot) -> Floats:
    """Expected harm in each slice: the window's harm, spread as the incidents are."""
    incidents = np.asarray(hotspot.by_slice, dtype=float)
    total = incidents.sum()
    return incidents * (hotspot.harm.mean / total) if total > 0 else np.zeros(len(incidents))


def worst_harm(hotspots: Iterable[Hotspot]) -> float:
    """The most harm expected in one slice at any hotspot: what is worth 100 points."""
    return max((float(harm_by_slice(spot).max()) for spot in hotspots), default=0.0)


def same_slices(one: Window, other: Window) -> bool:
    """Whether values by slice of one window hold for another; their days may differ."""
    return str(one) == str(other) and one.slice_min == other.slice_min


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


#: Minutes after which 63% of all that a visit can do is done. 10 and 16 minutes then lie at 81% and
#: 93%, the span that the evidence favours.
_SCALE_MIN: Final = 6.0
#: The dose of a patrol unless set otherwise: a visit of so many minutes is worth 1.
_USUAL_MIN: Final = 12


def dose(minutes: int | NDArray[np.int64]) -> NDArray[np.float64]:
    """What a visit of some minutes is worth, as a multiple of one of 12 minutes.

    ``(1 - exp(-minutes / 6)) / (1 - exp(-12 / 6))``: rising and concave, so that every further
    minute adds less. 10 minutes give 0.94, 15 give 1.06, 20 give 1.12, and no length gives more
    than 1.16.

    Koper (1995, Justice Quarterly 12(4), 649-672) found that presence of 10 minutes and more kept a
    place quiet for significantly longer than driving through, best at 11 to 15, with diminishing
    returns after that. The form of the curve is ours: his estimates are for classes of minutes.

    Parameters
    ----------
    minutes : int or ndarray of int
        0 or more.
    """
    length = np.asarray(minutes, dtype=float)
    return np.asarray(np.expm1(-length / _SCALE_MIN) / np.expm1(-_USUAL_MIN / _SCALE_MIN))


def stay_min(place: Place, patrol: Patrol) -> int:
    """Minutes that a patrol stays at a place: the rule for a dwell.

    The place's own where it has one, else the patrol's setting, 12 minutes by default; 10 to 16 is
    what the evidence favours (Koper 1995), and a plan says so where a patrol is set outside it.
    """
    return patrol.dwell_min if place.stay_min is None else place.stay_min


#: What the visits of one place on one day are worth, the best of them first.
AGAIN: Final = (1.0, 0.6, 0.4, 0.3)
#: A visit at the very minute of the day before is worth so much less; half as much less a quarter
#: of an hour away, and nothing less from half an hour on.
_AS_YESTERDAY: Final = 0.3
_FADES_MIN: Final = 30
_DAY_MIN: Final = 24 * 60


@dataclass(frozen=True)
class Visited:
    """A visit that was made, or planned, the day before.

    Attributes
    ----------
    point : XY
        In the workspace's CRS; hotspots have other ids on other days, but lie where they lie.
    arrive_min : int
        Minutes after midnight.
    """

    place_id: str
    point: XY
    arrive_min: int

    def __post_init__(self) -> None:
        if not all(map(math.isfinite, self.point)) or not 0 <= self.arrive_min < 24 * 60:
            raise SettingError(
                f"Yesterday's visit to {self.place_id} was at {self.point}, in minute "
                f"{self.arrive_min} of the day; expected metres on the map, and 0 to 1439."
            )


class _Routed(Protocol):
    @property
    def routes(self) -> tuple[Route, ...]: ...


def visited_of(plan: _Routed) -> tuple[Visited, ...]:
    """The visits of a plan, as the plan of the next day looks back on them.

    Parameters
    ----------
    plan : Plan
        Or anything with its routes.
    """
    return tuple(
        Visited(stop.place.place_id, stop.place.point, stop.arrive_min)
        for route in plan.routes
        for stop in route.visits
    )


def worth_by_minute(place: Place, window: Window, yesterday: Sequence[Visited] = ()) -> Floats:
    """Points of a visit of 12 minutes that begins at each minute of the day, alone on that day.

    Parameters
    ----------
    yesterday : sequence of Visited
        A visit at about the same time as one of these, at the same place or within 60 m of it, is
        worth up to 30% less, so that no place is visited at the same time day after day.

    Returns
    -------
    ndarray of shape (1440,)
        0 outside the window and the hours of the place. Multiply by `dose` for another length.
    """
    worth = np.zeros(_DAY_MIN)
    worth[window.start_min : window.end_min] = np.repeat(place.value, window.slice_min)
    worth[: place.opens_min] = 0.0
    worth[place.closes_min + 1 :] = 0.0
    return worth * _fresh(place, yesterday)


def worth_of_stops(
    stops: Sequence[Stop], window: Window, yesterday: Sequence[Visited] = ()
) -> tuple[float, ...]:
    """Points of every stop of a plan, in the order given; their sum is the value of the plan.

    The slice of arrival, `dose`, the day before, and for the second-best visit of a place and
    those after it, `AGAIN`. Breaks and activities are worth nothing.
    """
    alone = [_alone(stop, window, yesterday) for stop in stops]
    at_place: dict[str, list[int]] = defaultdict(list)
    for n, stop in enumerate(stops):
        at_place[stop.place.place_id].append(n)
    worth = [0.0] * len(stops)
    for visits in at_place.values():
        best_first = sorted(visits, key=lambda n: (-alone[n], stops[n].arrive_min, n))
        for turn, n in enumerate(best_first):
            worth[n] = alone[n] * AGAIN[min(turn, len(AGAIN) - 1)]
    return tuple(worth)


def _alone(stop: Stop, window: Window, yesterday: Iterable[Visited]) -> float:
    place, arrive = stop.place, stop.arrive_min
    at = window.slice_at(arrive)
    if at is None or not stop.is_visit or not place.opens_min <= arrive <= place.closes_min:
        return 0.0
    fresh = float(_fresh(place, yesterday)[arrive])
    return place.value[at] * float(dose(stop.dwell_min)) * fresh


def _fresh(place: Place, yesterday: Iterable[Visited]) -> Floats:
    """Share of its worth that a visit keeps at each minute, given the visits of the day before."""
    near = [was.arrive_min for was in yesterday if _same_corner(place, was)]
    if not near:
        return np.ones(_DAY_MIN)
    gap = np.abs(np.arange(_DAY_MIN)[:, None] - np.array(near)).min(axis=1)
    return np.asarray(1 - _AS_YESTERDAY * np.maximum(1 - gap / _FADES_MIN, 0.0))


def _same_corner(place: Place, was: Visited) -> bool:
    (x, y), (at_x, at_y) = place.point, was.point
    return place.place_id == was.place_id or np.hypot(x - at_x, y - at_y) < SAME_CORNER_M
