"""The only module that speaks HTTP. It is imported when a fetch begins, and never before."""

from typing import Final, Self
from urllib.parse import urlencode

import httpx

from geo.connectors._http_request import Head, Request, Sink
from geo.errors import WireError

_USER_AGENT: Final = "Afterbell/0.1 (patrol planning; afterbell fetch)"
_CONNECT_S: Final = 15.0
_HOPS: Final = 4
_EXCERPT_BYTES: Final = 4096
_WHOLE, _PART, _NOT_SATISFIABLE = 200, 206, 416


class Wire:
    """One connection pool that sends a request once and takes its body into a sink.

    Parameters
    ----------
    timeout_s : float
        How long a service may be silent.
    """

    def __init__(self, timeout_s: float) -> None:
        self._timeout_s = timeout_s
        self._client = httpx.Client(
            headers={"User-Agent": _USER_AGENT},
            timeout=httpx.Timeout(timeout_s, connect=min(_CONNECT_S, timeout_s)),
            follow_redirects=False,
        )
        self.received_bytes = 0

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self._client.close()

    def send(self, request: Request, headers: dict[str, str], sink: Sink) -> Head:
        """Send a request, follow redirects on the same host, and take the body.

        Raises
        ------
        WireError
            When nothing usable came back.
        """
        host = request.service.base_url
        try:
            return self._sent(request, headers | _range_of(sink), sink)
        except httpx.TimeoutException as error:
            raise WireError(f"{host} was silent for {self._timeout_s:g} s", passing=True) from error
        except httpx.DecodingError as error:
            raise WireError(f"{host} sent damaged packed data", passing=True) from error
        except (httpx.RemoteProtocolError, httpx.ReadError) as error:
            raise WireError(f"the answer of {host} broke off", passing=True) from error
        except httpx.InvalidURL as error:
            raise WireError(f"{host} is no address that can be asked", passing=False) from error
        except httpx.TransportError as error:
            raise _unreachable(host, error) from error

    def _sent(self, request: Request, headers: dict[str, str], sink: Sink) -> Head:
        url = httpx.URL(request.url, params=request.params)
        for _ in range(_HOPS):
            response = self._client.send(self._built(request, url, headers), stream=True)
            try:
                if not response.has_redirect_location:
                    return self._taken(response, request, sink)
                url = _next_url(response, request)
            finally:
                self.received_bytes += response.num_bytes_downloaded
                response.close()
        raise WireError(f"{request.url} sends round in a circle of redirects", passing=False)

    def _built(self, request: Request, url: httpx.URL, headers: dict[str, str]) -> httpx.Request:
        """Build a request; what is secret goes into the line that is sent, not into the URL.

        httpx logs the URL, so a key in it would end up in a log.
        """
        extensions = {}
        if request.secret:
            joint = b"&" if url.query else b"?"
            extensions["target"] = url.raw_path + joint + urlencode(request.secret).encode()
        if request.form:
            return self._client.build_request(
                "POST", url, data=dict(request.form), headers=headers, extensions=extensions
            )
        return self._client.build_request("GET", url, headers=headers, extensions=extensions)

    def _taken(self, response: httpx.Response, request: Request, sink: Sink) -> Head:
        head = Head(response.status_code, {k.lower(): v for k, v in response.headers.items()})
        if head.status not in (_WHOLE, _PART):
            return _of_error(response, head, sink)
        offset = _offset_of(head, sink)
        limit = request.service.largest_bytes
        _refuse_large(int(_number(head.headers.get("content-length"))) + offset, limit, request)
        sink.begin(offset, head)
        size = offset
        for part in response.iter_bytes():
            size += len(part)
            _refuse_large(size, limit, request)
            sink.write(part)
        promised = head.headers.get("content-length")
        if promised is not None and response.num_bytes_downloaded != _number(promised):
            raise WireError(f"the answer of {request.service.base_url} was cut short", passing=True)
        return head


def _range_of(sink: Sink) -> dict[str, str]:
    """Ask for the rest only, and only if it is still the same body."""
    if not sink.have or not sink.validator:
        return {}
    return {"Range": f"bytes={sink.have}-", "If-Range": sink.validator}


def _offset_of(head: Head, sink: Sink) -> int:
    """Where the bytes that come belong."""
    if head.status == _WHOLE:
        return 0
    content_range = head.headers.get("content-range", "")
    packed = head.headers.get("content-encoding", "identity") != "identity"
    if packed or not content_range.startswith(f"bytes {sink.have}-"):
        sink.begin(0, Head(head.status, {}))
        raise WireError("the service sent another part than was asked for", passing=True)
    return sink.have


def _of_error(response: httpx.Response, head: Head, sink: Sink) -> Head:
    """Keep the first words of an answer that is no data."""
    if head.status == _NOT_SATISFIABLE:
        sink.begin(0, head)
        raise WireError("the service has no more of this file", passing=True)
    taken = b""
    for part in response.iter_bytes():
        taken += part
        if len(taken) >= _EXCERPT_BYTES:
            break
    text = taken[:_EXCERPT_BYTES].decode("utf-8", errors="replace")
    return Head(head.status, head.headers, text)


def _next_url(response: httpx.Response, request: Request) -> httpx.URL:
    """Where a redirect leads; another host, or the open, is refused."""
    try:
        url = response.url.join(response.headers["location"])
    except httpx.InvalidURL as error:
        raise WireError(f"{request.url} sends to an address that is none", passing=False) from error
    here = response.url
    elsewhere = (url.host, url.port) != (here.host, here.port)
    if elsewhere or (here.scheme == "https" and url.scheme != "https"):
        raise WireError(
            f"{request.url} sends on to {url.scheme}://{url.host[:80]}; expected an answer "
            f"from {here.host} itself. If the service has moved, name its new address with "
            f"--base-url {request.service.name}=ADDRESS.",
            passing=False,
        )
    return url


def _refuse_large(size: int, limit: int, request: Request) -> None:
    if size > limit:
        raise WireError(
            f"{request.url} sends more than {limit // 2**20:,} MB; expected less. Ask for a "
            "smaller area or a shorter time.",
            passing=False,
        )


def _number(text: str | None) -> int:
    return int(text) if text is not None and text.isdigit() else 0


def _unreachable(host: str, error: httpx.TransportError) -> WireError:
    """Name what stands in the way; a certificate does not mend itself."""
    if "CERTIFICATE_VERIFY_FAILED" in str(error):
        return WireError(
            f"The certificate of {host} is not trusted on this machine; expected one that is. "
            "Where a gateway opens connections, name its certificates in SSL_CERT_FILE.",
            passing=False,
        )
    return WireError(f"{host} cannot be reached", passing=True)
