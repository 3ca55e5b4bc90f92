"""What one visitor works on for one day: the plans that followed each other, and the search."""

from dataclasses import dataclass, field
from enum import Enum, auto

from dashboard.jobs import Job
from geo.model import XY
from geo.patrol import Places, Plan, Request
from geo.patrol.editing import Draft, History
from geo.workspace import Workspace


@dataclass(frozen=True)
class MadePlan:
    """A plan, and what gives it again: the request, and the area as it was.

    Attributes
    ----------
    lost : str
        Why the area as it was could not be kept; empty where it is.
    edited : bool
        Whether somebody changed it after it was suggested.
    """

    request: Request
    plan: Plan
    area: Workspace
    lost: str = ""
    edited: bool = False

    @property
    def origin(self) -> tuple[str, Request]:
        """What decides the plan: equal where the plan is the same."""
        return self.area.version, self.request

    def outdated_in(self, area: Workspace) -> str:
        """``Bells changed after this was made``; empty while nothing has changed."""
        changed = area.changed_since(self.area)
        return f"{changed} after this was made" if changed else ""


class State(Enum):
    """How far the planning of a day has come."""

    EMPTY = auto()
    SEARCHING = auto()
    PLANNED = auto()
    EDITED = auto()
    OUT_OF_DATE = auto()
    APPROVED = auto()


@dataclass
class PlanningSession:
    """What one visitor works on for one day.

    Attributes
    ----------
    area : Workspace or None
        The area as it is now; None until a page has opened it.
    history : History or None
        The plans that followed each other, and which of them is shown; None before there is one.
    origins : dict of Draft to MadePlan
        Each of them with what gives it again.
    search : Job or None
        The search that goes on.
    label : str
        What the search is called in the history.
    chosen : tuple of (str, XY)
        Places that were chosen on the map: name and point.
    places : Places or None
        The places that the constraints are about.
    lapsed : tuple of str
        What became of constraints about places that are no longer there, a sentence each.
    approved_by : str
        Name of who approved the plan that has been made; empty for a draft.
    title, message, refused : str, str, bool
        What was done, and what that changed or why it could not be.
    focus : str
        The stop that the last change was about, as the board names it.
    turn : int
        How many changes were asked for.
    """

    area: Workspace | None = None
    history: History | None = None
    origins: dict[Draft, MadePlan] = field(default_factory=dict)
    search: Job[MadePlan] | None = None
    label: str = ""
    chosen: tuple[tuple[str, XY], ...] = ()
    places: Places | None = None
    lapsed: tuple[str, ...] = ()
    approved_by: str = ""
    title: str = ""
    message: str = ""
    refused: bool = False
    focus: str = ""
    turn: int = 0

    @property
    def state(self) -> State:
        """What the pages go by: what is the case comes before what was done."""
        if self.search is not None:
            return State.SEARCHING
        if self.made is None:
            return State.EMPTY
        if self.outdated:
            return State.OUT_OF_DATE
        if self.approved_by:
            return State.APPROVED
        return State.EDITED if self.made.edited else State.PLANNED

    @property
    def searching(self) -> bool:
        """Whether better routes are being looked for, so that nothing can be changed."""
        return self.search is not None and self.search.running

    @property
    def shown(self) -> MadePlan | None:
        """The plan to show: the best that a search has so far, else the one that was made."""
        if self.search and self.search.so_far:
            return self.search.so_far
        return self.made

    @property
    def made(self) -> MadePlan | None:
        """The plan that was made last, or gone back to."""
        return self.origins[self.history.draft] if self.history else None

    @property
    def plan(self) -> Plan | None:
        """The plan to show."""
        return self.shown.plan if self.shown else None

    @property
    def request(self) -> Request | None:
        """What gives the plan that was made again."""
        return self.made.request if self.made else None

    @property
    def outdated(self) -> str:
        """What has changed since the plan to show was made; empty where nothing has."""
        return self.shown.outdated_in(self.area) if self.shown and self.area else ""

    def answer(
        self, message: str, focus: str = "", *, title: str = "", refused: bool = False
    ) -> None:
        """Say what came of a change."""
        self.title, self.message, self.focus, self.refused = title, message, focus, refused
        self.turn += 1

    def put(self, draft: Draft, made: MadePlan, label: str) -> None:
        """Go on with a plan; the one before can be had back."""
        before = self.made
        self.history = self.history.then(draft, label) if self.history else History.of(draft)
        kept = set(self.history.drafts)
        self.origins = {d: m for d, m in self.origins.items() if d in kept} | {draft: made}
        self._withdraw_approval_of(before)

    def step(self, *, back: bool) -> None:
        """Undo or redo."""
        if self.history:
            before, label = self.made, self.history.undoes if back else self.history.redoes
            self.history = self.history.undo() if back else self.history.redo()
            self._withdraw_approval_of(before)
            nothing = f"There is nothing to {'undo' if back else 'redo'}."
            self.answer(label or nothing, title="Undone" if back else "Redone")

    def _withdraw_approval_of(self, before: MadePlan | None) -> None:
        """An approval was for one plan; the same request of a changed area gives another."""
        if before and self.made and before.origin != self.made.origin:
            self.approved_by = ""
