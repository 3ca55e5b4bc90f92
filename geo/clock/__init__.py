"""The school-day clock: the window, its slices, the calendar, and how incidents fall into it.

Typed bells and term dates in; school days, letting-out times and aoristic weights out.
"""

from geo.clock.aoristic import local_days, slice_shares, untimed, window_shares
from geo.clock.calendar import Bell, Calendar, SchoolDay
from geo.clock.window import Days, EveryDay, SchoolDays, Weekdays, Window

__all__ = [
    "Bell",
    "Calendar",
    "Days",
    "EveryDay",
    "SchoolDay",
    "SchoolDays",
    "Weekdays",
    "Window",
    "local_days",
    "slice_shares",
    "untimed",
    "window_shares",
]
