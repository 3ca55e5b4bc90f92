"""Rows of a table out of what the engine knows: what a map shows, in words."""

from dashboard.listings.data import changes, layers, rejects
from dashboard.listings.day import (
    hotspots,
    letting_out,
    profile,
    reason,
    timetable,
    unplanned,
    why_here,
)
from dashboard.listings.table import Column, Listing, Row

__all__ = [
    "Column",
    "Listing",
    "Row",
    "changes",
    "hotspots",
    "layers",
    "letting_out",
    "profile",
    "reason",
    "rejects",
    "timetable",
    "unplanned",
    "why_here",
]
