"""Other plans, other days, more or fewer patrols, and how they differ."""

from geo.patrol.options.alternatives import (
    VARIETY,
    Alternative,
    suggest_alternatives,
    suggest_varied,
)
from geo.patrol.options.comparison import Comparison, Row, balance_change, compared, difference
from geo.patrol.options.team_size import Marginal, marginal
from geo.patrol.options.weeks import FourWeeks, coming_days, four_weeks, places_by_day

__all__ = [
    "VARIETY",
    "Alternative",
    "Comparison",
    "FourWeeks",
    "Marginal",
    "Row",
    "balance_change",
    "coming_days",
    "compared",
    "difference",
    "four_weeks",
    "marginal",
    "places_by_day",
    "suggest_alternatives",
    "suggest_varied",
]
