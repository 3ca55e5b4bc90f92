"""Wishes about the places of one state of an area, carried over to those of another."""

import math
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace
from typing import Final, Protocol, TypeVar

from geo.model import Place, PlaceKind
from geo.patrol.constraints import Constraints
from geo.patrol.places import Places

#: Places nearer to each other than this are one corner, whatever each is called.
_SAME_CORNER_M: Final = 60.0


class _OfPlace(Protocol):
    @property
    def place_id(self) -> str: ...


_Wish = TypeVar("_Wish", bound=_OfPlace)


def carried_over(
    constraints: Constraints, before: Places, now: Places
) -> tuple[Constraints, tuple[str, ...]]:
    """Let wishes be about the places that there are now.

    A place is the same where one lies at most 60 m from where it lay: a hotspot is called by its
    rank, which another place may have got. What a trial leaves alone is not carried over, but for
    the reasons that were given against it.

    Returns
    -------
    (Wishes, tuple of str)
        The wishes that still make sense, and a sentence on each place that is gone.
    """
    to = moved(before, now)
    rang, rings = ({urn for place in each for urn in place.urns} for each in (before, now))
    made = replace(
        constraints,
        locks=_renamed(constraints.locks, to),
        drop=_ids(constraints.drop, to),
        add=_ids(constraints.add, to),
        rests=_renamed((rest for rest in constraints.rests if rest.override), to),
        schools=tuple(s for s in constraints.schools if s.urn in rings or s.urn not in rang),
        repeats=_renamed(constraints.repeats, to, once=True),
        double=_ids(constraints.double, to),
        dwells=_renamed(constraints.dwells, to, once=True),
        activities=constraints.activities if before.layers.crs == now.layers.crs else (),
    )
    return made, (*_gone(constraints, before, to), *_silent(constraints, made, before))


def _gone(constraints: Constraints, before: Places, to: Mapping[str, str | None]) -> Iterator[str]:
    """Places that something was asked of, and that are no longer there."""
    asked = (
        *(lock.place_id for lock in constraints.locks),
        *(repeat.place_id for repeat in constraints.repeats),
        *(dwell.place_id for dwell in constraints.dwells),
        *sorted(constraints.drop | constraints.add | constraints.double),
    )
    for ident in dict.fromkeys(asked):
        if to.get(ident, ident) is None:
            name = before.by_id[ident].name
            yield f"{name} is no place of this day any more, so nothing is asked of it."


def _silent(constraints: Constraints, made: Constraints, before: Places) -> Iterator[str]:
    """Schools that were to be visited, and that no longer let out."""
    names = {urn: place.name for place in before for urn in place.urns}
    for each in constraints.schools:
        if each not in made.schools:
            name = names[each.urn]
            yield f"{name} does not let out any more, so no visit for its school is asked for."


def moved(before: Places, now: Places) -> dict[str, str | None]:
    """What each place is called now; None for one that is gone. What is booked stays as it is."""
    booked = (PlaceKind.BREAK, PlaceKind.ACTIVITY)
    return {place.place_id: _again(place, now) for place in before if place.kind not in booked}


def _again(place: Place, now: Places) -> str | None:
    same = now.by_id.get(place.place_id)
    if same is not None and math.dist(place.point, same.point) <= _SAME_CORNER_M:
        return place.place_id
    nearest = min(now, key=lambda other: math.dist(place.point, other.point), default=None)
    if nearest is None or math.dist(place.point, nearest.point) > _SAME_CORNER_M:
        return None
    return nearest.place_id


def _ids(wanted: Iterable[str], to: Mapping[str, str | None]) -> frozenset[str]:
    return frozenset(there for ident in wanted if (there := to.get(ident, ident)) is not None)


def _renamed(
    wanted: Iterable[_Wish], to: Mapping[str, str | None], *, once: bool = False
) -> tuple[_Wish, ...]:
    """Wishes under the new names of their places; where two places became one, the first holds."""
    made: dict[object, _Wish] = {}
    for each in wanted:
        there = to.get(each.place_id, each.place_id)
        if there is not None:
            renamed: _Wish = replace(each, place_id=there)  # type: ignore[type-var]
            made.setdefault(there if once else renamed, renamed)
    return tuple(made.values())
