"""Which schools let out near a place: its own, and those with a gate close by."""

from dataclasses import dataclass
from typing import Final, Self

import numpy as np
import pandas as pd
import shapely
from numpy.typing import NDArray
from shapely.geometry import Point

from geo.clock import SchoolDay
from geo.layers import Layers
from geo.model import Place

#: Pupils who leave by a gate within this distance are seen from a stop.
NEAR_M: Final = 300.0


@dataclass(frozen=True, eq=False)
class SchoolsNearby:
    """Where the pupils of each school come out; the school itself where no gate is known."""

    urns: NDArray[np.object_]
    exits: NDArray[np.object_]

    @classmethod
    def of(cls, layers: Layers) -> Self:
        """Gates, and the points of schools without one."""
        gates = layers.gates[["urn", "geometry"]]
        gateless = layers.schools[~layers.schools["urn"].isin(gates["urn"])][["urn", "geometry"]]
        exits = pd.concat([gates, gateless], ignore_index=True)
        return cls(exits["urn"].to_numpy(dtype=object), exits.geometry.to_numpy())

    def letting_out(
        self, place: Place, day: SchoolDay, start_min: int, end_min: int
    ) -> tuple[str, ...]:
        """Names of the schools around a place whose pupils leave in a span of minutes."""
        ringing = day.letting_out_between(start_min, end_min)
        if not ringing:
            return ()
        close = shapely.distance(self.exits, Point(place.point)) <= NEAR_M
        urns = {*place.urns, *self.urns[close]}
        return tuple(bell.name for bell in ringing if bell.urn in urns)
