"""Months as sources write them: 2024-01."""

import re
from collections.abc import Sequence
from typing import Final

from geo.sources.fetch.errors import FetchError

_MONTH: Final = re.compile(r"(\d{4})-(0[1-9]|1[0-2])")
_MOST: Final = 120


def months_between(first: str, last: str) -> tuple[str, ...]:
    """All months from the first to the last, both included.

    Raises
    ------
    FetchError
        When one is no month, they are in the wrong order, or there are more than ten years.
    """
    start, end = _number(first, "--from"), _number(last, "--to")
    if end < start:
        raise FetchError(f"--to {last} lies before --from {first}; expected it later. Swap them.")
    if end - start >= _MOST:
        raise FetchError(
            f"{first} to {last} is {end - start + 1} months; expected at most {_MOST}. "
            "Ask in parts."
        )
    return tuple(f"{n // 12:04d}-{n % 12 + 1:02d}" for n in range(start, end + 1))


def in_words(months: Sequence[str]) -> str:
    """``2021-01 to 2024-06`` where there are no gaps; each run of months otherwise."""
    numbers = sorted({_number(month, "month") for month in months if _MONTH.fullmatch(month)})
    if not numbers:
        return "no month"
    breaks = [i for i, n in enumerate(numbers) if i == 0 or n != numbers[i - 1] + 1]
    runs = [numbers[a:b] for a, b in zip(breaks, [*breaks[1:], None], strict=True)]
    said = [(f"{n // 12:04d}-{n % 12 + 1:02d}" for n in (run[0], run[-1])) for run in runs]
    return ", ".join(" to ".join(dict.fromkeys(ends)) for ends in said)


def _number(text: str, option: str) -> int:
    match = _MONTH.fullmatch(text.strip())
    if match is None:
        raise FetchError(f"{option} is {text[:20]!r}; expected a month such as 2024-01. Mend it.")
    return int(match[1]) * 12 + int(match[2]) - 1
