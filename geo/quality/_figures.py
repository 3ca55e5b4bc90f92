"""Figures as they are shown: shares, rows, dates, chances."""

import datetime as dt

import numpy as np


def share(part: float, whole: float) -> str:
    """``12%``, ``0.4%``, ``under 0.1%``; none of something is ``0%``."""
    if not whole or not part:
        return "0%"
    value = part / whole
    if value < 0.001:
        return "under 0.1%"
    if value >= 0.995 and part < whole:
        return "over 99%"
    return f"{value:.1%}" if value < 0.0995 else f"{value:.0%}"


def part_of(count: int, whole: int) -> str:
    """``12 rows (0.4%)``; ``No row``, which begins a sentence."""
    return f"{rows(count)} ({share(count, whole)})" if count else "No row"


def rows(count: int) -> str:
    """``1 row``, ``1,234 rows``; ``No row``, which begins a sentence."""
    return counted(count, "row") if count else "No row"


def counted(count: int, one: str, many: str = "") -> str:
    """``1 school``, ``3 schools``."""
    return f"{count:,} {one if count == 1 else many or one + 's'}"


def day(date: dt.date) -> str:
    """``24 Nov 2026``."""
    return f"{date:%-d %b %Y}"


def date_of(day_number: float) -> dt.date:
    """The date so many days after 1 January 1970."""
    return dt.date(1970, 1, 1) + dt.timedelta(days=int(day_number))


def percent(values: object) -> np.ndarray:
    """Shares from 0 to 1 as percentages with one digit."""
    return np.round(np.asarray(values, dtype=float) * 100, 1)


def chance(value: float) -> str:
    """A probability in a cell: ``0.03``, ``under 0.0001``."""
    return "under 0.0001" if value < 1e-4 else f"{value:.2g}"
