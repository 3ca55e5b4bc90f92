"""The board on which a plan is changed, what a change did, and the timetables."""

from collections.abc import Iterator
from dataclasses import replace

from dashboard import controls, listings, notices
from dashboard.components.picktable import picktable
from dashboard.components.planboard import BoardMessage, planboard
from dashboard.controls.edits import BoardAction, edit_of
from dashboard.listings.board import idents
from dashboard.planning.choices import visitor
from dashboard.planning.session import PlanningSession
from dashboard.views import common
from geo.briefing import assignments
from geo.errors import PlanImpossibleError
from geo.patrol import Plan
from geo.patrol.editing import Draft, Drop, Edit, Fill, Improve, Replace, apply, preview

_BEGIN = "Drag a stop, or choose it to see what can be done. Every change can be undone."
#: Why nothing can be changed while a search goes on.
LATER = "Better routes are still being looked for. Stop the search, or wait, then change the plan."


def board(session: PlanningSession, plan: Plan) -> None:
    """The plan as lanes on a time axis; each change answers at once."""
    history = session.history

    def acted(done: BoardAction) -> None:
        change(session, done)

    message = BoardMessage(
        title=session.title,
        message=session.message or _BEGIN,
        refused=session.refused,
        undo=(history.undoes if history else None) or "",
        redo=(history.redoes if history else None) or "",
        focus=session.focus,
        turn=session.turn,
    )
    planboard(plan, message, key="planboard", chosen=visitor().place_id, acted=acted)


def change(session: PlanningSession, done: BoardAction) -> None:
    """Do what was asked for on the board (a callback)."""
    if done.action == "pick":
        visitor().place_id = done.place_id
        return
    if session.history is None or session.searching:
        session.answer(LATER, done.ident, refused=True)
        return
    if done.action in ("undo", "redo"):
        session.step(back=done.action == "undo")
        _settle(session)
        return
    whole: dict[str, Edit] = {"improve": Improve(), "fill": Fill()}
    with notices.caught(lambda sentence: session.answer(sentence, done.ident, refused=True)):
        plan = session.history.draft.plan
        edit(session, whole.get(done.action) or edit_of(done, plan), done.ident)


def edit(
    session: PlanningSession, change: Edit, ident: str = "", draft: Draft | None = None
) -> None:
    """Change the plan, and say what that did.

    Parameters
    ----------
    ident : str
        The stop that it is about, as the board names it.
    draft : Draft, optional
        The plan on another bench than the one that it was made on.

    Raises
    ------
    PlanImpossibleError
        When it cannot be done; the plan is as it was.
    """
    history, made = session.history, session.made
    if history is None or made is None:
        return
    if session.searching:
        raise PlanImpossibleError(LATER)
    edited = apply(draft or history.draft, change)
    after, effect = edited.draft, edited.effect
    request = replace(
        made.request, patrols=after.patrols, constraints=after.constraints, orders=after.orders,
        chosen=session.chosen,
    )  # fmt: skip
    now = replace(made, request=request, plan=after.plan, edited=True)
    session.put(after, now, effect.label)
    focus = _again(ident, history.draft.plan, after.plan)
    sentences = [effect.summary, *_dropped(history.draft, change)]
    replaced = isinstance(change, Replace)
    session.answer(" ".join(sentences), focus, title=listings.outcome(effect, replaced=replaced))
    _settle(session)


def _dropped(draft: Draft, change: Edit) -> Iterator[str]:
    """What it would be to leave out a stop that was replaced, and put nothing in its place."""
    if isinstance(change, Replace) and _once(draft.plan, change):
        (bare,) = preview(draft, [Drop(change.patrol, change.position)])
        if bare.effect:
            yield listings.instead_of_dropping(bare.effect)


def _once(plan: Plan, at: Replace) -> bool:
    """Whether a stop is the only visit to its place."""
    route = next(route for route in plan.routes if route.patrol.name == at.patrol)
    return _visits(plan, route.stops[at.position].place.place_id) == 1


def _settle(session: PlanningSession) -> None:
    """Brief the plan, and let the controls say who goes out in it."""
    visitor().settle(session)
    if session.request is not None:
        controls.show_patrols(session.request.patrols)


def _again(ident: str, before: Plan, after: Plan) -> str:
    """The stop that was changed, as the board names it now; where it is gone, what is there now."""
    place_id, spot = ident.rpartition("#")[0], idents(before.routes).get(ident)
    was, known = _visits(before, place_id), idents(after.routes)
    if place_id and _visits(after, place_id) >= max(was, 1):
        return ident if ident in known else f"{place_id}#1"
    if spot is None or spot[0] >= len(after.routes):
        return ""
    last = len(after.routes[spot[0]].stops) - 1
    there = (spot[0], min(spot[1], last))
    return next((each for each, at in known.items() if at == there), "")


def _visits(plan: Plan, place_id: str) -> int:
    return sum(stop.place.place_id == place_id for route in plan.routes for stop in route.stops)


def timetables(session: PlanningSession, plan: Plan) -> None:
    """One timetable a patrol, which say the same as the board and the map."""
    every = assignments(plan.routes, plan.places.layers.streets)
    names = {spot: ident for ident, spot in idents(plan.routes).items()}
    for n, (route, assignment) in enumerate(zip(plan.routes, every, strict=True)):
        own = [names[n, at] for at in range(len(route.stops))]
        chosen = (i for i in own if i.rpartition("#")[0] == visitor().place_id)

        def picked(ident: str) -> None:
            visitor().place_id = ident.rpartition("#")[0]

        def acted(action: str, ident: str) -> None:
            change(session, BoardAction(action, ident))

        picktable(
            listings.timetable(route, assignment, own), key=f"timetable_{n}",
            chosen=next(chosen, None), picked=picked, acted=acted,
        )  # fmt: skip
        if not route.stops:
            common.words("No stop fits into this shift.", "ab-when")
        elif assignment.way_back:
            common.words(f"{assignment.way_back}.", "ab-when")
