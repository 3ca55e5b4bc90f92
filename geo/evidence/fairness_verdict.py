"""Whether minutes are in proportion to harm, as far as a few incidents can tell."""

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

import numpy as np
from numpy.typing import NDArray

from geo.evidence.interval import Interval

Floats = NDArray[np.float64]


class Verdict(StrEnum):
    """How minutes stand to harm."""

    MORE = "more minutes than harm"
    FEWER = "fewer minutes than harm"
    WITHIN = "within the ratio"
    CANNOT_TELL = "cannot tell"


@dataclass(frozen=True)
class Measured:
    """The minutes of one area against its harm.

    Attributes
    ----------
    minutes : float
        At stops; walks between do not count.
    share : float
        Of the minutes in all areas, 0 to 1.
    ratio : Interval
        Share of minutes to share of harm; infinite where there may be no harm.
    """

    minutes: float
    share: float
    ratio: Interval
    verdict: Verdict

    @property
    def breach(self) -> bool:
        """Whether it asks for a review."""
        return self.verdict in (Verdict.MORE, Verdict.FEWER)

    def to_dict(self) -> dict[str, Any]:
        """As JSON takes it."""
        return {
            "minutes": self.minutes,
            "share": self.share,
            "ratio": self.ratio.to_dict(),
            "verdict": self.verdict.value,
        }


def measured(
    minutes: Floats, one_stop_min: float, harm: Sequence[Interval], limit: float
) -> list[Measured]:
    """Judge the minutes of each area.

    Parameters
    ----------
    minutes : ndarray, shape (areas,)
    one_stop_min : float
        Length of a usual stop. A breach must outlast one stop more or fewer, as minutes come in
        whole stops.
    harm : sequence of Interval
        Share of the harm of each area.
    limit : float
        Above 1.
    """
    total = float(minutes.sum())
    if total <= 0:
        nothing = Measured(0.0, 0.0, Interval(0.0, 0.0, np.inf), Verdict.CANNOT_TELL)
        return [nothing] * len(harm)
    stop = one_stop_min / total
    return [
        Measured(
            minutes=float(own),
            share=float(own) / total,
            ratio=_ratio(float(own) / total, share),
            verdict=_verdict(float(own) / total, share, stop, limit),
        )
        for own, share in zip(minutes, harm, strict=True)
    ]


def _ratio(share: float, harm: Interval) -> Interval:
    parts = (harm.value, harm.high, harm.low)
    value, low, high = (share / p if p > 0 else np.inf if share > 0 else 0.0 for p in parts)
    return Interval(value, low, max(value, high))


def _verdict(share: float, harm: Interval, stop: float, limit: float) -> Verdict:
    """Judge a share of the minutes at both ends of the harm's interval."""
    if share - stop > limit * harm.high:
        return Verdict.MORE
    if share + stop < harm.low / limit:
        return Verdict.FEWER
    if harm.high / limit <= share <= limit * harm.low:
        return Verdict.WITHIN
    return Verdict.CANNOT_TELL
