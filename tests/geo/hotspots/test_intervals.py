import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from geo.hotspots.forecast import HALF_LIVES_DAYS
from geo.hotspots.intervals import (
    Rehearsed,
    Spread,
    counts_between,
    fit_spread,
    per_window,
    top_chance,
)


def rehearsed(seed, places=600, *, own_is_right=True):
    """Places whose true rates are known to a Gamma distribution worth five incidents."""
    rng = np.random.default_rng(seed)
    expected = rng.uniform(0.5, 8, places)
    came = rng.poisson(expected * rng.gamma(5, 1 / 5, places))
    noise = np.ones(places) if own_is_right else rng.uniform(0.2, 3, places)
    own = np.outer(expected * noise, np.ones(len(HALF_LIVES_DAYS)))
    effective = np.zeros((places, len(HALF_LIVES_DAYS)))
    return Rehearsed(expected, own, effective, came)


@given(mean=st.floats(0.01, 60), shape=st.floats(0.3, 300))
def test_an_interval_holds_about_nine_in_ten(mean, shape):
    from scipy import stats

    low, high = counts_between(np.array([mean]), np.array([shape]))
    count = stats.nbinom(shape, shape / (shape + mean))
    held = float(count.cdf(high[0]) - count.cdf(low[0] - 1))
    step = max(float(count.pmf(low[0])), float(count.pmf(high[0])), float(count.pmf(high[0] + 1)))
    assert abs(held - 0.9) <= step / 2 + 1e-6 or held == pytest.approx(0.9, abs=0.06)


def test_intervals_learned_on_some_blocks_cover_others():
    spread = fit_spread(rehearsed(1))
    fresh = rehearsed(2)
    own, effective = spread.by_half_life(fresh)
    low, high = counts_between(spread.mean(fresh.surface, own), spread.shape(effective))
    assert 0.86 <= ((low <= fresh.came) & (fresh.came <= high)).mean() <= 0.94


def test_a_place_whose_own_past_misleads_is_left_to_the_surface():
    assert fit_spread(rehearsed(3, own_is_right=False)).own < 0.2


def test_forecasts_that_are_too_low_are_raised():
    seen = rehearsed(4)
    low = Rehearsed(seen.surface / 2, seen.own / 2, seen.effective, seen.came)
    assert fit_spread(low).level == pytest.approx(2, rel=0.2)


def test_nothing_rehearsed_leaves_what_was_made_up():
    assert fit_spread(Rehearsed.joined([])) == Spread()


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
