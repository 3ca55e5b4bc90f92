"""The product's own methods, put to the test: they see nothing later than their origin either."""

from dataclasses import dataclass, field

import numpy as np
import pandas as pd
import pytest

from geo.evidence.backtest import Conclusion, backtest
from geo.evidence.backtest._forecasts import FromDetection
from geo.hotspots import METHODS, HotspotSettings


@dataclass(frozen=True)
class Noted(FromDetection):
    """Keeps every surface as bytes."""

    made: dict = field(default_factory=dict)

    def surface(self, known, as_of, method, grid):
        drawn = super().surface(known, as_of, method, grid)
        self.made.setdefault((as_of, method), drawn.ranked_by.tobytes())
        return drawn


@pytest.fixture(scope="module")
def small(make_town):
    return make_town(300, 150)


def run(frame, window, equal, **wish):
    noted = Noted(window, equal)
    report = backtest(frame, window, settings=equal, forecasts=noted, **wish)
    return report, noted.made


def test_every_method_draws_the_same_surface_to_the_byte_whatever_happens_later(
    small, window, equal
):
    report, before = run(small, window, equal, origins=1)
    origin = report.origins[0].as_of
    later = (small["committed_from"] >= pd.Timestamp(origin, tz="Europe/London")).to_numpy()
    points = small.geometry.to_numpy().copy()
    points[later] = points[np.random.default_rng(1).permutation(np.flatnonzero(later))]
    _, after = run(small.set_geometry(points, crs=small.crs), window, equal, origins=1)
    assert {method for date, method in before if date == origin} == set(METHODS)
    for method in METHODS:
        assert before[origin, method] == after[origin, method], method


def test_the_learned_default_finds_a_hot_corner(make_town, window, equal):
    town = make_town(600, 250)
    finer = HotspotSettings(weights="equal", cell_m=100.0)
    report, _ = run(town, window, finer, origins=2, methods=["counts"])
    assert report.default.key == "learned"
    assert report.default.title == METHODS["learned"].title
    assert report.default.at("2").hit_rate.value > 0.4
    assert report.difference("counts", "2", "incidents").conclusion is not Conclusion.WORSE
    assert report.patrols.hit_rate.value > 0.3
    assert sum(c.hotspots for c in report.calibration.coverage) >= 2
