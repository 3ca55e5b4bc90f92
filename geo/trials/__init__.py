"""Control days: which places rest on which dates, what that would notice, and what it found."""

from geo.trials._trial_result import Power, TrialResult
from geo.trials.panel import TrialOptions, power_in_words, trial_in_words, trial_of, trial_so_far

__all__ = [
    "Power",
    "TrialOptions",
    "TrialResult",
    "power_in_words",
    "trial_in_words",
    "trial_of",
    "trial_so_far",
]
