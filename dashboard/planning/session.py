"""What one visitor works on for one day: the plans that followed each other, and the search."""

from dataclasses import dataclass, field

from dashboard.jobs import Job
from geo.model import XY
from geo.patrol import Places, Plan, Request
from geo.patrol.editing import Draft, History
from geo.workspace import Workspace


@dataclass(frozen=True)
class Found:
    """A plan, and what gives it again: the request, and the area as it was.

    Attributes
    ----------
    lost : str
        Why the area as it was could not be kept; empty where it is.
    """

    request: Request
    plan: Plan
    area: Workspace
    lost: str = ""

    @property
    def origin(self) -> tuple[str, Request]:
        """What decides the plan: equal where the plan is the same."""
        return self.area.version, self.request

    def outdated_in(self, area: Workspace) -> str:
        """``Bells changed after this was made``; empty while nothing has changed."""
        changed = area.changed_since(self.area)
        return f"{changed} after this was made" if changed else ""


@dataclass
class Table:
    """What one visitor works on for one day.

    Attributes
    ----------
    history : History or None
        The plans that followed each other, and which of them is shown; None before there is one.
    origins : dict of Draft to Found
        Each of them with what gives it again.
    search : Job or None
        The search that goes on.
    label : str
        What the search is called in the history.
    chosen : tuple of (str, XY)
        Places that were chosen on the map: name and point.
    wished : Places or None
        The places that the wishes are about.
    gone : tuple of str
        What became of wishes about places that are no longer there, a sentence each.
    title, said, refused : str, str, bool
        What was done, and what that changed or why it could not be.
    focus : str
        The stop that the last change was about, as the board names it.
    turn : int
        How many changes were asked for.
    """

    history: History | None = None
    origins: dict[Draft, Found] = field(default_factory=dict)
    search: Job[Found] | None = None
    label: str = ""
    chosen: tuple[tuple[str, XY], ...] = ()
    wished: Places | None = None
    gone: tuple[str, ...] = ()
    title: str = ""
    said: str = ""
    refused: bool = False
    focus: str = ""
    turn: int = 0

    @property
    def searching(self) -> bool:
        """Whether better routes are being looked for, so that nothing can be changed."""
        return self.search is not None and self.search.running

    @property
    def shown(self) -> Found | None:
        """The plan to show: the best that a search has so far, else the one on the table."""
        if self.search and self.search.so_far:
            return self.search.so_far
        return self.found

    @property
    def found(self) -> Found | None:
        """The plan on the table."""
        return self.origins[self.history.draft] if self.history else None

    @property
    def plan(self) -> Plan | None:
        """The plan to show."""
        return self.shown.plan if self.shown else None

    @property
    def request(self) -> Request | None:
        """What gives the plan on the table again."""
        return self.found.request if self.found else None

    def say(self, said: str, focus: str = "", *, title: str = "", refused: bool = False) -> None:
        """Answer what was asked for."""
        self.title, self.said, self.focus, self.refused = title, said, focus, refused
        self.turn += 1

    def lay(self, draft: Draft, found: Found, label: str) -> None:
        """Put a plan on the table; the one before can be had back."""
        self.history = self.history.then(draft, label) if self.history else History.of(draft)
        kept = set(self.history.drafts)
        self.origins = {d: f for d, f in self.origins.items() if d in kept} | {draft: found}

    def step(self, *, back: bool) -> None:
        """Undo or redo."""
        if self.history:
            told = self.history.undoes if back else self.history.redoes
            self.history = self.history.undo() if back else self.history.redo()
            nothing = f"There is nothing to {'undo' if back else 'redo'}."
            self.say(told or nothing, title="Undone" if back else "Redone")
