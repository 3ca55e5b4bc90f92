"""What must be in a plan: the wishes and the breaks, each in its own words."""

from collections.abc import Mapping, Sequence

from geo.errors import PlanImpossibleError
from geo.model import Patrol, Place, clock
from geo.patrol.task import Minimum, Need
from geo.patrol.wish import Lock, Repeat, SchoolMinimum
from geo.patrol.wishes import Wishes


def needs_of(
    places: Sequence[Place],
    patrols: Sequence[Patrol],
    wishes: Wishes,
    rests: Mapping[int, tuple[int, ...]],
) -> tuple[Need, ...]:
    """List what must be done.

    Parameters
    ----------
    places : sequence of Place
        All that can be visited, in the order of `Task.places`.
    rests : mapping of int to tuple of int
        By patrol, the positions of the places where it may take its break.

    Raises
    ------
    PlanImpossibleError
        When more visits to a place are asked for than are allowed.
    """
    at = {place.place_id: n for n, place in enumerate(places)}
    names = {patrol.name: n for n, patrol in enumerate(patrols)}
    by_place: dict[int, list[Need]] = {}
    for lock in wishes.demands:
        where = at[lock.place_id]
        who = None if lock.patrol is None else names[lock.patrol]
        need = Need(lock.said(places[where].name), (where,), who, lock.arrive_min, lock)
        by_place.setdefault(where, []).append(need)
    for said, where, least in minima_of(places, wishes):
        asked = by_place.setdefault(where, [])
        asked += [Need(said, (where,)) for _ in range(least - len(asked))]
    for where, asked in by_place.items():
        _refuse_too_many(places[where], asked, repeat_of(places[where].place_id, wishes).at_most)
    breaks = [_break(patrols[patrol], patrol, options) for patrol, options in rests.items()]
    return (*(need for asked in by_place.values() for need in asked), *breaks)


def repeat_of(place_id: str, wishes: Wishes) -> Repeat:
    """How often a place may be visited: its own rule, or the rule for all."""
    own = next((r for r in wishes.repeats if r.place_id == place_id), None)
    return own or Repeat(place_id, 0, wishes.at_most, wishes.gap_min)


def minima_of(places: Sequence[Place], wishes: Wishes) -> tuple[Minimum, ...]:
    """List how often places must be visited, for their schools or for themselves.

    Raises
    ------
    PlanImpossibleError
        When a school that is asked for has no place on the day.
    """
    at = {place.place_id: n for n, place in enumerate(places)}
    own = (
        Minimum(_times(r.at_least, places[at[r.place_id]]), at[r.place_id], r.at_least)
        for r in wishes.repeats
        if r.at_least and r.place_id in at
    )
    return (*(_of_school(minimum, places) for minimum in wishes.schools), *own)


def _of_school(minimum: SchoolMinimum, places: Sequence[Place]) -> Minimum:
    where = next((n for n, p in enumerate(places) if minimum.urn in p.urns), None)
    if where is None:
        raise PlanImpossibleError(
            f"School {minimum.urn} is to be visited, but it does not let out in the window on this "
            "day, or its gate is out of reach. Release the wish."
        )
    said = f"{_times(minimum.visits, places[where])} for its school"
    return Minimum(said, where, minimum.visits)


def _times(visits: int, place: Place) -> str:
    return f"a visit to {place.name}" if visits == 1 else f"{visits} visits to {place.name}"


def _refuse_too_many(place: Place, asked: Sequence[Need], at_most: int) -> None:
    if len(asked) > at_most:
        what = "; ".join(dict.fromkeys(need.said for need in asked))
        times = "once" if at_most == 1 else f"{at_most} times"
        raise PlanImpossibleError(
            f"{place.name} may be visited {times}, but these ask for more: {what}. Release one, "
            "or allow more visits."
        )


def _break(patrol: Patrol, position: int, options: tuple[int, ...]) -> Need:
    rest = patrol.rest
    assert rest is not None, "only patrols with a break have options for it"
    where = f" at {rest.at_name}" if rest.at_name else ""
    said = (
        f"{patrol.name}'s break of {rest.minutes} min{where} from {clock(rest.from_min)} to "
        f"{clock(rest.until_min)}"
    )
    return Need(said, options, position, lock=Lock(f"break-{patrol.name}", patrol.name))
