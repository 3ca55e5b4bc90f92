import pytest
from shapely.geometry import box

from geo.errors import SettingError
from geo.model import Estimate, Hotspot, Outlook, Patrol, Place, PlaceKind, Trend, clock


def test_minutes_are_shown_as_a_clock():
    assert [clock(m) for m in (0, 940, 1440)] == ["00:00", "15:40", "24:00"]


@pytest.mark.parametrize(
    ("wrong", "said"),
    [
        ({"name": " "}, "needs a name"),
        ({"shift_start_min": 1080, "shift_end_min": 900}, "from 18:00 to 15:00"),
        ({"shift_end_min": 1500}, "on one day"),
        ({"walk_m_per_s": 0}, "expected 0.3 to 3"),
        ({"dwell_min": 0}, "expected 1 to 120"),
        ({"start": (float("nan"), 0.0)}, "no point on the map"),
        ({"start": (0.0, float("inf"))}, "no point on the map"),
    ],
)
def test_a_patrol_refuses_nonsense(wrong, said):
    with pytest.raises(SettingError, match=said):
        Patrol(**{"name": "Alpha"} | wrong)


def test_a_patrol_names_all_its_faults_at_once():
    with pytest.raises(SettingError, match=r"walks 9 m/s.*stays 0 minutes"):
        Patrol("Alpha", walk_m_per_s=9, dwell_min=0)


@pytest.mark.parametrize("numbers", [(1, 2, 3), (-1, -2, 0), (1, 0, 0.5)])
def test_an_estimate_lies_in_its_interval(numbers):
    with pytest.raises(SettingError, match="low <= mean <= high"):
        Estimate(*numbers)


def test_a_place_refuses_to_close_before_it_opens():
    with pytest.raises(SettingError, match="opens at 16:00 but closes at 15:00"):
        Place("P", PlaceKind.GATE, "Gate", (0, 0), (1.0,), 960, 900, "", "")


def test_a_hotspot_knows_its_peak_its_area_and_a_point_inside():
    estimate = Estimate(0.3, 0.2, 0.4)
    hotspot = Hotspot(
        "H1", 1, "Corner", box(0, 0, 100, 200), estimate, estimate, (0.1, 0.15, 0.05), (),
        Trend.STEADY, Outlook(28, 20, 6.0, 2, 10), 0.9, 7, (), (), "",
    )  # fmt: skip
    assert hotspot.peak_slice == 1
    assert hotspot.area_m2 == 20_000
    assert hotspot.centre == (50, 100)
