"""What a fetch comes to: answers, finished files, and how much was asked."""

from dataclasses import dataclass
from pathlib import Path

from geo.sources.fetch.addresses import Service


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
class Got:
    """An answer: a body as it was kept, or a status that the caller understands."""

    status: int
    path: Path | None = None

    @property
    def content(self) -> bytes:
        """The body; empty without one."""
        return self.path.read_bytes() if self.path is not None else b""
