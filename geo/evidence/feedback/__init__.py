"""Whether the ranking feeds itself: simulated cities that are patrolled by their own ranking."""

from geo.evidence.feedback.city import FeedbackSettings
from geo.evidence.feedback.experiment import simulate_feedback
from geo.evidence.feedback.outcome import Feedback

__all__ = [
    "Feedback",
    "FeedbackSettings",
    "simulate_feedback",
]
