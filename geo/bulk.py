"""Many objects made at once, and many rows worked on in turn."""

import gc
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Final

#: Rows of numbers that stay in a processor's cache.
_BLOCK: Final = 1 << 17


@contextmanager
def uncollected() -> Iterator[None]:
    """Make many objects without Python looking for garbage among them.

    A million new points set off full collections that look at all of them again and again: five
    times the cost of making them (`tests/benchmarks/ingest.py`).
    """
    was_on = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was_on:
            gc.enable()


def blocks(count: int, size: int = _BLOCK) -> Iterator[slice]:
    """Cut rows into blocks, so that what is needed on the way stays small and near."""
    return (slice(first, min(first + size, count)) for first in range(0, count, size))
