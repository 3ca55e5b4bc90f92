"""The log of what was changed: ``changes.jsonl``, one line a change, each chained to the last.

A line carries the hash of the line before it and its own, so that a change to any line shows.
It never holds the content of a row. The line is written before the change takes effect; where a
crash came between, the next writer adds a line that says so.
"""

import datetime as dt
import errno
import getpass
import hashlib
import json
import os
from dataclasses import dataclass
from pathlib import Path
from typing import Final, cast

from geo.errors import WorkspaceError
from geo.privacy import names_person
from geo.workspace._disk import Catalogue

LOG_FILE: Final = "changes.jsonl"
INTERRUPTED: Final = "interrupted"
_FIRST: Final = "0" * 64
_LONGEST_TEXT: Final = 500

Json = dict[str, object]


@dataclass(frozen=True)
class Change:
    """One change of a workspace.

    Attributes
    ----------
    when : datetime
        In UTC.
    who : str
        As given, or the user of the system.
    what : str
        Such as ``layer appended``; ``interrupted`` takes back the line before it.
    name, file : str
        The layer, table or mapping, and the file that it came from.
    counts : tuple of (str, int)
        Rows read, added and so on.
    before, after : str
        File names of the snapshots, or hashes; empty where there is none.
    why : str
        The reason, where one was given.
    """

    line: int
    when: dt.datetime
    who: str
    what: str
    name: str
    file: str = ""
    counts: tuple[tuple[str, int], ...] = ()
    before: str = ""
    after: str = ""
    why: str = ""


@dataclass(frozen=True)
class Entry:
    """What a change says of itself, before it has a line, a time and a person."""

    what: str
    name: str
    file: str = ""
    counts: tuple[tuple[str, int], ...] = ()
    before: str = ""
    after: str = ""
    why: str = ""


def record(folder: Path, entry: Entry, who: str = "") -> tuple[int, str]:
    """Add a line to the log, and give its number and hash. Call it while writing.

    Raises
    ------
    WorkspaceError
        When the last line of the log is damaged.
    """
    log = folder / LOG_FILE
    last = _last_line(log)
    line, before = 1, _FIRST
    if last:
        previous = _parsed(last)
        if previous is None:
            raise WorkspaceError(
                f"The last line of {LOG_FILE} is damaged, so no change can be added to it. "
                "Restore the file from a backup, or move it away to begin another."
            )
        line, before = cast("int", previous["line"]) + 1, cast("str", previous["hash"])
    content: Json = {
        "line": line,
        "when": dt.datetime.now(dt.UTC).isoformat(timespec="seconds"),
        "who": _plain(who) or _user(),
        "what": entry.what,
        "name": entry.name,
        "file": _file(entry.file),
        "counts": dict(entry.counts),
        "before": entry.before,
        "after": entry.after,
        "why": _plain(entry.why),
        "prev": before,
    }
    content["hash"] = _hash(content)
    _append(log, json.dumps(content, ensure_ascii=False).encode() + b"\n")
    return line, str(content["hash"])


def settle(folder: Path, catalogue: Catalogue) -> None:
    """Where the last line tells of a change that a crash prevented, add a line that says so."""
    _mend_tail(folder / LOG_FILE)
    last = _last_line(folder / LOG_FILE)
    previous = _parsed(last) if last else None
    if previous is None or not str(previous["what"]).startswith(("layer", "table")):
        return
    name, after, before = str(previous["name"]), str(previous["after"]), str(previous["before"])
    if catalogue.files.get(name, before) != after:
        record(folder, Entry(INTERRUPTED, name, before=after, after=before), "afterbell")


def changes(folder: Path) -> tuple[Change, ...]:
    """Every change of a workspace that can be read, the newest first.

    Parameters
    ----------
    folder : Path
        Of the workspace.
    """
    contents = (_parsed(line) for line in _lines(folder))
    return tuple(_change(content) for content in contents if content is not None)[::-1]


