"""A year of real robberies: eight rolling tests of 28 days to the end of 2019, cells of 125 m.

The brief run makes every other one of them.
"""

import datetime as dt
from pathlib import Path

import numpy as np
import pytest

from geo.hotspots import Grid
from geo.hotspots.methods import Past
from geo.hotspots.methods.classical import AdaptiveKde, Counts, GetisOrd, Kde, NearRepeat
from geo.hotspots.methods.clustering import Dbscan, Hdbscan
from geo.layers import read_layer
from geo.model import LayerName
from tests.effort import LONG

FILE = Path(__file__).parents[5] / "shared/real-data/memphis/robberies-2019.csv"
NEW_YEAR = dt.date(2020, 1, 1)
BLOCK_DAYS, BLOCKS = 28, 8
#: With shorter ranges than their own where trying all of them takes its time.
METHODS = (
    Counts(),
    Kde(),
    AdaptiveKde((150, 200, 300, 400)),
    NearRepeat((100, 200, 300, 400), (28, 120, 720)),
    GetisOrd((150, 200, 300)),
    Dbscan((300,), (3, 5, 10)),
    Hdbscan((10, 40), (200,)),
)

pytestmark = pytest.mark.skipif(
    not FILE.is_file(), reason="the robberies of Memphis are not here (../shared/real-data)"
)


@pytest.fixture(scope="module")
def robberies():
    frame = read_layer(FILE, LayerName.INCIDENTS).frame
    local = frame["committed_from"].dt.tz_convert("Europe/London").dt.tz_localize(None)
    age_days = (np.datetime64(NEW_YEAR) - local.dt.normalize().to_numpy()) / np.timedelta64(1, "D")
    return frame.geometry.x.to_numpy(), frame.geometry.y.to_numpy(), age_days


def hits(shares, grid, x, y, area_share):
    """Incidents in the riskiest cells; of cells alike, those in the south come first."""
    order = np.argsort(-shares[grid.inside], kind="stable")
    rank = np.full(grid.shape, grid.inside.size)
    rank[grid.inside] = np.argsort(order, kind="stable")
    most = area_share * grid.study_area.area / grid.cell_m**2
    return int((rank[grid.index(x, y)] < most).sum())


def hit_rates(method, robberies):
    x, y, age_days = robberies
    grid = Grid.over(x, y, 125.0)
    caught, tested = np.zeros(2), 0
    for block in range(0, BLOCKS, 1 if LONG else 2):
        before, then = age_days > BLOCK_DAYS * (block + 1), age_days > BLOCK_DAYS * block
        one = np.ones(before.sum())
        age = age_days[before] - BLOCK_DAYS * (block + 1)
        shares = method.shares(Past(grid, x[before], y[before], age, one, one))
        test = then & ~before
        caught += [hits(shares, grid, x[test], y[test], area) for area in (0.01, 0.05)]
        tested += test.sum()
    return caught / tested


@pytest.mark.parametrize("method", METHODS, ids=lambda method: method.key)
def test_the_next_four_weeks_are_found_as_others_find_them(method, robberies):
    """Others: counts on a 250 m grid .112 and .290, a single kernel .108 and .290."""
    small, large = hit_rates(method, robberies)
    assert small > 0.1
    assert large > 0.28
