"""From what an edit asks for to orders that fit: make room, put in, fill, search."""

from dataclasses import replace
from typing import Final

from geo.errors import PlanImpossibleError
from geo.patrol.editing.case import Case, Fitted, Unmet, never
from geo.patrol.editing.draft import Stage
from geo.patrol.editing.edits import Change, Insert, Then
from geo.patrol.editing.insertion import exchanged, filled, inserted, restored
from geo.patrol.editing.minutes import Orders, Timed
from geo.patrol.problem import Call, Tours, prepared
from geo.patrol.search import best_tours
from geo.text import listed

#: Steps of a search that is to be answered at once.
QUICK: Final = 1_000
#: A plan in which more changes than was asked for has to be better by this factor.
CLEARLY: Final = 1.01


def made(stage: Stage, change: Change, seed: int, *, search: bool = True) -> Fitted:
    """Orders as the edit wants them, made to fit.

    Parameters
    ----------
    search : bool
        False does without the optimiser, for an answer at once.

    Raises
    ------
    PlanImpossibleError
        When they cannot be; the message says why.
    """
    case = stage.case
    names = [patrol.name for patrol in change.patrols]
    orders = case.settled(change.orders)
    kept = [(names.index(who), n) for who, ident in change.kept for n in case.options[ident]]
    fitted = restored(case, case.fitted(orders, kept))
    if change.insert is not None:
        fitted = _inserted(case, fitted, change.insert)
    fitted = _granted(case, fitted)
    return _settled(case, _followed(stage, fitted, change, seed, search=search))


def _followed(stage: Stage, fitted: Fitted, change: Change, seed: int, *, search: bool) -> Fitted:
    """Fill, exchange or search, as the edit asks.

    A stop is replaced by its own patrol alone, unless all patrols together can do clearly better.
    """
    case, steps = stage.case, change.iterations or QUICK
    if change.then is Then.NOTHING:
        return fitted
    if change.then is not Then.EXCHANGE:
        improve = search and change.then is Then.IMPROVE
        return _searched(stage, fitted, seed, steps) if improve else filled(case, fitted)
    patrol = [who.name for who in change.patrols].index(change.patrol)
    own = exchanged(case, filled(case, fitted, [patrol]), patrol)
    every = _searched(stage, own, seed, steps) if search else own
    return every if every.timed.value > own.timed.value * CLEARLY else own


def _settled(case: Case, fitted: Fitted) -> Fitted:
    """The same orders as they would be read again: breaks where they cost least."""
    orders = case.settled(case.named(fitted.orders))
    timed = case.timed(orders)
    return Fitted(orders, timed, fitted.lost) if isinstance(timed, Timed) else fitted


def _granted(case: Case, fitted: Fitted) -> Fitted:
    """Put in what a wish asks for and nobody visits any more.

    Raises
    ------
    PlanImpossibleError
        When it does not fit.
    """
    missing = case.unmet(fitted.orders)
    while missing:
        found = _with_wish(case, fitted.orders, missing[0])
        if found is None or len(still := case.unmet(found.orders)) >= len(missing):
            raise PlanImpossibleError(
                f"{missing[0].said} is asked for, and would no longer fit. Release that wish, or "
                "make room for it first."
            )
        fitted = replace(found, lost=(*fitted.lost, *found.lost))
        missing = still
    return fitted


def _with_wish(case: Case, orders: Orders, wish: Unmet) -> Fitted | None:
    patrols = [
        n for n, patrol in enumerate(case.task.patrols) if wish.patrol in (None, patrol.name)
    ]
    ways = (
        inserted(case, orders, place, patrols)
        for ident in wish.options
        for place in case.options.get(ident, ())
    )
    return next((way for way in ways if way is not None), None)


def _inserted(case: Case, fitted: Fitted, edit: Insert) -> Fitted:
    """Give a visit its patrol and position."""
    places = case.options.get(edit.place_id, ())
    if not places:
        raise PlanImpossibleError(
            f"{edit.place_id} cannot be visited: no street comes near enough. Choose another place."
        )
    names = [patrol.name for patrol in case.task.patrols]
    who = range(len(names)) if edit.patrol is None else [names.index(edit.patrol)]
    ways = [
        found
        for place in places
        if (found := inserted(case, fitted.orders, place, who, edit.position)) is not None
    ]
    if not ways:
        raise PlanImpossibleError(_no_room(case, places[0], list(who), edit))
    best = max(ways, key=lambda way: way.timed.value)
    return replace(best, lost=(*fitted.lost, *best.lost))


def _no_room(case: Case, place: int, who: list[int], edit: Insert) -> str:
    reasons = [never(case.task, patrol, place, case.constraints) for patrol in who]
    possible = [n for n, why in zip(who, reasons, strict=True) if why is None]
    where = case.task.places[place].name
    if not possible:
        return next(why for why in reasons if why is not None)
    named = listed([case.task.patrols[n].name for n in possible])
    at = "" if edit.position is None else f" as stop {edit.position + 1}"
    return (
        f"{where} does not fit into the afternoon of {named}{at}, even without the stops that may "
        "go. Release a lock, or choose another patrol or position."
    )


def _searched(stage: Stage, fitted: Fitted, seed: int, iterations: int) -> Fitted:
    """The better of these orders and those that the optimiser finds around the same wishes."""
    case, ready = stage.case, stage.ready
    patrols = ready.task.patrols
    bound = prepared(
        ready.places, ready.network, patrols, ready.day, ready.constraints, ready.yesterday
    )
    of_id = {place.place_id: n for n, place in enumerate(bound.task.places)}
    start = _tours(case, fitted, of_id)
    tours = best_tours(bound.task, seed, iterations, start=start)
    named = tuple(tuple(bound.task.places[call.place].place_id for call in tour) for tour in tours)
    orders = case.settled(named)
    timed = case.timed(orders)
    if not isinstance(timed, Timed) or timed.value <= fitted.timed.value or case.unmet(orders):
        return filled(case, fitted)
    return filled(case, Fitted(orders, timed))


def _tours(case: Case, fitted: Fitted, of_id: dict[str, int]) -> Tours:
    named = case.named(fitted.orders)
    return tuple(
        tuple(Call(of_id[ident], at, at) for ident, at in zip(order, begins, strict=True))
        for order, begins in zip(named, fitted.timed.minutes, strict=True)
    )
