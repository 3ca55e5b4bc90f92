"""What an edit asks for: orders, patrols and wishes, before anything is made to fit."""

from dataclasses import dataclass, field
from enum import StrEnum
from typing import Self

from geo.model import Patrol
from geo.patrol.editing.draft import Draft, Named
from geo.patrol.editing.edits import Insert
from geo.patrol.wishes import Wishes


class Then(StrEnum):
    """What follows once everything fits."""

    NOTHING = "nothing"
    FILL = "fill"
    EXCHANGE = "exchange"
    IMPROVE = "improve"


@dataclass(frozen=True)
class Change:
    """Named, patrols and wishes as an edit leaves them.

    Attributes
    ----------
    label : str
        The edit in words.
    subject : frozenset of str
        Place ids that the edit is about.
    kept : tuple of (str, str)
        Patrols and place ids whose visits are not left out to make room.
    insert : Insert or None
        A visit that is still to be given its position.
    broken : tuple of str
        Wishes that were given up, in sentences.
    renamed : dict of str to str
        Names of patrols before and after, where they changed.
    then : Then
        What follows; ``patrol`` and ``iterations`` say for whom, and how long.
    """

    orders: Named
    patrols: tuple[Patrol, ...]
    wishes: Wishes
    label: str
    subject: frozenset[str] = frozenset()
    kept: tuple[tuple[str, str], ...] = ()
    insert: Insert | None = None
    broken: tuple[str, ...] = ()
    renamed: dict[str, str] = field(default_factory=dict)
    then: Then = Then.NOTHING
    patrol: str = ""
    iterations: int | None = None

    @classmethod
    def bare(cls, draft: Draft, label: str) -> Self:
        """No change but a label."""
        return cls(draft.orders, draft.patrols, draft.plan.wishes, label)
