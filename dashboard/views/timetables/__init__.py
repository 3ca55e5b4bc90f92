"""Bell times and term dates, kept by hand: a grid, a file in and out, warnings, and a picture."""

from dashboard.views.timetables.bells import draw_bells
from dashboard.views.timetables.saving import Save
from dashboard.views.timetables.terms import draw_terms

__all__ = ["Save", "draw_bells", "draw_terms"]
