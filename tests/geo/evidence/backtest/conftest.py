"""A town with a hot corner, and toy methods that show what the backtest gave them."""

from dataclasses import dataclass, field

import geopandas as gpd
import numpy as np
import pandas as pd
import pytest
from shapely.geometry import Point

from geo.clock import EveryDay, Window
from geo.hotspots import Grid, HotspotSettings, scored_incidents

FLAGS = ("weapon", "knife", "injury", "victim_under_18", "police_generated", "domestic")


def build(rows, offence="personal robbery", **columns):
    """Incidents from (x, y, "2026-01-05 15:40") or (x, y, from, to)."""
    full = [(*row, None)[:4] for row in rows]
    start, end = (
        pd.to_datetime(pd.Series([row[i] for row in full], dtype=object), format="ISO8601")
        .astype("datetime64[us]")
        .dt.tz_localize("Europe/London", ambiguous=True, nonexistent="shift_forward")
        for i in (2, 3)
    )
    frame = pd.DataFrame(
        {
            "incident_id": [f"I{n:06d}" for n in range(len(full))],
            "source": "test",
            "offence": offence,
            "committed_from": start,
            "committed_to": end,
            "location_type": "",
            **dict.fromkeys(FLAGS, False),
            **columns,
        }
    )
    points = gpd.points_from_xy([row[0] for row in full], [row[1] for row in full])
    return gpd.GeoDataFrame(frame, geometry=points, crs="EPSG:27700")


@pytest.fixture(scope="session")
def incidents():
    return build


@pytest.fixture(scope="session")
def window():
    return Window(days=EveryDay())


@pytest.fixture(scope="session")
def equal():
    return HotspotSettings(weights="equal", cell_m=200.0)


def a_town(n, days, seed=3, hot=(1000.0, 1000.0), share=0.5):
    """So many incidents in a square of 4 by 4 km, a share of them near one corner, 15:00-18:00."""
    rng = np.random.default_rng(seed)
    x, y = rng.uniform(0, 4000, (2, n))
    gather = rng.random(n) < share
    x[gather], y[gather] = (rng.normal(c, 60, gather.sum()) for c in hot)
    day = pd.Timestamp("2025-11-03") + pd.to_timedelta(np.arange(n) * days // n, unit="D")
    moment = day + pd.to_timedelta(rng.integers(15 * 60, 18 * 60, n), unit="min")
    return build([(a, b, str(t)) for a, b, t in zip(x, y, moment, strict=True)])


@pytest.fixture(scope="session")
def town():
    return a_town(1200, 308)


@pytest.fixture(scope="session")
def make_town():
    return a_town


@dataclass(frozen=True)
class Drawn:
    """As much of a risk surface as a backtest looks at."""

    grid: Grid
    incidents: np.ndarray

    @property
    def ranked_by(self):
        return self.incidents


@dataclass
class Toys:
    """Methods whose worth is known: near the past, far from it, or no idea; notes what it saw."""

    window: Window
    settings: HotspotSettings = field(default_factory=HotspotSettings)
    shapes: tuple = ()
    methods: tuple = ("near", "far", "flat")
    default: str = "near"
    always: str = ""
    newest: list = field(default_factory=list)
    surfaces: list = field(default_factory=list)

    def surface(self, known, as_of, method, grid):
        last = known["committed_to"].fillna(known["committed_from"])
        self.newest.append((as_of, max(known["committed_from"].max(), last.max())))
        scored = scored_incidents(known, self.window, as_of, self.settings)
        counts = grid.smooth(grid.counts(scored.x, scored.y, scored.value), 200)
        shares = {"near": counts, "far": -counts + counts.max(), "flat": np.ones(grid.shape)}
        risk = np.where(grid.inside, shares[self.always or method], 0.0)
        daily = len(scored) / scored.age_days.max()
        made = Drawn(grid, risk / risk.sum() * daily)
        self.surfaces.append((as_of, method, made.incidents.tobytes()))
        return made

    def hotspots(self, known, as_of, most):
        self.newest.append((as_of, known["committed_from"].max()))
        return self.shapes[:most]

    def title_and_paper(self, method):
        return f"The {method} toy", "Nobody (2026)"


@dataclass(frozen=True)
class Outlook:
    low: int
    high: int


@dataclass(frozen=True)
class Spot:
    """As much of a hotspot as a backtest looks at."""

    shape: object
    outlook: Outlook


@pytest.fixture
def toys(window, equal):
    return Toys(window, equal)


@pytest.fixture(scope="session")
def make_toys(window, equal):
    def make(**kinds):
        return Toys(window, equal, **kinds)

    return make


@pytest.fixture(scope="session")
def spot():
    def make(x, y, radius_m, low, high):
        return Spot(Point(x, y).buffer(radius_m), Outlook(low, high))

    return make
