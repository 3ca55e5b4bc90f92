"""When things happen, and how precisely anybody knows. Minutes after midnight, local time."""

from typing import Final

import numpy as np
from numpy.random import Generator
from numpy.typing import NDArray

Days = NDArray[np.datetime64]
Minutes = NDArray[np.int64]

# fmt: off
#: Share of incidents in each hour of the day, by sort of place and day.
_HOURS: Final = {
    "street": (
        3, 2.5, 2, 1, 0.6, 0.5, 0.8, 1.5, 3, 2.5, 2.8, 3.2, 4, 4, 4, 5.5, 5.5, 5, 5, 5, 5, 5, 5,
        4,
    ),
    "weekend": (
        6, 5, 4, 2.5, 1, 0.6, 0.6, 0.8, 1.2, 2, 3, 4, 5, 5.5, 5.5, 5, 5, 5, 5.5, 6, 6.5, 7, 7.5,
        7,
    ),
    "hot place": (
        1, 0.5, 0.3, 0.1, 0.1, 0.2, 0.6, 3.5, 5, 1.5, 1.5, 2, 5, 4, 3, 0, 0, 0, 6, 5, 4, 4, 3,
        2,
    ),
    "hot holiday": (
        2, 1, 0.5, 0.2, 0.1, 0.1, 0.3, 0.6, 1, 2, 3, 5, 6, 7, 7, 6, 6, 6, 6, 5, 5, 5, 4, 3,
    ),
    "night out": (9, 9, 7, 4, 1, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 1, 2, 3, 5, 7, 9, 10),
    "home": (4, 3, 2, 1, 1, 1, 1.5, 3, 3, 3, 3, 3, 3, 3, 3, 4, 5, 6, 7, 7, 7, 7, 6, 5),
    "police": (2, 1, 1, 0.5, 0.3, 0.3, 0.5, 1, 2, 2.5, 3, 3, 3.5, 4, 5, 7, 8, 7, 6, 6, 6, 5, 5, 4),
}
# fmt: on
_MONTHS: Final = np.array([1.0, 0.96, 1.0, 0.95, 1.04, 1.06, 1.03, 0.98, 1.02, 1.08, 1.1, 0.93])
_WEEK: Final = {
    "school": np.array([0.92, 0.98, 0.97, 1.02, 1.11, 0, 0]),
    "street": np.array([0.9, 0.9, 0.93, 0.97, 1.12, 1.15, 1.03]),
    "night out": np.array([0.2, 0.25, 0.3, 0.6, 2.2, 2.6, 0.85]),
}


def counts(days: Days, a_day: float, rhythm: str, rng: Generator) -> NDArray[np.int64]:
    """How many happen on each day, by weekday and month."""
    weekday = (days.astype("datetime64[D]").astype(int) + 3) % 7
    month = days.astype("datetime64[M]").astype(int) % 12
    return rng.poisson(a_day * _WEEK[rhythm][weekday] * _MONTHS[month])


def hours(sort: str, size: int, rng: Generator) -> Minutes:
    """Minutes of the day after the rhythm of a sort of place."""
    share = np.array(_HOURS[sort])
    hour = rng.choice(24, size, p=share / share.sum())
    return hour * 60 + rng.integers(0, 60, size)


def after_school(peak_min: int, size: int, rng: Generator) -> Minutes:
    """Minutes between 15:00 and 18:00, gathered at a peak with a longer tail after it."""
    draw = peak_min + np.where(rng.random(size) < 0.42, -1, 1) * np.abs(rng.normal(0, 1, size)) * (
        np.where(rng.random(size) < 0.8, 24, 55)
    )
    outside = (draw < 900) | (draw >= 1080)
    draw = np.where(outside, rng.uniform(905, 1078, size), draw)
    return draw.astype(np.int64)


def at(days: Days, minutes: Minutes) -> Days:
    """Wall-clock moments of the given minutes on the given days."""
    return _on_the_clock(days.astype("datetime64[m]") + minutes * np.timedelta64(1, "m"))


def _on_the_clock(moments: Days) -> Days:
    """Move moments in the hour that the clocks skip in March on by one hour."""
    date = moments.astype("datetime64[D]")
    month = date.astype("datetime64[M]")
    month_end = (month + 1).astype("datetime64[D]") - np.timedelta64(1, "D")
    last_sunday = month_end - ((month_end.astype(int) + 4) % 7) * np.timedelta64(1, "D")
    hour = (moments - date.astype("datetime64[m]")).astype(int) // 60
    skipped = (month.astype(int) % 12 == 2) & (date == last_sunday) & (hour == 1)
    return moments + skipped * np.timedelta64(60, "m")


#: Share known to the minute, with no end, to 20 min, 1 h, 4 h, 12 h and 3 days.
_SPANS: Final = {
    "personal": (0.42, 0.16, 0.32, 0.09, 0.01, 0.0, 0.0),
    "theft": (0.20, 0.10, 0.30, 0.24, 0.11, 0.03, 0.02),
    "dwelling": (0.05, 0.05, 0.05, 0.10, 0.35, 0.28, 0.12),
    "police": (0.80, 0.20, 0.0, 0.0, 0.0, 0.0, 0.0),
}
_LONGEST_MIN: Final = np.array([0, 0, 20, 60, 240, 720, 4320])
_SHORTEST_MIN: Final = np.array([0, 0, 2, 20, 60, 240, 1500])


def known_span(moments: Days, manner: str, rng: Generator) -> tuple[Days, Days]:
    """Give committed_from and committed_to around the true moments; NaT where there is no end."""
    size = len(moments)
    band = rng.choice(7, size, p=_SPANS[manner])
    length = rng.uniform(_SHORTEST_MIN[band], _LONGEST_MIN[band] + 1e-9)
    before = (rng.random(size) * length).astype(np.int64)
    start = moments - before * np.timedelta64(1, "m")
    rounded = rng.random(size) < 0.55
    minute = start.astype("datetime64[m]").astype(int)
    start = np.where(rounded, minute - minute % 5, minute).astype("datetime64[m]")
    end = start + length.astype(np.int64) * np.timedelta64(1, "m")
    end = _on_the_clock(np.maximum(end, start))
    return _on_the_clock(start), np.where(band == 1, np.datetime64("NaT"), end)
