"""Control days: which places rest on which dates, what that would notice, and what it found."""

from geo.trials.panel import TrialOptions, power_in_words, trial_in_words, trial_of, trial_so_far
from geo.trials.trial_result import Power, TrialResult

__all__ = [
    "Power",
    "TrialOptions",
    "TrialResult",
    "power_in_words",
    "trial_in_words",
    "trial_of",
    "trial_so_far",
]
