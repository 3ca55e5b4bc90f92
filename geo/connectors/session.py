"""One fetch from beginning to end: what was asked, what was taken from the cache, what came of it.

A fetch that is broken off leaves what it has. The same fetch begun again within a day takes that
without asking; once a fetch has finished, the next one asks whether anything changed.
"""

import json
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from types import MappingProxyType
from typing import Final

from geo.connectors._cache import Cache, Growing, Journal, explained, file_sha256, whole
from geo.connectors._client import Client, Progress, Step, World, silent
from geo.connectors._http_request import TOO_MANY, Head, Memory, Request
from geo.connectors.addresses import Service


@dataclass(frozen=True)
class File:
    """A finished file, ready for ``afterbell ingest``.

    Attributes
    ----------
    changed : bool
        Whether it differs from the one that was there before.
    """

    path: Path
    size_bytes: int
    sha256: str
    changed: bool


@dataclass(frozen=True)
class Fetched:
    """What a fetch came to.

    Attributes
    ----------
    requests : int
        Sent, with those that had to be sent again.
    received_bytes : int
        As they came over the wire.
    unchanged : int
        Answers that were already in the cache, byte for byte.
    taken_from_cache : int
        Requests that an unfinished fetch had behind it and that were not sent again.
    notices : tuple of str
        Sentences that the person should see.
    """

    service: Service
    files: tuple[File, ...]
    requests: int
    received_bytes: int
    unchanged: int
    taken_from_cache: int
    notices: tuple[str, ...] = ()


@dataclass(frozen=True)
class _Got:
    """An answer: a body as it was kept, or a status that the caller understands."""

    status: int
    path: Path | None = None

    @property
    def content(self) -> bytes:
        """The body; empty without one."""
        return self.path.read_bytes() if self.path is not None else b""


_UNCHANGED: Final = 304
_TOO_MUCH: Final = frozenset((TOO_MANY, 504))
_NOTHING_BACK: Final[Mapping[int, int]] = MappingProxyType({})


