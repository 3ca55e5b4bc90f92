"""What the ranking is worth: backtest, effect of patrols, fairness and feedback.

An opened area in; a tested ranking, and what each method chose, out.
"""

from geo.evidence.ranking import (
    Chosen,
    RankingEvidence,
    chosen_parameters,
    other_methods,
    ranking_tested,
)

__all__ = [
    "Chosen",
    "RankingEvidence",
    "chosen_parameters",
    "other_methods",
    "ranking_tested",
]
