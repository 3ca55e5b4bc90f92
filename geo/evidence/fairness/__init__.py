"""Patrol minutes against victim harm, area by area, and what asks for a review."""

from geo.evidence.fairness.compare import fairness_ahead
from geo.evidence.fairness.shares import NO_AREAS, Compared, Fairness, Verdict

__all__ = [
    "NO_AREAS",
    "Compared",
    "Fairness",
    "Verdict",
    "fairness_ahead",
]
