"""Ways that may take one bus or train: on foot, a wait, a ride, and on foot again.

A planner wants one number of minutes for a leg, whenever it begins; a timetable has none. So a leg
is given the fewest minutes that are always enough: the worst wait that the timetable can bring
within the shift, or the walk where that is shorter (`Journeys.enough_min`). Once the plan is made,
a leg is what the timetable says for the minute in which it begins (`Journeys.leg`), and what is
left of its minutes is spare. Between stops a plan so never hopes for a bus; it uses those that run
so often, or go so far, that even just missing one pays. The first way of a shift begins at a known
minute and the last one ends at one, so these may count on a single bus (`Journeys.takes_min`,
`Journeys.before_min`). At most one ride a leg, and none without hops.
"""

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from typing import Final, Self

import numpy as np
import shapely
from shapely.geometry import LineString

from geo.errors import NetworkError, SettingError
from geo.model import XY, Leg, Mode, Ride, clock
from geo.network.graph import Floats, Ints
from geo.network.network import WalkingNetwork
from geo.network.walks import Walks
from geo.timetables import Hop

_DAY_MIN: Final = 24 * 60
#: Stands for never; far beyond a day, and small enough to be added to.
_NEVER: Final = 10 * _DAY_MIN
#: Stands for a path that nobody wants.
NOT_DRAWN: Final = LineString([(0, 0), (0, 0)])


