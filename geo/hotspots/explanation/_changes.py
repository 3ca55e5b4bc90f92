"""Whether a hotspot has changed: against last week, and against last year."""

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Final, Self

import numpy as np
from numpy.typing import ArrayLike, NDArray
from scipy import stats

from geo.arrays import Floats
from geo.clock import Window
from geo.errors import SettingError
from geo.hotspots.explanation._tallies import Source, may_show
from geo.text import count_shown, listed

#: How often chance alone may be taken for a change.
_FALSE_ALARMS: Final = 0.05
_TAIL: Final = 0.05


class Verdict(StrEnum):
    """What two counts show of a change."""

    MORE = "more"
    FEWER = "fewer"
    UNCLEAR = "no clear change"
    TOO_FEW = "too few to tell"
    NO_DATA = "the data do not reach back"


@dataclass(frozen=True)
class Ratio:
    """How many times as high the rate now is, and its 90% interval.

    Attributes
    ----------
    mean, low, high : float
        ``high`` (and ``mean``) are infinite where nothing was recorded before; ``mean`` is no
        number where nothing was recorded at all.
    """

    mean: float
    low: float
    high: float


def p_values(now: ArrayLike, before: ArrayLike) -> Floats:
    """Chance of a split at least as uneven, were the rates the same; both sides, exact.

    Both counts are of times of equal length, so that the exposure is the same.

    Given their sum, one of two Poisson counts is binomial (Przyborowski and Wilenski 1940,
    "Homogeneity of results in testing samples from Poisson series"). The smaller tail is doubled,
    so that the test agrees with `rate_ratio`'s interval of the same level.

    Parameters
    ----------
    now, before : array of int

    Returns
    -------
    ndarray of float

    Raises
    ------
    SettingError
        When a count is negative.
    """
    a, b = np.asarray(now), np.asarray(before)
    if (a < 0).any() or (b < 0).any():
        raise SettingError("Counts below 0 cannot be compared; expected 0 or more.")
    fewer = stats.binom.cdf(np.minimum(a, b), a + b, 0.5)
    return np.asarray(np.minimum(1.0, 2 * fewer), dtype=float)


def _can_tell(total: ArrayLike) -> NDArray[np.bool_]:
    """Whether so many incidents could show a change at all: if all of them fell to one side."""
    return np.asarray(p_values(total, 0) < _FALSE_ALARMS)


def rate_ratio(now: int, before: int) -> Ratio:
    """How many times as high the rate now is, with the exact 90% interval.

    The binomial share is bounded by Clopper and Pearson (1934) and turned into a ratio of rates.
    """
    low = float(stats.beta.ppf(_TAIL, now, before + 1)) if now else 0.0
    high = float(stats.beta.ppf(1 - _TAIL, now + 1, before)) if before else 1.0
    if now + before == 0:
        return Ratio(float("nan"), 0.0, float("inf"))
    return Ratio(*(_odds(share) for share in (now / (now + before), low, high)))


def _odds(share: float) -> float:
    return share / (1 - share) if share < 1 else float("inf")


def verdicts(now: ArrayLike, before: ArrayLike) -> list[Verdict]:
    """Say of each pair of counts whether it shows a change, all pairs taken together.

    Of the changes that are named, one in twenty is to be expected to be chance: the false discovery
    rate is held at 5% (Benjamini and Hochberg 1995). Pairs of so few incidents that no split could
    show a change are no part of the family (Gilbert 2005, "A modified false discovery rate
    multiple-comparisons procedure for discrete data").

    Parameters
    ----------
    now, before : array of int, one dimension
    """
    a, b = np.asarray(now), np.asarray(before)
    p, enough = p_values(a, b), _can_tell(a + b)
    changed = np.zeros(len(a), dtype=bool)
    if enough.any():
        changed[enough] = stats.false_discovery_control(p[enough]) < _FALSE_ALARMS
    return [
        Verdict.TOO_FEW
        if not known
        else (Verdict.MORE if up else Verdict.FEWER)
        if change
        else Verdict.UNCLEAR
        for known, change, up in zip(enough, changed, a > b, strict=True)
    ]


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


_COMPARISONS: Final = (
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
        Those that cover both times whole, and are counted.
    left_out : tuple of str
        Sources that do not, and are left out.
    verdict : Verdict
        Judged together with the other places that are explained; see `verdicts`.
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
            return f"Cannot tell: no source covers both {what.now} and {what.before}."
        verdict = str(self.verdict)
        now, before = self.shown
        counts = f"{verdict.capitalize()}: {now} in {what.now}, {before} in {what.before}."
        return " ".join([counts, *self._in_digits(), *self._cautions()])

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
        cautions = []
        if now != before:
            cautions.append(
                f"The window ran on {now} of the later days and on {before} of the earlier."
            )
        if self.left_out:
            do = "do" if len(self.left_out) > 1 else "does"
            cautions.append(f"Without {listed(self.left_out)}, which {do} not cover both times.")
        return cautions


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
        For each place one change for each of `_COMPARISONS`.
    """
    pairs = [_Pair.of(what, sources, window, as_of, newest_age) for what in _COMPARISONS]
    counts = np.array(
        [[pair.counts(places, at) for at in places.inside] for pair in pairs], dtype=int
    ).reshape(len(pairs), len(places.inside), 2)
    covered = [n for n, pair in enumerate(pairs) if pair.sources]
    judged = iter(verdicts(counts[covered, :, 0].ravel(), counts[covered, :, 1].ravel()))
    by_pair = [
        [
            pair.change(now, before, next(judged) if pair.sources else Verdict.NO_DATA)
            for now, before in count.tolist()
        ]
        for pair, count in zip(pairs, counts, strict=True)
    ]
    return tuple(zip(*by_pair, strict=True))


@dataclass(frozen=True)
class _Pair:
    """The two times of a comparison: dates, ages, and the sources that cover both."""

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
        """Incidents of one place in either time, of the sources that cover both."""
        counted = np.isin(places.source[inside].astype(str), self.sources)
        since = places.age_days[inside][counted] - self.newest_age
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
