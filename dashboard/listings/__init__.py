"""Rows of a table out of what the engine knows: what a map shows, in words."""

from dashboard.listings.data import changes, kept, layers, next_step, reject_reasons, rejects
from dashboard.listings.day import (
    hotspots,
    how_sure,
    letting_out,
    profile,
    reason,
    timetable,
    unplanned,
    why_here,
)
from dashboard.listings.planning import instead_of_dropping, outcome
from dashboard.listings.table import Column, Listing, Row

__all__ = [
    "Column",
    "Listing",
    "Row",
    "changes",
    "hotspots",
    "how_sure",
    "instead_of_dropping",
    "kept",
    "layers",
    "letting_out",
    "next_step",
    "outcome",
    "profile",
    "reason",
    "reject_reasons",
    "rejects",
    "timetable",
    "unplanned",
    "why_here",
]