@dataclass
class Session:
    """Ask through the cache, and deliver files. Open one with `open_session`."""

    service: Service
    folder: Path
    world: World
    progress: Progress
    client: Client
    cache: Cache
    journal: Journal
    files: list[File] = field(default_factory=list)
    notices: list[str] = field(default_factory=list)
    unchanged: int = 0
    taken_from_cache: int = 0

    def get(
        self,
        request: Request,
        clean: Callable[[bytes], bytes],
        give_back: Mapping[int, int] = _NOTHING_BACK,
        *,
        anew: bool = False,
    ) -> _Got:
        """Get a body that fits in memory.

        Parameters
        ----------
        request : Request
            What is asked.
        clean : callable
            Takes the body as it came and gives it as it may be kept, without anything about
            persons; raises `NotAsExpectedError`. Nothing is written before it ran.
        give_back : mapping of int to int
            See `Client.ask`.
        anew : bool
            Whether to ask even where this fetch, before it was broken off, had the answer.
        """
        kept = None if anew else self._already(request)
        if kept is not None:
            return kept
        sink, cleaned = Memory(), [b""]

        def check(head: Head) -> None:
            if head.status != _UNCHANGED:
                cleaned[0] = clean(sink.content)

        head = self.client.ask(
            request, sink, check, headers=self._conditions(request), give_back=give_back
        )
        return self._kept(request, head, cleaned[0])

    def download(self, request: Request, check: Callable[[Path], None]) -> _Got:
        """Get a large body that may be kept as it comes; it goes on where it broke off.

        Parameters
        ----------
        request : Request
            What is asked.
        check : callable
            Looks at the file; raises `NotAsExpectedError`.
        """
        kept = self._already(request)
        if kept is not None:
            return kept
        growing = Growing(self.cache.partial(request))

        def whole_file(head: Head) -> None:
            growing.close()
            if head.status != _UNCHANGED:
                growing.checked(check)

        with growing:
            # A body that is packed on its way cannot be gone on with in its middle.
            headers = {"Accept-Encoding": "identity"}
            headers |= {} if growing.have else self._conditions(request)
            head = self.client.ask(request, growing, whole_file, headers=headers)
        return self._kept(request, head, growing.path)

    def deliver(self, name: str, write: Callable[[Path], object], what: str) -> File:
        """Write a finished file under a plain name, with a note of where it is from beside it.

        Parameters
        ----------
        name : str
            Of the file, in the folder of the fetch.
        write : callable
            Writes the content to the path that it is given.
        what : str
            What was asked, in words, for the note.
        """
        place = self.folder / name
        with explained(self.folder):
            before = file_sha256(place) if place.is_file() else ""
            whole(place, write)
            after = file_sha256(place)
            note = {
                "file": name,
                "source": self.service.name,
                "url": self.service.base_url,
                "asked": what,
                "fetched_at": self.world.now().isoformat(timespec="seconds"),
                "licence": self.service.licence,
                "licence_url": self.service.licence_url,
                "attribution": self.service.attribution,
                "sha256": after,
            }
            text = json.dumps(note, ensure_ascii=False, indent=1) + "\n"
            beside = place.with_name(place.name + ".source.json")
            whole(beside, lambda path: path.write_text(text, encoding="utf-8"))
            file = File(place, place.stat().st_size, after, before != after)
        self.files.append(file)
        return file

    def too_much(self, request: Request) -> _Got:
        """Note that a request asked for too much, so that it is not asked again.

        Parameters
        ----------
        request : Request
            What was asked.
        """
        return self._kept(request, Head(TOO_MANY, {}), b"")

    def say(self, doing: str, done: int = 0, total: int = 0) -> None:
        """Say what is being done.

        Parameters
        ----------
        doing : str
            Such as a month, or a page.
        done, total : int
            Steps; a total of 0 is not known.
        """
        self.progress(Step(doing, done, total))

    def fetched(self) -> Fetched:
        """What it came to."""
        return Fetched(
            service=self.service,
            files=tuple(self.files),
            requests=self.client.requests,
            received_bytes=self.client.received_bytes,
            unchanged=self.unchanged,
            taken_from_cache=self.taken_from_cache,
            notices=tuple(self.notices),
        )

    def _already(self, request: Request) -> _Got | None:
        """Give what this fetch, when it was broken off, had got already."""
        entry = self.cache.entry(request) if request in self.journal else None
        if entry is None:
            return None
        self.taken_from_cache += 1
        return _Got(entry.status, self.cache.path(entry) if entry.sha256 else None)

    def _conditions(self, request: Request) -> dict[str, str]:
        """Ask for a body only if it is another one than ours."""
        entry = self.cache.entry(request)
        if entry is None or not entry.sha256:
            return {}
        conditions = {"If-None-Match": entry.etag, "If-Modified-Since": entry.last_modified}
        return {name: value for name, value in conditions.items() if value}

    def _kept(self, request: Request, head: Head, body: bytes | Path) -> _Got:
        """Keep what came, and note that this request is done."""
        before, now = self.cache.entry(request), self.world.now()
        if head.status == _UNCHANGED and before is not None:
            entry = before
        elif head.status in (200, 206):
            entry = self.cache.put(request, head, body, now)
        else:
            entry = self.cache.note(request, head, now)
        self.unchanged += bool(before and entry.sha256 and before.sha256 == entry.sha256)
        if entry.sha256 or entry.status in _TOO_MUCH:
            # Anything else that is not there now may be there in a minute.
            self.journal.add(request)
        return _Got(entry.status, self.cache.path(entry) if entry.sha256 else None)


@contextmanager
def open_session(
    service: Service,
    folder: Path,
    job: str,
    *,
    world: World | None = None,
    progress: Progress = silent,
    timeout_s: float | None = None,
) -> Iterator[Session]:
    """Open a fetch; when it ends well, it is finished, and otherwise it can be gone on with.

    Parameters
    ----------
    service : Service
        Whom to ask; see `service`.
    folder : path
        Where files are delivered; made if it is not there.
    job : str
        What is fetched, in words.
    world : World, optional
        Time, sleep and chance; those of this machine unless a test gives others.
    progress : callable, optional
        Called with a `Step` whenever there is something to show.
    timeout_s : float, optional
        How long the service may be silent, in place of its own.

    Raises
    ------
    FetchError
        When the folder cannot be written to, or httpx is not installed.
    """
    world = world or World()
    cache = Cache(folder)
    journal = Journal(cache.bodies, f"{service.base_url} {job}", world.now())
    with Client(world, timeout_s or service.read_timeout_s, progress) as client:
        session = Session(service, folder, world, progress, client, cache, journal)
        yield session
    journal.close()
