"""The school-day clock: the window, its slices, the calendar, and how incidents fall into it."""

from geo.clock.aoristic import local_days, slice_shares, untimed, window_shares
from geo.clock.bell_warnings import bell_warnings
from geo.clock.calendar import Bell, Calendar, SchoolDay
from geo.clock.days import Days, EveryDay, SchoolDays, Weekdays
from geo.clock.headings import BELL_COLUMNS, KINDS, TERM_COLUMNS
from geo.clock.letting_out import letting_out
from geo.clock.register import academic_year, bells_from_text, terms_from_text
from geo.clock.table_changes import put_together, table_changes
from geo.clock.table_files import read_table_file
from geo.clock.tables import (
    no_bells,
    no_terms,
    read_bells,
    read_terms,
    table_csv,
    typed_bells,
    typed_terms,
)
from geo.clock.term_warnings import term_warnings
from geo.clock.verdicts import Fault, TableReading, TableWarning
from geo.clock.window import Window
from geo.clock.written import WEEKDAYS
from geo.clock.year import academic_years, school_year, term_counts, year_runs

__all__ = [
    "BELL_COLUMNS",
    "KINDS",
    "TERM_COLUMNS",
    "WEEKDAYS",
    "Bell",
    "Calendar",
    "Days",
    "EveryDay",
    "Fault",
    "SchoolDay",
    "SchoolDays",
    "TableReading",
    "TableWarning",
    "Weekdays",
    "Window",
    "academic_year",
    "academic_years",
    "bell_warnings",
    "bells_from_text",
    "letting_out",
    "local_days",
    "no_bells",
    "no_terms",
    "put_together",
    "read_bells",
    "read_table_file",
    "read_terms",
    "school_year",
    "slice_shares",
    "table_changes",
    "table_csv",
    "term_counts",
    "term_warnings",
    "terms_from_text",
    "typed_bells",
    "typed_terms",
    "untimed",
    "window_shares",
    "year_runs",
]
