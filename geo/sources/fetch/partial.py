"""A file that grows while it comes, and can be gone on with after a crash."""

import json
from collections.abc import Callable
from pathlib import Path
from typing import BinaryIO, Self

from geo.sources.fetch.cache import explained
from geo.sources.fetch.errors import NotAsExpectedError
from geo.sources.fetch.request import Head


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
            found = json.loads(self._note.read_text(encoding="utf-8"))
            return str(found["validator"])
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
