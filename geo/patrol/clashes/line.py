"""Whether one patrol can make some stops in any order: earliest arrivals over sets of stops."""

from typing import Final

import numpy as np
from numpy.typing import NDArray

from geo.compiled import compiled
from geo.network.graph import Ints

#: Stops of one patrol beyond which the question is left open: 15 take 30 MB and a tenth of a
#: second.
MOST: Final = 14
_FAR: Final = 1 << 20

Narrow = NDArray[np.int32]
Tiny = NDArray[np.int8]


@compiled
def earliest_line(first: Ints, last: Ints, gap: Ints) -> tuple[Ints, Ints]:
    """The order in which all stops are done earliest (Held and Karp 1962).

    Parameters
    ----------
    first, last : ndarray of int, shape (stops,)
        Minutes between which each stop begins.
    gap : ndarray of int, shape (stops, stops)
        Minutes from the begin of one stop to the earliest begin of the next.

    Returns
    -------
    order, begin : ndarray of int
        Both empty where no order keeps every span.
    """
    n = len(first)
    begin = np.full((1 << n, n), _FAR, dtype=np.int32)
    came = np.full((1 << n, n), -1, dtype=np.int8)
    for k in range(n):
        if first[k] <= last[k]:
            begin[1 << k, k] = first[k]
    for done in range(1, 1 << n):
        for k in range(n):
            if begin[done, k] < _FAR:
                _extend(first, last, gap[k], begin, came, done, k)
    return _read_back(begin, came)


@compiled
def _extend(
    first: Ints, last: Ints, gap: Ints, begin: Narrow, came: Tiny, done: int, k: int
) -> None:
    """From a set of stops that ends with one of them, go to each of the others."""
    for m in range(len(first)):
        if done >> m & 1:
            continue
        there = max(first[m], begin[done, k] + gap[m])
        if there <= last[m] and there < begin[done | 1 << m, m]:
            begin[done | 1 << m, m] = there
            came[done | 1 << m, m] = k


@compiled
def _read_back(begin: Narrow, came: Tiny) -> tuple[Ints, Ints]:
    """The order in which all stops are done, and when; empty where they cannot be."""
    n = begin.shape[1]
    done = (1 << n) - 1
    at = int(np.argmin(begin[done]))
    if begin[done, at] == _FAR:
        return np.zeros(0, dtype=np.int64), np.zeros(0, dtype=np.int64)
    order, minutes = np.zeros(n, dtype=np.int64), np.zeros(n, dtype=np.int64)
    for step in range(n - 1, -1, -1):
        order[step], minutes[step] = at, begin[done, at]
        before = came[done, at]
        done ^= 1 << at
        at = int(before)
    return order, minutes
