"""What depends on how many officers and patrols there are: bookings, locks and minima."""

from collections.abc import Sequence
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


def fewer(
    wishes: Wishes, orders: Sequence[Sequence[str]], places: Places
) -> tuple[Wishes, tuple[str, ...]]:
    """Wishes whose minima are no higher than the visits that are left, and what was given up."""
    made = [places.by_id[i] for order in orders for i in order if i in places.by_id]
    schools, broken = [], []
    for minimum in wishes.schools:
        left = sum(minimum.urn in place.urns for place in made)
        if left < minimum.visits:
            broken.append(
                f"School {minimum.urn} was to be visited {minimum.visits} times at least, and is "
                f"visited {left} times; that wish is given up."
            )
        if left:
            schools.append(replace(minimum, visits=min(left, minimum.visits)))
    repeats = []
    for repeat in wishes.repeats:
        left = sum(place.place_id == repeat.place_id for place in made)
        if left < repeat.at_least:
            broken.append(
                f"{places.by_id[repeat.place_id].name} was to be visited {repeat.at_least} times "
                f"at least, and is visited {left} times; that wish is given up."
            )
        repeats.append(replace(repeat, at_least=min(left, repeat.at_least)))
    return replace(wishes, schools=tuple(schools), repeats=tuple(repeats)), tuple(broken)