@dataclass(frozen=True, eq=False)
class Journeys:
    """Ways among some points at one pace, by the hops that there are.

    Attributes
    ----------
    n_points : int
        The points come first among those of ``walks``; then two for each hop.
    walk_min : ndarray of int, shape (points + 2 hops, points + 2 hops)
        Whole minutes on foot, rounded up; a very large number where there is no way.
    leaves_min : ndarray of int, shape (hops, minutes of a day)
        When the first ride leaves at or after each minute.
    """

    walks: Walks
    hops: tuple[Hop, ...]
    pace_m_per_s: float
    n_points: int
    walk_min: Ints = field(repr=False)
    leaves_min: Ints = field(repr=False)

    @classmethod
    def among(
        cls,
        network: WalkingNetwork,
        points: Sequence[XY],
        hops: Sequence[Hop],
        pace_m_per_s: float,
    ) -> Self:
        """Measure the walks among points and stops.

        Parameters
        ----------
        network : WalkingNetwork
            On foot, where there are hops.
        points : sequence of (x, y)
            In the network's CRS.
        hops : sequence of Hop
            Rides that may be taken.
        pace_m_per_s : float
            Of whoever walks.

        Raises
        ------
        SettingError
            When there are hops, and the network is not one for people on foot.
        """
        if hops and network.mode is not Mode.FOOT:
            raise SettingError(
                f"Buses and trains are taken on foot, and this network is used {network.mode}. "
                "Give no hops, or a network on foot."
            )
        stops = [stop for hop in hops for stop in (hop.start, hop.end)]
        walks = network.between([*points, *stops])
        leaves = np.array([_leaves(hop) for hop in hops], dtype=np.int64).reshape(-1, _DAY_MIN)
        minutes = _whole_min(walks.length_m, pace_m_per_s)
        return cls(walks, tuple(hops), pace_m_per_s, len(points), minutes, leaves)

    def at_pace(self, pace_m_per_s: float) -> Self:
        """The same ways for those who walk at another pace.

        Parameters
        ----------
        pace_m_per_s : float
            Of whoever walks.
        """
        minutes = _whole_min(self.walks.length_m, pace_m_per_s)
        return replace(self, pace_m_per_s=pace_m_per_s, walk_min=minutes)

    def enough_min(self, from_min: int, until_min: int) -> Ints:
        """Minutes that are enough from each point to each, whenever one sets out.

        Parameters
        ----------
        from_min, until_min : int
            Nobody sets out before the first, nor has to arrive after the second.

        Returns
        -------
        ndarray of int, shape (points, points)
            Never more than the walk.
        """
        every = np.arange(self.n_points)
        worst = np.zeros((self.n_points, self.n_points), dtype=np.int64)
        enough = self.walk_min[: self.n_points, : self.n_points].copy()
        for minute in range(from_min, until_min + 1):
            np.maximum(worst, self.takes_min(minute, every, every), out=worst)
            in_time = worst <= until_min - minute
            enough[in_time] = np.minimum(enough, until_min - minute)[in_time]
        return enough

    def takes_min(self, leave_min: int, i: Ints, j: Ints) -> Ints:
        """Minutes from points ``i`` to points ``j`` for those who set out in a minute of the day.

        Parameters
        ----------
        leave_min : int
            Minutes after midnight.
        i, j : ndarray of int
            Points.

        Returns
        -------
        ndarray of int, shape (len(i), len(j))
            Never more than the walk.
        """
        fewest = self.walk_min[np.ix_(i, j)]
        arrive = self._arrive_min(i, leave_min) - leave_min
        for hop, end in enumerate(self._ends):
            np.minimum(fewest, arrive[:, [hop]] + self.walk_min[end, j], out=fewest)
        return fewest

    def before_min(self, from_min: int, until_min: int, i: Ints, j: Ints) -> Ints:
        """How long before ``until_min`` one has to set out, at the latest, to be there by then.

        Parameters
        ----------
        from_min : int
            Nobody sets out before.
        until_min : int
            When one has to be there, in minutes after midnight.
        i, j : ndarray of int
            Points.

        Returns
        -------
        ndarray of int, shape (len(i), len(j))
            Never more than the walk.
        """
        fewest = self.walk_min[np.ix_(i, j)]
        for minute in range(from_min, until_min + 1):
            in_time = self.takes_min(minute, i, j) <= until_min - minute
            fewest[in_time] = np.minimum(fewest, until_min - minute)[in_time]
        return fewest

    def latest_leg(self, i: int, j: int, from_min: int, by_min: int, *, drawn: bool = True) -> Leg:
        """The way that sets out last of all those that arrive in time.

        Parameters
        ----------
        i, j : int
            Points.
        from_min : int
            Nobody sets out before.
        by_min : int
            One may arrive earlier with a ride, never later.
        drawn : bool
            Whether its path is needed; it takes a search of the streets.

        Raises
        ------
        NetworkError
            When nobody can be there by then.
        """
        one, other = np.array([i]), np.array([j])
        for minute in range(by_min, from_min - 1, -1):
            if minute + int(self.takes_min(minute, one, other)[0, 0]) <= by_min:
                return self.leg(i, j, minute, drawn=drawn)
        raise NetworkError(
            f"Nobody who sets out at {clock(from_min)} is there by {clock(by_min)}. Please report "
            "it with the request of the plan."
        )

    def leg(self, i: int, j: int, leave_min: int, *, drawn: bool = True) -> Leg:
        """The way from one point to another for those who set out in a minute of the day.

        The ride that arrives first, and of several the one with the shortest walk; on foot where
        no ride is faster.

        Parameters
        ----------
        i, j : int
            Points.
        leave_min : int
            Minutes after midnight.
        drawn : bool
            Whether its path is wanted; it takes a search of the streets.

        Raises
        ------
        NetworkError
            When there is no way.
        """
        arrive = self._arrive_min(i, leave_min) + self.walk_min[self._ends, j]
        order = np.lexsort([self._walked_m(i, j), arrive])
        walked = leave_min + int(self.walk_min[i, j])
        if not len(order) or arrive[order[0]] >= walked:
            length = float(self.walks.length_m[i, j])
            path = self.walks.path(i, j) if drawn else NOT_DRAWN
            return Leg(leave_min, walked, path, length, length / self.pace_m_per_s)
        best = int(order[0])
        hop, start, end = self.hops[best], int(self._starts[best]), int(self._ends[best])
        length = float(self._walked_m(i, j)[best])
        departs = int(self._arrive_min(i, leave_min)[best]) - hop.ride_min
        ride = Ride(hop.line, hop.from_name, hop.to_name, departs, departs + hop.ride_min)
        path = NOT_DRAWN
        if drawn:
            path = _joined(self.walks.path(i, start), self.walks.path(end, j))
        seconds = length / self.pace_m_per_s
        return Leg(leave_min, int(arrive[best]), path, length, seconds, (ride,))

    @property
    def _starts(self) -> Ints:
        return np.arange(self.n_points, len(self.walk_min), 2)

    @property
    def _ends(self) -> Ints:
        return np.arange(self.n_points + 1, len(self.walk_min), 2)

    def _walked_m(self, i: int, j: int) -> Floats:
        """Metres on foot with each hop."""
        length = self.walks.length_m
        return np.asarray(length[i, self._starts] + length[self._ends, j])

    def _arrive_min(self, i: int | Ints, leave_min: int) -> Ints:
        """Minute at which each hop arrives at its end, for those who set out at ``leave_min``.

        Shape (hops,), or (len(i), hops).
        """
        there = leave_min + self.walk_min[i][..., self._starts]
        late = there >= _DAY_MIN
        hop = np.arange(len(self.hops))
        rides = np.array([each.ride_min for each in self.hops], dtype=np.int64)
        leaves = self.leaves_min[hop, np.minimum(there, _DAY_MIN - 1)]
        return np.where(late, _NEVER, leaves) + rides


def _whole_min(length_m: Floats, pace_m_per_s: float) -> Ints:
    """Rounded up; never where there is no way."""
    minutes = np.full(length_m.shape, _NEVER, dtype=np.int64)
    known = np.isfinite(length_m)
    minutes[known] = np.ceil(length_m[known] / (pace_m_per_s * 60) - 1e-9).astype(np.int64)
    return minutes


def _leaves(hop: Hop) -> Ints:
    """The first departure at or after each minute of the day."""
    departs = np.array([*hop.departs_min, _NEVER], dtype=np.int64)
    return departs[np.searchsorted(departs, np.arange(_DAY_MIN))]


def _joined(before: LineString, after: LineString) -> LineString:
    """A walk, a straight line for the ride, and a walk."""
    xy = np.concatenate([shapely.get_coordinates(before), shapely.get_coordinates(after)])
    moved = np.append(True, np.hypot(*np.diff(xy, axis=0).T) > 1e-6)
    return LineString(xy[moved])
