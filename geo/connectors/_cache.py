"""What came, kept once under its content hash, and which request it answered.

A body is written beside its place and put there at once. The index is a list of lines that only
grows; the last line about a request counts, and one that a crash tore is passed over.
"""

import datetime as dt
import hashlib
import json
import os
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import BinaryIO, Final, Self

from geo.connectors._http_request import Head, Request
from geo.errors import FetchError, NotAsExpectedError


class Growing:
    """A sink in a file, with a note beside it of which body it is a part of.

    Parameters
    ----------
    path : path
        Of the growing file.
    """

    def __init__(self, path: Path) -> None:
        self.path = path
        self._note = path.with_suffix(".part.json")
        self._file: BinaryIO | None = None

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    @property
    def have(self) -> int:
        """Bytes that are there already; none where nothing says what they are a part of."""
        self.close()
        return self.path.stat().st_size if self.validator and self.path.is_file() else 0

    @property
    def validator(self) -> str:
        """Strong ETag or date of the body that is there in part."""
        try:
            note = json.loads(self._note.read_text(encoding="utf-8"))
            return str(note["validator"])
        except (OSError, ValueError, KeyError, TypeError):
            return ""

    def begin(self, offset: int, head: Head) -> None:
        """Open the file at an offset; a new body notes what it is first."""
        self.close()
        with explained(self.path):
            if not offset:
                self._note.unlink(missing_ok=True)
                self.path.unlink(missing_ok=True)
                validator = _validator(head)
                if validator:
                    text = json.dumps({"validator": validator})
                    self._note.write_text(text, encoding="utf-8")
            self._file = self.path.open("ab")
            self._file.truncate(offset)

    def write(self, data: bytes) -> None:
        """Take the next bytes."""
        assert self._file is not None
        with explained(self.path):
            self._file.write(data)

    def close(self) -> None:
        """Let go of the file."""
        if self._file is not None:
            with explained(self.path):
                self._file.close()
            self._file = None

    def checked(self, check: Callable[[Path], None]) -> None:
        """Look at the whole file; one that is not what was asked does not stay."""
        try:
            check(self.path)
        except NotAsExpectedError:
            self.path.unlink(missing_ok=True)
            raise
        finally:
            self._note.unlink(missing_ok=True)


def _validator(head: Head) -> str:
    """What says that two parts are of the same body: a strong ETag, else a date."""
    if head.headers.get("content-encoding", "identity") != "identity":
        return ""
    etag = head.headers.get("etag", "")
    return etag if etag and not etag.startswith("W/") else head.headers.get("last-modified", "")


_CHUNK_BYTES: Final = 2**20
#: How long an unfinished fetch can be gone on with before it is begun anew.
_GOES_STALE: Final = dt.timedelta(days=1)


@dataclass(frozen=True)
class Entry:
    """What a request brought.

    Attributes
    ----------
    key : str
        `Request.key`.
    status : int
        200, or one that the caller understands, which has no body.
    sha256 : str
        Of the body as it was kept; empty without one.
    etag, last_modified : str
        For asking whether it changed.
    when : str
        ISO moment.
    """

    key: str
    status: int
    sha256: str
    etag: str
    last_modified: str
    when: str


