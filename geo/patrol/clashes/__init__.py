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

from geo.errors import PlanImpossibleError
from geo.model import Activity
from geo.patrol.clashes.asks import Ask, asks_of, field_of, musts_of
from geo.patrol.clashes.must import Done
from geo.patrol.clashes.search import STEPS, all_done
from geo.patrol.clashes.words import clash_said, said
from geo.patrol.task import Task
from geo.patrol.tours import Call, Tours

__all__ = ["Answer", "can_grant", "granted", "said_of", "staffed"]

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
