"""Writing so that a crash at any point leaves what was there, and one writer at a time."""

import fcntl
import hashlib
import os
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import IO, Final

from geo.errors import WorkspaceError

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
