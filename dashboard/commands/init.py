"""afterbell init: a workspace of one's own."""

import shlex
from dataclasses import dataclass
from pathlib import Path

from dashboard import terminal
from geo.errors import WorkspaceError
from geo.workspace import create_workspace


@dataclass(frozen=True)
class NewArea:
    """What is said of an area when its workspace is made."""

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
