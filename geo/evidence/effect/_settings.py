"""Rules of comparison, and which dates are before, during the choosing, and after."""

import datetime as dt
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Final, Self

import numpy as np
import pandas as pd
from numpy.typing import NDArray
from shapely.geometry import MultiPolygon, Polygon

from geo.errors import SettingError
from geo.evidence.effect.record import Record
from geo.model import Spot


@dataclass(frozen=True)
class EffectSettings:
    """Rules of comparison.

    Attributes
    ----------
    before_days : int
        Longest stretch that counts as before; a year carries every season.
    chosen_days : int
        The stretch just before the first patrol, in which the places were picked because they were
        hot. It never counts as before, and comparison places are matched on it.
    nearest : int
        Comparison places for each patrolled place.
    factor : float
        A comparison place had at most this many times as many incidents, and at least that part of
        them.
    similar : int
        Places of the pool, the most similar ones, that take part at all.
    rings_m : tuple of float
        Outer edges of the rings in which displacement is looked for, metres.
    fewest_incidents : float
        With fewer, expected and recorded together, no change is claimed.
    fewest_places : int
        With fewer comparison places in the pool, no change is claimed.
    draws : int
        Placebo sets that the interval is read from.
    """

    before_days: int = 364
    chosen_days: int = 182
    nearest: int = 8
    factor: float = 2.0
    similar: int = 40
    rings_m: tuple[float, ...] = (150.0, 300.0)
    fewest_incidents: float = 10.0
    fewest_places: int = 8
    draws: int = 500

    def __post_init__(self) -> None:
        faults = []
        if min(self.before_days, self.chosen_days) < 28:
            faults.append("before_days and chosen_days must be 28 or more")
        if self.nearest < 1 or self.fewest_places < 4 or self.similar < self.fewest_places:
            faults.append("nearest must be 1, fewest_places 4, similar fewest_places or more")
        if not 1.1 <= self.factor <= 10:
            faults.append(f"factor is {self.factor}; expected 1.1 to 10")
        edges = (0.0, *self.rings_m)
        if any(b <= a for a, b in zip(edges, self.rings_m, strict=False)):
            faults.append(f"rings_m is {self.rings_m}; expected rising metres")
        if self.draws < 100:
            faults.append(f"draws is {self.draws}; expected 100 or more")
        if faults:
            raise SettingError(f"These effect settings cannot be used: {'; '.join(faults)}.")

    @property
    def reach_m(self) -> float:
        """How far from a patrolled place its patrols may have been felt, metres."""
        return self.rings_m[-1] if self.rings_m else 0.0


#: First and last date of a stretch; both belong to it.
_Period = tuple[dt.date, dt.date]


@dataclass(frozen=True)
class Patrolled(Spot):
    """A place that was patrolled, and the stretches of dates on which it was.

    Attributes
    ----------
    periods : tuple of (date, date)
        First and last date of each; a single day is a stretch of one.
    """

    periods: tuple[_Period, ...] = ()

    def __post_init__(self) -> None:
        super().__post_init__()
        if not self.periods or any(last < first for first, last in self.periods):
            raise SettingError(
                f"{self.name or self.place_id} needs the dates on which it was patrolled, each "
                "stretch with its first date before its last."
            )

    @classmethod
    def on_dates(
        cls, place_id: str, name: str, shape: Polygon | MultiPolygon, dates: Iterable[dt.date]
    ) -> Self:
        """A place that was patrolled on single dates."""
        return cls(place_id, name, shape, tuple((day, day) for day in sorted(set(dates))))

    @property
    def first(self) -> dt.date:
        """The first date on which it was patrolled."""
        return min(first for first, _ in self.periods)

    @property
    def last(self) -> dt.date:
        """The last date on which it was patrolled."""
        return max(last for _, last in self.periods)

    def on(self, dates: pd.DatetimeIndex) -> NDArray[np.bool_]:
        """Say for each date whether the place was patrolled on it."""
        firsts, lasts = (np.array([p[n] for p in self.periods], "datetime64[D]") for n in (0, 1))
        day = dates.to_numpy().astype("datetime64[D]")[:, None]
        return np.asarray(((day >= firsts) & (day <= lasts)).any(axis=1))


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
