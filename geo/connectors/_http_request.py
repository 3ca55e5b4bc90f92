"""What is asked of a service, how an answer begins, and where its body goes."""

import hashlib
import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Final, Protocol

from geo.connectors.addresses import Service

Pairs = tuple[tuple[str, str], ...]
#: Status by which services refuse an area with more in it than they give at once: it must be cut.
TOO_MANY: Final = 503


@dataclass(frozen=True)
class Request:
    """What is asked of a service.

    Attributes
    ----------
    path : str
        Below the address of the service; begins with a slash.
    params : tuple of (str, str)
        Query of the address.
    form : tuple of (str, str)
        Fields of a form; with them the request is a POST.
    secret : tuple of (str, str)
        More of the query that is sent, but never shown, logged or kept.
    """

    service: Service
    path: str
    params: Pairs = ()
    form: Pairs = ()
    secret: Pairs = field(default=(), repr=False)

    @property
    def url(self) -> str:
        """Address without the query."""
        return self.service.base_url + self.path

    @property
    def key(self) -> str:
        """Hash of everything that is asked, without the secret: 64 hexadecimal digits."""
        content = json.dumps([self.url, self.params, self.form], ensure_ascii=True)
        return hashlib.sha256(content.encode()).hexdigest()


@dataclass(frozen=True)
class Head:
    """How an answer begins.

    Attributes
    ----------
    headers : mapping
        Names in lower case.
    excerpt : str
        First words of a body that is an error; empty where the body went to its sink.
    """

    status: int
    headers: Mapping[str, str]
    excerpt: str = ""


class Sink(Protocol):
    """Where a body goes; it may have a part of it already."""

    @property
    def have(self) -> int:
        """Bytes that are there already and need not come again."""
        ...

    @property
    def validator(self) -> str:
        """ETag or date of the part that is there; without one it cannot be gone on with."""
        ...

    def begin(self, offset: int, head: Head) -> None:
        """Get ready for bytes from ``offset`` on; what lay beyond it is forgotten."""
        ...

    def write(self, data: bytes) -> None:
        """Take the next bytes."""
        ...


class Memory:
    """A sink that holds a body in memory."""

    have = 0
    validator = ""

    def __init__(self) -> None:
        self._parts: list[bytes] = []

    @property
    def content(self) -> bytes:
        """The body."""
        return b"".join(self._parts)

    def begin(self, offset: int, head: Head) -> None:
        """Forget what came before."""
        del offset, head
        self._parts = []

    def write(self, data: bytes) -> None:
        """Take the next bytes."""
        self._parts.append(data)
