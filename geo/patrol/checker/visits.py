"""How often places are visited, how far apart, by how many at once and by whom."""

from collections import defaultdict
from collections.abc import Iterator
from itertools import combinations

from geo.model import Patrol, Route, Stop, clock
from geo.patrol.wishes import Wishes

#: Who visits, and the visit.
_Visit = tuple[Patrol, Stop]
_PAIR = 2


def visit_faults(routes: tuple[Route, ...], wishes: Wishes) -> Iterator[str]:
    """What is wrong with the visits of all patrols, taken together."""
    names = [route.patrol.name for route in routes]
    for name in sorted({name for name in names if names.count(name) > 1}):
        yield f"there are two patrols called {name}"
    by_place: dict[str, list[_Visit]] = defaultdict(list)
    for route in routes:
        for stop in route.visits:
            by_place[stop.place.place_id].append((route.patrol, stop))
    for ident, visits in by_place.items():
        yield from _often(ident, visits, wishes)
        yield from _apart(ident, visits, wishes)
        if ident in wishes.double:
            for patrol, stop in visits:
                if patrol.crew < _PAIR:
                    yield f"{stop.place.name} is for two officers, and {patrol.name} is one"


def _often(ident: str, visits: list[_Visit], wishes: Wishes) -> Iterator[str]:
    most = {repeat.place_id: repeat.at_most for repeat in wishes.repeats}
    allowed = most.get(ident, wishes.at_most)
    if len(visits) > allowed:
        yield f"{visits[0][1].place.name} is visited {len(visits)} times, not at most {allowed}"


def _apart(ident: str, visits: list[_Visit], wishes: Wishes) -> Iterator[str]:
    """One patrol keeps the gap always; others, as soon as too many visits are within it."""
    gaps = {repeat.place_id: repeat.gap_min for repeat in wishes.repeats}
    gap = gaps.get(ident, wishes.gap_min)
    for (one, early), (other, late) in combinations(sorted(visits, key=_begin), 2):
        apart = late.arrive_min - early.leave_min
        if apart < gap and (wishes.at_once == 1 or one is other):
            how = f"{apart} min apart, not {gap}" if apart >= 0 else "at the same time"
            yield f"{early.place.name} is visited by {one.name} and by {other.name} {how}"
    for _, stop in visits:
        near = [s for _, s in visits if s.arrive_min <= stop.arrive_min < s.leave_min + gap]
        if len(near) > wishes.at_once > 1:
            yield (
                f"{stop.place.name} is visited {len(near)} times around {clock(stop.arrive_min)}, "
                f"less than {gap} min apart, not {wishes.at_once}"
            )


def _begin(visit: _Visit) -> int:
    return visit[1].arrive_min
