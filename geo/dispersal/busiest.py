"""The streets that most pupils come onto: what a map of them shows, as a list."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from geo.dispersal.walks import Walk

Floats = NDArray[np.float64]
#: Schools with a smaller part of a street's pupils are not named.
_WORTH_NAMING: Final = 0.2


@dataclass(frozen=True)
class Busy:
    """A street where many pupils walk.

    Attributes
    ----------
    street : str
        Its name; empty where it has none.
    segment : int
        Its busiest segment.
    pupils : float
        Expected there.
    schools : tuple of str
        Whose they are, the most first.
    """

    street: str
    segment: int
    pupils: float
    schools: tuple[str, ...]


def busiest(
    pupils: Floats,
    street: Sequence[str],
    walks: Sequence[Walk],
    slice_index: int | None,
    most: int,
) -> tuple[Busy, ...]:
    """The busiest segment of each street, those that most pupils come onto first.

    Segments without a name count as one street, as they are footways of no name.
    """
    here = pupils.sum(axis=1) if slice_index is None else pupils[:, slice_index]
    table = pd.DataFrame({"street": [*street], "pupils": here})
    table = table[table["pupils"] > 0].sort_values("pupils", ascending=False, kind="stable")
    top = table.drop_duplicates("street").head(most)
    columns = zip(top.index, top["street"], top["pupils"], strict=True)
    return tuple(
        Busy(str(name), int(at), float(count), _schools(walks, int(at)))
        for at, name, count in columns
    )


def _schools(walks: Sequence[Walk], segment: int) -> tuple[str, ...]:
    """Schools by their pupils on a segment at any time, without those that hardly matter."""
    counts = []
    for walk in walks:
        at = np.searchsorted(walk.piece, segment)
        if at < len(walk.piece) and walk.piece[at] == segment:
            counts.append((float(walk.pupils[at]), walk.bell.name))
    total = sum(count for count, _ in counts)
    named = sorted(counts, key=lambda each: (-each[0], each[1]))
    return tuple(name for count, name in named if count >= _WORTH_NAMING * total)
