"""Whether a hotspot has changed: against last week, and against last year."""

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final, Self

import numpy as np
from numpy.typing import NDArray

from geo.clock import Window
from geo.hotspots.explanation.rates import Ratio, Verdict, rate_ratio, verdicts
from geo.hotspots.explanation.shown import may_show
from geo.hotspots.explanation.sources import Source
from geo.words import count_shown, listed

Floats = NDArray[np.float64]
#: Weekdays fall on each other after 52 weeks.
_YEAR_DAYS: Final = 364


@dataclass(frozen=True)
class Comparison:
    """Two times of equal length, the later one ending with the data.

    Attributes
    ----------
    back_days : int
        How much earlier the other time is.
    """

    now: str
    before: str
    days: int
    back_days: int


COMPARISONS: Final = (
    Comparison("the last 7 days", "the 7 days before", 7, 7),
    Comparison("the last 28 days", "the same 28 days a year before", 28, _YEAR_DAYS),
)


@dataclass(frozen=True)
class Change:
    """What was recorded inside in two times of equal length, at any hour.

    Attributes
    ----------
    until : date
        Last day of the later time.
    now, before : int
        Not for showing: use ``sentence``.
    windows : (int, int)
        How often the window ran in each.
    sources : tuple of str
        What tells of both times whole, and is counted.
    left_out : tuple of str
        Sources that do not, and are not.
    verdict : Verdict
        Found together with the other places that are explained; see `rates.verdicts`.
    """

    comparison: Comparison
    until: dt.date
    now: int
    before: int
    windows: tuple[int, int]
    sources: tuple[str, ...]
    left_out: tuple[str, ...]
    verdict: Verdict

    @property
    def ratio(self) -> Ratio:
        """How many times as much as before, with the exact 90% interval."""
        return rate_ratio(self.now, self.before)

    @property
    def shown(self) -> tuple[str, str]:
        """Both counts as they may be shown."""
        return count_shown(self.now), count_shown(self.before)

    @property
    def sentence(self) -> str:
        """The verdict, the counts and the ratio with its interval, words first."""
        what = self.comparison
        if self.verdict is Verdict.NO_DATA:
            return f"Cannot tell: no source tells of both {what.now} and {what.before}."
        verdict = str(self.verdict)
        now, before = self.shown
        told = f"{verdict.capitalize()}: {now} in {what.now}, {before} in {what.before}."
        return " ".join([told, *self._in_digits(), *self._cautions()])

    def _in_digits(self) -> list[str]:
        """The ratio, unless it would give a hidden count away."""
        if self.now + self.before == 0:
            return []
        if not may_show(self.now, self.before):
            return ["Counts under 5 are not shown, so the ratio is not either."]
        ratio = self.ratio
        if self.before == 0:
            return [f"At least {ratio.low:.1f} times as many (90% interval, no upper end)."]
        interval = f"90% interval {ratio.low:.1f}–{ratio.high:.1f}"
        return [f"{ratio.mean:.1f} times as many ({interval})."]

    def _cautions(self) -> list[str]:
        now, before = self.windows
        told = []
        if now != before:
            told.append(
                f"The window ran on {now} of the later days and on {before} of the earlier."
            )
        if self.left_out:
            do = "do" if len(self.left_out) > 1 else "does"
            told.append(f"Without {listed(self.left_out)}, which {do} not tell of both times.")
        return told


@dataclass(frozen=True, eq=False)
class Places:
    """Scored incidents inside each of several places.

    Attributes
    ----------
    inside : tuple of ndarray
        Positions of the incidents of each place.
    age_days : ndarray
        Of every incident, by position.
    source : ndarray of str
        The same.
    """

    inside: tuple[NDArray[np.int64], ...]
    age_days: Floats
    source: NDArray[np.object_]


def changes(
    places: Places, sources: Sequence[Source], window: Window, as_of: dt.date, newest_age: int
) -> tuple[tuple[Change, ...], ...]:
    """Compare each place with itself, all of them judged together.

    Parameters
    ----------
    newest_age : int
        Age in days of the last day that the data cover; the later time ends with it.

    Returns
    -------
    tuple of tuple of Change
        For each place one change for each of `COMPARISONS`.
    """
    pairs = [_Pair.of(what, sources, window, as_of, newest_age) for what in COMPARISONS]
    counts = np.array(
        [[pair.counts(places, at) for at in places.inside] for pair in pairs], dtype=int
    ).reshape(len(pairs), len(places.inside), 2)
    told = [n for n, pair in enumerate(pairs) if pair.sources]
    judged = iter(verdicts(counts[told, :, 0].ravel(), counts[told, :, 1].ravel()))
    found = [
        [
            pair.change(now, before, next(judged) if pair.sources else Verdict.NO_DATA)
            for now, before in count.tolist()
        ]
        for pair, count in zip(pairs, counts, strict=True)
    ]
    return tuple(zip(*found, strict=True))


@dataclass(frozen=True)
class _Pair:
    """The two times of a comparison: dates, ages, and the sources that tell of both."""

    what: Comparison
    until: dt.date
    newest_age: int
    windows: tuple[int, int]
    sources: tuple[str, ...]
    left_out: tuple[str, ...]

    @classmethod
    def of(
        cls,
        what: Comparison,
        sources: Sequence[Source],
        window: Window,
        as_of: dt.date,
        newest_age: int,
    ) -> Self:
        starts = (newest_age, newest_age + what.back_days)
        ends = [as_of - dt.timedelta(days=start - 1) for start in starts]
        firsts = [end - dt.timedelta(days=what.days) for end in ends]
        now, before = (len(window.dates_between(a, b)) for a, b in zip(firsts, ends, strict=True))
        whole = {
            source.name: all(source.covers(start, start + what.days - 1) for start in starts)
            for source in sources
        }
        return cls(
            what,
            ends[0] - dt.timedelta(days=1),
            newest_age,
            (now, before),
            tuple(name for name, covers in whole.items() if covers),
            tuple(name for name, covers in whole.items() if not covers),
        )

    def counts(self, places: Places, inside: NDArray[np.int64]) -> tuple[int, int]:
        """Incidents of one place in either time, of the sources that tell of both."""
        told = np.isin(places.source[inside].astype(str), self.sources)
        since = places.age_days[inside][told] - self.newest_age
        now, before = (
            int(((since >= back) & (since < back + self.what.days)).sum())
            for back in (0, self.what.back_days)
        )
        return now, before

    def change(self, now: int, before: int, verdict: Verdict) -> Change:
        """The change of one place."""
        return Change(
            self.what, self.until, now, before, self.windows, self.sources, self.left_out, verdict
        )
