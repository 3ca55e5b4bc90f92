"""Which way a street may be used, on foot, by cycle and by car, as the street layer says it.

The layer has a column for each mode (`geo.sources.ways`). Streets without these columns, of a
layer that was kept before there were any, may be walked both ways, and all but paths cycled and
driven both ways.
"""

from dataclasses import dataclass
from typing import Final, Self

import geopandas as gpd
import numpy as np

from geo.model import Mode
from geo.network.graph import Bools, Ints
from geo.sources import WAY_COLUMNS, with_ways

#: A point farther than this from every street cannot be reached, in metres. Whoever comes by cycle
#: or by car walks the rest, and a straight line stands for that walk.
REACH_OF: Final = {Mode.FOOT: 250.0, Mode.CYCLE: 100.0, Mode.CAR: 100.0}
COLUMN_OF: Final = dict(zip((Mode.FOOT, Mode.CYCLE, Mode.CAR), WAY_COLUMNS, strict=True))


@dataclass(frozen=True, eq=False)
class Directions:
    """Whether each street may be used along its line, and against it."""

    forward: Bools
    backward: Bools

    @classmethod
    def of(cls, streets: gpd.GeoDataFrame, mode: Mode) -> Self:
        """Read the column of a mode."""
        said = with_ways(streets)[COLUMN_OF[mode]]
        return cls(
            said.isin(["both", "forward"]).to_numpy(dtype=bool),
            said.isin(["both", "backward"]).to_numpy(dtype=bool),
        )

    def at(self, which: Ints) -> Self:
        """The same for some streets, in their order."""
        return type(self)(np.asarray(self.forward[which]), np.asarray(self.backward[which]))
