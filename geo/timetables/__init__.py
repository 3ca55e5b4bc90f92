"""The tables that a team keeps by hand: bells, term dates, control days, homes and hops.

Text as it was typed in; typed tables, faults by cell, warnings by row and differences between two
versions out.
"""

from geo.timetables.bell_checks import bell_warnings
from geo.timetables.entries import (
    BELL_COLUMNS,
    COLUMNS,
    KINDS,
    TERM_COLUMNS,
    WEEKDAYS,
    dates,
    minutes,
    squeezed,
)
from geo.timetables.files import (
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
from geo.timetables.homes_and_hops import (
    HOME_COLUMNS,
    HOP_COLUMNS,
    Hop,
    homes_from_text,
    hops_from_text,
    read_homes,
    read_hops,
)
from geo.timetables.rest_days import control_days_from_text, read_control_days
from geo.timetables.table_comparison import put_together, table_changes
from geo.timetables.table_faults import TableReading, TableWarning, counted
from geo.timetables.term_checks import term_warnings
from geo.timetables.year_calendar import academic_years, letting_out, school_year, year_runs

__all__ = [
    "BELL_COLUMNS",
    "COLUMNS",
    "HOME_COLUMNS",
    "HOP_COLUMNS",
    "KINDS",
    "TERM_COLUMNS",
    "WEEKDAYS",
    "Hop",
    "TableReading",
    "TableWarning",
    "academic_year",
    "academic_years",
    "bell_warnings",
    "bells_from_text",
    "control_days_from_text",
    "counted",
    "dates",
    "homes_from_text",
    "hops_from_text",
    "letting_out",
    "minutes",
    "no_bells",
    "no_terms",
    "put_together",
    "read_bells",
    "read_control_days",
    "read_homes",
    "read_hops",
    "read_table_file",
    "read_terms",
    "school_year",
    "squeezed",
    "table_changes",
    "table_csv",
    "term_warnings",
    "terms_from_text",
    "typed_bells",
    "typed_terms",
    "year_runs",
]
