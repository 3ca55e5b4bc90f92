"""Whether constraints can be met, by trying out every order: shares nothing with the product.

Things to do are begun one after the other, each as early as it can be after those before it. All
rules only ever delay what begins later, so that the earliest beginnings of some order will do if
anything does.
"""

import bisect
import math
from dataclasses import dataclass
from itertools import combinations

from geo.model import Activity, PlaceKind
from geo.patrol import Lock, Repeat, SchoolMinimum

#: States after which the question is given up.
MOST_STATES = 400_000


class TooLongError(Exception):
    """It was given up."""


@dataclass(frozen=True)
class Way:
    """Who does something together, where, how long, and at which minutes it may begin."""

    team: tuple[int, ...]
    point: tuple[float, float]
    stay_min: int
    minutes: tuple[int, ...]


@dataclass(frozen=True)
class Chore:
    """Something to do; visits of one place are kept apart."""

    ways: tuple[Way, ...]
    place: str = ""


@dataclass(eq=False)
class Oracle:
    """A setting, and which of its requirements can be met together.

    Attributes
    ----------
    metres : function of (mode, point, point)
    """

    places: dict
    window: object
    patrols: list
    constraints: object
    metres: object

    def minutes_between(self, patrol, one, other):
        who = self.patrols[patrol]
        metres = self.metres(who.mode, one, other)
        return math.ceil(metres / (who.pace_m_per_s * 60) - 1e-9)

    def rule(self, ident):
        own = [r for r in self.constraints.repeats if r.place_id == ident]
        if own:
            return own[0].at_most, own[0].gap_min
        return self.constraints.at_most, self.constraints.gap_min

    def _within(self, patrol, point, stay, minutes):
        who = self.patrols[patrol]
        first, last = who.shift_start_min, who.shift_end_min - stay
        if who.start is not None:
            first += self.minutes_between(patrol, who.start, point)
        if who.finish is not None:
            last -= self.minutes_between(patrol, point, who.finish)
        return tuple(m for m in minutes if first <= m <= last)

    def _visit(self, ident, patrol=None, minute=None):
        """Every way to visit a place: by a patrol, at a minute, or as one likes."""
        place = self.places.get(ident)
        if place is None or ident in self.constraints.left_out:
            return Chore((), ident)
        dwell = {d.place_id: d.minutes for d in self.constraints.dwells}.get(ident, place.stay_min)
        ways = []
        for n, who in enumerate(self.patrols):
            if patrol not in (None, who.name) or (
                ident in self.constraints.double and who.crew < 2
            ):
                continue
            stay = dwell or who.dwell_min
            opened = [
                m
                for m in range(place.opens_min, place.closes_min + 1)
                if minute in (None, m)
                and self.window.slice_at(m) is not None
                and place.value[self.window.slice_at(m)] > 0
            ]
            ways.append(Way((n,), place.point, stay, self._within(n, place.point, stay, opened)))
        return Chore(tuple(way for way in ways if way.minutes), ident)

    def _break(self, n):
        who = self.patrols[n]
        rest = who.rest
        points = [rest.at]
        if rest.at is None:
            stations = [
                p.point for p in self.places.values() if p.kind is PlaceKind.INTERCHANGE
            ] or [p.point for p in self.places.values()]
            points = [p for p in (who.start, who.end) if p is not None] + stations
        minutes = range(rest.from_min, rest.until_min + 1)
        ways = [
            Way((n,), p, rest.minutes, self._within(n, p, rest.minutes, minutes)) for p in points
        ]
        return Chore(tuple(way for way in ways if way.minutes))

    def _activity(self, activity):
        span = range(activity.from_min, activity.until_min - activity.minutes + 1)
        can = {
            n: set(self._within(n, activity.point, activity.minutes, span))
            for n in range(len(self.patrols))
        }
        ways = []
        for size in range(1, len(can) + 1):
            for team in combinations(can, size):
                crews = [self.patrols[n].crew for n in team]
                if sum(crews) >= activity.staff > sum(crews) - min(crews):
                    both = tuple(sorted(set.intersection(*(can[n] for n in team))))
                    if both:
                        ways.append(Way(team, activity.point, activity.minutes, both))
        return Chore(tuple(ways))

    def chores(self, constraints):
        """What some requirements take: visits that one asks for count for the others."""
        found, least = [], {}
        for need in constraints:
            if isinstance(need, Lock):
                found.append(self._visit(need.place_id, need.patrol, need.arrive_min))
            elif isinstance(need, Activity):
                found.append(self._activity(need))
            elif isinstance(need, int):
                found.append(self._break(need))
            elif isinstance(need, Repeat):
                least[need.place_id] = max(least.get(need.place_id, 0), need.at_least)
            elif isinstance(need, SchoolMinimum):
                gates = [p.place_id for p in self.places.values() if need.urn in p.urns]
                ident = gates[0] if gates else "nowhere"
                least[ident] = max(least.get(ident, 0), need.visits)
        for ident, count in least.items():
            have = sum(chore.place == ident for chore in found)
            found += [self._visit(ident)] * (count - have)
        return found

    def can(self, constraints):
        """Whether these requirements can all be granted, the others given up."""
        chores = self.chores(constraints)
        for ident in {chore.place for chore in chores if chore.place}:
            if sum(chore.place == ident for chore in chores) > self.rule(ident)[0]:
                return False
        if not all(chore.ways for chore in chores):
            return False
        self._seen = set()
        here = tuple((None, 0) for _ in self.patrols)
        return self._try(chores, frozenset(range(len(chores))), here, (), 0)

    def _try(self, chores, left, here, visited, now):
        """Begin one more of what is left, whichever; ``now`` is the last beginning."""
        if not left:
            return True
        key = (left, here, visited, now)
        if key in self._seen:
            return False
        self._seen.add(key)
        if len(self._seen) > MOST_STATES:
            raise TooLongError
        first_of_each = {chores[k]: k for k in sorted(left, reverse=True)}
        return any(
            self._try(chores, left - {k}, *self._after(chore, way, here, visited, begin), begin)
            for chore, k in first_of_each.items()
            for way in chore.ways
            for begin in [self._soonest(chore, way, here, visited, now)]
            if begin is not None
        )

    def _after(self, chore, way, here, visited, begin):
        """Where the patrols are then, and until when places are kept free."""
        there = list(here)
        for n in way.team:
            there[n] = (way.point, begin + way.stay_min)
        if chore.place:
            free = begin + way.stay_min + self.rule(chore.place)[1]
            visited = tuple(sorted((*visited, (chore.place, free, way.team))))
        return tuple(there), visited

    def _soonest(self, chore, way, here, visited, now):
        soonest = now
        for n in way.team:
            point, ready = here[n]
            if point is not None:
                soonest = max(soonest, ready + self.minutes_between(n, point, way.point))
        if chore.place:
            same = [(free, team) for ident, free, team in visited if ident == chore.place]
            soonest = max([soonest, *(free for free, team in same if set(team) & set(way.team))])
            frees = sorted(free for free, _ in same)
            if len(frees) >= self.constraints.at_once:
                soonest = max(soonest, frees[-self.constraints.at_once])
        at = bisect.bisect_left(way.minutes, soonest)
        return way.minutes[at] if at < len(way.minutes) else None
