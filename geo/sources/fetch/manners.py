"""How to be a good guest: a bucket of requests per host, and pauses that grow.

Time and chance come from outside, so that a test of ten minutes of waiting takes no time.
"""

import datetime as dt
import random
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from email.utils import parsedate_to_datetime
from typing import Final

from geo.sources.fetch.addresses import Pace

#: The longest pause between two tries when the service does not say how long.
_LONGEST_BACKOFF_S: Final = 120.0


def _utc_now() -> dt.datetime:
    return dt.datetime.now(dt.UTC)


def _seeded() -> random.Random:
    return random.Random(7)  # noqa: S311 - pauses are spread, nothing is kept secret


@dataclass(frozen=True)
class World:
    """What a fetch takes from outside: time, sleep and chance.

    Attributes
    ----------
    monotonic : callable
        Seconds that only grow.
    sleep : callable
        Waits for some seconds.
    now : callable
        The moment, with its timezone.
    chance : random.Random
        Spreads the pauses.
    """

    monotonic: Callable[[], float] = time.monotonic
    sleep: Callable[[float], None] = time.sleep
    now: Callable[[], dt.datetime] = _utc_now
    chance: random.Random = field(default_factory=_seeded)


class Bucket:
    """A token bucket: ``burst`` requests at once, ``per_s`` a second in the long run."""

    def __init__(self, pace: Pace, world: World) -> None:
        self._pace, self._world = pace, world
        self._tokens, self._at_s = float(pace.burst), world.monotonic()

    def wait(self) -> float:
        """Wait until one more request is polite; gives the seconds that took."""
        now_s = self._world.monotonic()
        filled = self._tokens + (now_s - self._at_s) * self._pace.per_s
        self._tokens, self._at_s = min(filled, float(self._pace.burst)), now_s
        missing_s = max(0.0, (1 - self._tokens) / self._pace.per_s)
        if missing_s:
            self._world.sleep(missing_s)
            self._at_s += missing_s
            self._tokens += missing_s * self._pace.per_s
        self._tokens -= 1
        return missing_s


def backoff_s(attempt: int, first_s: float, world: World) -> float:
    """Exponential backoff with full jitter.

    Parameters
    ----------
    attempt : int
        How often it was tried in vain, from 1.
    first_s : float
        Largest pause after the first try, in seconds; it doubles from try to try.

    References
    ----------
    M. Brooker, "Exponential backoff and jitter", AWS Architecture Blog, 2015.
    """
    most_s = min(_LONGEST_BACKOFF_S, first_s * 2 ** (attempt - 1))
    return world.chance.uniform(0.0, most_s)


def retry_after_s(text: str | None, now: dt.datetime) -> float | None:
    """Seconds that a Retry-After header asks for, given as seconds or as a date; None without."""
    if text is None:
        return None
    text = text.strip()
    if text.isdigit() and len(text) < 10:
        return float(text)
    try:
        moment = parsedate_to_datetime(text)
    except (TypeError, ValueError):
        return None
    if moment.tzinfo is None:
        moment = moment.replace(tzinfo=dt.UTC)
    return max(0.0, (moment - now).total_seconds())
