"""Doing an edit, and saying beforehand what it would do."""

from collections.abc import Sequence
from dataclasses import dataclass

from geo.errors import AfterbellError
from geo.patrol.editing._edit_steps import change_of
from geo.patrol.editing._effect import Effect, effect_of, sketch_of
from geo.patrol.editing._fitting import fit_change
from geo.patrol.editing.draft import Draft
from geo.patrol.editing.edits import Edit


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
    and stops that a constraint requires stay.

    Parameters
    ----------
    draft : Draft
        Stays as it is.
    edit : Edit

    Returns
    -------
    Edited

    Raises
    ------
    PlanImpossibleError
        When it cannot be done; the message says why, and what would make it possible.
    SettingError
        When there is no such patrol, stop or place.
    """
    change = change_of(draft, edit)
    scenario = draft.bench.scenario(change.patrols, change.constraints)
    fitted = fit_change(scenario, change, draft.plan.seed)
    plan = scenario.plan(fitted.orders, draft.plan.seed)
    return Edited(Draft(draft.bench, plan), effect_of(draft.plan, plan, change))


def preview(draft: Draft, edits: Sequence[Edit]) -> tuple[Preview, ...]:
    """Say what each of some edits would do to a draft, one independent of the other.

    The numbers are those that `apply` gives, and for `Replace` and `Improve`, which search, the
    least that it gives. Nothing is drawn, and the draft stays as it is.

    Parameters
    ----------
    draft : Draft
    edits : sequence of Edit

    Returns
    -------
    tuple of Preview
        One for each edit, in their order; an edit that is impossible says why.
    """
    return tuple(_previewed(draft, edit) for edit in edits)


def _previewed(draft: Draft, edit: Edit) -> Preview:
    try:
        change = change_of(draft, edit)
        scenario = draft.bench.scenario(change.patrols, change.constraints)
        fitted = fit_change(scenario, change, draft.plan.seed, search=False)
    except AfterbellError as error:
        return Preview(edit, None, str(error))
    return Preview(edit, effect_of(draft.plan, sketch_of(scenario, fitted), change))
