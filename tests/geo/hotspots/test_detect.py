import datetime as dt

import numpy as np
import pandas as pd
import pytest
import shapely

from geo.clock import Window
from geo.errors import CrsError, NothingToScoreError, SettingError
from geo.hotspots import HotspotSettings, cells_geojson, detect_hotspots, hotspots_geojson
from geo.layers import About
from geo.model import Trend

AS_OF = dt.date(2026, 11, 1)
HERE = About("Town", data_as_at=dt.date(2026, 10, 31))


@pytest.fixture(scope="module")
def found(town, every_day):
    return detect_hotspots(town, every_day, AS_OF)


def test_the_hottest_corner_is_first_and_the_other_second(found):
    first, second = found.items[:2]
    assert shapely.Point(1000, 1000).within(first.shape)
    assert shapely.Point(3000, 3000).within(second.shape)
    assert first.harm.mean > second.harm.mean


def test_ranks_follow_what_is_expected(found):
    assert [h.rank for h in found] == list(range(1, len(found) + 1))
    harm = [h.harm.mean for h in found]
    assert harm == sorted(harm, reverse=True)


def test_shapes_can_be_patrolled_and_do_not_overlap(found):
    shapes = [h.shape for h in found]
    assert all(0 < shape.area <= 40_000 for shape in shapes)
    assert shapely.union_all(shapes).area == pytest.approx(sum(s.area for s in shapes))


def test_a_smaller_limit_divides_the_shapes(town, every_day):
    small = detect_hotspots(town, every_day, AS_OF, settings=HotspotSettings(max_area_m2=10_000))
    assert all(h.area_m2 <= 10_000 for h in small)


def test_the_rate_is_about_what_was_simulated(found):
    """260 of the town's incidents lie in 380 days at the first corner."""
    first = found.items[0]
    assert first.incidents.mean == pytest.approx(260 / 380, rel=0.25)
    assert first.incidents.low < 260 / 380 < first.incidents.high


def test_the_profile_peaks_when_the_incidents_do(found):
    first = found.items[0]
    assert found.window.label(first.peak_slice) in ("15:15–15:30", "15:30–15:45")
    assert sum(first.by_slice) == pytest.approx(first.incidents.mean)


def test_the_reason_says_how_often_when_and_what(found):
    said = found.items[0].reason
    assert said.startswith("Expect an incident here on about 1 in 2 afternoons")
    assert "15:30" in said or "15:15" in said
    assert "personal robbery" in said


def test_neither_the_order_nor_police_nor_the_future_change_a_byte(
    town, incidents, every_day, found
):
    """Rule 2: not their number, not their place, not even the extent of the map."""
    far = incidents([(n, -9000 + n, "2026-10-01 15:40") for n in range(300)], police_generated=True)
    far["incident_id"] = "P" + far["incident_id"]
    past = town[town["committed_from"] < "2026-11-01"]
    assert len(past) < len(town)
    mixed = pd.concat([far, past]).sample(frac=1, random_state=5).set_crs(town.crs)
    again = detect_hotspots(mixed, every_day, AS_OF)
    assert repr(again.items) == repr(found.items)
    assert again.surface.harm.tobytes() == found.surface.harm.tobytes()


def test_a_place_that_gets_worse_is_rising(incidents, every_day):
    base = [(n * 37 % 3000, n * 91 % 3000, f"2026-{n % 9 + 1:02d}-15 12:00") for n in range(200)]
    rise = [(500 + n % 7, 500 + n % 5, f"2026-10-{n % 28 + 1:02d} 15:40") for n in range(30)]
    found = detect_hotspots(incidents(base + rise), every_day, AS_OF)
    assert found.items[0].trend is Trend.RISING


def test_sexual_offences_are_scored_but_never_named(incidents, every_day, town):
    hidden = town.assign(offence="sexual offence")
    found = detect_hotspots(hidden, every_day, AS_OF, settings=HotspotSettings(cell_m=125))
    assert len(found)
    assert "exual" not in repr(found.items)


def test_nothing_gathers_when_everything_is_spread(incidents, every_day):
    rng = np.random.default_rng(1)
    rows = [(*rng.uniform(0, 10_000, 2), "2026-10-05 15:40") for _ in range(60)]
    found = detect_hotspots(incidents(rows), every_day, AS_OF)
    assert len(found) == 0
    assert "gather nowhere" in found.notices[-1]


def test_a_single_incident_is_no_hotspot_and_no_crash(incidents, every_day):
    assert len(detect_hotspots(incidents([(0, 0, "2026-10-05 15:40")]), every_day, AS_OF)) == 0


def test_degrees_are_refused(town, every_day):
    with pytest.raises(CrsError, match="not in metres"):
        detect_hotspots(town.to_crs("EPSG:4326"), every_day, AS_OF)


def test_nothing_before_the_date_is_refused(town, every_day):
    with pytest.raises(NothingToScoreError, match="Choose a later date"):
        detect_hotspots(town, every_day, dt.date(2020, 1, 1))


@pytest.mark.parametrize(
    "wrong", [{"weights": "both"}, {"max_area_m2": 1}, {"top_n": 0}, {"cell_m": 1}]
)
def test_settings_refuse_nonsense(wrong):
    with pytest.raises(SettingError, match=next(iter(wrong))):
        HotspotSettings(**wrong)


def test_whole_days_work_too(town):
    coarse = HotspotSettings(cell_m=125)
    found = detect_hotspots(town, Window.parse("00:00-24:00"), AS_OF, settings=coarse)
    assert len(found.items[0].by_slice) == 96


def test_geojson_is_in_rank_order_in_wgs84(found):
    features = hotspots_geojson(found, HERE)["features"]
    assert [f["properties"]["rank"] for f in features] == [h.rank for h in found]
    assert {"expected_per_window", "area_m2"} <= set(features[0]["properties"])
    lon, lat = features[0]["geometry"]["coordinates"][0][0]
    assert -10 < lon < 3
    assert 49 < lat < 61


def test_cells_cover_a_fifth_of_the_area_riskiest_first(found):
    features = cells_geojson(found, HERE)["features"]
    covered = sum(f["properties"]["area_m2"] for f in features)
    assert covered >= 0.2 * found.surface.grid.study_area.area
    harm = [f["properties"]["harm_per_window"] for f in features]
    assert harm == sorted(harm, reverse=True)
    assert [f["properties"]["rank"] for f in features] == list(range(1, len(features) + 1))


def test_an_export_carries_the_marking_and_what_the_data_reach(found):
    about = hotspots_geojson(found, HERE)["afterbell"]
    assert (about["marking"], about["data_as_at"]) == ("OFFICIAL-SENSITIVE", "2026-10-31")
