"""Whether anything in a workspace may have changed, told without reading its rows."""

import tomllib
from contextlib import suppress
from pathlib import Path

from geo.errors import WorkspaceError
from geo.workspace.catalogue import Catalogue, path_of
from geo.workspace.disk import MAPPINGS, SNAPSHOTS, digest
from geo.workspace.settings import SETTINGS_FILE


def generation(folder: Path | str) -> str:
    """A cheap token that changes whenever anything in a workspace may have changed.

    It says when to open a workspace again, and nothing else: what is made of a workspace depends on
    `Workspace.version`.
    """
    where = Path(folder)
    kept = [where / SETTINGS_FILE, where / SNAPSHOTS / "current.json"]
    found = [
        *kept,
        *sorted({*_named(where), *_kept(where)}),
        *sorted((where / MAPPINGS).glob("*.toml")),
    ]
    return digest(repr([_stamp(path) for path in found]).encode())


def _named(where: Path) -> list[Path]:
    """Files that the settings name: layers, tables, and other figures by area."""
    with suppress(OSError, ValueError):
        toml = tomllib.loads((where / SETTINGS_FILE).read_text(encoding="utf-8-sig"))
        files, rules = toml.get("files"), toml.get("fairness")
        names = [*files.values()] if isinstance(files, dict) else []
        names += [rules["attributes"]] if isinstance(rules, dict) and "attributes" in rules else []
        return [where / str(name) for name in names]
    return []


def _kept(where: Path) -> list[Path]:
    """Snapshots and tables that count."""
    with suppress(WorkspaceError):
        return [path_of(where, name, file) for name, file in Catalogue.read(where).files.items()]
    return []


def _stamp(path: Path) -> tuple[str, int, int, int] | None:
    try:
        stat = path.stat()
    except OSError:
        return None
    return path.name, stat.st_mtime_ns, stat.st_size, stat.st_ino
