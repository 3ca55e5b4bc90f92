"""The Plan page: the map, the board on which a plan is changed, and what is asked of it."""

from dashboard.views.plan.chart import draw
from dashboard.views.plan.panel import asked, at_rest, without_streets
from dashboard.views.plan.search import later, looks_back, outdated, searched, suggest
from dashboard.views.plan.table import board, timetables
from dashboard.views.plan.under import under
from dashboard.views.plan.wanted import add_a_stop, constraints

__all__ = [
    "add_a_stop",
    "asked",
    "at_rest",
    "board",
    "constraints",
    "draw",
    "later",
    "looks_back",
    "outdated",
    "searched",
    "suggest",
    "timetables",
    "under",
    "without_streets",
]
