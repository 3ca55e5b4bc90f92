"""A task built whole: values, minutes at stops and minutes of every way, rides among them."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from geo.model import XY, Mode, Patrol, Place, PlaceKind
from geo.network import Bools, Floats, Ints, Journeys, WalkingNetwork, Walks
from geo.patrol._visit_value import dose, stay_min
from geo.patrol.problem.task import DAY_MIN, Minimum, Need, Task, walk_min


@dataclass(frozen=True, eq=False)
class Ways:
    """Ways of each patrol among some points, and which points are places, starts and ends.

    Attributes
    ----------
    walks : tuple of Walks
        In metres, by the patrol's mode.
    at : ndarray of int, shape (places,)
    start_at, end_at : tuple of (int or None)
        Of each patrol; None where it has no start or no end.
    journeys : tuple of (Journeys or None)
        Ways of each patrol that may take buses and trains; empty where nobody does.
    """

    walks: tuple[Walks, ...]
    at: Ints
    start_at: tuple[int | None, ...]
    end_at: tuple[int | None, ...]
    journeys: tuple[Journeys | None, ...] = ()

    def minutes(self, patrols: Sequence[Patrol]) -> tuple[Ints, Ints, Ints]:
        """Minutes out (n, m), back (n, m) and between places (n, m, m) of each patrol.

        A ride counts where it always saves some.
        """
        by_ride: dict[tuple[float, int, int], Ints] = {}
        rows = []
        for n, who in enumerate(patrols):
            journeys = self.journeys[n] if self.journeys else None
            shift = who.shift_start_min, who.shift_end_min
            if journeys is None:
                rows.append(self._walked(n, who))
                continue
            alike = who.pace_m_per_s, *shift
            if alike not in by_ride:
                by_ride[alike] = journeys.enough_min(*shift)[np.ix_(self.at, self.at)]
            rows.append((*self._ridden(n, journeys, shift), by_ride[alike]))
        out, back, between = (np.array(part, dtype=np.int64) for part in zip(*rows, strict=True))
        return out, back, between

    def _walked(self, patrol: int, who: Patrol) -> tuple[Ints, Ints, Ints]:
        metres, start, end = self.walks[patrol].length_m, self.start_at[patrol], self.end_at[patrol]
        nothing = np.zeros(len(self.at), dtype=np.int64)
        return (
            nothing if start is None else walk_min(metres[start, self.at], who),
            nothing if end is None else walk_min(metres[self.at, end], who),
            walk_min(metres[np.ix_(self.at, self.at)], who),
        )

    def _ridden(self, patrol: int, journeys: Journeys, shift: tuple[int, int]) -> tuple[Ints, Ints]:
        start, end = self.start_at[patrol], self.end_at[patrol]
        nothing = np.zeros(len(self.at), dtype=np.int64)
        return (
            nothing
            if start is None
            else journeys.takes_min(shift[0], np.array([start]), self.at)[0],
            nothing if end is None else journeys.before_min(*shift, self.at, np.array([end]))[:, 0],
        )


def journeys_of(
    patrols: Sequence[Patrol], network: WalkingNetwork, points: Sequence[XY]
) -> tuple[Journeys | None, ...]:
    """Ways with rides of each patrol on foot, None for another; empty where there are no rides."""
    paces = {who.pace_m_per_s for who in patrols if who.mode is Mode.FOOT}
    if not paces or not network.hops:
        return ()
    slowest = Journeys.among(network.for_mode(Mode.FOOT), points, network.hops, min(paces))
    by_pace = {pace: slowest.at_pace(pace) for pace in paces}
    return tuple(by_pace[who.pace_m_per_s] if who.mode is Mode.FOOT else None for who in patrols)


@dataclass(frozen=True, eq=False)
class Rules:
    """What holds for each place: who may come, how often, how far apart, how many at once."""

    may: Bools
    at_most: Ints
    gap_min: Ints
    at_once: Ints


def task_of(
    places: Sequence[Place],
    patrols: Sequence[Patrol],
    ways: Ways,
    rules: Rules,
    worth: Floats,
    needs: Sequence[Need] = (),
    minima: Sequence[Minimum] = (),
    easy_way_min: int = DAY_MIN,
) -> Task:
    """Write a planning problem down in minutes.

    Parameters
    ----------
    places : sequence of Place
        All within reach of a street.
    worth : ndarray of shape (places, 1440)
        Points of a visit by the minute at which it begins; see `geo.patrol._visit_value`.
    """
    stay = np.array([[stay_min(place, patrol) for place in places] for patrol in patrols])
    out, back, between = ways.minutes(patrols)
    return Task(
        places=tuple(places), patrols=tuple(patrols), worth=worth,
        open_at=np.array([_open(p, row) for p, row in zip(places, worth, strict=True)]),
        may=rules.may, stay=stay, share=dose(stay), out=out, back=back, between=between,
        needs=tuple(needs), at_most=rules.at_most, gap_min=rules.gap_min, at_once=rules.at_once,
        walks=ways.walks, at=ways.at, start_at=ways.start_at, end_at=ways.end_at,
        minima=tuple(minima), easy_way_min=easy_way_min, journeys=ways.journeys,
    )  # fmt: skip


def _open(place: Place, worth: Floats) -> Bools:
    """Minutes at which a visit may begin: while it is worth something, or booked."""
    minutes = np.arange(DAY_MIN)
    hours = (minutes >= place.opens_min) & (minutes <= place.closes_min)
    return hours if place.kind in (PlaceKind.BREAK, PlaceKind.ACTIVITY) else hours & (worth > 0)
