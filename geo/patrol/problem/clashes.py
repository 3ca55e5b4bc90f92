"""Whether everything that is asked for can be granted at once, and which wishes clash if not.

must      what must be done, and the ways to do it
line      one patrol's stops, decided over sets of them (compiled)
order     what hangs together across patrols
search    who does what: exact, or "cannot tell" after a number of steps
asks      a task's needs as the wishes they come from
words     the sentences
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from geo.errors import PlanImpossibleError
from geo.model import Activity, PlaceKind, clock
from geo.patrol.problem.clash_search import STEPS, all_done
from geo.patrol.problem.commitments import Ask, Done, asks_of, field_of, musts_of, runs_of
from geo.patrol.problem.task import Call, Need, Task, Tours
from geo.text import listed


def said(asks: Sequence[Ask]) -> str:
    """Wishes in words: ``Mill Corner by Alpha at 15:40; Quayside``."""
    return "; ".join(dict.fromkeys(ask.said for ask in asks))


def clash_said(task: Task, clash: Sequence[Ask], *, smallest: bool) -> str:
    """The sentence for wishes that cannot all be granted; ``smallest`` if none of them can go."""
    if len(clash) == 1:
        return hopeless_said(task, clash[0])
    who = _who(task, clash)
    if len(clash) == 2 and said(clash[:1]) == said(clash[1:]):
        return f"{who} do this twice: {said(clash[:1])}. Release one."
    if len(clash) == 2:
        return f"{who} do both of these: {said(clash)}. Release one, or move a time or a shift."
    fewer = ", though any one of them fewer would fit" if smallest else ""
    return (
        f"{who} do all of these{fewer}: {said(clash)}. Release one, add a patrol, or lengthen a "
        "shift."
    )


def _who(task: Task, clash: Sequence[Ask]) -> str:
    names = {None if ask.need is None else ask.need.patrol for ask in clash}
    only = names.pop() if len(names) == 1 else None
    return "The patrols cannot" if only is None else f"{task.patrols[only].name} cannot"


def hopeless_said(task: Task, ask: Ask) -> str:
    """The sentence for a wish that cannot be granted even alone."""
    if ask.least:
        return _too_often(task, ask)
    if ask.need is None:
        return (
            f"{ask.said} cannot be staffed: no team of these patrols can be there at once then. "
            "Move the window or a shift, or book fewer officers."
        )
    if any(task.places[n].kind is PlaceKind.BREAK for n in ask.need.options):
        return (
            f"{ask.said} cannot be taken: there is no way there and back within the shift. Move "
            "the break, its place or the shift."
        )
    return _never(task, ask.need)


def _too_often(task: Task, ask: Ask) -> str:
    hours = f"a visit is worth something within {_open_said(task, ask.place)}"
    if ask.least == 1:
        return _never(task, Need(ask.said, (ask.place,)))
    return (
        f"{ask.said} do not fit, even if nothing else is asked: {hours}, and they must be "
        f"{task.gap_min[ask.place]} min apart. Ask for fewer, shorten the gap, or add a patrol."
    )


def _never(task: Task, need: Need) -> str:
    """A visit that nobody can make: worth nothing then, nobody may, or nobody is there."""
    place = need.options[0]
    who = [n for n in range(len(task.patrols)) if task.may[n, place] and need.patrol in (None, n)]
    if not who:
        return (
            f"{need.said} cannot be granted: {_barred(task, need)}. Choose another patrol, or "
            "release the wish."
        )
    if not task.open_at[place].any():
        return (
            f"{need.said} cannot be granted: a visit there is worth nothing at any time of the "
            "day. Release the wish, or change what a visit is worth."
        )
    if need.arrive_min is not None and not task.open_at[place, need.arrive_min]:
        return (
            f"{need.said} cannot be granted: a visit there is worth nothing then, and something "
            f"only within {_open_said(task, place)}. Choose another time."
        )
    reaches = [task.reach(n, place) for n in who]
    spans = ", ".join(
        f"{task.patrols[n].name} "
        + (f"from {clock(a)} to {clock(b)}" if a <= b else "not at all within the shift")
        for n, (a, b) in zip(who, reaches, strict=True)
    )
    return (
        f"{need.said} lies outside the shifts: a visit could begin by {spans}. Move the shift, the "
        "stop's time or the start."
    )


def _open_said(task: Task, place: int) -> str:
    """When a visit may begin: ``15:10–15:40 and 16:30–17:59``."""
    spans = runs_of(np.flatnonzero(task.open_at[place]))
    return listed([f"{clock(first)}–{clock(last)}" for first, last in spans])


def _barred(task: Task, need: Need) -> str:
    """Why the patrol that is asked for may not go, or nobody may."""
    if need.patrol is not None:
        return f"{task.patrols[need.patrol].name} may not, being one officer or having no way there"
    return f"none of {listed([patrol.name for patrol in task.patrols])} may go there"


#: A team, as positions in `Task.patrols`, and the minute at which an activity begins.
Staffing = tuple[tuple[int, ...], int]


@dataclass(frozen=True)
class Answer:
    """Tours that grant every wish and nothing else, or None.

    Attributes
    ----------
    sure : bool
        False where it was too much to tell.
    """

    tours: Tours | None
    sure: bool = True


def granted(task: Task) -> Answer:
    """Tours that grant every need and nothing else.

    Raises
    ------
    PlanImpossibleError
        When there are none; the message names wishes that clash, of which none could be left out.
    """
    answer = can_grant(task)
    if answer.tours is None and answer.sure:
        raise PlanImpossibleError(_why_not(task, asks_of(task)))
    return answer


def can_grant(task: Task) -> Answer:
    """The same without an explanation: for those who try many tasks."""
    done, sure = _done(task, asks_of(task))
    return Answer(None if done is None else _tours(task, done), sure)


def staffed(task: Task, activities: Mapping[int, Activity]) -> dict[int, Staffing] | None:
    """Teams and minutes for activities that leave room for everything else that is needed.

    Parameters
    ----------
    activities : mapping of int to Activity
        By position of their place in ``task.places``; none of them booked yet.

    Returns
    -------
    dict or None
        None where it was too much to tell.

    Raises
    ------
    PlanImpossibleError
        When there are none; the message names wishes that clash, of which none could be left out.
    """
    asks = asks_of(task, activities)
    done, sure = _done(task, asks)
    if done is None and sure:
        raise PlanImpossibleError(_why_not(task, asks))
    if done is None:
        return None
    return {
        d.option.spot: (d.option.patrols, d.begin_min) for d in done if d.option.spot in activities
    }


def said_of(task: Task) -> str:
    """All that is asked for, in words: ``Mill Corner by Alpha at 15:40; Quayside``."""
    return said(asks_of(task))


def _done(
    task: Task, asks: Sequence[Ask], steps: int = STEPS
) -> tuple[tuple[Done, ...] | None, bool]:
    answer = all_done(musts_of(task, asks), field_of(task), steps)
    return answer.done, answer.sure


def _why_not(task: Task, asks: Sequence[Ask]) -> str:
    clash, smallest = _clash(task, asks)
    return clash_said(task, clash, smallest=smallest)


def _clash(task: Task, asks: Sequence[Ask]) -> tuple[list[Ask], bool]:
    """Give up wishes one by one as long as the rest still clash; what is left clashes truly.

    Returns
    -------
    clash : list of Ask
    smallest : bool
        Whether it is known that the rest could be granted without any one of them.
    """
    for ask in asks:
        if _done(task, [ask]) == (None, True):
            return [ask], True
    clash, smallest = list(asks), True
    for ask in asks:
        less = [other for other in clash if other is not ask]
        done, sure = _done(task, less, 2 * STEPS // len(asks))
        if done is None and sure:
            clash = less
        smallest &= sure
    return clash, smallest


def _tours(task: Task, done: Sequence[Done]) -> Tours:
    """What is done, patrol by patrol, each to the minute."""
    tours: list[list[Call]] = [[] for _ in task.patrols]
    for option, begin in done:
        for patrol in option.patrols:
            tours[patrol].append(Call(option.spot, begin, begin))
    return tuple(tuple(sorted(tour, key=lambda call: call.first_min)) for tour in tours)
