"""Reviews that a finding asked for: a line of the log says who decided what, and why."""

from geo.errors import WorkspaceError
from geo.workspace.area import Workspace
from geo.workspace.catalogue import Catalogue
from geo.workspace.changes import Change, Entry, record, settle
from geo.workspace.disk import digest, writing

_REVIEWED = "fairness reviewed"


def record_review(area: Workspace, finding: str, *, who: str, why: str) -> None:
    """Write into the log that a finding was reviewed.

    Parameters
    ----------
    finding : str
        What asked for the review, as it was read; the log keeps its hash, so that a later finding
        is not taken for this one.
    who : str
        Name or role of who decided.
    why : str
        What was decided, and for what reason.

    Raises
    ------
    WorkspaceError
        When nobody is named, no reason is given, nothing asks for a review, or the folder cannot
        be written to.
    """
    missing = [
        *([] if who.strip() else ["the name of who decided"]),
        *([] if why.strip() else ["what was decided and why"]),
        *([] if finding.strip() else ["a finding that asks for it"]),
    ]
    if missing:
        raise WorkspaceError(f"A review needs {' and '.join(missing)}; nothing was recorded.")
    if not area.writable:
        raise WorkspaceError(
            f"{area.about.name} cannot be changed, so no review can be recorded: it is the bundled "
            "sample, or you have no right to write there."
        )
    with writing(area.folder):
        settle(area.folder, Catalogue.read(area.folder))
        record(area.folder, Entry(_REVIEWED, "areas", after=_hash(finding), why=why), who)


def review_of(area: Workspace, finding: str) -> Change | None:
    """The last review of a finding; None where there is none."""
    found = (c for c in area.changes() if c.what == _REVIEWED and c.after == _hash(finding))
    return next(found, None)


def _hash(finding: str) -> str:
    return digest(finding.encode())
