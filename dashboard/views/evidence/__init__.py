"""The Evidence page: what the ranking is worth, in the order in which people ask."""

from dashboard.views.evidence.board import Board, board, head, nothing_yet
from dashboard.views.evidence.fair import fairness, feedback
from dashboard.views.evidence.ranking import ranking

__all__ = ["Board", "board", "fairness", "feedback", "head", "nothing_yet", "ranking"]
