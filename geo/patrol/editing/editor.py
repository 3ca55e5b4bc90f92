"""Doing an edit: what it asks for, made to fit; and what it would do, told beforehand."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Final

from geo.errors import AfterbellError, PlanImpossibleError
from geo.patrol.editing._constrained_grid import ConstrainedGrid, Fitted, Unmet, never
from geo.patrol.editing._edit_steps import Change, Then, change_of
from geo.patrol.editing._effect import Effect, effect_of, sketch_of
from geo.patrol.editing._insertion import exchanged, filled, inserted, restored
from geo.patrol.editing._minutes import Orders, Timed
from geo.patrol.editing.draft import Draft, Scenario
from geo.patrol.editing.edits import Edit, Insert
from geo.patrol.problem import Tours, Visit, prepared
from geo.patrol.search import best_tours
from geo.text import listed

#: Steps of a search that is to be answered at once.
_QUICK: Final = 1_000
#: A plan in which more changes than the edit asks for has to be better by this factor.
_CLEARLY: Final = 1.01


def _fit_change(scenario: Scenario, change: Change, seed: int, *, search: bool = True) -> Fitted:
    """Orders as the edit asks for them, made to fit.

    Parameters
    ----------
    search : bool
        False does without the optimiser, for an answer at once.

    Raises
    ------
    PlanImpossibleError
        When they cannot be; the message says why.
    """
    constrained = scenario.constrained
    names = [patrol.name for patrol in change.patrols]
    orders = constrained.settled(change.orders)
    kept = [(names.index(who), n) for who, ident in change.kept for n in constrained.options[ident]]
    fitted = restored(constrained, constrained.fitted(orders, kept))
    if change.insert is not None:
        fitted = _inserted(constrained, fitted, change.insert)
    fitted = _with_every_required(constrained, fitted)
    return _settled(constrained, _followed(scenario, fitted, change, seed, search=search))


def _followed(
    scenario: Scenario, fitted: Fitted, change: Change, seed: int, *, search: bool
) -> Fitted:
    """Fill, exchange or search, as the edit asks.

    A stop is replaced by its own patrol alone, unless all patrols together can do clearly better.
    """
    constrained, steps = scenario.constrained, change.iterations or _QUICK
    if change.then is Then.NOTHING:
        return fitted
    if change.then is not Then.EXCHANGE:
        improve = search and change.then is Then.IMPROVE
        return _searched(scenario, fitted, seed, steps) if improve else filled(constrained, fitted)
    patrol = [who.name for who in change.patrols].index(change.patrol)
    own = exchanged(constrained, filled(constrained, fitted, [patrol]), patrol)
    every = _searched(scenario, own, seed, steps) if search else own
    return every if every.timed.value > own.timed.value * _CLEARLY else own


def _settled(constrained: ConstrainedGrid, fitted: Fitted) -> Fitted:
    """The same orders as they would be read again: breaks where they cost least."""
    orders = constrained.settled(constrained.named(fitted.orders))
    timed = constrained.timed(orders)
    return Fitted(orders, timed, fitted.lost) if isinstance(timed, Timed) else fitted


def _with_every_required(constrained: ConstrainedGrid, fitted: Fitted) -> Fitted:
    """Put in what is required and nobody visits any more.

    Raises
    ------
    PlanImpossibleError
        When it does not fit.
    """
    missing = constrained.unmet(fitted.orders)
    while missing:
        longer = _with_required_visit(constrained, fitted.orders, missing[0])
        if longer is None or len(still := constrained.unmet(longer.orders)) >= len(missing):
            raise PlanImpossibleError(
                f"{missing[0].text} is required, and would no longer fit. Release it, or make "
                "room for it first."
            )
        fitted = replace(longer, lost=(*fitted.lost, *longer.lost))
        missing = still
    return fitted


def _with_required_visit(
    constrained: ConstrainedGrid, orders: Orders, missing: Unmet
) -> Fitted | None:
    patrols = [
        n
        for n, patrol in enumerate(constrained.task.patrols)
        if missing.patrol in (None, patrol.name)
    ]
    ways = (
        inserted(constrained, orders, place, patrols)
        for ident in missing.options
        for place in constrained.options.get(ident, ())
    )
    return next((way for way in ways if way is not None), None)


def _inserted(constrained: ConstrainedGrid, fitted: Fitted, edit: Insert) -> Fitted:
    """Give a visit its patrol and position."""
    places = constrained.options.get(edit.place_id, ())
    if not places:
        raise PlanImpossibleError(
            f"{edit.place_id} cannot be visited: no street comes near enough. Choose another place."
        )
    names = [patrol.name for patrol in constrained.task.patrols]
    who = range(len(names)) if edit.patrol is None else [names.index(edit.patrol)]
    ways = [
        way
        for place in places
        if (way := inserted(constrained, fitted.orders, place, who, edit.position)) is not None
    ]
    if not ways:
        raise PlanImpossibleError(_no_room(constrained, places[0], list(who), edit))
    best = max(ways, key=lambda way: way.timed.value)
    return replace(best, lost=(*fitted.lost, *best.lost))


def _no_room(constrained: ConstrainedGrid, place: int, who: list[int], edit: Insert) -> str:
    reasons = [never(constrained.task, patrol, place, constrained.constraints) for patrol in who]
    possible = [n for n, why in zip(who, reasons, strict=True) if why is None]
    where = constrained.task.places[place].name
    if not possible:
        return next(why for why in reasons if why is not None)
    named = listed([constrained.task.patrols[n].name for n in possible])
    at = "" if edit.position is None else f" as stop {edit.position + 1}"
    return (
        f"{where} does not fit into the afternoon of {named}{at}, even without the stops that may "
        "go. Release a lock, or choose another patrol or position."
    )


def _searched(scenario: Scenario, fitted: Fitted, seed: int, iterations: int) -> Fitted:
    """The better of these orders and those that the optimiser finds around the same constraints."""
    constrained, ready = scenario.constrained, scenario.ready
    patrols = ready.task.patrols
    bound = prepared(
        ready.places, ready.network, patrols, ready.day, ready.constraints, ready.yesterday
    )
    of_id = {place.place_id: n for n, place in enumerate(bound.task.places)}
    start = _tours(constrained, fitted, of_id)
    tours = best_tours(bound.task, seed, iterations, start=start)
    named = tuple(tuple(bound.task.places[call.place].place_id for call in tour) for tour in tours)
    orders = constrained.settled(named)
    timed = constrained.timed(orders)
    if (
        not isinstance(timed, Timed)
        or timed.value <= fitted.timed.value
        or constrained.unmet(orders)
    ):
        return filled(constrained, fitted)
    return filled(constrained, Fitted(orders, timed))


def _tours(constrained: ConstrainedGrid, fitted: Fitted, of_id: dict[str, int]) -> Tours:
    named = constrained.named(fitted.orders)
    return tuple(
        tuple(Visit(of_id[ident], at, at) for ident, at in zip(order, begins, strict=True))
        for order, begins in zip(named, fitted.timed.minutes, strict=True)
    )


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
    fitted = _fit_change(scenario, change, draft.plan.seed)
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
        fitted = _fit_change(scenario, change, draft.plan.seed, search=False)
    except AfterbellError as error:
        return Preview(edit, None, str(error))
    return Preview(edit, effect_of(draft.plan, sketch_of(scenario, fitted), change))
