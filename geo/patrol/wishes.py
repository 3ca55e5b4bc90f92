"""What is asked of a plan: stops to keep, to leave out and to add, and the rules for all visits."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Self

from geo.errors import PlanImpossibleError, SettingError
from geo.model import Activity, Patrol
from geo.patrol.contradictions import contradictions, nonsense
from geo.patrol.places import Places
from geo.patrol.wish import Dwell, Lock, Repeat, Rest, SchoolMinimum
from geo.words import listed


@dataclass(frozen=True)
class Wishes:
    """Everything asked of one plan.

    Attributes
    ----------
    locks : tuple of Lock
        Several may be about one place, if it may be visited as often.
    drop : frozenset of str
        Place ids that must not be visited.
    add : frozenset of str
        Place ids that must be visited, by anyone at any time.
    rests : tuple of Rest
        Places that rest, and those that may be visited all the same, with the reason.
    schools : tuple of SchoolMinimum
    repeats : tuple of Repeat
        Of places that are not to be visited as often as all others.
    at_most, gap_min : int
        Visits to a place on one day, and the minutes between them, where ``repeats`` says nothing.
    at_once : int
        Patrols at a place at the same time: so many visits of different patrols may be nearer to
        each other than the gap.
    double : frozenset of str
        Place ids that only a patrol of two or more officers visits.
    dwells : tuple of Dwell
    easy_way_min : int
        Minutes of a way from stop to stop that nobody minds. Where a plan is suggested, every
        minute beyond counts three times, so that a longer way has to be worth it.
    activities : tuple of Activity
        Weapon sweeps and screening arches that are booked for the day.
    """

    locks: tuple[Lock, ...] = ()
    drop: frozenset[str] = frozenset()
    add: frozenset[str] = frozenset()
    rests: tuple[Rest, ...] = ()
    schools: tuple[SchoolMinimum, ...] = ()
    repeats: tuple[Repeat, ...] = ()
    at_most: int = 2
    gap_min: int = 60
    at_once: int = 1
    double: frozenset[str] = frozenset()
    dwells: tuple[Dwell, ...] = ()
    activities: tuple[Activity, ...] = ()
    easy_way_min: int = 25

    def __post_init__(self) -> None:
        faults = list(nonsense(self))
        if faults:
            raise SettingError(" ".join(faults))
        rest = [r.name for r in self.rests if not r.override and r.place_id in self._wanted]
        if rest:
            raise PlanImpossibleError(
                f"{listed(rest)} {'is' if len(rest) == 1 else 'are'} asked for on a control day of "
                "the trial. Release the wish, or give a reason for a visit all the same."
            )

    @property
    def _wanted(self) -> frozenset[str]:
        often = {repeat.place_id for repeat in self.repeats if repeat.at_least}
        return self.add | often | {lock.place_id for lock in self.locks}

    @property
    def left_out(self) -> frozenset[str]:
        """Every place that must not be visited, dropped or at rest."""
        return self.drop | {rest.place_id for rest in self.rests if not rest.override}

    def resting(self, rests: Sequence[Rest]) -> Self:
        """Give the same wishes with these places at rest; reasons against it that were given stay.

        Raises
        ------
        PlanImpossibleError
            When a place is asked for that rests.
        """
        given = {rest.place_id: rest.override for rest in self.rests}
        kept = (replace(r, override=r.override or given.get(r.place_id, "")) for r in rests)
        return replace(self, rests=tuple(kept))

    @property
    def demands(self) -> tuple[Lock, ...]:
        """Every stop that must be there; added ones as locks to nobody and no time."""
        locked = {lock.place_id for lock in self.locks}
        return (*self.locks, *(Lock(ident) for ident in sorted(self.add - locked)))

    def known_to(self, places: Places, patrols: Sequence[Patrol]) -> Self:
        """Return the wishes, once their places and patrols are known to exist.

        Raises
        ------
        PlanImpossibleError
            When a stop or a patrol that is asked for does not exist, or wishes contradict each
            other.
        """
        faults = list(contradictions(self, places, patrols))
        if faults:
            raise PlanImpossibleError(" ".join(faults))
        return self

    def notices(self, places: Places) -> tuple[str, ...]:
        """Say which places rest, and which wishes are about places that are not there anyway."""
        rules = [*(r.place_id for r in self.repeats), *(d.place_id for d in self.dwells)]
        about = {*self.double, *rules} - self.drop
        return (
            *(rest.said for rest in self.rests if rest.place_id in places.by_id),
            *(
                f"{ident} was to be left out, but is no place of this day anyway."
                for ident in sorted(self.drop - set(places.by_id))
            ),
            *(
                f"There is a rule for visits to {ident}, which is no place of this day."
                for ident in sorted(about - set(places.by_id))
            ),
        )
