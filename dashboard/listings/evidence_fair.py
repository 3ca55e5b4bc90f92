"""Minutes against harm, and the feedback experiment, as rows for pictures and as sentences."""

from typing import Final

import pandas as pd

from geo.evidence.backtest import percent
from geo.evidence.fairness import Compared, Fairness, Verdict
from geo.evidence.feedback import Feedback
from geo.model import Interval
from geo.text import count_shown

_KINDS: Final = {
    Verdict.WITHIN: "within",
    Verdict.CANNOT_TELL: "unclear",
    Verdict.MORE: "breach",
    Verdict.FEWER: "breach",
}


def bars(fairness: Fairness) -> pd.DataFrame:
    """Each area's share of the harm, what it allows, and its share of the minutes."""
    limit = fairness.ratio_limit
    rows = [
        {
            "area": each.label,
            "harm": each.harm_share.value,
            "low": each.harm_share.low,
            "high": each.harm_share.high,
            "allowed_from": each.harm_share.low / limit,
            "allowed_to": min(each.harm_share.high * limit, 1.0),
            "minutes": each.planned.share,
            "verdict": each.planned.verdict.value,
            "kind": _KINDS[each.planned.verdict],
        }
        for each in by_harm(fairness)
    ]
    return pd.DataFrame(rows)


def by_harm(fairness: Fairness) -> list[Compared]:
    """The areas, the one with most harm first."""
    return sorted(fairness.areas, key=lambda each: -each.harm_share.value)


def shares(fairness: Fairness) -> pd.DataFrame:
    """The same for people, groups of areas after the areas."""
    rows = [
        {
            "Area": f"{each.attribute}: {each.label}" if each.attribute else each.label,
            "Incidents": count_shown(each.recorded),
            "Of the harm (90%)": _interval(each.harm_share),
            "Minutes": f"{each.planned.minutes:,.0f}",
            "Of the minutes": percent(each.planned.share),
            "Verdict": each.planned.verdict.value,
        }
        for each in (*by_harm(fairness), *fairness.groups)
    ]
    return pd.DataFrame(rows)


def feeds_itself(feedback: Feedback) -> str:
    """Whether the ranking feeds itself, in one sentence."""
    ours, every = feedback.arm("searches"), feedback.arm("all")
    first = (
        "No: what police generate is never scored, and every ranking is the same to the byte as "
        "if patrols left no trace"
        if ours.identical
        else "Yes, and it must not: what police generate moved the ranking"
    )
    gained = every.change.believed
    if not gained.outside(0.0, 0.0):
        return f"{first}; if every row were scored, the data could not tell a difference."
    return (
        f"{first}; if every row were scored, the patrolled cells would seem to hold about "
        f"{abs(gained.value) * 100:.0f} {'more' if gained.value > 0 else 'fewer'} in 100 of what "
        "is expected than they do."
    )


def moved(feedback: Feedback) -> pd.DataFrame:
    """How far each way of recording and scoring moves the ranking, as differences."""
    rows = [
        {
            "name": each.title,
            "value": 100 * each.change.believed.value,
            "low": 100 * each.change.believed.low,
            "high": 100 * each.change.believed.high,
            "words": "same to the byte" if each.identical else _points(each.change.believed),
            "certain": each.identical or each.change.believed.outside(0.0, 0.0),
        }
        for each in feedback.arms[1:]
    ]
    return pd.DataFrame(rows)


def arms(feedback: Feedback) -> pd.DataFrame:
    """The experiment for people: one row a way of recording and scoring."""
    rows = [
        {
            "What patrols leave on record": each.title,
            "As this product ranks": "yes" if each.ours else "no",
            "Believed of the patrolled cells (90%)": _interval(each.last.believed),
            "Change (90%)": "none" if each.identical else _points(each.change.believed),
            "Cells replaced (90%)": _interval(each.last.moved),
            "True risk reached, of what could be (90%)": _interval(each.last.reached),
        }
        for each in feedback.arms
    ]
    return pd.DataFrame(rows)


def _interval(figure: Interval) -> str:
    return f"{percent(figure.value)} ({percent(figure.low)} to {percent(figure.high)})"


def _points(figure: Interval) -> str:
    value, low, high = (100 * part for part in (figure.value, figure.low, figure.high))
    return f"{value:+.1f} ({low:+.1f} to {high:+.1f}) in 100".replace("-", "−")
