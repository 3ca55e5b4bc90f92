"""One function for each edit: what it does to orders, patrols and constraints."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field, replace
from enum import StrEnum
from typing import Any, Final, Self

from geo.errors import PlanImpossibleError, SettingError
from geo.model import Patrol, Place, PlaceKind, Stop, clock
from geo.patrol.constraints import Constraints, Dwell, Lock
from geo.patrol.editing.draft import Draft, NamedOrders
from geo.patrol.editing.edits import (
    ChangePatrol,
    Drop,
    Edit,
    Fill,
    Improve,
    Insert,
    Keep,
    Move,
    MoveOfficer,
    Release,
    Replace,
    Retime,
    SetDwell,
)
from geo.patrol.places import Places
from geo.patrol.problem import repeat_of
from geo.text import listed


class Then(StrEnum):
    """What follows once everything fits."""

    NOTHING = "nothing"
    FILL = "fill"
    EXCHANGE = "exchange"
    IMPROVE = "improve"


@dataclass(frozen=True)
class Change:
    """Orders, patrols and constraints as an edit leaves them.

    Attributes
    ----------
    label : str
        The edit in words.
    subject : frozenset of str
        Place ids that the edit is about.
    kept : tuple of (str, str)
        Patrols and place ids whose visits are not left out to make room.
    insert : Insert or None
        A visit that is still to be given its position.
    broken : tuple of str
        Constraints that were given up, in sentences.
    renamed : dict of str to str
        Names of patrols before and after, where they changed.
    then : Then
        What follows; ``patrol`` and ``iterations`` say for whom, and how long.
    """

    orders: NamedOrders
    patrols: tuple[Patrol, ...]
    constraints: Constraints
    label: str
    subject: frozenset[str] = frozenset()
    kept: tuple[tuple[str, str], ...] = ()
    insert: Insert | None = None
    broken: tuple[str, ...] = ()
    renamed: dict[str, str] = field(default_factory=dict)
    then: Then = Then.NOTHING
    patrol: str = ""
    iterations: int | None = None

    @classmethod
    def bare(cls, draft: Draft, label: str) -> Self:
        """No change but a label."""
        return cls(draft.orders, draft.patrols, draft.plan.constraints, label)


def where_of(draft: Draft, patrol: str) -> int:
    """Position of a patrol among the routes.

    Raises
    ------
    SettingError
        When there is none of that name.
    """
    names = [route.patrol.name for route in draft.plan.routes]
    if patrol not in names:
        raise SettingError(
            f"There is no patrol called {patrol}; the patrols are {listed(names)}. Choose one."
        )
    return names.index(patrol)


def stop_at(draft: Draft, patrol: str, position: int) -> Stop:
    """The stop at a position of a patrol's afternoon.

    Raises
    ------
    SettingError
        When there is none.
    """
    stops = draft.plan.routes[where_of(draft, patrol)].stops
    if not 0 <= position < len(stops):
        raise SettingError(
            f"{patrol} has {len(stops)} stops, and none at position {position}; positions count "
            "from 0. Choose a stop that is in the plan."
        )
    return stops[position]


def place_of(draft: Draft, place_id: str) -> Place:
    """A place of the day.

    Raises
    ------
    SettingError
        When there is none.
    """
    place = draft.bench.places.by_id.get(place_id)
    if place is None:
        raise SettingError(
            f"There is no place {place_id} on this day. Choose from the list of places."
        )
    return place


def lock_of(draft: Draft, patrol: str, position: int) -> Lock | None:
    """The lock, or the added place, that a stop meets: the strictest."""
    stop = stop_at(draft, patrol, position)
    if not stop.locked or not stop.is_visit:
        return None
    fitting = [
        lock
        for lock in draft.plan.constraints.demands
        if lock.place_id == stop.place.place_id
        and lock.patrol in (None, patrol)
        and lock.arrive_min in (None, stop.arrive_min)
    ]
    strictness = [(lock.arrive_min is not None, lock.patrol is not None) for lock in fitting]
    return fitting[strictness.index(max(strictness))] if fitting else None


def relocked(constraints: Constraints, old: Lock | None, new: Lock | None) -> Constraints:
    """Constraints with one lock in place of another; None is none."""
    locks, add = list(constraints.locks), constraints.add
    if old is not None and old in locks:
        locks.remove(old)
    elif old is not None:
        add = add - {old.place_id}
    return replace(constraints, locks=(*locks, *([new] if new is not None else [])), add=add)


def at_most(constraints: Constraints, place_id: str, visits: int) -> Constraints:
    """Constraints in which a place may be visited so often, and no more."""
    rule = repeat_of(place_id, constraints)
    others = tuple(repeat for repeat in constraints.repeats if repeat.place_id != place_id)
    own = replace(rule, at_most=visits, at_least=min(rule.at_least, visits))
    return replace(constraints, repeats=(*others, own))


def fewer(
    constraints: Constraints, orders: Sequence[Sequence[str]], places: Places
) -> tuple[Constraints, tuple[str, ...]]:
    """Constraints whose minima the visits that are left meet, and what was given up."""
    made = [places.by_id[i] for order in orders for i in order if i in places.by_id]
    schools, broken = [], []
    for minimum in constraints.schools:
        left = sum(minimum.urn in place.urns for place in made)
        if left < minimum.visits:
            broken.append(
                f"School {minimum.urn} was to be visited {minimum.visits} times at least, and is "
                f"visited {left} times; that is given up."
            )
        if left:
            schools.append(replace(minimum, visits=min(left, minimum.visits)))
    repeats = []
    for repeat in constraints.repeats:
        left = sum(place.place_id == repeat.place_id for place in made)
        if left < repeat.at_least:
            broken.append(
                f"{places.by_id[repeat.place_id].name} was to be visited {repeat.at_least} times "
                f"at least, and is visited {left} times; that is given up."
            )
        repeats.append(replace(repeat, at_least=min(left, repeat.at_least)))
    return replace(constraints, schools=tuple(schools), repeats=tuple(repeats)), tuple(broken)


def _just_staffed(change: Change) -> Change:
    """Send no more patrols to a booking than it needs.

    Raises
    ------
    PlanImpossibleError
        When too few officers are left for it.
    """
    orders = list(change.orders)
    crews = [patrol.crew for patrol in change.patrols]
    for activity in change.constraints.activities:
        ident = f"activity-{activity.activity_id}"
        going = [n for n, order in enumerate(orders) if ident in order]
        there = sum(crews[n] for n in going)
        if there < activity.staff:
            raise PlanImpossibleError(
                f"{activity.label} takes {activity.staff} officers, and {there} would be left for "
                "it. Send it another patrol first, or cancel the booking."
            )
        spare = [n for n in going if there - crews[n] >= activity.staff]
        while spare:
            leaves = min(spare, key=lambda n: (crews[n], -n))
            orders[leaves] = tuple(i for i in orders[leaves] if i != ident)
            going.remove(leaves)
            there -= crews[leaves]
            spare = [n for n in going if there - crews[n] >= activity.staff]
    return replace(change, orders=tuple(orders))


def without_patrol(
    constraints: Constraints, patrol: str, places: Places
) -> tuple[Constraints, tuple[str, ...]]:
    """Constraints without the locks to a patrol that is gone, and what was given up."""
    bound = [lock for lock in constraints.locks if lock.patrol == patrol]
    kept = tuple(lock for lock in constraints.locks if lock.patrol != patrol)
    names = [places.by_id[lock.place_id].name for lock in bound]
    broken = (f"{lock.describe(n)} is given up." for lock, n in zip(bound, names, strict=True))
    return replace(constraints, locks=kept), tuple(broken)


def move(draft: Draft, edit: Move) -> Change:
    """Put a stop elsewhere; a lock to its patrol goes with it."""
    stop = stop_at(draft, edit.patrol, edit.position)
    ident, name = stop.place.place_id, stop.place.name
    source, target = where_of(draft, edit.patrol), where_of(draft, edit.to_patrol)
    _refuse_bound(draft, edit)
    orders = [list(order) for order in draft.orders]
    del orders[source][edit.position]
    at = min(max(edit.to_position, 0), len(orders[target]))
    orders[target].insert(at, ident)
    constraints, lock = draft.plan.constraints, lock_of(draft, edit.patrol, edit.position)
    if lock is not None and lock.patrol is not None and source != target:
        constraints = relocked(constraints, lock, replace(lock, patrol=edit.to_patrol))
    to = f"to {edit.to_patrol}" if source != target else f"to place {at + 1} of {edit.patrol}"
    change = replace(
        Change.bare(draft, f"Move {name} {to}"),
        orders=tuple(tuple(order) for order in orders),
        constraints=constraints,
        subject=frozenset({ident}),
        kept=((edit.to_patrol, ident),),
    )
    return _just_staffed(change)


def _refuse_bound(draft: Draft, edit: Move) -> None:
    """A break stays with its patrol; a booking is attended once by a patrol."""
    if edit.patrol == edit.to_patrol:
        return
    place = stop_at(draft, edit.patrol, edit.position).place
    if place.kind is PlaceKind.BREAK:
        raise PlanImpossibleError(
            f"The break of {edit.patrol} cannot be taken by {edit.to_patrol}. Change the breaks of "
            "the two patrols instead."
        )
    if place.kind is not PlaceKind.ACTIVITY:
        return
    if place.place_id in draft.orders[where_of(draft, edit.to_patrol)]:
        raise PlanImpossibleError(
            f"{edit.to_patrol} takes part in {place.name} already. Choose another patrol."
        )


def drop(draft: Draft, edit: Drop) -> Change:
    """Leave a stop out; what required it is given up."""
    stop = stop_at(draft, edit.patrol, edit.position)
    ident, name = stop.place.place_id, stop.place.name
    _refuse_booked(draft, edit.patrol, edit.position)
    at = where_of(draft, edit.patrol)
    order = draft.orders[at]
    orders = _with(draft.orders, at, order[: edit.position] + order[edit.position + 1 :])
    constraints, broken = draft.plan.constraints, tuple[str, ...]()
    lock = lock_of(draft, edit.patrol, edit.position)
    if lock is not None:
        constraints = relocked(constraints, lock, None)
        broken = (f"It was locked ({lock.describe(name)}); that is given up.",)
    constraints, given_up = fewer(constraints, orders, draft.bench.places)
    if left := sum(one.count(ident) for one in orders):
        constraints = at_most(constraints, ident, left)
    else:
        constraints = replace(
            constraints, add=constraints.add - {ident}, drop=constraints.drop | {ident}
        )
    return replace(
        Change.bare(draft, f"Drop {name} from {edit.patrol}"),
        orders=orders,
        constraints=constraints,
        subject=frozenset({ident}),
        broken=(*broken, *given_up),
    )


def replaced(draft: Draft, edit: Replace) -> Change:
    """Leave a place out for good; its time is filled."""
    stop = stop_at(draft, edit.patrol, edit.position)
    ident = stop.place.place_id
    _refuse_booked(draft, edit.patrol, edit.position)
    orders = tuple(tuple(i for i in order if i != ident) for order in draft.orders)
    constraints = draft.plan.constraints
    locks = [lock for lock in constraints.demands if lock.place_id == ident]
    unlocked = tuple(
        f"It was locked ({lock.describe(stop.place.name)}); that is given up." for lock in locks
    )
    constraints = replace(
        constraints,
        locks=tuple(lock for lock in constraints.locks if lock.place_id != ident),
        add=constraints.add - {ident},
        drop=constraints.drop | {ident},
    )
    constraints, given_up = fewer(constraints, orders, draft.bench.places)
    return replace(
        Change.bare(draft, f"Replace {stop.place.name} of {edit.patrol}"),
        orders=orders,
        constraints=constraints,
        subject=frozenset({ident}),
        broken=(*unlocked, *given_up),
        then=Then.EXCHANGE,
        patrol=edit.patrol,
    )


def _refuse_booked(draft: Draft, patrol: str, position: int) -> None:
    place = stop_at(draft, patrol, position).place
    if place.kind is PlaceKind.BREAK:
        raise PlanImpossibleError(
            f"The break of {patrol} stays while it is set. Take it out of the patrol's settings "
            "instead."
        )
    if place.kind is PlaceKind.ACTIVITY:
        raise PlanImpossibleError(
            f"{place.name} is booked. Cancel the booking instead, or move it to another patrol."
        )


def insert(draft: Draft, edit: Insert) -> Change:
    """Visit a place, which is no longer left out, and once more than it was if the rule allows."""
    place = place_of(draft, edit.place_id)
    if edit.patrol is not None:
        where_of(draft, edit.patrol)
    constraints = draft.plan.constraints
    made = sum(order.count(edit.place_id) for order in draft.orders)
    most = repeat_of(edit.place_id, constraints).at_most
    if made >= max(most, constraints.at_most):
        times = "once" if made == 1 else f"{made} times"
        raise PlanImpossibleError(
            f"{place.name} is visited {times} already, and that is as often as it may be. Move "
            "that visit, or allow more visits to the place."
        )
    rest = next(
        (r for r in constraints.rests if r.place_id == edit.place_id and not r.override), None
    )
    if rest is not None:
        raise PlanImpossibleError(
            f"{place.name} rests that day ({rest.why}). Give a reason for a visit all the same "
            "first."
        )
    to = f" for {edit.patrol}" if edit.patrol is not None else ""
    if made >= most:
        constraints = at_most(constraints, edit.place_id, made + 1)
    return replace(
        Change.bare(draft, f"Add {place.name}{to}"),
        constraints=replace(constraints, drop=constraints.drop - {edit.place_id}),
        subject=frozenset({edit.place_id}),
        insert=edit,
    )


def _with(orders: NamedOrders, at: int, order: tuple[str, ...]) -> NamedOrders:
    return (*orders[:at], order, *orders[at + 1 :])


def set_dwell(draft: Draft, edit: SetDwell) -> Change:
    """Set how long visits to a place last."""
    place = place_of(draft, edit.place_id)
    constraints = draft.plan.constraints
    others = tuple(dwell for dwell in constraints.dwells if dwell.place_id != edit.place_id)
    if edit.minutes is None:
        return replace(
            Change.bare(draft, f"Stay at {place.name} as long as elsewhere"),
            constraints=replace(constraints, dwells=others),
            kept=_visitors(draft, edit.place_id),
        )
    return replace(
        Change.bare(draft, f"Stay {edit.minutes} min at {place.name}"),
        constraints=replace(constraints, dwells=(*others, Dwell(edit.place_id, edit.minutes))),
        kept=_visitors(draft, edit.place_id),
    )


def _visitors(draft: Draft, place_id: str) -> tuple[tuple[str, str], ...]:
    """Visits to a place, as they are kept while others go."""
    pairs = zip(draft.patrols, draft.orders, strict=True)
    return tuple((patrol.name, place_id) for patrol, order in pairs if place_id in order)


def keep(draft: Draft, edit: Keep) -> Change:
    """Lock a stop as it is."""
    stop = stop_at(draft, edit.patrol, edit.position)
    lock = Lock(
        stop.place.place_id,
        edit.patrol if edit.patrol_locked else None,
        stop.arrive_min if edit.time_locked else None,
    )
    return _locked(
        draft, edit.patrol, edit.position, lock, f"Keep {lock.describe(stop.place.name)}"
    )


def retime(draft: Draft, edit: Retime) -> Change:
    """Lock a stop to its patrol and another minute."""
    stop = stop_at(draft, edit.patrol, edit.position)
    lock = Lock(stop.place.place_id, edit.patrol, edit.arrive_min)
    label = f"Begin {stop.place.name} at {clock(edit.arrive_min)}"
    return _locked(draft, edit.patrol, edit.position, lock, label)


def _locked(draft: Draft, patrol: str, position: int, lock: Lock, label: str) -> Change:
    stop = stop_at(draft, patrol, position)
    if not stop.is_visit:
        raise PlanImpossibleError(
            f"{stop.place.name} has its time from its setting. Change the break or the booking "
            "instead."
        )
    constraints = relocked(draft.plan.constraints, lock_of(draft, patrol, position), lock)
    return replace(
        Change.bare(draft, label), constraints=constraints, kept=((patrol, stop.place.place_id),)
    )


def release(draft: Draft, edit: Release) -> Change:
    """Take the lock off a stop."""
    stop = stop_at(draft, edit.patrol, edit.position)
    lock = lock_of(draft, edit.patrol, edit.position)
    if lock is None:
        raise PlanImpossibleError(f"{stop.place.name} is not locked, so it cannot be released.")
    constraints = relocked(draft.plan.constraints, lock, None)
    return replace(Change.bare(draft, f"Release {stop.place.name}"), constraints=constraints)


def move_officer(draft: Draft, edit: MoveOfficer) -> Change:
    """One officer fewer here, one more there."""
    source, target = where_of(draft, edit.from_patrol), where_of(draft, edit.to_patrol)
    if source == target:
        raise PlanImpossibleError(
            f"{edit.from_patrol} cannot send an officer to itself. Choose another patrol."
        )
    label = f"Send an officer from {edit.from_patrol} to {edit.to_patrol}"
    patrols = list(draft.patrols)
    patrols[target] = replace(patrols[target], crew=patrols[target].crew + 1)
    change = Change.bare(draft, label)
    if patrols[source].crew == 1:
        constraints, broken = without_patrol(
            change.constraints, edit.from_patrol, draft.bench.places
        )
        change = replace(
            change,
            orders=(*draft.orders[:source], *draft.orders[source + 1 :]),
            constraints=constraints,
            broken=(f"{edit.from_patrol} has no officers left and is not sent out.", *broken),
        )
        del patrols[source]
    else:
        patrols[source] = replace(patrols[source], crew=patrols[source].crew - 1)
    return _just_staffed(replace(change, patrols=tuple(patrols)))


def change_patrol(draft: Draft, edit: ChangePatrol) -> Change:
    """Give a patrol other settings; its locks and its break keep up with its name."""
    at, name = where_of(draft, edit.patrol), edit.to.name
    patrols = (*draft.patrols[:at], edit.to, *draft.patrols[at + 1 :])
    rest = f"break-{name}"
    order = [rest if i == f"break-{edit.patrol}" else i for i in draft.orders[at]]
    if edit.to.rest is None:
        order = [ident for ident in order if ident != rest]
    constraints = replace(
        draft.plan.constraints,
        locks=tuple(
            replace(lock, patrol=name) if lock.patrol == edit.patrol else lock
            for lock in draft.plan.constraints.locks
        ),
    )
    change = replace(
        Change.bare(draft, f"Change {edit.patrol}"),
        orders=(*draft.orders[:at], tuple(order), *draft.orders[at + 1 :]),
        patrols=patrols,
        constraints=constraints,
        insert=Insert(rest, name) if edit.to.rest is not None and rest not in order else None,
        renamed={edit.patrol: name} if name != edit.patrol else {},
    )
    return _just_staffed(change)


def change_of(draft: Draft, edit: Edit) -> Change:
    """What an edit asks for.

    Raises
    ------
    PlanImpossibleError
        When the edit makes no sense for this plan.
    SettingError
        When there is no such patrol, stop or place.
    """
    return _STEPS[type(edit)](draft, edit)


def _fill(draft: Draft, _: Fill) -> Change:
    return replace(Change.bare(draft, "Fill free time"), then=Then.FILL)


def _improve(draft: Draft, edit: Improve) -> Change:
    change = Change.bare(draft, "Search again around what is locked")
    return replace(change, then=Then.IMPROVE, iterations=edit.iterations)


_STEPS: Final[dict[type, Callable[[Draft, Any], Change]]] = {
    Move: move,
    Drop: drop,
    Insert: insert,
    Replace: replaced,
    SetDwell: set_dwell,
    Keep: keep,
    Release: release,
    Retime: retime,
    MoveOfficer: move_officer,
    ChangePatrol: change_patrol,
    Fill: _fill,
    Improve: _improve,
}
