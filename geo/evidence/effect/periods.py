"""Which dates are before, which are those of the choosing, and which are after."""

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final, Self

import numpy as np
from numpy.typing import NDArray

from geo.errors import SettingError
from geo.evidence.effect.places import Patrolled
from geo.evidence.effect.settings import EffectSettings
from geo.evidence.effect.tally import Record

#: Fewer windows before the first patrol say nothing.
_FEWEST_WINDOWS: Final = 20


class TooShortError(SettingError):
    """A record that does not reach far enough back, or not as far as the patrols."""


@dataclass(frozen=True, eq=False)
class Periods:
    """The dates of an estimate, as masks over ``Record.dates``.

    Attributes
    ----------
    before : ndarray of bool
        The stretch that patrols are measured against.
    halves : ndarray of bool, shape (2, dates)
        The two halves of the stretch in which the places were picked.
    after : ndarray of bool, shape (patterns, dates)
        Patrolled dates; places patrolled on the same dates share a pattern.
    pattern : ndarray of int
        Pattern of each patrolled place.
    before_from, chosen_from, first, last : date
        Where each stretch begins, and the last date of the patrols.
    """

    before: NDArray[np.bool_]
    halves: NDArray[np.bool_]
    after: NDArray[np.bool_]
    pattern: NDArray[np.int64]
    before_from: dt.date
    chosen_from: dt.date
    first: dt.date
    last: dt.date

    @classmethod
    def of(cls, record: Record, treated: Sequence[Patrolled], settings: EffectSettings) -> Self:
        """Lay the stretches out backwards from the first patrol.

        Raises
        ------
        TooShortError
            When the record begins too late, or ends before the patrols begin.
        """
        first = min(place.first for place in treated)
        start = record.dates[0].date() if len(record.dates) else first
        known = max((first - start).days, 0)
        chosen = min(settings.chosen_days, known // 2)
        chosen_from = first - dt.timedelta(days=chosen)
        before_from = max(start, chosen_from - dt.timedelta(days=settings.before_days))
        middle = chosen_from + (first - chosen_from) / 2
        on = np.array([place.on(record.dates) for place in treated])
        if not on.any():
            raise TooShortError(
                f"The record ends on {record.until:%-d %b %Y}, and holds no window in which the "
                "places were patrolled. Bring in later incidents."
            )
        before = record.between(before_from, chosen_from)
        halves = [record.between(chosen_from, middle), record.between(middle, first)]
        if before.sum() < _FEWEST_WINDOWS or min(half.sum() for half in halves) < 1:
            raise TooShortError(
                f"The record begins on {start:%-d %b %Y}, and the patrols on {first:%-d %b %Y}: "
                "too little lies between to say how busy the places were before."
            )
        after, pattern = np.unique(on, axis=0, return_inverse=True)
        last = max(place.last for place in treated)
        return cls(before, np.array(halves), after, pattern.reshape(-1).astype(np.int64),
                   before_from, chosen_from, first, min(last, record.until))  # fmt: skip
