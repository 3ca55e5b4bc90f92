import numpy as np
import pytest
from sklearn.cluster import DBSCAN

from geo.hotspots.methods.clustering import Dbscan, Hdbscan, _incident_squares, _over_cells

LONE = (550, 550, 1)


def crowd_of(many, middle=3050.0, spread_m=60, seed=1):
    rng = np.random.default_rng(seed)
    at = rng.normal(middle, spread_m, (many, 2))
    return [(*point, 1) for point in at]


def above_anywhere(shares, grid):
    return shares - 0.05 * grid.uniform


@pytest.mark.parametrize(("method", "setting"), [(Dbscan(), (150, 10)), (Hdbscan(), (10, 75))])
def test_noise_is_nearly_nothing(square, past, method, setting):
    far = crowd_of(60, middle=1550.0, seed=2)
    incidents = past(square(40), [LONE, *crowd_of(60), *far])
    shares = above_anywhere(method.spread(incidents, setting), incidents.grid)
    assert shares[5, 5] > 0
    assert shares[:10, :10].sum() < shares.sum() / 121 / 10


def test_clusters_are_those_of_scikit_learn(square, past):
    """With one incident to a spot, the spots are the points, to within half a spot."""
    incidents = past(square(40), [*crowd_of(60), *crowd_of(8, middle=1550.0)])
    squares = _incident_squares(incidents, 20_000)
    ours = DBSCAN(eps=150, min_samples=10).fit_predict(
        squares.points, sample_weight=squares.incidents
    )
    theirs = DBSCAN(eps=150, min_samples=10).fit_predict(
        np.column_stack([incidents.x, incidents.y])
    )
    assert squares.incidents[ours >= 0].sum() == pytest.approx((theirs >= 0).sum(), abs=2)


def test_repeated_incidents_make_a_core_as_distinct_ones_do(square, past):
    incidents = past(square(40), [LONE, *[(3050, 3050, 1)] * 12])
    shares = above_anywhere(Dbscan().spread(incidents, (150, 10)), incidents.grid)
    assert shares[30, 30] > 100 * shares[5, 5]


def test_value_makes_a_core(square, past):
    """Two incidents of value 30 among thirty of value 1 weigh some eleven mean incidents each."""
    anywhere = [(130 * n, 60 * n, 1) for n in range(30)]
    incidents = past(
        square(40), [*anywhere, (3050, 550, 1), (3060, 550, 1)], value=[1] * 30 + [30] * 2
    )
    shares = above_anywhere(Dbscan().spread(incidents, (150, 20)), incidents.grid)
    assert shares[5, 30] == shares.max()
    assert shares[5, 30] > 0.9 * shares.sum()


def test_a_cluster_covers_half_the_distance_around_its_incidents(square, past):
    incidents = past(square(40), [(3050, 3050, 1)] * 20)
    shares = above_anywhere(Dbscan().spread(incidents, (400, 5)), incidents.grid)
    row, column = np.nonzero(shares > 1e-12)
    assert np.hypot(row - 30, column - 30).max() == 2
    assert len(row) == 13


def test_spots_sum_to_the_incidents_and_lie_in_their_cells(town_past):
    squares = _incident_squares(town_past, 20_000)
    assert squares.incidents.sum() == pytest.approx(len(town_past))
    row, column = town_past.grid.index(*squares.points.T)
    assert (row * 40 + column == squares.cell).all()
    on_cells = np.bincount(squares.cell, squares.incidents, minlength=1600).reshape(40, 40)
    ones = town_past.grid.counts(town_past.x, town_past.y, town_past.value)
    np.testing.assert_allclose(on_cells, ones, atol=1e-6)


def test_many_spots_are_gathered_on_coarser_squares(town_past):
    sides = [_incident_squares(town_past, most).side_m for most in (20_000, 560, 1)]
    assert sides[0] == 12.5
    assert sides[0] < sides[1] <= sides[2] == 100
    assert _incident_squares(town_past, 20_000, finest_m=40).side_m == 50


def test_membership_weighs_the_spots(town_past):
    squares = _incident_squares(town_past, 20_000)
    sure = _over_cells(squares, np.ones(len(squares.points)), 10)
    unsure = _over_cells(squares, np.full(len(squares.points), 0.5), 10)
    noise = _over_cells(squares, np.zeros(len(squares.points)), 10)
    assert unsure.sum() == pytest.approx(sure.sum() / 2)
    assert noise.sum() == pytest.approx(sure.sum() / 20)


def test_more_incidents_than_points_keep_their_proportions(square, past):
    """Nine thousand at one place and three thousand at another, on 5,000 points."""
    rows = [*crowd_of(9000, 1050.0, seed=3), *crowd_of(3000, 3050.0, seed=4)]
    incidents = past(square(40), rows)
    shares = above_anywhere(Hdbscan().spread(incidents, (40, 75)), incidents.grid)
    assert shares[:20, :20].sum() / shares.sum() == pytest.approx(0.75, abs=0.08)


def test_hdbscan_finds_clusters_of_unlike_density(square, past):
    dense, sparse = crowd_of(80, 1050.0, 30, seed=5), crowd_of(80, 3050.0, 200, seed=6)
    lone = [(n * 400, 3900 - 17 * n, 1) for n in range(10)]
    incidents = past(square(40), [*dense, *sparse, *lone])
    shares = above_anywhere(Hdbscan().spread(incidents, (20, 125)), incidents.grid)
    assert shares[5:16, 5:16].sum() > 0.3 * shares.sum()
    assert shares[22:38, 22:38].sum() > 0.3 * shares.sum()
