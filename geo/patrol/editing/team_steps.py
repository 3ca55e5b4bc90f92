"""Moving officers between patrols, and changing a patrol."""

from dataclasses import replace

from geo.errors import PlanImpossibleError
from geo.patrol.editing import crews
from geo.patrol.editing.change import Change
from geo.patrol.editing.draft import Draft
from geo.patrol.editing.edits import ChangePatrol, Insert, MoveOfficer
from geo.patrol.editing.look import where_of


def move_officer(draft: Draft, edit: MoveOfficer) -> Change:
    """One officer fewer here, one more there."""
    source, target = where_of(draft, edit.from_patrol), where_of(draft, edit.to_patrol)
    if source == target:
        raise PlanImpossibleError(
            f"{edit.from_patrol} cannot send an officer to itself. Choose another patrol."
        )
    label = f"Send an officer from {edit.from_patrol} to {edit.to_patrol}"
    patrols = list(draft.patrols)
    patrols[target] = replace(patrols[target], crew=patrols[target].crew + 1)
    change = Change.bare(draft, label)
    if patrols[source].crew == 1:
        wishes, broken = crews.without_patrol(change.wishes, edit.from_patrol, draft.bench.places)
        change = replace(
            change,
            orders=(*draft.orders[:source], *draft.orders[source + 1 :]),
            wishes=wishes,
            broken=(f"{edit.from_patrol} has no officers left and is not sent out.", *broken),
        )
        del patrols[source]
    else:
        patrols[source] = replace(patrols[source], crew=patrols[source].crew - 1)
    return crews.staffed(replace(change, patrols=tuple(patrols)))


def change_patrol(draft: Draft, edit: ChangePatrol) -> Change:
    """Give a patrol other settings; its locks and its break keep up with its name."""
    at, name = where_of(draft, edit.patrol), edit.to.name
    patrols = (*draft.patrols[:at], edit.to, *draft.patrols[at + 1 :])
    rest = f"break-{name}"
    order = [rest if i == f"break-{edit.patrol}" else i for i in draft.orders[at]]
    if edit.to.rest is None:
        order = [ident for ident in order if ident != rest]
    wishes = replace(
        draft.plan.wishes,
        locks=tuple(
            replace(lock, patrol=name) if lock.patrol == edit.patrol else lock
            for lock in draft.plan.wishes.locks
        ),
    )
    change = replace(
        Change.bare(draft, f"Change {edit.patrol}"),
        orders=(*draft.orders[:at], tuple(order), *draft.orders[at + 1 :]),
        patrols=patrols,
        wishes=wishes,
        insert=Insert(rest, name) if edit.to.rest is not None and rest not in order else None,
        renamed={edit.patrol: name} if name != edit.patrol else {},
    )
    return crews.staffed(change)
