"""Layers kept in a workspace: GeoParquet under its content hash, and a note of which one counts."""

import json
import os
from dataclasses import dataclass
from pathlib import Path
from typing import Final

import pandas as pd

from geo.errors import WorkspaceError
from geo.layers import LayerName, Reading, content_hash

_FOLDER: Final = "snapshots"
_CURRENT: Final = "current.json"
#: A spreadsheet would run a cell that begins with one of these.
_FORMULA: Final = r"^([=+\-@\t\r])"


@dataclass(frozen=True)
class Kept:
    """Where a reading was kept: the layer, and its rejected rows if there are any."""

    snapshot: Path
    rejects: Path | None


def keep(folder: Path, reading: Reading) -> Kept:
    """Write a layer once under its content hash, then make it the current one.

    Raises
    ------
    WorkspaceError
        When the folder cannot be written to.
    """
    where = folder / _FOLDER
    stem = f"{reading.layer.value}-{content_hash(reading.frame)}"
    snapshot, rejects = where / f"{stem}.parquet", where / f"{stem}-rejects.csv"
    try:
        where.mkdir(exist_ok=True)
        if not snapshot.exists():
            _whole(snapshot, reading.frame.to_parquet)
        if len(reading.rejects):
            table = reading.rejects.assign(text=_harmless(reading.rejects["text"]))
            _whole(rejects, lambda path: table.to_csv(path, index=False))
        current = current_snapshots(folder) | {reading.layer.value: snapshot.name}
        text = json.dumps(current, indent=1, sort_keys=True)
        _whole(where / _CURRENT, lambda path: path.write_text(text, encoding="utf-8"))
    except OSError as error:
        raise WorkspaceError(
            f"{folder.name} cannot be written to, so nothing was kept. Check your rights on it and "
            "the space on the disk."
        ) from error
    return Kept(snapshot, rejects if len(reading.rejects) else None)


def current_snapshots(folder: Path) -> dict[str, str]:
    """Layer to file name of the snapshot that counts; empty where nothing was kept.

    Raises
    ------
    WorkspaceError
        When the note is damaged or names a file that is not there.
    """
    note = folder / _FOLDER / _CURRENT
    if not note.exists():
        return {}
    try:
        found = json.loads(note.read_text(encoding="utf-8"))
    except (OSError, ValueError) as error:
        raise WorkspaceError(
            f"{_FOLDER}/{_CURRENT} is damaged. Ingest the layers again."
        ) from error
    known = {name.value for name in LayerName}
    if not isinstance(found, dict) or not set(found) <= known:
        raise WorkspaceError(f"{_FOLDER}/{_CURRENT} is damaged. Ingest the layers again.")
    return {str(layer): Path(str(name)).name for layer, name in found.items()}


def snapshot_path(folder: Path, name: str) -> Path:
    """Path of a snapshot."""
    return folder / _FOLDER / name


def _whole(path: Path, write: object) -> None:
    """Write beside the file and put it in place at once, so that a crash leaves the old one."""
    beside = path.with_name(f".{path.name}.{os.getpid()}")
    write(beside)  # type: ignore[operator]
    beside.replace(path)


def _harmless(text: pd.Series) -> pd.Series:
    return text.str.replace(_FORMULA, r"'\1", regex=True)
