"""Where comparison places may come from: the other hotspots, and squares of the same size."""

from collections.abc import Sequence
from typing import Final

import numpy as np
import shapely
from shapely.geometry import MultiPolygon, Polygon

from geo.evidence.effect.places import Patrolled
from geo.evidence.effect.settings import EffectSettings
from geo.evidence.effect.tally import Record
from geo.model.spot import Spot

#: A square with fewer incidents on record was never a place to patrol.
_FEWEST_RECORDED: Final = 3.0
_SMALLEST_M: Final = 80.0
_MOST_SQUARES: Final = 400


def comparison_pool(
    record: Record,
    treated: Sequence[Patrolled],
    others: Sequence[Spot] = (),
    settings: EffectSettings | None = None,
) -> tuple[Spot, ...]:
    """List places that could have been patrolled and were not.

    The other hotspots of the time come first; then squares as large as the middle one of the
    patrolled places, on a fixed grid, that touch none of those and have at least three incidents
    on record before the first patrol. None lies within the outer ring of a patrolled place. Only
    incidents before the first patrol are looked at.

    Parameters
    ----------
    others : sequence of Spot
        Such as the hotspots that were found as of the first patrol.
    """
    chosen = settings or EffectSettings()
    near = shapely.union_all([place.shape.buffer(chosen.reach_m) for place in treated])
    shapely.prepare(near)
    spots = [spot for spot in others if not near.intersects(spot.shape)]
    taken = shapely.union_all([near, *(spot.shape for spot in spots)])
    return (*spots, *_squares(record, treated, taken))


def _squares(
    record: Record, treated: Sequence[Patrolled], taken: Polygon | MultiPolygon
) -> list[Spot]:
    area_m2 = float(np.median([place.shape.area for place in treated]))
    side = max(float(np.round(np.sqrt(area_m2) / 10) * 10), _SMALLEST_M)
    first = min(place.first for place in treated)
    known = record.between(record.dates[0].date(), first)[record.date]
    x, y = record.x[known] // side, record.y[known] // side
    cells, which = np.unique(np.column_stack([x, y]), axis=0, return_inverse=True)
    held = np.bincount(which.reshape(-1), record.share[known], minlength=len(cells))
    order = np.argsort(-held, kind="stable")
    order = order[held[order] >= _FEWEST_RECORDED][:_MOST_SQUARES]
    west, south = (cells[order] * side).T
    boxes = shapely.box(west, south, west + side, south + side)
    shapely.prepare(taken)
    free = ~shapely.intersects(boxes, taken)
    return [
        Spot(f"square-{w:.0f}-{s:.0f}", f"Square at {w + side / 2:.0f}, {s + side / 2:.0f}", box)
        for w, s, box in zip(west[free], south[free], boxes[free], strict=True)
    ]
