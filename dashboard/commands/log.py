"""afterbell log: what was changed in a workspace, by whom and when, and if the log is whole."""

from pathlib import Path

from dashboard import terminal
from geo.workspace import Change, changes, verify_changes, workspace_folder


def log(workspace: Path | None, *, as_json: bool) -> None:
    """Print the changes, the newest first, and check the chain."""
    folder = workspace_folder(workspace)
    found, broken = changes(folder), verify_changes(folder)
    summary = {
        "workspace": str(folder),
        "whole": broken is None,
        "fault": broken,
        "changes": [_as_json(change) for change in found],
    }
    terminal.emit(summary, as_json=as_json, lines=lambda: _print(found, broken))
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


def _print(found: tuple[Change, ...], broken: str | None) -> None:
    if not found:
        terminal.out.print("Nothing was changed here yet.", markup=False)
    else:
        columns = dict.fromkeys(("When (UTC)", "Who", "What", "Name", "File", "Rows"), "left")
        terminal.table("", columns, [_row(change) for change in found])
    said = broken or f"The log is whole: {len(found):,} lines, each chained to the one before it."
    terminal.out.print(said, markup=False)


def _row(change: Change) -> list[str]:
    counts = ", ".join(f"{n:,} {what}" for what, n in change.counts if n)
    what = f"{change.what}: {change.why}" if change.why else change.what
    return [f"{change.when:%Y-%m-%d %H:%M}", change.who, what, change.name, change.file, counts]
