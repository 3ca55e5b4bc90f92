import numpy as np
import pytest

from geo.evidence.effect import Verdict
from geo.trials import power_in_words, trial_in_words
from geo.trials._design import control_days, drawn
from geo.trials._trial_result import Lots, Usual, measure_trial, power_of


@pytest.fixture
def design(build):
    dates = [day.date() for day in build.dates[-60:]]
    return control_days(dates, [build.spot(n) for n in range(6)], crs=build.crs, seed=3)


def trial(build, design, times, seed=1, rate=0.6):
    rng = np.random.default_rng(seed)
    mean = np.full(design.rests.shape, rate) * np.where(design.rests, 1.0, times)
    frame = build.from_counts(rng.poisson(mean), build.dates[-60:])
    return measure_trial(frame, design, build.window, until=build.last)


def test_a_halving_on_patrol_days_is_found(build, design):
    result = trial(build, design, 0.4)
    assert result.change.verdict is Verdict.FEWER
    assert result.change.ratio.low <= 0.4 <= result.change.ratio.high
    assert "drawn by lot, so it is the patrols" in trial_in_words(result)


def test_more_on_patrol_days_is_found_as_well(build, design):
    assert trial(build, design, 2.5).change.verdict is Verdict.MORE


def test_without_an_effect_it_cannot_tell(build, design):
    result = trial(build, design, 1.0)
    assert result.change.verdict is Verdict.CANNOT_TELL
    assert trial_in_words(result).startswith(
        "Cannot tell whether the patrols changed anything: about "
    )


def test_place_days_are_counted_by_the_lot(build, design):
    result = trial(build, design, 1.0)
    assert result.control_days == design.rests.sum()
    assert result.patrol_days == (~design.rests).sum()


def test_a_trial_that_has_not_begun_cannot_tell(build, design):
    early = build.from_counts(build.town(1)[:, :-80], build.dates[:-80])
    result = measure_trial(early, design, build.window)
    assert "before the trial has days of both kinds" in trial_in_words(result)


def test_a_trial_with_few_incidents_cannot_tell(build, design):
    result = trial(build, design, 1.0, rate=0.01)
    assert result.change.ratio is None
    assert "too few to tell" in trial_in_words(result)


def test_the_interval_holds_the_truth_about_nine_times_in_ten(design):
    """Judged as a trial is, on counts alone, with and without an effect."""
    rng = np.random.default_rng(5)
    shape = (design.dates, design.block, 6, design.share)
    truth, again = drawn(*shape, seed=1, draws=300), drawn(*shape, seed=2, draws=200)
    for times in (1.0, 0.5):
        held = 0
        for rests in truth:
            counts = rng.poisson(0.3 * np.where(rests, 1.0, times)).reshape(1, -1)
            lots = Lots.of(~np.concatenate([rests[None], again]), design.block)
            log_ratio, error = lots.ratios(counts)
            limit = max(np.quantile(np.abs(log_ratio[0, 1:] / error[0, 1:]), 0.9), 1.645)
            held += abs(log_ratio[0, 0] - np.log(times)) <= limit * error[0, 0]
        assert 0.84 <= held / len(truth) <= 0.97


def test_power_grows_with_the_fall_and_with_the_incidents(design):
    rare, often = (power_of(design, Usual(np.full(6, rate), 1.0)) for rate in (0.1, 0.6))
    chances = [chance for _, chance in often.noticed]
    assert chances[0] < 0.3
    assert chances[4] > 0.8
    assert often.chance(0.5) > rare.chance(0.5)
    assert often.incidents == pytest.approx(0.6 * 6 * 60)


def test_no_effect_is_noticed_as_often_as_chance_allows(design):
    """A fall of a tenth is hardly noticed, so the chance of a false alarm is small."""
    assert power_of(design, Usual(np.full(6, 0.2), 1.0)).chance(0.1) < 0.2


def test_power_is_the_same_for_the_same_seed(design):
    usual = Usual(np.full(6, 0.2), 1.3)
    assert power_of(design, usual, seed=2) == power_of(design, usual, seed=2)


def test_power_in_words(design):
    words = power_in_words(power_of(design, Usual(np.full(6, 0.6), 1.0)), 12)
    assert words.startswith("With 6 places and 12 weeks this design would notice a halving in ")
    assert "a fall by a fifth in " in words
    none = power_in_words(power_of(design, Usual(np.full(6, 0.02), 1.0)), 12)
    assert "No fall is noticed in 8 of 10 cases" in none
