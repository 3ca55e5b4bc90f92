"""afterbell log: what was changed in a workspace, by whom and when, and if the log is whole."""

import shlex
from dataclasses import dataclass
from pathlib import Path

from dashboard.cli import terminal
from geo.errors import WorkspaceError
from geo.workspace import Change, changes, create_workspace, verify_changes, workspace_folder


@dataclass(frozen=True)
class NewArea:
    """What can be set of an area when its workspace is made."""

    crs: str | None = None
    timezone: str | None = None
    country: str | None = None
    subdivision: str | None = None
    marking: str | None = None


def init(name: str, workspace: Path | None, chosen: NewArea, *, as_json: bool) -> None:
    """Make a workspace in a folder of its name, or in the folder given, and say what comes next."""
    folder = workspace or _folder(name)
    called = name.strip() if workspace else folder.name
    settings = create_workspace(
        folder,
        called,
        crs=chosen.crs,
        timezone=chosen.timezone,
        country=chosen.country,
        subdivision=chosen.subdivision,
        marking=chosen.marking,
    )
    steps = _steps(folder)
    summary = {"workspace": str(folder), "name": called, "settings": str(settings), "next": steps}
    terminal.emit(summary, as_json=as_json, lines=lambda: _print(called, settings, steps))


def _folder(name: str) -> Path:
    """Folder of that name; a name that is a path is taken as one."""
    folder = Path(name.strip())
    if not folder.name or not name.strip().isprintable() or len(folder.name) > 100:
        raise WorkspaceError(
            f"{name[:40]!r} cannot be the name of a folder; expected one such as camden. Give "
            "--workspace DIR to have another folder than the name says."
        )
    return folder


def _steps(folder: Path) -> list[str]:
    where = shlex.quote(str(folder))
    return [
        f"afterbell ingest crimes.csv --layer incidents --workspace {where}",
        f"afterbell ingest streets.gpkg --layer streets --workspace {where}",
        f"afterbell app --workspace {where}",
    ]


def _print(name: str, settings: Path, steps: list[str]) -> None:
    incidents, streets, app = steps
    for line in (
        f"{name} is made. Its settings stand in {settings}, every one of them explained.",
        "Next:",
        f"  1. Bring in your incidents:       {incidents}",
        f"  2. Bring in what is around them:  {streets}",
        "                                    (also schools, gates, interchanges, areas, basemap)",
        f"  3. Look at the map:               {app}",
    ):
        terminal.out.print(line, markup=False)


def log(workspace: Path | None, *, as_json: bool) -> None:
    """Print the changes, the newest first, and check the chain."""
    folder = workspace_folder(workspace)
    entries, broken = changes(folder), verify_changes(folder)
    summary = {
        "workspace": str(folder),
        "whole": broken is None,
        "fault": broken,
        "changes": [_as_json(change) for change in entries],
    }
    terminal.emit(summary, as_json=as_json, lines=lambda: _print_changes(entries, broken))
    if broken:
        raise SystemExit(terminal.Exit.REFUSED)


def _as_json(change: Change) -> dict[str, object]:
    return {
        "line": change.line,
        "when": change.when.isoformat(),
        "who": change.who,
        "what": change.what,
        "name": change.name,
        "file": change.file,
        "counts": dict(change.counts),
        "before": change.before,
        "after": change.after,
        "why": change.why,
    }


def _print_changes(entries: tuple[Change, ...], broken: str | None) -> None:
    if not entries:
        terminal.out.print("Nothing was changed here yet.", markup=False)
    else:
        columns = dict.fromkeys(("When (UTC)", "Who", "What", "Name", "File", "Rows"), "left")
        terminal.table("", columns, [_row(change) for change in entries])
    state = (
        broken or f"The log is whole: {len(entries):,} lines, each chained to the one before it."
    )
    terminal.out.print(state, markup=False)


def _row(change: Change) -> list[str]:
    counts = ", ".join(f"{n:,} {what}" for what, n in change.counts if n)
    what = f"{change.what}: {change.why}" if change.why else change.what
    return [f"{change.when:%Y-%m-%d %H:%M}", change.who, what, change.name, change.file, counts]
