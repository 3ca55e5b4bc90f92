import datetime as dt

import numpy as np
import pytest

from geo.hotspots.grid import Grid
from geo.hotspots.mixture import COMPONENTS, fit_mixture
from geo.hotspots.scored import scored_incidents
from geo.hotspots.settings import HotspotSettings

AS_OF = dt.date(2026, 11, 1)


@pytest.fixture(scope="module")
def fitted(town, every_day):
    scored = scored_incidents(town, every_day, AS_OF, HotspotSettings())
    grid = Grid.over(scored.x, scored.y)
    return scored, grid, fit_mixture(grid, scored)


def test_weights_are_a_distribution(fitted):
    _, _, mixture = fitted
    assert sum(mixture.weights) == pytest.approx(1)
    assert min(mixture.weights) >= 0
    assert len(mixture.weights) == len(COMPONENTS) + 1


def test_shares_sum_to_one_and_peak_at_the_hot_corner(fitted):
    scored, grid, mixture = fitted
    shares = mixture.shares(grid, scored, scored.value)
    assert shares.sum() == pytest.approx(1)
    peak = np.unravel_index(shares.argmax(), shares.shape)
    corner = grid.index(np.array([1000.0]), np.array([1000.0]))
    assert abs(peak[0] - corner[0][0]) <= 1
    assert abs(peak[1] - corner[1][0]) <= 1


def test_tight_clusters_teach_narrow_kernels(fitted):
    _, _, mixture = fitted
    by_width = {}
    for component, weight in zip(COMPONENTS, mixture.weights, strict=False):
        by_width[component.bandwidth_m] = by_width.get(component.bandwidth_m, 0) + weight
    assert by_width[50] + by_width[100] > 2 * (by_width[800] + by_width[1600])


def test_too_few_incidents_leave_the_prior(incidents, every_day):
    rows = [(n * 100, n * 50, f"2026-10-{n + 1:02d} 15:40") for n in range(12)]
    scored = scored_incidents(incidents(rows), every_day, AS_OF, HotspotSettings())
    mixture = fit_mixture(Grid.over(scored.x, scored.y), scored)
    assert mixture.held_out == 0
    assert sum(mixture.weights) == pytest.approx(1)


def test_other_hours_count_less_than_the_window_itself(fitted):
    scored, _, mixture = fitted
    told = mixture.influence(scored)
    recent = scored.age_days < 60
    inside, outside = recent & (scored.share == 1), recent & (scored.share == 0)
    assert told[inside].mean() > told[outside].mean() > 0
