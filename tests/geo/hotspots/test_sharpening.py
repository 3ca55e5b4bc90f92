import numpy as np
import pytest

from geo.hotspots._forecast import HeldOutShares, Sharpening, fit_sharpening

INSIDE = np.ones((40, 40), dtype=bool)


def shares(seed):
    raw = np.random.default_rng(seed).gamma(0.3, 1, INSIDE.shape)
    return raw / raw.sum()


def came(truth, seed, many=3000):
    drawn = np.random.default_rng(seed).multinomial(many, truth.ravel())
    return drawn.reshape(truth.shape).astype(float)


def test_sharpening_keeps_the_order_of_the_cells_and_the_sum():
    risk = shares(0)
    sharp = Sharpening(1.45, 0.05).of(risk, INSIDE)
    assert sharp.sum() == pytest.approx(1)
    assert (np.argsort(sharp.ravel()) == np.argsort(risk.ravel())).all()


def test_a_surface_that_is_right_is_left_alone():
    risk = shares(1)
    assert fit_sharpening([HeldOutShares.of(risk, came(risk, 2), INSIDE)]) == Sharpening()


def test_a_surface_that_is_too_flat_is_sharpened():
    truth = shares(3)
    flat = truth ** (1 / 1.45)
    flat /= flat.sum()
    assert fit_sharpening([HeldOutShares.of(flat, came(truth, 4), INSIDE)]).power > 1.2


def test_without_evidence_nothing_changes():
    assert fit_sharpening([]) == Sharpening()
