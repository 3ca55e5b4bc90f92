"""Writing so that a crash leaves what was there, one writer at a time; and which files count."""

import fcntl
import hashlib
import json
import os
import re
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import IO, Final, Self

from geo.errors import WorkspaceError
from geo.model import LayerName

SNAPSHOTS: Final = "snapshots"
TABLES: Final = "tables"
MAPPINGS: Final = "mappings"
_LOCK: Final = ".lock"
_PART: Final = ".part"
_PATIENCE_S: Final = 60.0
_PAUSE_S: Final = 0.05


def whole(path: Path, write: Callable[[Path], object]) -> None:
    """Write beside a file and put it in place at once.

    Its bytes reach the disk before its name does, and its name before this returns.

    Parameters
    ----------
    path : Path
        Of the file; its folder is made where there is none.
    write : callable
        Writes the content to the path that it is given.
    """
    made = not path.parent.exists()
    path.parent.mkdir(exist_ok=True)
    if made:
        _sync(path.parent.parent)
    beside = path.with_name(f".{path.name}.{os.getpid()}{_PART}")
    try:
        write(beside)
        _sync(beside)
        beside.replace(path)
    finally:
        beside.unlink(missing_ok=True)
    _sync(path.parent)


def digest(content: bytes) -> str:
    """Hash of some bytes: 16 hexadecimal digits."""
    return hashlib.sha256(content).hexdigest()[:16]


@contextmanager
def writing(folder: Path, patience_s: float = _PATIENCE_S) -> Iterator[None]:
    """Be the only one who changes a workspace, and clean up after a run that was killed.

    Raises
    ------
    WorkspaceError
        When another import runs for longer than ``patience_s``, or the folder cannot be written to.
    """
    try:
        with (folder / _LOCK).open("a") as lock:
            _take(lock, folder, patience_s)
            _clean(folder)
            yield
    except OSError as error:
        raise WorkspaceError(
            f"{folder.name} cannot be written to ({error.strerror or error}), so nothing was "
            "kept. Check your rights on it and the space on the disk."
        ) from error


def _take(lock: IO[str], folder: Path, patience_s: float) -> None:
    """The system frees the lock when its holder ends, however it ends."""
    deadline = time.monotonic() + patience_s
    while True:
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            if time.monotonic() > deadline:
                raise WorkspaceError(
                    f"Another import into {folder.name} has been running for {patience_s:.0f} "
                    "seconds, so this one did not begin. Wait until it is done, and try again."
                ) from None
            time.sleep(_PAUSE_S)
        else:
            return


def _clean(folder: Path) -> None:
    for where in (folder, *(folder / name for name in (SNAPSHOTS, TABLES, MAPPINGS))):
        for left in where.glob(f".*{_PART}"):
            left.unlink(missing_ok=True)


def _sync(path: Path) -> None:
    handle = os.open(path, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


TABLE_NAMES: Final = ("terms", "bells", "control", "homes", "hops")
_CURRENT: Final = "current.json"
_LAYERS: Final = tuple(layer.value for layer in LayerName)
_NAMED: Final = re.compile(r"([a-z]+)-[0-9a-f]{16}\.(parquet|csv)")


@dataclass(frozen=True)
class Catalogue:
    """The files that count, and how far the log of changes reached when they began to.

    Attributes
    ----------
    files : dict
        Layer or table to file name.
    log_lines, log_last : int, str
        Number of lines in the log, and the hash of the last one.
    """

    files: dict[str, str] = field(default_factory=dict)
    log_lines: int = 0
    log_last: str = ""

    @classmethod
    def read(cls, folder: Path) -> Self:
        """Read the catalogue of a workspace; it is empty where nothing was kept.

        Raises
        ------
        WorkspaceError
            When it is damaged.
        """
        note = folder / SNAPSHOTS / _CURRENT
        try:
            content = json.loads(note.read_text(encoding="utf-8"))
            files = {**content["layers"], **content["tables"]}
            log = content["log"]
            made = cls(files, int(log["lines"]), str(log["last"]))
        except FileNotFoundError:
            return cls()
        except (OSError, ValueError, TypeError, KeyError) as error:
            raise _damaged() from error
        if not all(_fits(name, file) for name, file in files.items()):
            raise _damaged()
        return made

    def write(self, folder: Path) -> None:
        """Make this the catalogue that counts, all at once."""
        content = {
            "layers": {name: file for name, file in self.files.items() if name in _LAYERS},
            "tables": {name: file for name, file in self.files.items() if name in TABLE_NAMES},
            "log": {"lines": self.log_lines, "last": self.log_last},
        }
        text = json.dumps(content, indent=1, sort_keys=True) + "\n"
        whole(folder / SNAPSHOTS / _CURRENT, lambda path: path.write_text(text, encoding="utf-8"))

    def naming(self, name: str, file: str, log: tuple[int, str]) -> Self:
        """The same, but for one layer or table, and after one more line of the log."""
        files = self.files | {name: file}
        return replace(self, files=files, log_lines=log[0], log_last=log[1])


def path_of(folder: Path, name: str, file: str) -> Path:
    """Path of the file of a layer or a table.

    Parameters
    ----------
    folder : Path
        Of the workspace.
    name : str
        Layer or table.
    file : str
        Name of its file.
    """
    return folder / (TABLES if name in TABLE_NAMES else SNAPSHOTS) / file


def _fits(name: object, file: object) -> bool:
    named = _NAMED.fullmatch(str(file))
    return named is not None and named[1] == name and name in (*_LAYERS, *TABLE_NAMES)


def _damaged() -> WorkspaceError:
    return WorkspaceError(
        f"{SNAPSHOTS}/{_CURRENT} is damaged; expected the note of which snapshot of each layer "
        "counts. Restore it from a backup, or delete it and bring the layers in again."
    )
