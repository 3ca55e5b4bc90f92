"""What holds for every shape, whatever the incidents, streets, barriers and masks."""

from dataclasses import dataclass
from itertools import pairwise

import numpy as np
import pytest
import shapely
from hypothesis import Phase, given
from hypothesis import strategies as st

from tests.effort import examples

FAR_M = 150.0
NO_SHRINKING = (Phase.explicit, Phase.generate)


SOME_M = st.integers(700, 1300)


@dataclass(frozen=True)
class Drawn:
    """Incidents around a few spots; a street grid with gaps, a railway, a river and a mask."""

    spots: list[tuple[int, int]]
    spread_m: int
    block_m: int
    missing: float
    rail_m: int
    river_m: tuple[int, int]
    kinds: frozenset[str]
    seed: int

    def points(self):
        rng = np.random.default_rng(self.seed)
        return np.concatenate([rng.normal(spot, self.spread_m, (60, 2)) for spot in self.spots])

    def ground(self):
        rng = np.random.default_rng(self.seed)
        at = np.arange(500, 1500, self.block_m)
        whole = [[(x, y) for y in at] for x in at] + [[(x, y) for x in at] for y in at]
        blocks = [pair for street in whole for pair in pairwise(street)]
        west, wide = self.river_m
        every = {
            "streets": [pair for pair in blocks if rng.random() >= self.missing],
            "rails": [[(0, self.rail_m), (3000, self.rail_m + 200)]],
            "water": [(west, 0, west + wide, 3000)],
            "masks": [(west - 90, 900, west + 20, 1010)],
        }
        return {kind: every[kind] for kind in sorted(self.kinds)}


DRAWN = st.builds(
    Drawn,
    spots=st.lists(st.tuples(SOME_M, SOME_M), min_size=1, max_size=4),
    spread_m=st.sampled_from([5, 25, 60, 120]),
    block_m=st.sampled_from([45, 90, 170]),
    missing=st.floats(0, 0.8),
    rail_m=SOME_M,
    river_m=st.tuples(SOME_M, st.integers(2, 60)),
    kinds=st.frozensets(st.sampled_from(["streets", "rails", "water", "masks"])),
    seed=st.integers(0, 10_000),
)


def astride(shape, barriers, streets):
    """Whether a barrier divides a shape and no street inside it leads from part to part."""
    dry = [p for p in shapely.get_parts(shape.difference(barriers)) if p.area > 1e-6]
    inside = [p for p in shapely.get_parts(shapely.intersection(streets, shape)) if p.length > 0]
    joined = shapely.union_all([*dry, *shapely.buffer(inside, 0.01)])
    return len({shapely.STRtree(shapely.get_parts(joined)).nearest(p) for p in dry}) > 1


@examples(10, phases=NO_SHRINKING)
@given(DRAWN, st.sampled_from([5_000, 40_000]))
def test_every_shape_can_be_patrolled(town, drawn, limit_m2):
    points, ground = drawn.points(), town.ground(**drawn.ground())
    shapes = town.cut(points, ground, limit_m2)
    near = shapely.multipoints(points).buffer(FAR_M, quad_segs=4)
    for shape in shapes:
        assert shape.geom_type == "Polygon"
        assert shape.is_valid
        assert shape.area <= limit_m2
        assert shape.intersection(ground.masked).area < 1e-3
        assert near.covers(shape)
        assert not astride(shape, shapely.union_all(ground.barriers), ground.streets)
    assert shapely.union_all(shapes).area == pytest.approx(sum(s.area for s in shapes), abs=1e-3)


@examples(8, phases=NO_SHRINKING)
@given(DRAWN, st.randoms(use_true_random=False))
def test_the_order_of_rows_never_matters(town, drawn, random):
    points, ground = drawn.points(), town.ground(**drawn.ground())
    order = list(range(len(points)))
    random.shuffle(order)
    assert town.cut(points[order], ground) == town.cut(points, ground)
