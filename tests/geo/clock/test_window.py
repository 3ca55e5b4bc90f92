import datetime as dt

import pytest

from geo.clock import EveryDay, Weekdays, Window
from geo.errors import SettingError


def test_the_window_is_three_to_six_in_quarter_hours():
    window = Window()
    assert str(window) == "15:00–18:00"
    assert window.n_slices == 12
    assert window.label(1) == "15:15–15:30"


@pytest.mark.parametrize(
    ("text", "start", "end"), [("15:00-18:00", 900, 1080), ("00:00–24:00", 0, 1440)]
)
def test_hours_are_read_as_written(text, start, end):
    window = Window.parse(text)
    assert (window.start_min, window.end_min) == (start, end)


@pytest.mark.parametrize(
    "text", ["", "15-18", "18:00-15:00", "22:00-02:00", "15:00-15:00", "25:00-26:00", "15:70-16:00"]
)
def test_what_is_no_window_is_refused_in_a_sentence(text):
    with pytest.raises(SettingError, match="window"):
        Window.parse(text)


def test_slices_fill_windows_of_odd_length():
    assert Window.parse("15:05-15:45").n_slices == 4
    assert Window.parse("15:00-15:07").slice_min == 1


def test_a_timezone_that_does_not_exist_is_refused():
    with pytest.raises(SettingError, match="Mars/Olympus"):
        Window(timezone="Mars/Olympus")


def test_slice_at_holds_its_first_minute_and_not_its_last():
    window = Window()
    assert window.slice_at(899) is None
    assert window.slice_at(900) == 0
    assert window.slice_at(915) == 1
    assert window.slice_at(1080) is None


def test_dates_between_leaves_out_the_end_and_the_weekend():
    friday, tuesday = dt.date(2026, 11, 20), dt.date(2026, 11, 24)
    assert len(Window(days=Weekdays()).dates_between(friday, tuesday)) == 2
    assert len(Window(days=EveryDay()).dates_between(friday, tuesday)) == 4


def test_a_window_in_the_afternoon_is_called_one():
    assert Window().noun == "afternoon"
    assert Window.parse("00:00-24:00").noun == "window"
