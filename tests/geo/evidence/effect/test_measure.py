import datetime as dt

import numpy as np
import pytest

from geo.errors import SettingError
from geo.evidence.effect import Verdict, headline
from geo.evidence.effect._measure import measure_effect
from geo.evidence.effect._settings import EffectSettings


def measured(build, counts, treated=6, **options):
    pool = [build.spot(n) for n in range(treated, len(counts))]
    places = [build.patrolled(n) for n in range(treated)]
    options = {"pool": pool, "settings": EffectSettings(draws=200)} | options
    return measure_effect(build.from_counts(counts), places, build.window, **options)


@pytest.fixture(scope="module")
def null_runs(build):
    """Towns of much alike places, the hottest of which were patrolled, to no effect."""
    return [measured(build, build.town(seed, alike=20, rate=0.1)) for seed in range(24)]


def test_without_an_effect_the_interval_nearly_always_holds_one(null_runs):
    held = sum(run.change.ratio.low <= 1 <= run.change.ratio.high for run in null_runs)
    assert held >= 19


def test_hot_places_cool_by_themselves_and_that_is_no_effect(null_runs):
    """A bare before and after sees a fall in nearly every town; this sees none on the whole."""
    naive = np.array([run.naive for run in null_runs])
    ours = np.array([run.change.ratio.mean for run in null_runs])
    assert np.exp(np.log(naive).mean()) < 0.85
    assert (naive < 1).mean() > 0.8
    assert 0.93 < np.exp(np.log(ours).mean()) < 1.08


def test_a_halving_is_found_in_most_towns(build):
    runs = [measured(build, build.town(seed, times=0.5, rate=0.25)) for seed in range(12)]
    assert sum(run.verdict is Verdict.FEWER for run in runs) >= 9
    assert sum(run.change.ratio.low <= 0.5 <= run.change.ratio.high for run in runs) >= 9


def test_a_doubling_is_found_and_called_more(build):
    run = measured(build, build.town(1, times=2.0, rate=0.25))
    assert run.verdict is Verdict.MORE
    assert "more" in headline(run) or "twice" in headline(run)
    assert "not drawn by lot" in headline(run)


def test_what_changes_everywhere_is_no_effect(build):
    counts = build.town(3, rate=0.3)
    on = build.dates.date >= build.first
    thinned = counts.copy()
    thinned[:, on] = np.random.default_rng(1).binomial(counts[:, on], 0.5)
    run = measured(build, thinned)
    assert run.naive < 0.7
    assert run.verdict is Verdict.CANNOT_TELL
    assert headline(run).startswith("Cannot tell whether the patrols changed anything: about ")


def test_the_same_seed_gives_the_same_and_the_order_of_rows_plays_no_part(build):
    counts = build.town(4)
    frame = build.from_counts(counts)
    places = [build.patrolled(n) for n in range(6)]
    pool = [build.spot(n) for n in range(6, 40)]
    one, two = (
        measure_effect(rows, places, build.window, pool=pool, seed=5)
        for rows in (frame, frame.sample(frac=1, random_state=1))
    )
    assert one.change == two.change
    assert one.rings == two.rings


def test_police_generated_rows_and_other_hours_never_count(build):
    counts = build.town(5)
    frame = build.from_counts(counts)
    more = build.incidents([(75.0, 75.0, "2026-01-06 15:40")] * 50, police_generated=True)
    night = build.incidents([(75.0, 75.0, "2026-01-06 23:40")] * 50)
    import pandas as pd

    places = [build.patrolled(n) for n in range(6)]
    pool = [build.spot(n) for n in range(6, 40)]
    plain, mixed = (
        measure_effect(rows, places, build.window, pool=pool)
        for rows in (frame, pd.concat([frame, more, night], ignore_index=True))
    )
    assert plain.change == mixed.change


def test_the_comparison_does_not_look_at_the_time_of_the_patrols(build):
    """Other comparison places would have changed differently; the choice stays the same."""
    counts = build.town(6)
    other = counts.copy()
    other[:, build.dates.date >= build.first] = 0
    other[20, -1] = 1  # so that the data still covers the patrols
    chosen = [
        {c.spot.place_id for c in measured(build, table).comparison} for table in (counts, other)
    ]
    assert chosen[0] == chosen[1] != set()


def test_too_few_incidents_cannot_tell(build):
    run = measured(build, build.town(7, rate=0.003))
    assert run.verdict is Verdict.CANNOT_TELL
    assert headline(run).startswith("Cannot tell.")


def test_without_comparison_places_it_cannot_tell(build):
    run = measured(build, build.town(8), pool=[build.spot(20)])
    assert run.change is None
    assert "Only 1 places could stand for" in headline(run)


def test_where_no_place_was_as_busy_it_cannot_tell(build):
    counts = build.town(9)
    counts[:6] *= 40
    run = measured(build, counts)
    assert headline(run).startswith("Cannot tell. No place that nobody patrolled was as busy")


def test_a_short_record_cannot_tell(build):
    early = dt.date(2024, 1, 20)
    counts = build.town(10)
    places = [build.patrolled(0, (early, build.last))]
    run = measure_effect(build.from_counts(counts), places, build.window, pool=[build.spot(9)])
    assert "too little lies between" in run.why_not


def test_patrols_after_the_end_of_the_data_cannot_tell(build):
    later = (dt.date(2027, 1, 4), dt.date(2027, 2, 4))
    counts = build.town(11)
    pool = [build.spot(n) for n in range(1, 40)]
    places = [build.patrolled(0, later)]
    run = measure_effect(build.from_counts(counts), places, build.window, pool=pool)
    assert "holds no window in which the places were patrolled" in run.why_not


def test_places_patrolled_on_dates_of_their_own_are_compared_on_those(build):
    counts = build.town(12, rate=0.3)
    some = [(day.date(), day.date()) for day in build.dates[build.dates.date >= build.first][::3]]
    counts[1, np.isin(build.dates.date, [day for day, _ in some])] = 9
    places = [build.patrolled(0), build.patrolled(1, *some)]
    pool = [build.spot(n) for n in range(6, 40)]
    run = measure_effect(build.from_counts(counts), places, build.window, pool=pool)
    assert run.patrolled[1].after == 9 * len(some)
    assert len(run.periods.after) == 2


def test_nobody_patrolled_is_refused(build):
    with pytest.raises(SettingError, match="No patrolled place was given"):
        measure_effect(build.from_counts(build.town(1)), [], build.window)
    twice = [build.patrolled(0), build.patrolled(0)]
    with pytest.raises(SettingError, match="p0 is in the list"):
        measure_effect(build.from_counts(build.town(1)), twice, build.window)


@pytest.mark.parametrize(
    "change", [{"draws": 5}, {"factor": 0.5}, {"rings_m": (200.0, 100.0)}, {"chosen_days": 7}]
)
def test_settings_without_a_meaning_are_refused(change):
    with pytest.raises(SettingError, match="cannot be used"):
        EffectSettings(**change)