class Cache:
    """The folder ``bodies`` below the one where files are delivered."""

    def __init__(self, folder: Path) -> None:
        self.bodies = folder / "bodies"
        self._index = self.bodies / "index.jsonl"
        with explained(folder):
            self.bodies.mkdir(parents=True, exist_ok=True)
        self._entries = {entry.key: entry for entry in _read(self._index)}

    def entry(self, request: Request) -> Entry | None:
        """What a request brought last, where its body is still whole."""
        entry = self._entries.get(request.key)
        if entry is None or (entry.sha256 and not self._whole(entry.sha256)):
            return None
        return entry

    def content(self, entry: Entry) -> bytes:
        """Body of an entry."""
        with explained(self.bodies):
            return self.path(entry).read_bytes()

    def path(self, entry: Entry) -> Path:
        """Where the body of an entry lies."""
        return self.bodies / entry.sha256

    def partial(self, request: Request) -> Path:
        """Where a body grows while it comes."""
        return self.bodies / f"{request.key[:32]}.part"

    def put(self, request: Request, head: Head, body: bytes | Path, now: dt.datetime) -> Entry:
        """Keep a body, from memory or from the file in which it grew, and note what it answers."""
        with explained(self.bodies):
            sha256 = file_sha256(body) if isinstance(body, Path) else _sha256_of(body)
            place = self.bodies / sha256
            if isinstance(body, Path):
                body.replace(place)
            elif not self._whole(sha256):
                whole(place, lambda path: path.write_bytes(body))
            return self._noted(request, head, sha256, now)

    def note(self, request: Request, head: Head, now: dt.datetime) -> Entry:
        """Note an answer without a body: one whose status says all."""
        with explained(self.bodies):
            return self._noted(request, head, "", now)

    def _noted(self, request: Request, head: Head, sha256: str, now: dt.datetime) -> Entry:
        entry = Entry(
            key=request.key,
            status=200 if sha256 else head.status,
            sha256=sha256,
            etag=head.headers.get("etag", "")[:200],
            last_modified=head.headers.get("last-modified", "")[:60],
            when=now.isoformat(timespec="seconds"),
        )
        line = json.dumps(asdict(entry), sort_keys=True)
        with self._index.open("a", encoding="utf-8") as file:
            # A torn line of a crash ends here.
            file.write(("\n" if file.tell() else "") + line)
        self._entries[request.key] = entry
        return entry

    def _whole(self, sha256: str) -> bool:
        place = self.bodies / sha256
        return place.is_file() and file_sha256(place) == sha256


class Journal:
    """Which requests an unfinished fetch has behind it, so that it can be gone on with.

    Parameters
    ----------
    folder : path
        Of the bodies.
    job : str
        What is fetched, in words; the same job goes on.
    """

    def __init__(self, folder: Path, job: str, now: dt.datetime) -> None:
        self._path = folder / f"unfinished-{_sha256_of(job.encode())[:16]}.txt"
        with explained(folder):
            if self._path.exists():
                touched = dt.datetime.fromtimestamp(self._path.stat().st_mtime, dt.UTC)
                if now - touched > _GOES_STALE:
                    self._path.unlink()
            lines = self._path.read_text(encoding="utf-8").split() if self._path.exists() else []
        self._done = set(lines)
        self.goes_on = bool(lines)

    def __contains__(self, request: Request) -> bool:
        return request.key in self._done

    def __len__(self) -> int:
        return len(self._done)

    def add(self, request: Request) -> None:
        """Note that a request is done."""
        self._done.add(request.key)
        with explained(self._path), self._path.open("a", encoding="utf-8") as file:
            file.write("\n" + request.key)

    def close(self) -> None:
        """Forget the fetch: it is finished."""
        with explained(self._path):
            self._path.unlink(missing_ok=True)


def whole(place: Path, write: Callable[[Path], object]) -> None:
    """Write beside a file and put it in place at once, so that a crash leaves the old one."""
    beside = place.with_name(f".{place.name}.{os.getpid()}")
    try:
        write(beside)
        beside.replace(place)
    finally:
        beside.unlink(missing_ok=True)


def _sha256_of(content: bytes) -> str:
    """Hash of a body: 64 hexadecimal digits."""
    return hashlib.sha256(content).hexdigest()


def file_sha256(path: Path) -> str:
    """Hash of a file: 64 hexadecimal digits."""
    digest = hashlib.sha256()
    with path.open("rb") as file:
        while part := file.read(_CHUNK_BYTES):
            digest.update(part)
    return digest.hexdigest()


@contextmanager
def explained(where: Path) -> Iterator[None]:
    """Turn a disk that refuses into a sentence."""
    try:
        yield
    except OSError as error:
        raise FetchError(
            f"{where} cannot be written or read: {error.strerror or error}; expected a folder with "
            "room in it. Choose another --out."
        ) from error


def _read(index: Path) -> Iterator[Entry]:
    """Entries of an index, oldest first; a torn line is passed over."""
    with explained(index):
        lines = index.read_text(encoding="utf-8", errors="replace") if index.exists() else ""
    for line in lines.splitlines():
        try:
            yield Entry(**json.loads(line))
        except (ValueError, TypeError):
            continue
