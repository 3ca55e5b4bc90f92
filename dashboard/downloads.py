"""Files that are made when somebody asks for them, at addresses that nobody can guess.

Streamlit drops a deferred download when the page runs again before it is made: a step onwards or a
map that reports is enough. These stay for as long as the server runs, or until many others came.
"""

import hashlib
import hmac
import secrets
from collections import OrderedDict
from collections.abc import Callable
from dataclasses import dataclass
from threading import Lock
from typing import Final

from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import PlainTextResponse, Response

#: Route of the server, with the token and the file's name in it.
ROUTE: Final = "/take/{token}/{name}"

_SECRET: Final = secrets.token_bytes(32)
_MOST: Final = 200
_GONE: Final = "This file is no longer kept. Open the page again and download it from there."


@dataclass(frozen=True)
class _Offer:
    name: str
    media_type: str
    make: Callable[[], bytes]


_offers: OrderedDict[str, _Offer] = OrderedDict()
_keeping = Lock()
_making = Lock()


def offer(key: object, name: str, media_type: str, make: Callable[[], bytes]) -> str:
    """Offer a file, and give the address where it can be had.

    Parameters
    ----------
    key : object
        What the content depends on; the same key and name give the same address.
    name : str
        Of the file, as it is saved.
    make : callable
        Makes the content; one file is made at a time.
    """
    token = hmac.new(_SECRET, f"{key!r} {name}".encode(), hashlib.sha256).hexdigest()
    with _keeping:
        _offers[token] = _Offer(name, media_type, make)
        _offers.move_to_end(token)
        while len(_offers) > _MOST:
            _offers.popitem(last=False)
    return ROUTE.format(token=token, name=name)


async def take(request: Request) -> Response:
    """Make a file that was offered, and hand it over to be saved."""
    with _keeping:
        found = _offers.get(request.path_params["token"])
    if found is None or found.name != request.path_params["name"]:
        return PlainTextResponse(_GONE, status_code=404)
    content = await run_in_threadpool(_made, found)
    headers = {
        "Content-Disposition": f'attachment; filename="{found.name}"',
        "Cache-Control": "no-store",
    }
    return Response(content, media_type=found.media_type, headers=headers)


def _made(found: _Offer) -> bytes:
    with _making:
        return found.make()
