"""The dashboard as one ASGI application: its pages, the map assets, security headers and health."""

import base64
import datetime as dt
import gc
import hashlib
import logging
import os
import re
import socket
import time
from collections.abc import Iterator
from pathlib import Path
from threading import Thread
from typing import Any, Final

import streamlit as st
from starlette.datastructures import MutableHeaders
from starlette.middleware import Middleware
from starlette.requests import Request
from starlette.responses import HTMLResponse, JSONResponse, Response
from starlette.routing import BaseRoute, Mount, Route
from starlette.staticfiles import StaticFiles
from starlette.types import ASGIApp, Message, Receive, Scope, Send
from streamlit import runtime
from streamlit.runtime.pages_manager import PagesManager

from dashboard import assets, downloads, environment, theme
from dashboard.planning import choices
from geo.errors import SettingError
from geo.workspace import Workspace

_SCRIPT: Final = Path(__file__).parent / "app.py"
_COMPONENTS: Final = "/component/"
_PAGES: Final = ("plan", "briefing", "evidence", "data")
#: Who makes things ready, and who would remark that they have no page to show a spinner on.
_WARMING: Final = "afterbell-warm"
_NO_PAGE: Final = "streamlit.runtime.scriptrunner_utils.script_run_context"
#: How long to wait for Streamlit before looking again.
_STARTS_S: Final = 0.1
_LARGEST_UPLOAD_MB: Final = 2_000
_HERE: Final = "window.__streamlit = { BACKEND_BASE_URL: window.location.origin };"


def serve(
    host: str = "127.0.0.1",
    port: int = 8501,
    workspace: Path | str | None = None,
    *,
    open_browser: bool = True,
) -> None:
    """Serve the dashboard until it is stopped.

    Parameters
    ----------
    host, port : str, int
        Only this machine unless said otherwise.
    workspace : Path, optional
        Folder of the area; the bundled sample without one.
    open_browser : bool
        Whether to open the page in a browser.

    Raises
    ------
    SettingError
        When the address is taken.
    """
    _require_free(host, port)
    if workspace is not None:
        os.environ["AFTERBELL_WORKSPACE"] = str(Path(workspace).resolve())
    Thread(target=_warm, daemon=True, name=_WARMING).start()
    application().run(config=settings(host, port, open_browser=open_browser))


def _warm() -> None:
    """Make ready what the first visitor would wait for, as soon as Streamlit can keep it."""
    while not runtime.exists():
        time.sleep(_STARTS_S)
    # Imported only now: what Streamlit caches needs it to be running.
    from dashboard.planning import searching  # noqa: PLC0415

    logging.getLogger(_NO_PAGE).addFilter(lambda record: _WARMING not in record.getMessage())
    searching.warm(_met_first)
    _set_aside_what_stays()


def _set_aside_what_stays() -> None:
    """Spare every run of a page the search for garbage in what was loaded at the start.

    Streamlit collects all garbage after each run, which takes a third of a second on the sample,
    and holds up every visitor.
    """
    gc.collect()
    gc.freeze()


def _met_first(area: Workspace) -> dt.date:
    """The school day that the first visitor meets, or would after one click."""
    opening = choices.opening_date(area.calendar, area.about.data_as_at, environment.today())
    if area.calendar.is_school_day(opening):
        return opening
    return area.calendar.next_school_day(opening).date


def application() -> st.App:
    """The ASGI application: Streamlit's pages, and the routes beside them."""
    # Streamlit would run a folder called pages by itself until the app has called st.navigation,
    # so whoever came first by the address of a page would see it bare.
    PagesManager.uses_pages_directory = False
    return st.App(_SCRIPT, routes=[*_routes()], middleware=[Middleware(SecurityHeaders)])


def settings(host: str, port: int, *, open_browser: bool) -> dict[str, Any]:
    """Streamlit's options, set here so that they hold wherever the app is installed."""
    return {
        "server.address": host,
        "server.port": port,
        "server.headless": not open_browser,
        "server.fileWatcherType": "none",
        "server.showEmailPrompt": False,
        "server.enableStaticServing": False,
        "server.maxUploadSize": _LARGEST_UPLOAD_MB,
        "browser.serverAddress": host,
        "browser.gatherUsageStats": False,
        "client.toolbarMode": "minimal",
        "client.showErrorDetails": "none",
        "client.showErrorLinks": False,
        **theme.settings(),
    }


class SecurityHeaders:
    """Headers on every answer: own scripts only, no sniffing, no referrer, framed by nobody else.

    Inline scripts of the page are allowed by their hashes. The map component builds
    its map from text (streamlit-folium evaluates it), so its own frame alone may do that.
    """

    def __init__(self, app: ASGIApp) -> None:
        self._app = app
        self._page = _policy(script=f"'self' blob: {_inline_hashes()}")
        self._component = _policy(script="'self' 'unsafe-inline' 'unsafe-eval'")

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass the request on and add the headers to what comes back."""
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        policy = self._component if scope["path"].startswith(_COMPONENTS) else self._page

        async def with_headers(message: Message) -> None:
            if message["type"] == "http.response.start":
                headers = MutableHeaders(scope=message)
                headers["Content-Security-Policy"] = policy
                headers["X-Content-Type-Options"] = "nosniff"
                headers["Referrer-Policy"] = "no-referrer"
                headers["X-Frame-Options"] = "SAMEORIGIN"
            await send(message)

        await self._app(scope, receive, with_headers)


def _routes() -> Iterator[BaseRoute]:
    yield Route("/health", _health)
    yield Route(downloads.ROUTE, downloads.take)
    for name in _PAGES:
        yield Route(f"/{name}", _page)
    for address, folder in assets.FOLDERS.items():
        yield Mount(address, StaticFiles(directory=folder))


async def _page(_request: Request) -> Response:
    """A page asked for by its own address: Streamlit's shell, told where the server is.

    Without that the shell looks for the server below the page's address first, and fails loudly.
    """
    return HTMLResponse(_shell().replace("<script>", f"<script>{_HERE}</script><script>", 1))


def _shell() -> str:
    return (Path(st.__file__).parent / "static" / "index.html").read_text(encoding="utf-8")


async def _health(_request: Request) -> Response:
    return JSONResponse({"status": "ok"})


def _policy(script: str) -> str:
    return "; ".join(
        (
            "default-src 'self'",
            f"script-src {script}",
            "style-src 'self' 'unsafe-inline'",
            "img-src 'self' data: blob:",
            "font-src 'self' data:",
            "connect-src 'self'",
            "worker-src 'self' blob:",
            "frame-src 'self'",
            "frame-ancestors 'self'",
            "form-action 'self'",
            "base-uri 'self'",
            "object-src 'none'",
        )
    )


def _inline_hashes() -> str:
    """Hashes of the inline scripts of the page that Streamlit ships."""
    scripts = re.findall(r"<script>(.*?)</script>", _shell(), flags=re.DOTALL)
    digests = (hashlib.sha256(text.encode()).digest() for text in (*scripts, _HERE))
    return " ".join(f"'sha256-{base64.b64encode(d).decode()}'" for d in digests)


def _require_free(host: str, port: int) -> None:
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    with socket.socket(family, socket.SOCK_STREAM) as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((host, port))
        except OSError as error:
            raise SettingError(
                f"Port {port} on {host} cannot be used ({error.strerror}). Another Afterbell may "
                f"be open there; stop it, or choose another with --port {port + 1}."
            ) from error
