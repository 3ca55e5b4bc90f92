"""The tables of the effect panel: what its pictures show, in words and digits."""

from typing import Final

import pandas as pd

from geo.evidence.effect import (
    Change,
    Compare,
    Effect,
    Verdict,
    digits,
    interval_in_words,
    ratio_in_words,
    ring_name,
)
from geo.model import PATROL, REST, ControlDays
from geo.text import count_shown, listed, short_date
from geo.trials import Power, TrialResult

_PLACES: Final = "Patrolled places"
_CHANGE_COLUMNS: Final = (
    "Where", "Verdict", "About", "90% interval", "In digits", "Recorded", "Expected",
)  # fmt: skip


def changes(effect: Effect) -> pd.DataFrame:
    """The places and the rings: in words, in digits, and as counts."""
    return pd.DataFrame(
        [_change_row(where, change) for where, change in _changes(effect)],
        columns=[*_CHANGE_COLUMNS],
    )


def trial_changes(result: TrialResult) -> pd.DataFrame:
    """The same of a trial."""
    row = _change_row("Days of patrol", result.change)
    return pd.DataFrame([row], columns=[*_CHANGE_COLUMNS])


def intervals(effect: Effect) -> pd.DataFrame:
    """Where there is an interval: where, ratio, low, high, and whether it is certain."""
    return _intervals(_changes(effect))


def trial_intervals(result: TrialResult) -> pd.DataFrame:
    """The same of a trial."""
    return _intervals([("Days of patrol", result.change)])


def compared(effect: Effect) -> pd.DataFrame:
    """Every place of the comparison, with its incidents in each stretch; 1 to 4 stay hidden."""
    rows = [
        *(_compared_row(each, "patrolled") for each in effect.patrolled),
        *(_compared_row(each, "comparison") for each in effect.comparison),
    ]
    columns = ["Place", "Part", "Before", "While picked", "On patrolled dates"]
    return pd.DataFrame(rows, columns=columns)


def stretches(effect: Effect) -> tuple[tuple[str, str], ...]:
    """From when to when each stretch is."""
    periods = effect.periods
    if periods is None:
        return ()
    before, picked, first, last = (
        short_date(date)
        for date in (periods.before_from, periods.chosen_from, periods.first, periods.last)
    )
    return (
        ("Before", f"from {before} until {picked}"),
        ("While picked", f"from there until {first}; never counted as before"),
        ("After", f"the patrolled dates from {first} to {last}"),
    )


def lots(design: ControlDays) -> pd.DataFrame:
    """One row a place and date, for the picture: place, date, day, rest."""
    table = design.to_frame()
    date = pd.to_datetime(table["date"])
    return pd.DataFrame(
        {
            "place": table["place"],
            "date": date.dt.day.astype(str) + " " + date.dt.strftime("%b %Y"),
            "day": table["day"].map({REST: "rest", PATROL: "patrol"}),
            "rest": table["day"] == REST,
        }
    )


def rests(design: ControlDays) -> pd.DataFrame:
    """Which places rest on each date."""
    rows = [
        (
            short_date(date),
            listed([spot.name for spot in design.resting_on(date)]) or "None",
        )
        for date in design.dates
    ]
    return pd.DataFrame(rows, columns=["Date", "Not to be visited"])


def noticed(power: Power) -> pd.DataFrame:
    """How often a fall of each size would be noticed, for the picture."""
    return pd.DataFrame(
        [(f"{fall:.0%}", chance, chance >= 0.8) for fall, chance in power.noticed],
        columns=["fall", "chance", "enough"],
    )


def noticed_in_words(power: Power) -> pd.DataFrame:
    """The same to read."""
    return pd.DataFrame(
        [(f"{fall:.0%} fewer", f"{round(chance * 10)} of 10") for fall, chance in power.noticed],
        columns=["Fall", "Noticed in about"],
    )


def _changes(effect: Effect) -> list[tuple[str, Change]]:
    if effect.change is None:
        return []
    return [(_PLACES, effect.change), *((ring_name(r), r.change) for r in effect.rings)]


def _change_row(where: str, change: Change) -> tuple[str, ...]:
    verdict = change.verdict.value
    counts = (count_shown(round(count)) for count in (change.recorded, change.expected))
    if change.ratio is None:
        return (where, verdict, "too few incidents", "–", "–", *counts)
    about, inside = ratio_in_words(change.ratio.mean), interval_in_words(change.ratio)
    return (where, verdict, about, inside, digits(change.ratio), *counts)


def _intervals(changes: list[tuple[str, Change]]) -> pd.DataFrame:
    rows = [
        (where, c.ratio.mean, c.ratio.low, c.ratio.high, c.verdict is not Verdict.CANNOT_TELL)
        for where, c in changes
        if c.ratio is not None
    ]
    return pd.DataFrame(rows, columns=["where", "ratio", "low", "high", "certain"])


def _compared_row(each: Compare, part: str) -> tuple[str, ...]:
    counts = (count_shown(round(n)) for n in (each.before, each.chosen, each.after))
    return (each.spot.name, part, *counts)
