"""How often places and schools are visited: wishes that give way to what is done by hand."""

from collections.abc import Sequence
from dataclasses import replace

from geo.patrol.needs import repeat_of
from geo.patrol.places import Places
from geo.patrol.wishes import Wishes


def at_most(wishes: Wishes, place_id: str, visits: int) -> Wishes:
    """Wishes in which a place may be visited so often, and no more."""
    rule = repeat_of(place_id, wishes)
    others = tuple(repeat for repeat in wishes.repeats if repeat.place_id != place_id)
    own = replace(rule, at_most=visits, at_least=min(rule.at_least, visits))
    return replace(wishes, repeats=(*others, own))


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
