"""Changing a plan by hand: an edit in, a new draft and what it changed out.

    bench = Workbench.of(places, network, patrols, day, wishes, yesterday)   # walks, once
    history = History.of(bench.draft(plan))                                  # or opened(plan)
    edited = apply(history.draft, Drop("Bravo", 2))
    edited.effect.said                      # "Bravo walks 6 min less; ..."
    history = history.then(edited.draft, edited.effect.label)
    history.draft.plan                      # a Plan, checked like every other
    history.draft.orders                    # for Request.orders, so that it can be made again

An edit that cannot be raises `PlanImpossibleError`, and the draft it was for is as it was.

    edits      what can be done                 history   undo and redo
    draft      workbench and draft              effect    what changed, in numbers and words
    steps      each edit on orders and wishes   (stop_, lock_ and team_steps, crews, locks, often)
    board      points minute by minute          times     the best minutes for given orders
    case       what no longer fits              insert    where another visit costs least
    unmet      wishes without a visit           reasons   why not, and what would help
    exchange   one patrol made better           sketch    routes without ways, for a preview
    squeeze    the time of others for a visit   make      all of it in turn
"""

from collections.abc import Sequence
from dataclasses import dataclass

from geo.errors import AfterbellError
from geo.patrol.editing.draft import Draft
from geo.patrol.editing.edits import (
    Edit,
)
from geo.patrol.editing.effect import Effect, effect_of, sketched
from geo.patrol.editing.make import made
from geo.patrol.editing.steps import change_of


@dataclass(frozen=True)
class Edited:
    """A new draft, and what is different in it."""

    draft: Draft
    effect: Effect


@dataclass(frozen=True)
class Preview:
    """What an edit would do, without doing it.

    Attributes
    ----------
    effect : Effect or None
        None where the edit is impossible.
    why_not : str
        The reason then; otherwise empty.
    """

    edit: Edit
    effect: Effect | None
    why_not: str = ""


def apply(draft: Draft, edit: Edit) -> Edited:
    """Do an edit.

    Stops that no longer fit are left out, cheapest first, and named in the effect; locked stops
    and stops that a wish asks for stay.

    Raises
    ------
    PlanImpossibleError
        When it cannot be done; the message says why, and what would make it possible.
    SettingError
        When there is no such patrol, stop or place.
    """
    change = change_of(draft, edit)
    stage = draft.bench.stage(change.patrols, change.constraints)
    fitted = made(stage, change, draft.plan.seed)
    plan = stage.plan(fitted.orders, draft.plan.seed)
    return Edited(Draft(draft.bench, plan), effect_of(draft.plan, plan, change))


def preview(draft: Draft, edits: Sequence[Edit]) -> tuple[Preview, ...]:
    """Say what each of some edits would do to a draft, one independent of the other.

    The numbers are those that `apply` gives, and for `Replace` and `Improve`, which search, the
    least that it gives. Nothing is drawn, and the draft stays as it is.
    """
    return tuple(_previewed(draft, edit) for edit in edits)


def _previewed(draft: Draft, edit: Edit) -> Preview:
    try:
        change = change_of(draft, edit)
        stage = draft.bench.stage(change.patrols, change.constraints)
        fitted = made(stage, change, draft.plan.seed, search=False)
    except AfterbellError as error:
        return Preview(edit, None, str(error))
    return Preview(edit, effect_of(draft.plan, sketched(stage, fitted), change))
