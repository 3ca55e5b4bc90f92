"""The tables that a team keeps by hand: bells, term dates, control days, homes and hops.

Text as it was typed in; typed tables, faults by cell, warnings by row and differences between two
versions out.
"""

from geo.timetables._entries import (
    BELL_COLUMNS,
    COLUMNS,
    KINDS,
    TERM_COLUMNS,
    WEEKDAYS,
    read_dates,
    read_minutes,
    tidied,
)
from geo.timetables._kept_tables import TableReading, TableWarning, read_table_text
from geo.timetables.bell_checks import bell_warnings
from geo.timetables.control_table import control_days_from_text, read_control_days
from geo.timetables.homes_and_hops import (
    HOME_COLUMNS,
    HOP_COLUMNS,
    Hop,
    homes_from_text,
    hops_from_text,
    read_homes,
    read_hops,
)
from geo.timetables.table_comparison import put_together, table_changes
from geo.timetables.table_reading import (
    academic_year,
    bells_from_text,
    no_bells,
    no_terms,
    read_bells,
    read_table_file,
    read_terms,
    table_csv,
    terms_from_text,
    typed_bells,
    typed_terms,
)
from geo.timetables.term_checks import term_warnings
from geo.timetables.year_calendar import (
    DayState,
    academic_years,
    letting_out,
    school_year,
    term_counts,
    year_runs,
)

__all__ = [
    "BELL_COLUMNS",
    "COLUMNS",
    "HOME_COLUMNS",
    "HOP_COLUMNS",
    "KINDS",
    "TERM_COLUMNS",
    "WEEKDAYS",
    "DayState",
    "Hop",
    "TableReading",
    "TableWarning",
    "academic_year",
    "academic_years",
    "bell_warnings",
    "bells_from_text",
    "control_days_from_text",
    "homes_from_text",
    "hops_from_text",
    "letting_out",
    "no_bells",
    "no_terms",
    "put_together",
    "read_bells",
    "read_control_days",
    "read_dates",
    "read_homes",
    "read_hops",
    "read_minutes",
    "read_table_file",
    "read_table_text",
    "read_terms",
    "school_year",
    "table_changes",
    "table_csv",
    "term_counts",
    "term_warnings",
    "terms_from_text",
    "tidied",
    "typed_bells",
    "typed_terms",
    "year_runs",
]
