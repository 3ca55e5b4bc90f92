"""The table on which a plan lies: the board, what a change did, and the timetables."""

from collections.abc import Iterator
from dataclasses import replace

from dashboard import controls, listings, notices
from dashboard.components.picktable import picktable
from dashboard.components.planboard import BoardMessage, planboard
from dashboard.controls.edits import BoardAction, edit_of
from dashboard.listings.board import idents
from dashboard.planning.choices import visitor
from dashboard.planning.session import Table
from dashboard.views import common
from geo.briefing import assignments
from geo.errors import PlanImpossibleError
from geo.patrol import Plan
from geo.patrol.editing import Draft, Drop, Edit, Fill, Improve, Replace, apply, preview

_BEGIN = "Drag a stop, or choose it to see what can be done. Every change can be undone."
#: Why nothing can be changed while a search goes on.
LATER = "Better routes are still being looked for. Stop the search, or wait, then change the plan."


def board(table: Table, plan: Plan) -> None:
    """The plan as lanes on a time axis; each change answers at once."""
    history = table.history

    def acted(done: BoardAction) -> None:
        change(table, done)

    message = BoardMessage(
        title=table.title,
        message=table.said or _BEGIN,
        refused=table.refused,
        undo=(history.undoes if history else None) or "",
        redo=(history.redoes if history else None) or "",
        focus=table.focus,
        turn=table.turn,
    )
    planboard(plan, message, key="planboard", chosen=visitor().place_id, acted=acted)


def change(table: Table, asked: BoardAction) -> None:
    """Do what somebody wants of the plan on the table (a callback)."""
    if asked.action == "pick":
        visitor().place_id = asked.place_id
        return
    if table.history is None or table.searching:
        table.say(LATER, asked.ident, refused=True)
        return
    if asked.action in ("undo", "redo"):
        table.step(back=asked.action == "undo")
        _settle(table)
        return
    whole: dict[str, Edit] = {"improve": Improve(), "fill": Fill()}
    with notices.caught(lambda sentence: table.say(sentence, asked.ident, refused=True)):
        plan = table.history.draft.plan
        edit(table, whole.get(asked.action) or edit_of(asked, plan), asked.ident)


def edit(table: Table, wanted: Edit, ident: str = "", draft: Draft | None = None) -> None:
    """Change the plan on the table, and say what that did.

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
    history, found = table.history, table.found
    if history is None or found is None:
        return
    if table.searching:
        raise PlanImpossibleError(LATER)
    edited = apply(draft or history.draft, wanted)
    after, effect = edited.draft, edited.effect
    made = replace(
        found.request, patrols=after.patrols, constraints=after.constraints, orders=after.orders,
        chosen=table.chosen,
    )  # fmt: skip
    table.lay(after, replace(found, request=made, plan=after.plan), effect.label)
    focus = _again(ident, history.draft.plan, after.plan)
    said = [effect.said, *_dropped(history.draft, wanted)]
    replaced = isinstance(wanted, Replace)
    table.say(" ".join(said), focus, title=listings.outcome(effect, replaced=replaced))
    _settle(table)


def _dropped(draft: Draft, wanted: Edit) -> Iterator[str]:
    """What it would be to leave out a stop that was replaced, and put nothing in its place."""
    if isinstance(wanted, Replace) and _once(draft.plan, wanted):
        (bare,) = preview(draft, [Drop(wanted.patrol, wanted.position)])
        if bare.effect:
            yield listings.instead_of_dropping(bare.effect)


def _once(plan: Plan, at: Replace) -> bool:
    """Whether a stop is the only visit to its place."""
    route = next(route for route in plan.routes if route.patrol.name == at.patrol)
    return _visits(plan, route.stops[at.position].place.place_id) == 1


def _settle(table: Table) -> None:
    """Brief what is on the table, and let the controls say who goes out in it."""
    visitor().settle(table)
    if table.request is not None:
        controls.show_patrols(table.request.patrols)


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


def timetables(table: Table, plan: Plan) -> None:
    """One timetable a patrol, which say the same as the board and the map."""
    told = assignments(plan.routes, plan.places.layers.streets)
    names = {spot: ident for ident, spot in idents(plan.routes).items()}
    for n, (route, assignment) in enumerate(zip(plan.routes, told, strict=True)):
        own = [names[n, at] for at in range(len(route.stops))]
        chosen = (i for i in own if i.rpartition("#")[0] == visitor().place_id)

        def picked(ident: str) -> None:
            visitor().place_id = ident.rpartition("#")[0]

        def acted(action: str, ident: str) -> None:
            change(table, BoardAction(action, ident))

        picktable(
            listings.timetable(route, assignment, own), key=f"timetable_{n}",
            chosen=next(chosen, None), picked=picked, acted=acted,
        )  # fmt: skip
        if not route.stops:
            common.words("No stop fits into this shift.", "ab-when")
        elif assignment.way_back:
            common.words(f"{assignment.way_back}.", "ab-when")
