"""Whether the ranking feeds itself: simulated cities that are patrolled by their own ranking."""

from geo.evidence.feedback._city import FeedbackSettings
from geo.evidence.feedback._outcome import Feedback
from geo.evidence.feedback.experiment import simulate_feedback

__all__ = [
    "Feedback",
    "FeedbackSettings",
    "simulate_feedback",
]
