"""Trials with control days, on which places that were drawn by lot get no patrol.

Incidents and a design in; what it would notice, and what it shows so far, out.
"""

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