def verify_changes(folder: Path | str) -> str | None:
    """Check the chain of the log.

    Parameters
    ----------
    folder : path
        Of the workspace.

    Returns
    -------
    str or None
        One sentence on the first line that is broken; None when all is whole.
    """
    where = Path(folder)
    before, catalogue = _FIRST, Catalogue.read(where)
    lines = _lines(where)
    for number, line in enumerate(lines, start=1):
        content = _parsed(line)
        if content is None:
            return f"Line {number} of {LOG_FILE} is no whole line of the log."
        bare = {key: value for key, value in content.items() if key != "hash"}
        if content["line"] != number or content["prev"] != before:
            return f"Line {number} of {LOG_FILE} does not follow the line before it."
        if content["hash"] != _hash(bare):
            return f"Line {number} of {LOG_FILE} was changed after it was written."
        if number == catalogue.log_lines and content["hash"] != catalogue.log_last:
            return f"Line {number} of {LOG_FILE} is not the one that snapshots/current.json names."
        before = str(content["hash"])
    if len(lines) < catalogue.log_lines:
        return f"Line {len(lines) + 1} of {LOG_FILE} and what followed it are missing."
    return None


def _change(content: Json) -> Change:
    counts = cast("dict[str, int]", content["counts"])
    texts = ("who", "what", "name", "file", "before", "after", "why")
    return Change(
        line=cast("int", content["line"]),
        when=dt.datetime.fromisoformat(str(content["when"])),
        counts=tuple(counts.items()),
        **{key: str(content[key]) for key in texts},
    )


def _parsed(line: bytes) -> Json | None:
    try:
        content = json.loads(line)
        _change(content)
        whole = isinstance(content["hash"], str) and isinstance(content["prev"], str)
    except (ValueError, TypeError, KeyError, AttributeError):
        return None
    return content if whole and isinstance(content["line"], int) else None


def _lines(folder: Path) -> list[bytes]:
    """Whole lines of the log; one that a crash left unfinished was never written."""
    try:
        return (folder / LOG_FILE).read_bytes().split(b"\n")[:-1]
    except FileNotFoundError:
        return []


def _last_line(log: Path) -> bytes:
    """The last line, without reading the rest; lines are short."""
    try:
        with log.open("rb") as handle:
            size = handle.seek(0, os.SEEK_END)
            handle.seek(max(0, size - 2**16))
            return (handle.read().rstrip(b"\n").rsplit(b"\n", 1) or [b""])[-1]
    except FileNotFoundError:
        return b""


def _append(log: Path, line: bytes) -> None:
    handle = os.open(log, os.O_WRONLY | os.O_APPEND | os.O_CREAT, 0o644)
    try:
        if os.write(handle, line) < len(line):
            raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))
        os.fsync(handle)
    finally:
        os.close(handle)


def _mend_tail(log: Path) -> None:
    """Cut off a line that a crash left unfinished: nobody was told that it was written."""
    try:
        with log.open("rb+") as handle:
            content = handle.read()
            if content and not content.endswith(b"\n"):
                handle.truncate(content.rfind(b"\n") + 1)
                os.fsync(handle.fileno())
    except FileNotFoundError:
        return


def _hash(content: Json) -> str:
    text = json.dumps(content, ensure_ascii=False, sort_keys=True)
    return hashlib.sha256(text.encode(errors="replace")).hexdigest()


def _file(name: str) -> str:
    """Name of a file as the log keeps it: not where it is that of a person, or holds a contact."""
    return "(name not kept)" if names_person(name) else _plain(name)


def _plain(text: str) -> str:
    """One line of text that can be printed, no longer than need be."""
    shown = "".join(c if c.isprintable() else " " for c in text.strip())
    return shown.encode(errors="replace").decode()[:_LONGEST_TEXT]


def _user() -> str:
    try:
        return getpass.getuser()
    except (KeyError, OSError, ImportError):
        return "unknown"
