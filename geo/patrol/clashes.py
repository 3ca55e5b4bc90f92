"""Whether every stop that is asked for can be granted at once, and which wishes clash if not.

The answer is exact as long as the demands are few enough: earliest arrivals are propagated over
sets of stops (Held and Karp 1962), patrol by patrol.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Final

import numpy as np

from geo.errors import PlanImpossibleError
from geo.model import clock
from geo.network.graph import Ints
from geo.patrol.task import Task

#: Beyond this many states the question is left to the optimiser.
_STATES: Final = 40_000
_FREE: Final = 9

#: Places in visiting order, patrol by patrol.
Tours = tuple[tuple[int, ...], ...]


#: (Set of stops, last stop) to (earliest arrival there, tour).
_Layer = dict[tuple[int, int], tuple[int, tuple[int, ...]]]


@dataclass(frozen=True)
class Answer:
    """Tours that grant every demand, or None; ``sure`` is False where it was too much to tell."""

    tours: Tours | None
    sure: bool = True


def granted(task: Task) -> Answer:
    """Tours that grant every demand and nothing else.

    Raises
    ------
    PlanImpossibleError
        When there are none; the message names a smallest set of wishes that clash.
    """
    for place in task.demands:
        _refuse_hopeless(task, place)
    answer = _tours(task)
    if answer.tours is None and answer.sure:
        clash = _smallest_clash(task)
        raise PlanImpossibleError(_clash_said(task, clash))
    return answer


def said(task: Task, places: Iterable[int]) -> str:
    """Demands in words: ``Mill Corner by Alpha at 15:40; Quayside``."""
    return "; ".join(task.demands[n].said(task.places[n].name) for n in places)


def _refuse_hopeless(task: Task, place: int) -> None:
    """Refuse a demand that fails even when it is the only one."""
    if any(len(task.minutes(patrol, place)) for patrol in range(len(task.patrols))):
        return
    lock, what = task.demands[place], task.places[place]
    name = lock.said(what.name)
    if not task.worth[place].any():
        if not any(what.value):
            raise PlanImpossibleError(
                f"{name} cannot be granted: a visit there is worth nothing at any time of the day. "
                "Release the wish, or change what a visit is worth."
            )
        raise PlanImpossibleError(
            f"{name} cannot be granted: a visit there is worth nothing then, and something only "
            f"within {clock(what.opens_min)}–{clock(what.closes_min)}. Choose another time."
        )
    who = [n for n in range(len(task.patrols)) if task.may[n, place]]
    reaches = [task.reach(n, place) for n in who]
    spans = ", ".join(
        f"{task.patrols[n].name} "
        + (f"from {clock(a)} to {clock(b)}" if a <= b else "not at all within the shift")
        for n, (a, b) in zip(who, reaches, strict=True)
    )
    raise PlanImpossibleError(
        f"{name} lies outside the shifts: a visit could begin by {spans}. Move the shift, the "
        "stop's time or the start."
    )


def _tours(task: Task) -> Answer:
    """Decide exactly; demands locked to one patrol stay with it, the others are shared out."""
    free = [n for n in task.demands if task.may[:, n].sum() > 1]
    if len(free) > _FREE:
        return Answer(None, sure=False)
    shares = []
    for patrol in range(len(task.patrols)):
        own = [n for n in task.demands if n not in free and task.may[patrol, n]]
        tours = _of_one(task, patrol, own, free)
        if tours is None:
            return Answer(None, sure=False)
        shares.append(tours)
    best: dict[int, Tours] = {0: ()}
    for tours in shares:
        grown: dict[int, Tours] = {}
        for done, so_far in best.items():
            for more, tour in tours.items():
                if not done & more:
                    grown.setdefault(done | more, (*so_far, tour))
        best = grown
    return Answer(best.get(2 ** len(free) - 1))


def _of_one(
    task: Task, patrol: int, own: list[int], free: list[int]
) -> dict[int, tuple[int, ...]] | None:
    """For each set of shared demands that one patrol can grant beside its own, a tour.

    None where there are too many states.
    """
    stops = [*free, *own]
    all_own = (2 ** len(stops) - 1) ^ (2 ** len(free) - 1)
    found: dict[int, tuple[int, ...]] = {} if own else {0: ()}
    minutes = [task.minutes(patrol, stop) for stop in stops]
    layer: _Layer = {
        (1 << k, k): (int(begin[0]), (stop,))
        for k, (stop, begin) in enumerate(zip(stops, minutes, strict=True))
        if len(begin)
    }
    states = len(layer)
    while layer:
        for (done, _), (_, tour) in layer.items():
            if done & all_own == all_own:
                found.setdefault(done ^ all_own, tour)
        layer = _one_more(task, patrol, stops, minutes, layer)
        states += len(layer)
        if states > _STATES:
            return None
    return found


def _one_more(
    task: Task, patrol: int, stops: list[int], minutes: list[Ints], layer: _Layer
) -> _Layer:
    """Extend every tour by one stop, keeping the earliest arrival for each set and last stop."""
    grown: _Layer = {}
    for (done, last), (arrive, tour) in layer.items():
        leave = arrive + task.stay[patrol, stops[last]]
        for k, stop in enumerate(stops):
            if done >> k & 1:
                continue
            there = leave + task.between[patrol, stops[last], stop]
            begin = np.searchsorted(minutes[k], there)
            if begin == len(minutes[k]):
                continue
            key, at = (done | 1 << k, k), int(minutes[k][begin])
            if key not in grown or at < grown[key][0]:
                grown[key] = (at, (*tour, stop))
    return grown


def _smallest_clash(task: Task) -> list[int]:
    """Give up demands one by one as long as the rest still clash; what is left clashes truly."""
    for place in list(task.demands):
        less = task.without({place})
        answer = _tours(less)
        if answer.tours is None and answer.sure:
            task = less
    return list(task.demands)


def _clash_said(task: Task, clash: list[int]) -> str:
    wishes = said(task, clash)
    names = {task.demands[n].patrol for n in clash}
    who = f"{names.pop()} cannot" if len(names) == 1 and None not in names else "The patrols cannot"
    if len(clash) == 2:
        return f"{who} do both of these: {wishes}. Release one, or move a time or a shift."
    return (
        f"{who} do all of these, though any one of them fewer would fit: {wishes}. Release one, "
        "add a patrol, or lengthen a shift."
    )
