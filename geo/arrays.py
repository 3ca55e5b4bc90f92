"""Arrays: weights whose sums are exact, work in blocks, and many objects made at once."""

import gc
import math
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Final

import numpy as np
from numpy.typing import NDArray

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
    """Cut rows into blocks, so that what is needed on the way stays small and near.

    Parameters
    ----------
    count : int
        Rows in all.
    size : int
        Rows a block.
    """
    return (slice(first, min(first + size, count)) for first in range(0, count, size))


Floats = NDArray[np.float64]
Ints = NDArray[np.int64]
#: Whole numbers of any width.
AnyInts = NDArray[np.integer]
Bools = NDArray[np.bool_]
#: Geometries.
Shapes = NDArray[np.object_]
#: 2 to the power of -24 is a step of 0.00000006.
_STEP_BITS: Final = 24
#: A float64 holds every multiple of a step up to 2**53 times the step.
_EXACT_BITS: Final = 53


def exact(weights: Floats) -> Floats:
    """Round weights to a step so coarse that all of them add up without an error.

    Floating-point sums depend on the order of their terms unless each partial sum can be held.
    Multiples of one power of two can be, up to 2**53 of them, so that ``sum`` and ``bincount``
    give the same bytes in whatever order the rows come. A product of rounded weights has to be
    rounded again.

    Parameters
    ----------
    weights : ndarray of float
        Finite.

    Returns
    -------
    ndarray of float, of the same shape
        Multiples of 2**-24; of a coarser power of two only where the sum of all could pass 2**29.

    Examples
    --------
    >>> float(exact(np.array([0.1, 0.2])).sum())
    0.30000001192092896
    """
    if not weights.size:
        return weights
    most = max(float(weights.max()), -float(weights.min())) * weights.size
    step = 2.0 ** max(-_STEP_BITS, math.frexp(most)[1] - _EXACT_BITS)
    rounded: Floats = np.divide(weights, step, dtype=float)
    np.rint(rounded, out=rounded)
    rounded *= step
    return rounded
