"""Unpredictable on purpose: other plans of nearly the same value, and four weeks watched.

difference     how unlike two plans are in times and order
varied         one good plan of many, by lot
alternatives   three plans of at least 95% of the best value, as unlike as possible
weeks          the plans of the next school days, each with the day before in mind
entropy        how well somebody who watched them would guess the next visit
"""

from geo.patrol.variation.alternatives import Alternative, alternatives, suggest_alternatives
from geo.patrol.variation.difference import Difference, difference
from geo.patrol.variation.entropy import Guess, Predictability, predictability
from geo.patrol.variation.varied import VARIETY, suggest_varied, varied
from geo.patrol.variation.weeks import FourWeeks, coming_days, four_weeks, places_by_day

__all__ = [
    "VARIETY",
    "Alternative",
    "Difference",
    "FourWeeks",
    "Guess",
    "Predictability",
    "alternatives",
    "coming_days",
    "difference",
    "four_weeks",
    "places_by_day",
    "predictability",
    "suggest_alternatives",
    "suggest_varied",
    "varied",
]
