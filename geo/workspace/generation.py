"""Whether anything in a workspace changed, told without reading it."""

import tomllib
from pathlib import Path

from geo.workspace.disk import MAPPINGS, SNAPSHOTS, digest
from geo.workspace.settings import SETTINGS_FILE


def generation(folder: Path | str) -> str:
    """A cheap token that changes whenever anything in a workspace may have changed."""
    where = Path(folder)
    named: list[Path] = []
    try:
        toml = tomllib.loads((where / SETTINGS_FILE).read_text(encoding="utf-8-sig"))
        files = toml.get("files")
        named = [where / str(n) for n in files.values()] if isinstance(files, dict) else []
    except (OSError, ValueError):
        named = []
    kept = [where / SETTINGS_FILE, where / SNAPSHOTS / "current.json"]
    found = [*kept, *sorted(named), *sorted((where / MAPPINGS).glob("*.toml"))]
    return digest(repr([_stamp(path) for path in found]).encode())


def _stamp(path: Path) -> tuple[str, int, int, int] | None:
    try:
        stat = path.stat()
    except OSError:
        return None
    return path.name, stat.st_mtime_ns, stat.st_size, stat.st_ino
