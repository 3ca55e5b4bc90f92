"""What the ranking is worth: backtest, effect of patrols, fairness and feedback."""

from geo.evidence.ranking import Chosen, RankingEvidence, other_methods, ranking_tested

__all__ = [
    "Chosen",
    "RankingEvidence",
    "other_methods",
    "ranking_tested",
]
