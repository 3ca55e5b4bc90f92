"""What depends on how many officers and patrols there are: bookings and locks."""

from dataclasses import replace

from geo.errors import PlanImpossibleError
from geo.patrol.editing.change import Change
from geo.patrol.places import Places
from geo.patrol.wishes import Wishes


def staffed(change: Change) -> Change:
    """Send no more patrols to a booking than it needs.

    Raises
    ------
    PlanImpossibleError
        When too few officers are left for it.
    """
    orders = list(change.orders)
    crews = [patrol.crew for patrol in change.patrols]
    for activity in change.wishes.activities:
        ident = f"activity-{activity.activity_id}"
        going = [n for n, order in enumerate(orders) if ident in order]
        there = sum(crews[n] for n in going)
        if there < activity.staff:
            raise PlanImpossibleError(
                f"{activity.said} takes {activity.staff} officers, and {there} would be left for "
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


def without_patrol(wishes: Wishes, patrol: str, places: Places) -> tuple[Wishes, tuple[str, ...]]:
    """Wishes without the locks to a patrol that is gone, and what was given up."""
    bound = [lock for lock in wishes.locks if lock.patrol == patrol]
    kept = tuple(lock for lock in wishes.locks if lock.patrol != patrol)
    names = [places.by_id[lock.place_id].name for lock in bound]
    said = (f"{lock.said(name)} is given up." for lock, name in zip(bound, names, strict=True))
    return replace(wishes, locks=kept), tuple(said)
