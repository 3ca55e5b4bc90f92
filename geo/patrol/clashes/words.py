"""Why wishes cannot be granted, in sentences: what clashes, and what to do about it."""

from collections.abc import Sequence

import numpy as np

from geo.model import PlaceKind, clock
from geo.patrol.clashes.asks import Ask, runs_of
from geo.patrol.task import Need, Task
from geo.words import listed


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
