"""Whether the last weeks are thin because their records are still to come."""

from typing import Final

import numpy as np
import pandas as pd

from geo.quality.cells import date_of, day
from geo.quality.facts import Floats, Incidents
from geo.quality.findings import Finding, Kind, Part, Picture, Severity
from geo.quality.rules import QualityRules

_YEAR_WEEKS: Final = 52
#: One-sided level of 0.001 on a normal score.
_SCORE: Final = -3.09


def check_lag(facts: Incidents, rules: QualityRules) -> Finding:
    """Compare the last weeks with those before, and with the same weeks a year earlier.

    The logarithm of the ratio of the two counts is tested, with the year before taken off where
    there is one, so that a holiday is no lag. Its variance is the sum of the reciprocal counts
    times the dispersion of the weekly counts, 1 at least, which their successive differences give.
    """
    weekly = _weeks(facts, rules.lag_weeks + rules.before_weeks + _YEAR_WEEKS)
    needed = rules.lag_weeks + rules.before_weeks
    if len(weekly) < needed or weekly[rules.lag_weeks : needed].sum() < 1:
        said = f"Too few weeks ({len(weekly)}) to tell whether the last ones are thin."
        return Finding.fine(
            "lag",
            Part.INCIDENTS,
            said,
        )
    now, before = _pair(weekly, 0, rules)
    ratio, variance = _ratio(now, before, rules)
    if len(weekly) >= needed + _YEAR_WEEKS:
        then, then_before = _pair(weekly, _YEAR_WEEKS, rules)
        usual, more = _ratio(then, then_before, rules)
        ratio, variance = ratio - usual, variance + more
    score = ratio / np.sqrt(variance * _dispersion(weekly[: needed + _YEAR_WEEKS]))
    thin = bool(score < _SCORE and np.exp(ratio) < rules.lag_share)
    return _said(facts, rules, weekly[:needed], float(np.exp(ratio)), thin=thin)


def _weeks(facts: Incidents, most: int) -> Floats:
    """Rows in each whole week back from the end of the data, the last one first."""
    as_at = (np.datetime64(facts.as_at) - np.datetime64(0, "D")).astype(int)
    week = (as_at - facts.day) // 7
    there = (week >= 0) & (week < most)
    whole = int((as_at - facts.day.min() + 1) // 7)
    return np.bincount(week[there], minlength=most)[: min(most, whole)].astype(float)


def _pair(weekly: Floats, start: int, rules: QualityRules) -> tuple[float, float]:
    last = start + rules.lag_weeks
    before = weekly[last : last + rules.before_weeks]
    return float(weekly[start:last].sum()), float(before.sum())


def _ratio(now: float, before: float, rules: QualityRules) -> tuple[float, float]:
    """Logarithm of the ratio of two rates, and its variance for Poisson counts."""
    a, b = now + 0.5, before + 0.5
    return float(np.log(a / rules.lag_weeks * rules.before_weeks / b)), 1 / a + 1 / b


def _dispersion(weekly: Floats) -> float:
    """Variance of weekly counts over their mean, from successive differences; 1 at least."""
    mean = weekly[1:].mean()
    return max(float(np.mean(np.diff(weekly[1:]) ** 2) / 2 / mean), 1.0) if mean > 0 else 1.0


def _said(
    facts: Incidents, rules: QualityRules, weekly: Floats, level: float, *, thin: bool
) -> Finding:
    as_at = (np.datetime64(facts.as_at) - np.datetime64(0, "D")).astype(int)
    starts = [day(date_of(as_at - 7 * n - 6))[:-5] for n in range(len(weekly))]
    table = pd.DataFrame(
        {
            "Week from": starts[::-1],
            "Rows": weekly[::-1].astype(int),
            "Last weeks": (np.arange(len(weekly)) < rules.lag_weeks)[::-1],
        }
    )
    weeks = f"the last {rules.lag_weeks} weeks"
    title = f"{weeks.capitalize()} hold {level:.0%} of what the {rules.before_weeks} before let "
    title += "expect: their records are likely still to come." if thin else "expect."
    said = f"Rows by week; {weeks} stand out."
    picture = Picture(Kind.BARS, table, "Week from", "Rows", said, marked="Last weeks")
    return Finding(
        "lag",
        Part.INCIDENTS,
        Severity.LOOK if thin else Severity.OK,
        title,
        "The newest weeks count most, so what is rising now looks calm." if thin else "None.",
        f"Set data_as_at in afterbell.toml {rules.lag_weeks} weeks earlier, or bring the extract "
        "in again later."
        if thin
        else "Nothing.",
        table,
        picture=picture,
    )
