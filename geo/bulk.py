"""Many objects made at once."""

import gc
from collections.abc import Iterator
from contextlib import contextmanager


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
