import numpy as np
import pytest
import shapely

from geo.evidence.effect import Verdict, displacement_in_words
from geo.evidence.effect._measure import measure_effect
from geo.evidence.effect._ratio import rings
from geo.evidence.effect._settings import EffectSettings


def test_an_incident_lies_in_one_ring_of_one_place(build):
    """Two places 200 m apart: their rings overlap, and the middle counts once."""
    a, b = build.spot(0), build.spot(0.35)
    inner, outer = rings([a, b], [], (150.0, 300.0))
    shapes = [*inner, *outer]
    whole = shapely.union_all([a.shape, b.shape]).buffer(300)
    parts = sum(shape.area for shape in shapes) + a.shape.area + b.shape.area
    assert parts == pytest.approx(whole.area, rel=1e-6)


def test_rings_of_the_pool_keep_clear_of_the_patrols(build):
    near = build.spot(0.5)
    inner, outer = rings([build.spot(0)], [near], (150.0, 300.0))
    reach = build.spot(0).shape.buffer(299.9)
    assert not inner[1].intersects(reach)
    assert not outer[1].intersects(reach)


def moved_town(build, seed, moved):
    """A fall to 0.4 at six places; ``moved`` of what they lost turns up 100 m beside them."""
    before = build.town(seed, rate=0.5)
    after = before.copy()
    on = build.dates.date >= build.first
    rng = np.random.default_rng(seed)
    after[:6, on] = rng.binomial(before[:6, on], 0.4)
    beside = np.zeros_like(before)
    steady = rng.poisson(0.1, before.shape)
    beside += steady
    beside[:6] += rng.binomial(before[:6] - after[:6], moved)
    import pandas as pd

    frame = pd.concat(
        [build.from_counts(after), build.from_counts(beside, x_m=230.0)], ignore_index=True
    )
    places = [build.patrolled(n) for n in range(6)]
    pool = [build.spot(n) for n in range(6, 40)]
    settings = EffectSettings(draws=200)
    return measure_effect(frame, places, build.window, pool=pool, settings=settings)


def test_what_moves_round_the_corner_is_seen_there(build):
    run = moved_town(build, 1, moved=0.8)
    inner, outer = run.rings
    assert run.verdict is Verdict.FEWER
    assert inner.change.verdict is Verdict.MORE
    assert outer.change.ratio is None
    assert run.displacement.low <= -0.8 <= run.displacement.high
    assert run.displacement.high < 0
    assert "moved away" in displacement_in_words(run.displacement)


def test_where_nothing_moves_the_quotient_holds_nought(build):
    run = moved_town(build, 2, moved=0.0)
    assert run.displacement.low <= 0 <= run.displacement.high
    assert displacement_in_words(run.displacement).startswith("Cannot tell: for every 10 fewer")


def test_without_a_fall_no_quotient_is_given(build):
    counts = build.town(3)
    places = [build.patrolled(n) for n in range(6)]
    pool = [build.spot(n) for n in range(6, 40)]
    run = measure_effect(build.from_counts(counts), places, build.window, pool=pool)
    assert run.displacement is None
    assert "can be told only where it is certain" in displacement_in_words(None)
