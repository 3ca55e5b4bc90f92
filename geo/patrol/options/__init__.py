"""Other plans, other days, more or fewer patrols, and how they differ.

Places, streets, patrols and a day in; alternatives, four weeks of plans, the value of one patrol
more, or two plans side by side out.
"""

from geo.patrol.options.alternatives import (
    VARIETY,
    Alternative,
    suggest_alternatives,
    suggest_varied,
)
from geo.patrol.options.comparison import (
    SAME_TIME_MIN,
    Comparison,
    Difference,
    Routed,
    Row,
    balance_change,
    compared,
    difference,
    least_difference,
)
from geo.patrol.options.team_size import Marginal, Step, marginal
from geo.patrol.options.weeks import (
    FourWeeks,
    Guess,
    Predictability,
    coming_days,
    four_weeks,
    places_by_day,
    predictability,
)

__all__ = [
    "SAME_TIME_MIN",
    "VARIETY",
    "Alternative",
    "Comparison",
    "Difference",
    "FourWeeks",
    "Guess",
    "Marginal",
    "Predictability",
    "Routed",
    "Row",
    "Step",
    "balance_change",
    "coming_days",
    "compared",
    "difference",
    "four_weeks",
    "least_difference",
    "marginal",
    "places_by_day",
    "predictability",
    "suggest_alternatives",
    "suggest_varied",
]
