"""A small polite client: it asks, waits when it is told to, tries again, and gives up in words."""

from collections.abc import Callable, Mapping
from types import MappingProxyType, TracebackType
from typing import Final, Self

from geo.sources.fetch.errors import FetchError, NotAsExpectedError, WireError
from geo.sources.fetch.manners import Bucket, World, backoff_s, retry_after_s
from geo.sources.fetch.progress import Progress, Said
from geo.sources.fetch.request import Head, Request, Sink

TRIES: Final = 5
#: A damaged body may be a passing fault; a service that sends it three times means it.
DAMAGED_TRIES: Final = 3
#: Nobody waits longer than this in front of a screen.
LONGEST_WAIT_S: Final = 900.0
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
            from geo.sources.fetch.wire import Wire  # noqa: PLC0415 - httpx is an extra
        except ImportError as error:
            raise FetchError(_WITHOUT_HTTPX) from error
        self._wire = Wire(timeout_s)
        self._world, self._progress = world, progress
        self._buckets: dict[str, Bucket] = {}
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
        for attempt in range(1, TRIES + 1):
            wait_s: float | None = None
            try:
                head = self._sent(request, sink, dict(headers))
                wait_s = retry_after_s(head.headers.get("retry-after"), self._world.now())
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
                if damaged >= DAMAGED_TRIES:
                    raise
            if attempt < TRIES:
                self._pause(request, attempt, wait_s, trouble)
        raise FetchError(_given_up(request, trouble))

    def _sent(self, request: Request, sink: Sink, headers: dict[str, str]) -> Head:
        service = request.service
        bucket = self._buckets.setdefault(service.base_url, Bucket(service.pace, self._world))
        bucket.wait()
        self.requests += 1
        return self._wire.send(request, headers, sink)

    def _pause(self, request: Request, attempt: int, wait_s: float | None, trouble: str) -> None:
        pause_s = backoff_s(attempt, request.service.backoff_s, self._world)
        if wait_s is not None:
            if wait_s > LONGEST_WAIT_S:
                raise FetchError(
                    f"{request.service.base_url} asks to come back in {wait_s / 60:.0f} minutes; "
                    "expected an answer sooner. Run the same command again then."
                )
            pause_s = wait_s
        self._progress(Said(f"waiting {pause_s:.0f} s: {trouble}"[:120]))
        self._world.sleep(pause_s)


def _refused_or_trouble(head: Head, request: Request) -> str:
    """Say what a status means; raise where asking again cannot help."""
    if head.status in _PASSING:
        asked = "asked for patience" if head.status == 429 else "is not able to answer now"
        return f"{request.service.base_url} {asked} (status {head.status})"
    hint = {
        400: "Ask for less, or report the command.",
        401: "It wants a key. Check the one that is set.",
        403: "It may want a key, or a gateway of your own stands between.",
        404: "Check what was asked for; the service may have moved (--base-url).",
        410: "The service is gone; look for its new address (--base-url).",
    }.get(head.status, "Try again later.")
    said = " ".join(head.excerpt.split())
    quoted = f", saying {said[:120]!r}" if said and "<" not in said[:20] else ""
    raise FetchError(
        f"{request.url} answered with status {head.status}{quoted}; expected data. {hint}"
    )


def _given_up(request: Request, trouble: str) -> str:
    return (
        f"{request.url} gave no data in {TRIES} tries: {trouble}. What came before is kept; run "
        "the same command again to go on."
    )
