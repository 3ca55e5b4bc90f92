"""A file to be read, on disk or in memory; what comes out of a packed file is never written."""

import gzip
import io
import zlib
from dataclasses import dataclass
from pathlib import Path
from typing import BinaryIO, Final, Protocol

from geo.errors import FileRefusedError

LARGEST_BYTES: Final = 4 * 2**30
_CHUNK_BYTES: Final = 2**24
#: Tables shrink to a tenth or a thirtieth; what swells more, and to so much, is made to do harm.
_BOMB_BYTES: Final = 2**28
_BOMB_RATIO: Final = 250


@dataclass(frozen=True)
class Source:
    """A file to be read: on disk, or in memory where it came out of a packed one.

    Attributes
    ----------
    name : str
        As the person knows it.
    path : Path or None
        Where it lies on disk.
    content : bytes or None
        What it holds, where it does not lie on disk by itself.
    unpacked : bool
        Whether it was a gzip file, whose name it keeps.
    gdal : str
        Where GDAL finds it, where it lies in an archive on disk.
    """

    name: str
    path: Path | None = None
    content: bytes | None = None
    unpacked: bool = False
    gdal: str = ""

    @classmethod
    def at(cls, path: Path) -> "Source":
        """Take a file on disk."""
        return cls(path.name, path.absolute())

    @property
    def suffix(self) -> str:
        """The end of its name, such as ``.csv``; of what is in it, where it was a gzip file."""
        name = self.name.lower()
        return Path(name.removesuffix(".gz") if self.unpacked else name).suffix

    def open(self) -> BinaryIO:
        """Open it for reading."""
        if self.content is not None or self.path is None:
            return io.BytesIO(self.content or b"")
        return self.path.open("rb")

    def read(self) -> bytes:
        """Everything in it.

        Raises
        ------
        FileRefusedError
            When it is too large to hold.
        """
        if self.content is not None or self.path is None:
            return self.content or b""
        if self.path.stat().st_size > LARGEST_BYTES:
            raise too_large(self.name)
        return self.path.read_bytes()


def too_large(name: str) -> FileRefusedError:
    """The sentence for a file that cannot be held."""
    return FileRefusedError(
        name, "it holds, or unpacks to, more than 4 GB", "less", "Split it into parts."
    )


def gunzipped(source: Source) -> Source:
    """Unpack a gzip file.

    Raises
    ------
    FileRefusedError
        When it is damaged, or too large to hold.
    """
    try:
        with source.open() as packed:
            size = packed.seek(0, io.SEEK_END)
            packed.seek(0)
            with gzip.open(packed) as file:
                content = drained(file, source.name, size)
    except (OSError, EOFError, zlib.error) as error:
        raise FileRefusedError(
            source.name, "the gzip file is damaged or cut short", "a whole one", "Copy it again."
        ) from error
    return Source(source.name, content=content, unpacked=True)


class _Readable(Protocol):
    """Anything that gives bytes piece by piece."""

    def read(self, size: int, /) -> bytes: ...


def drained(file: _Readable, name: str, packed_bytes: int) -> bytes:
    """Read what is packed to its end, unless it swells beyond what data do.

    Raises
    ------
    FileRefusedError
        When it is too large to hold, or made to be.
    """
    out = io.BytesIO()
    while part := file.read(_CHUNK_BYTES):
        out.write(part)
        if out.tell() > LARGEST_BYTES or is_bomb(out.tell(), packed_bytes):
            raise too_large(name)
    return out.getvalue()


def is_bomb(unpacked_bytes: int, packed_bytes: int) -> bool:
    """Whether something swells far more than data do when it is unpacked."""
    return unpacked_bytes > _BOMB_BYTES and unpacked_bytes > _BOMB_RATIO * packed_bytes
