"""Moving, dropping, replacing and adding stops."""

from dataclasses import replace

from geo.errors import PlanImpossibleError
from geo.model import PlaceKind
from geo.patrol.editing.change import Change, Then
from geo.patrol.editing.crews import staffed
from geo.patrol.editing.draft import Draft, Named
from geo.patrol.editing.edits import Drop, Insert, Move, Replace
from geo.patrol.editing.locks import lock_of, relocked
from geo.patrol.editing.look import place_of, stop_at, where_of
from geo.patrol.editing.often import at_most, fewer
from geo.patrol.needs import repeat_of


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
    wishes, lock = draft.plan.wishes, lock_of(draft, edit.patrol, edit.position)
    if lock is not None and lock.patrol is not None and source != target:
        wishes = relocked(wishes, lock, replace(lock, patrol=edit.to_patrol))
    to = f"to {edit.to_patrol}" if source != target else f"to place {at + 1} of {edit.patrol}"
    change = replace(
        Change.bare(draft, f"Move {name} {to}"),
        orders=tuple(tuple(order) for order in orders),
        wishes=wishes,
        subject=frozenset({ident}),
        kept=((edit.to_patrol, ident),),
    )
    return staffed(change)


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
    """Leave a stop out; what asked for it is given up."""
    stop = stop_at(draft, edit.patrol, edit.position)
    ident, name = stop.place.place_id, stop.place.name
    _refuse_booked(draft, edit.patrol, edit.position)
    at = where_of(draft, edit.patrol)
    order = draft.orders[at]
    orders = _with(draft.orders, at, order[: edit.position] + order[edit.position + 1 :])
    wishes, broken = draft.plan.wishes, tuple[str, ...]()
    lock = lock_of(draft, edit.patrol, edit.position)
    if lock is not None:
        wishes = relocked(wishes, lock, None)
        broken = (f"It was asked for ({lock.said(name)}); that wish is given up.",)
    wishes, given_up = fewer(wishes, orders, draft.bench.places)
    if left := sum(one.count(ident) for one in orders):
        wishes = at_most(wishes, ident, left)
    else:
        wishes = replace(wishes, add=wishes.add - {ident}, drop=wishes.drop | {ident})
    return replace(
        Change.bare(draft, f"Drop {name} from {edit.patrol}"),
        orders=orders,
        wishes=wishes,
        subject=frozenset({ident}),
        broken=(*broken, *given_up),
    )


def replaced(draft: Draft, edit: Replace) -> Change:
    """Leave a place out for good; its time is filled."""
    stop = stop_at(draft, edit.patrol, edit.position)
    ident = stop.place.place_id
    _refuse_booked(draft, edit.patrol, edit.position)
    orders = tuple(tuple(i for i in order if i != ident) for order in draft.orders)
    wishes = draft.plan.wishes
    locks = [lock for lock in wishes.demands if lock.place_id == ident]
    asked = tuple(
        f"It was asked for ({lock.said(stop.place.name)}); that wish is given up." for lock in locks
    )
    wishes = replace(
        wishes,
        locks=tuple(lock for lock in wishes.locks if lock.place_id != ident),
        add=wishes.add - {ident},
        drop=wishes.drop | {ident},
    )
    wishes, given_up = fewer(wishes, orders, draft.bench.places)
    return replace(
        Change.bare(draft, f"Replace {stop.place.name} of {edit.patrol}"),
        orders=orders,
        wishes=wishes,
        subject=frozenset({ident}),
        broken=(*asked, *given_up),
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
    wishes = draft.plan.wishes
    made = sum(order.count(edit.place_id) for order in draft.orders)
    most = repeat_of(edit.place_id, wishes).at_most
    if made >= max(most, wishes.at_most):
        times = "once" if made == 1 else f"{made} times"
        raise PlanImpossibleError(
            f"{place.name} is visited {times} already, and that is as often as it may be. Move "
            "that visit, or allow more visits to the place."
        )
    rest = next((r for r in wishes.rests if r.place_id == edit.place_id and not r.override), None)
    if rest is not None:
        raise PlanImpossibleError(
            f"{place.name} rests that day ({rest.why}). Give a reason for a visit all the same "
            "first."
        )
    to = f" for {edit.patrol}" if edit.patrol is not None else ""
    if made >= most:
        wishes = at_most(wishes, edit.place_id, made + 1)
    return replace(
        Change.bare(draft, f"Add {place.name}{to}"),
        wishes=replace(wishes, drop=wishes.drop - {edit.place_id}),
        subject=frozenset({edit.place_id}),
        insert=edit,
    )


def _with(orders: Named, at: int, order: tuple[str, ...]) -> Named:
    return (*orders[:at], order, *orders[at + 1 :])
