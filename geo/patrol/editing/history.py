"""Undo and redo: the drafts of one sitting, in order."""

from dataclasses import dataclass, replace
from typing import Final, Self

from geo.patrol.editing.draft import Draft

#: Steps that can be undone.
LONGEST: Final = 100


@dataclass(frozen=True)
class History:
    """Drafts as they followed each other, and which of them is on the table.

    Attributes
    ----------
    drafts : tuple of Draft
    labels : tuple of str
        What led to each draft, in words; the first is how it began.
    at : int
        Position of the draft on the table.
    """

    drafts: tuple[Draft, ...]
    labels: tuple[str, ...]
    at: int = 0

    @classmethod
    def of(cls, draft: Draft, label: str = "As suggested") -> Self:
        """A history that begins with a draft."""
        return cls((draft,), (label,))

    @property
    def draft(self) -> Draft:
        """The draft on the table."""
        return self.drafts[self.at]

    @property
    def undoes(self) -> str | None:
        """What undo would take back, in words; None at the beginning."""
        return self.labels[self.at] if self.at else None

    @property
    def redoes(self) -> str | None:
        """What redo would do again, in words; None at the end."""
        return self.labels[self.at + 1] if self.at + 1 < len(self.drafts) else None

    def then(self, draft: Draft, label: str) -> Self:
        """Put a new draft on the table; what was undone before is forgotten."""
        first = max(0, self.at + 2 - LONGEST)
        drafts = (*self.drafts[first : self.at + 1], draft)
        labels = (*self.labels[first : self.at + 1], label)
        return replace(self, drafts=drafts, labels=labels, at=len(drafts) - 1)

    def undo(self) -> Self:
        """One step back; the same history at the beginning."""
        return replace(self, at=max(self.at - 1, 0))

    def redo(self) -> Self:
        """One step forward; the same history at the end."""
        return replace(self, at=min(self.at + 1, len(self.drafts) - 1))

    def to(self, at: int) -> Self:
        """Straight to a step, as close as there is one."""
        return replace(self, at=min(max(at, 0), len(self.drafts) - 1))
