"""Two counts compared: whether the rate of one time is higher than that of another."""

from dataclasses import dataclass
from enum import StrEnum
from typing import Final

import numpy as np
from numpy.typing import ArrayLike, NDArray
from scipy import stats

from geo.errors import SettingError

Floats = NDArray[np.float64]
#: How often chance alone may be taken for a change.
FALSE_ALARMS: Final = 0.05
_TAIL: Final = 0.05


class Verdict(StrEnum):
    """What two counts say of a change."""

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


def can_tell(total: ArrayLike) -> NDArray[np.bool_]:
    """Whether so many incidents could show a change at all: if all of them fell to one side."""
    return np.asarray(p_values(total, 0) < FALSE_ALARMS)


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
    p, told = p_values(a, b), can_tell(a + b)
    found = np.zeros(len(a), dtype=bool)
    if told.any():
        found[told] = stats.false_discovery_control(p[told]) < FALSE_ALARMS
    return [
        Verdict.TOO_FEW
        if not enough
        else (Verdict.MORE if up else Verdict.FEWER)
        if change
        else Verdict.UNCLEAR
        for enough, change, up in zip(told, found, a > b, strict=True)
    ]
