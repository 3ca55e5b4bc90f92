"""Patrol minutes against victim harm, area by area, and what asks for a review."""

from geo.evidence.fairness._minutes_against_harm import fairness_ahead
from geo.evidence.fairness._shares import NO_AREAS, Compared, Fairness, Verdict

__all__ = [
    "NO_AREAS",
    "Compared",
    "Fairness",
    "Verdict",
    "fairness_ahead",
]
