"""The school-day clock: the window, its slices, the calendar, and how incidents fall into it."""

from geo.clock.aoristic import slice_shares, untimed, window_shares
from geo.clock.calendar import Bell, Calendar, SchoolDay
from geo.clock.days import Days, EveryDay, SchoolDays, Weekdays
from geo.clock.tables import no_bells, no_terms, read_bells, read_terms
from geo.clock.window import Window

__all__ = [
    "Bell",
    "Calendar",
    "Days",
    "EveryDay",
    "SchoolDay",
    "SchoolDays",
    "Weekdays",
    "Window",
    "no_bells",
    "no_terms",
    "read_bells",
    "read_terms",
    "slice_shares",
    "untimed",
    "window_shares",
]
