"""What patrols changed, with an interval, or that nobody can tell.

Incidents and a table of visits in; recorded against expected at the patrolled places out.
"""

from geo.evidence.effect._measure import HotspotsOn, effect_of_visits, spots_of
from geo.evidence.effect._ratio import POISSON_90, spread
from geo.evidence.effect._result import (
    REGRESSION,
    Change,
    Compare,
    Effect,
    Verdict,
    change_in_words,
    digits,
    displacement_in_words,
    headline,
    interval_in_words,
    naive_in_words,
    ratio_in_words,
    recorded_in_digits,
    ring_name,
    rule_in_words,
    sentence_of,
)
from geo.evidence.effect._visits import VISIT_COLUMNS
from geo.evidence.effect.record import Record

__all__ = [
    "POISSON_90",
    "REGRESSION",
    "VISIT_COLUMNS",
    "Change",
    "Compare",
    "Effect",
    "HotspotsOn",
    "Record",
    "Verdict",
    "change_in_words",
    "digits",
    "displacement_in_words",
    "effect_of_visits",
    "headline",
    "interval_in_words",
    "naive_in_words",
    "ratio_in_words",
    "recorded_in_digits",
    "ring_name",
    "rule_in_words",
    "sentence_of",
    "spots_of",
    "spread",
]
