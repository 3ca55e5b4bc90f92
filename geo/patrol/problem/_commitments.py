"""A task's needs as the requirements they come from, and the commitments that meet them."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import combinations
from typing import Final, NamedTuple

import numpy as np

from geo.model import Activity, PlaceKind, clock
from geo.network import Ints
from geo.patrol.problem.task import Need, Task


class Option(NamedTuple):
    """One way to do something: by whom, where, and between which minutes it begins.

    Attributes
    ----------
    patrols : tuple of int
        All of them together, from the same minute on.
    place : int
        Position in `Task.places`.
    first_min, last_min : int
        Any minute from the first to the last will do.
    """

    patrols: tuple[int, ...]
    place: int
    first_min: int
    last_min: int
    stay_min: int


@dataclass(frozen=True)
class Commitment:
    """A visit, a break or an activity that must be done in one of several ways.

    Attributes
    ----------
    twin : int
        The same number for visits that are all alike; -1 for a visit like no other.
    more : bool
        Whether there may be other ways, too many to look at.
    """

    options: tuple[Option, ...]
    twin: int = -1
    more: bool = False


class Assignment(NamedTuple):
    """How a commitment is kept: one of its options, and the minute."""

    option: Option
    begin_min: int


@dataclass(frozen=True, eq=False)
class Spacing:
    """How far apart visits are, by the way between them and by rule.

    Attributes
    ----------
    between : ndarray of int, shape (patrols, places, places)
        Minutes from place to place.
    gap_min : ndarray of int, shape (places,)
        From the end of a visit to the begin of the next at the same place; -1 where it does not
        matter who else is there.
    at_once : ndarray of int, shape (places,)
        Visits of different patrols to a place that may be nearer to each other than the gap.
    """

    between: Ints
    gap_min: Ints
    at_once: Ints

    def shortcut(self, places: Iterable[int]) -> "Spacing":
        """The same with the shortest minutes by way of any of some places.

        With rides a way round can be shorter. What is impossible here is impossible without.
        """
        between = self.between
        for via in set(places):
            between = np.minimum(between, between[:, :, [via]] + between[:, [via], :])
        return replace(self, between=between)

    def meet(self, one: Option, other: Option) -> bool:
        """Whether one has to keep out of the way of the other."""
        apart = one.place == other.place and self.gap_min[one.place] >= 0
        return apart or not set(one.patrols).isdisjoint(other.patrols)

    def gap(self, one: Option, other: Option) -> int:
        """Minutes from the begin of one to the begin of the other, if that one comes well after."""
        ways = [
            int(self.between[p, one.place, other.place]) for p in one.patrols if p in other.patrols
        ]
        if one.place == other.place:
            ways.append(int(self.gap_min[one.place]))
        return one.stay_min + max(ways)


#: Visits of this gap keep no distance at all: breaks and activities.
_NO_GAP: Final = -1
#: Ways to staff an activity after which no larger teams are looked at.
_TEAMS: Final = 300


@dataclass(frozen=True)
class Requirement:
    """What one constraint asks for: something of its own, or a number of visits to a place.

    Attributes
    ----------
    commitments : tuple of Commitment
        What it takes for itself.
    place : int
        Position in `Task.places`; -1 where there are several.
    least : int
        Visits to the place in all, those of other requirements counted.
    """

    text: str
    commitments: tuple[Commitment, ...] = ()
    place: int = -1
    least: int = 0
    need: Need | None = None


def spacing_of(task: Task) -> Spacing:
    """The ways between the places of a task, and how far apart visits are kept."""
    visited = [p.kind not in (PlaceKind.BREAK, PlaceKind.ACTIVITY) for p in task.places]
    return Spacing(task.between, np.where(visited, task.gap_min, _NO_GAP), task.at_once)


def requirements_of(
    task: Task, activities: Mapping[int, Activity] | None = None
) -> tuple[Requirement, ...]:
    """List the requirements behind a task.

    Parameters
    ----------
    activities : mapping of int to Activity
        By the position of their place: those that any patrols may still be sent to.
    """
    own = [
        Requirement(need.text, (Commitment(_options_of(task, need)),), _only(need), need=need)
        for need in task.needs
        if need.lock is not None or need.patrol is not None
    ]
    minima = [Requirement(m.text, (), m.place, m.visits) for m in task.minima]
    booked = [
        Requirement(_booking_text(activity), (_staffing(task, place, activity),), place)
        for place, activity in (activities or {}).items()
    ]
    return (*own, *minima, *booked)


def commitments_of(task: Task, requirements: Sequence[Requirement]) -> tuple[Commitment, ...]:
    """What it takes to meet some requirements; a visit counts for every one that it meets."""
    commitments = [each for requirement in requirements for each in requirement.commitments]
    least: dict[int, int] = {}
    for requirement in requirements:
        if requirement.least:
            least[requirement.place] = max(least.get(requirement.place, 0), requirement.least)
    for place, count in least.items():
        have = sum(
            requirement.place == place
            for requirement in requirements
            for _ in requirement.commitments
        )
        visit = Commitment(_options_of(task, Need("", (place,))), twin=place)
        commitments += [visit] * (count - have)
    return tuple(commitments)


def _only(need: Need) -> int:
    return need.options[0] if len(need.options) == 1 else -1


def _options_of(task: Task, need: Need) -> tuple[Option, ...]:
    """Every way to meet a need: a place, a patrol, and minutes without a break between them."""
    patrols = range(len(task.patrols)) if need.patrol is None else (need.patrol,)
    return tuple(
        Option((patrol,), place, first, last, int(task.stay[patrol, place]))
        for place in need.options
        for patrol in patrols
        for first, last in runs_of(_at(task.minutes(patrol, place), need.arrive_min))
    )


def _at(minutes: Ints, minute: int | None) -> Ints:
    return minutes if minute is None else minutes[minutes == minute]


def runs_of(minutes: Ints) -> Iterator[tuple[int, int]]:
    """First and last of each run of consecutive minutes."""
    for run in np.split(minutes, np.flatnonzero(np.diff(minutes) > 1) + 1):
        if len(run):
            yield int(run[0]), int(run[-1])


def _staffing(task: Task, place: int, activity: Activity) -> Commitment:
    """Every team that is large enough and none too large, with the minutes when all can come."""
    teams, more = _teams([patrol.crew for patrol in task.patrols], activity.staff)
    options = []
    for team in teams:
        minutes = task.minutes(team[0], place)
        for patrol in team[1:]:
            minutes = np.intersect1d(minutes, task.minutes(patrol, place))
        options += [Option(team, place, *run, activity.minutes) for run in runs_of(minutes)]
    return Commitment(tuple(options), more=more)


def _teams(crews: Sequence[int], staff: int) -> tuple[list[tuple[int, ...]], bool]:
    """Patrols with officers enough, of whom none could be spared; the smallest teams first.

    Returns
    -------
    teams : list of tuple of int
    more : bool
        Whether there may be larger ones.
    """
    teams: list[tuple[int, ...]] = []
    smallest = sorted(crews)
    for size in range(1, len(crews) + 1):
        for team in combinations(range(len(crews)), size):
            officers = [crews[n] for n in team]
            if sum(officers) >= staff > sum(officers) - min(officers):
                teams.append(team)
        if sum(smallest[:size]) >= staff:
            break  # Of any larger team somebody could be spared.
        if len(teams) > _TEAMS:
            return teams, size < len(crews)
    return teams, False


def _booking_text(activity: Activity) -> str:
    officers = "1 officer" if activity.staff == 1 else f"{activity.staff} officers"
    return (
        f"{activity.label} for {activity.minutes} min by {officers} between "
        f"{clock(activity.from_min)} and {clock(activity.until_min)}"
    )
