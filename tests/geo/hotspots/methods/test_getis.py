import numpy as np
import pytest
from esda.getisord import G_Local
from libpysal.graph import Graph
from scipy.spatial import distance_matrix

from geo.hotspots.methods.classical import GetisOrd, _gi_star

OUTSIDE = ((0, 0), (0, 1), (1, 0), (11, 11), (6, 6))


@pytest.mark.parametrize("band_m", [100, 150, 300])
def test_the_statistic_is_that_of_esda(square, band_m):
    grid = square(12, outside=OUTSIDE)
    counts = np.random.default_rng(9).poisson(0.7, grid.shape) * grid.inside.astype(float)
    z, around = _gi_star(grid, counts, band_m)
    row, column = np.nonzero(grid.inside)
    middles = np.column_stack([column, row]) * grid.cell_m
    near = (distance_matrix(middles, middles) <= band_m).astype(float)
    pair = np.nonzero(near)
    graph = Graph.from_arrays(*pair, near[pair])
    theirs = G_Local(counts[grid.inside], graph, transform="B", permutations=0, star=None)
    np.testing.assert_allclose(z[grid.inside], theirs.Zs, rtol=1e-9, atol=1e-9)
    np.testing.assert_allclose(around[grid.inside], near @ counts[grid.inside])


def test_cells_are_ranked_by_the_z_score(town_past):
    grid = town_past.grid
    counts = grid.counts(town_past.x, town_past.y, town_past.value)
    z, _ = _gi_star(grid, counts, 200)
    shares = GetisOrd().spread(town_past, (200,))
    hot = z > 0
    by_share = np.argsort(shares[hot])
    assert (np.diff(z[hot][by_share]) >= -1e-9).all()
    assert shares[~hot].max() < shares[hot].min()


def test_cells_colder_than_chance_are_ranked_by_what_is_around_them(square, past):
    rows = [(950, 950, 1)] * 50 + [(x, y, 2) for x in range(50, 1000, 300) for y in (50, 350)]
    incidents = past(square(10), rows)
    z, around = _gi_star(
        incidents.grid, incidents.grid.counts(incidents.x, incidents.y, incidents.value), 100
    )
    shares = GetisOrd().spread(incidents, (100,))
    cold = z < 0
    assert (np.diff(around[cold][np.argsort(shares[cold], kind="stable")]) >= 0).all()


def test_the_same_count_everywhere_has_no_z_score(square):
    grid = square(6)
    z, _ = _gi_star(grid, np.full(grid.shape, 2.0), 100)
    assert (z == 0).all()


def test_a_band_over_the_whole_area_has_no_z_score(square):
    grid = square(4)
    counts = np.arange(16, dtype=float).reshape(4, 4)
    z, _ = _gi_star(grid, counts, 1000)
    assert (z == 0).all()
