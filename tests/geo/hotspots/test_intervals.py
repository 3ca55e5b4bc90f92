import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy import stats

from geo.hotspots._forecast import HALF_LIVES_DAYS
from geo.hotspots._intervals import (
    HeldOutForecasts,
    Spread,
    _log_chances,
    counts_between,
    fit_spread,
    per_window,
    top_chance,
)


def forecasts(seed, places=600, *, own_is_right=True):
    """Places whose true rates are known to a Gamma distribution worth five incidents."""
    rng = np.random.default_rng(seed)
    expected = rng.uniform(0.5, 8, places)
    came = rng.poisson(expected * rng.gamma(5, 1 / 5, places))
    noise = np.ones(places) if own_is_right else rng.uniform(0.2, 3, places)
    own = np.outer(expected * noise, np.ones(len(HALF_LIVES_DAYS)))
    effective = np.zeros((places, len(HALF_LIVES_DAYS)))
    return HeldOutForecasts(expected, own, effective, came)


@given(mean=st.floats(0.01, 60), shape=st.floats(0.3, 300))
def test_no_other_interval_of_likeliest_counts_is_nearer_to_nine_in_ten(mean, shape):
    (low,), (high,) = counts_between(np.array([mean]), np.array([shape]))
    count = stats.nbinom(shape, shape / (shape + mean))
    held = float(count.cdf(high) - count.cdf(low - 1))
    next_one = max(float(count.pmf(low - 1)), float(count.pmf(high + 1)))
    last_one = min(float(count.pmf(low)), float(count.pmf(high)))
    assert held >= 0.9 - next_one / 2 - 1e-6
    assert low == high or held <= 0.9 + last_one / 2 + 1e-6


def test_intervals_learned_on_some_blocks_cover_others():
    spread = fit_spread(forecasts(1))
    fresh = forecasts(2)
    own, effective = spread.by_half_life(fresh)
    low, high = counts_between(spread.mean(fresh.surface, own), spread.shape(effective))
    assert 0.86 <= ((low <= fresh.came) & (fresh.came <= high)).mean() <= 0.94


def test_a_place_whose_own_past_misleads_is_left_to_the_surface():
    assert fit_spread(forecasts(3, own_is_right=False)).own < 0.2


def test_forecasts_that_are_too_low_are_raised():
    held_out = forecasts(4)
    low = HeldOutForecasts(
        held_out.surface / 2, held_out.own / 2, held_out.effective, held_out.came
    )
    assert fit_spread(low).level == pytest.approx(2, rel=0.2)


def test_without_held_out_forecasts_the_defaults_stay():
    assert fit_spread(HeldOutForecasts.joined([])) == Spread()


def test_a_whole_count_lies_inside_or_outside_but_never_on_the_edge():
    low, high = per_window(np.array([9.6]), np.array([30.0]), 20)
    assert (low[0] * 20) % 1 == pytest.approx(0.5)
    assert (high[0] * 20) % 1 == pytest.approx(0.5)


def test_a_place_far_above_the_rest_is_surely_among_the_top():
    mean = np.append(50.0, np.ones(30))
    chance = top_chance(mean, np.full(31, 20.0), 10)
    assert chance[0] == 1
    assert chance[1:].sum() == pytest.approx(9, abs=0.1)


def test_fewer_places_than_the_top_are_all_in_it():
    assert (top_chance(np.ones(4), np.ones(4), 10) == 1).all()


def test_the_chance_of_counts_is_scipys_to_the_byte():
    chance = np.random.default_rng(3)
    came = chance.integers(0, 60, 500).astype(float)
    shape, part = chance.uniform(0.01, 40, 500), chance.uniform(0.01, 0.99, 500)
    assert (_log_chances(came)(shape, part) == stats.nbinom.logpmf(came, shape, part)).all()
