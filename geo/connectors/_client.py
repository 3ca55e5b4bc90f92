"""A small polite client: it asks, waits when it is told to, tries again, and gives up in words."""

import datetime as dt
import random
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from email.utils import parsedate_to_datetime
from types import MappingProxyType, TracebackType
from typing import Final, Self

from geo.connectors._http_request import Head, Request, Sink
from geo.connectors.addresses import Pace
from geo.errors import FetchError, NotAsExpectedError, WireError


@dataclass(frozen=True)
class Step:
    """What is being done.

    Attributes
    ----------
    doing : str
        Such as ``2024-03``, or ``page 2``.
    done, total : int
        Steps; a total of 0 is not known.
    """

    doing: str
    done: int = 0
    total: int = 0


Progress = Callable[[Step], None]


def silent(step: Step) -> None:
    """Say nothing."""
    del step


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


class _Bucket:
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


def _backoff_s(attempt: int, first_s: float, world: World) -> float:
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


def _retry_after_s(text: str | None, now: dt.datetime) -> float | None:
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


_TRIES: Final = 5
#: A damaged body may be a passing fault; a service that sends it three times means it.
_DAMAGED_TRIES: Final = 3
#: Nobody waits longer than this in front of a screen.
_LONGEST_WAIT_S: Final = 900.0
_GOOD: Final = frozenset((200, 206, 304))
_PASSING: Final = frozenset((408, 425, 429, 500, 502, 503, 504))
_NOTHING_BACK: Final[Mapping[int, int]] = MappingProxyType({})
_NO_HEADERS: Final[Mapping[str, str]] = MappingProxyType({})
_WITHOUT_HTTPX: Final = (
    "Fetching needs the package httpx, which is not installed; expected the extra connectors. "
    'Install it with: pip install "afterbell[connectors]". Files from a browser do as well: see '
    "afterbell ingest."
)


class Client:
    """Asks services politely. Use it in a ``with`` block.

    Parameters
    ----------
    timeout_s : float
        How long a service may be silent.
    progress : callable
        Told before each pause.
    """

    def __init__(self, world: World, timeout_s: float, progress: Progress) -> None:
        try:
            from geo.connectors._wire import Wire  # noqa: PLC0415 - httpx is an extra
        except ImportError as error:
            raise FetchError(_WITHOUT_HTTPX) from error
        self._wire = Wire(timeout_s)
        self._world, self._progress = world, progress
        self._buckets: dict[str, _Bucket] = {}
        self.requests = 0

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        value: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self._wire.__exit__(kind, value, trace)

    @property
    def received_bytes(self) -> int:
        """Bytes of all bodies, as they came."""
        return self._wire.received_bytes

    def ask(
        self,
        request: Request,
        sink: Sink,
        check: Callable[[Head], None],
        *,
        headers: Mapping[str, str] = _NO_HEADERS,
        give_back: Mapping[int, int] = _NOTHING_BACK,
    ) -> Head:
        """Ask until an answer comes, or say why none does.

        Parameters
        ----------
        check : callable
            Called when a whole body is in the sink; raises `NotAsExpectedError` where it is not
            what was asked.
        headers : mapping
            More headers to send.
        give_back : mapping of int to int
            Status that the caller understands, and how often it must come before it counts. One
            that says how long to wait never counts: it is a full house, and no answer.

        Raises
        ------
        FetchError
            When the service refuses, or did not answer after all tries.
        """
        seen: dict[int, int] = {}
        damaged, trouble = 0, ""
        for attempt in range(1, _TRIES + 1):
            wait_s: float | None = None
            try:
                head = self._sent(request, sink, dict(headers))
                wait_s = _retry_after_s(head.headers.get("retry-after"), self._world.now())
                if head.status in _GOOD:
                    check(head)
                    return head
                seen[head.status] = seen.get(head.status, 0) + (wait_s is None)
                if head.status in give_back and seen[head.status] >= give_back[head.status]:
                    return head
                trouble = _refused_or_trouble(head, request)
            except WireError as error:
                if not error.passing:
                    raise
                trouble = str(error)
            except NotAsExpectedError as error:
                damaged, trouble = damaged + 1, str(error)
                if damaged >= _DAMAGED_TRIES:
                    raise
            if attempt < _TRIES:
                self._pause(request, attempt, wait_s, trouble)
        raise FetchError(_given_up(request, trouble))

    def _sent(self, request: Request, sink: Sink, headers: dict[str, str]) -> Head:
        service = request.service
        bucket = self._buckets.setdefault(service.base_url, _Bucket(service.pace, self._world))
        bucket.wait()
        self.requests += 1
        return self._wire.send(request, headers, sink)

    def _pause(self, request: Request, attempt: int, wait_s: float | None, trouble: str) -> None:
        pause_s = _backoff_s(attempt, request.service.backoff_s, self._world)
        if wait_s is not None:
            if wait_s > _LONGEST_WAIT_S:
                raise FetchError(
                    f"{request.service.base_url} asks to come back in {wait_s / 60:.0f} minutes; "
                    "expected an answer sooner. Run the same command again then."
                )
            pause_s = wait_s
        self._progress(Step(f"waiting {pause_s:.0f} s: {trouble}"[:120]))
        self._world.sleep(pause_s)


def _refused_or_trouble(head: Head, request: Request) -> str:
    """Say what a status means; raise where asking again cannot help."""
    if head.status in _PASSING:
        reaction = "asked for patience" if head.status == 429 else "is not able to answer now"
        return f"{request.service.base_url} {reaction} (status {head.status})"
    hint = {
        400: "Ask for less, or report the command.",
        401: "It wants a key. Check the one that is set.",
        403: "It may want a key, or a gateway of your own stands between.",
        404: "Check what was asked for; the service may have moved (--base-url).",
        410: "The service is gone; look for its new address (--base-url).",
    }.get(head.status, "Try again later.")
    excerpt = " ".join(head.excerpt.split())
    quoted = f", saying {excerpt[:120]!r}" if excerpt and "<" not in excerpt[:20] else ""
    raise FetchError(
        f"{request.url} answered with status {head.status}{quoted}; expected data. {hint}"
    )


def _given_up(request: Request, trouble: str) -> str:
    return (
        f"{request.url} gave no data in {_TRIES} tries: {trouble}. What came before is kept; run "
        "the same command again to go on."
    )
