import numpy as np
import pytest

from geo.hotspots.methods.classical import AdaptiveKde, Kde, NearRepeat


def cluster(rng, spread_m, many=600, side_m=4000):
    at = rng.normal(side_m / 2, spread_m, (many, 2)).clip(0, side_m - 1)
    return np.column_stack([at, rng.integers(1, 366, many)])


def test_tight_clusters_choose_narrow_kernels_and_wide_ones_wide(square, past):
    rng = np.random.default_rng(2)
    grid = square(40)
    tight, wide = (Kde().chosen(past(grid, cluster(rng, m))) for m in (60, 700))
    assert tight.parameters["bandwidth_m"] <= 100
    assert wide.parameters["bandwidth_m"] >= 200


def test_a_kernel_has_its_standard_deviation(square, past):
    incidents = past(square(61), [(3050, 3050, 1)])
    shares = Kde().spread(incidents, (300,)) - 0.05 * incidents.grid.uniform
    along = shares.sum(axis=0) / shares.sum()
    distance = (np.arange(61) - 30) * 100
    assert np.sqrt((along * distance**2).sum()) == pytest.approx(300, rel=0.02)


def test_no_cell_is_impossible(square, past):
    incidents = past(square(40), [(50, 50, 1)])
    assert Kde().spread(incidents, (50,)).min() == pytest.approx(0.05 / 1600)


def test_adaptive_kernels_are_narrow_in_the_crowd_and_wide_outside(square, past):
    """One lone incident against sixty at a spot, seen through the same pilot."""
    incidents = past(square(80), [(6050, 6050, 1), *[(2050, 2050, 1)] * 60])
    shares = AdaptiveKde().spread(incidents, (100,)) - 0.05 * incidents.grid.uniform
    lone, crowd = shares[40:, 40:], shares[:40, :40]
    assert lone.max() / lone.sum() < 0.5 * crowd.max() / crowd.sum()
    assert lone.sum() / shares.sum() == pytest.approx(1 / 61, rel=0.01)


def test_adaptive_kernels_alike_everywhere_are_the_plain_kernel(square, past):
    incidents = past(square(40), [(2050, 2050, 1)] * 5)
    np.testing.assert_allclose(
        AdaptiveKde().spread(incidents, (300,)), Kde().spread(incidents, (300,)), atol=1e-12
    )


def test_a_risk_that_moves_is_soon_forgotten(square, past):
    """The hot spot is somewhere else every ninety days, or always at the same place."""
    ages = np.arange(1, 366).repeat(3)
    rng = np.random.default_rng(4)
    turn = rng.integers(0, 40, (40, 2))[ages // 90] * 100 + 50
    moving = past(square(40), np.column_stack([turn, ages]))
    settled = past(square(40), np.column_stack([np.full((len(ages), 2), 2050), ages]))
    soon, never = (NearRepeat().chosen(incidents).parameters for incidents in (moving, settled))
    assert soon["half_life_days"] <= 28
    assert never["half_life_days"] >= soon["half_life_days"]


def test_half_a_life_later_an_incident_counts_half(square, past):
    incidents = past(square(80), [(2050, 2050, 1), (6050, 6050, 29)])
    shares = NearRepeat().spread(incidents, (100, 28)) - 0.05 * incidents.grid.uniform
    assert shares[20, 20] / shares[60, 60] == pytest.approx(2)


def test_a_past_long_ago_still_counts(square, past):
    incidents = past(square(80), [(2050, 2050, 9000), (6050, 6050, 9028)])
    shares = NearRepeat().spread(incidents, (100, 28))
    assert shares[20, 20] > shares[60, 60] > shares[40, 40]
