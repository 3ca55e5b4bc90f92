"""A replay server on this machine: it answers from a script, and goes wrong on purpose."""

import gzip
import threading
import time
from collections import defaultdict
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from urllib.parse import parse_qsl, urlsplit


@dataclass(frozen=True)
class Answer:
    """One scripted answer; some of them go wrong on purpose."""

    body: bytes = b""
    status: int = 200
    headers: tuple = ()
    promised: int | None = None  # Content-Length, where it is a lie
    stall_s: float = 0.0
    packed: bool = False


@dataclass
class Asked:
    """One request as the server saw it."""

    method: str
    path: str
    params: dict
    form: dict
    headers: dict
    line: str


@dataclass
class Replay:
    """A server that answers from a script: by path, in turn, the last answer again and again."""

    url: str = ""
    script: dict = field(default_factory=lambda: defaultdict(list))
    rules: list = field(default_factory=list)
    asked: list = field(default_factory=list)

    def on(self, path, *answers):
        self.script[path].extend(answers)
        return self

    def rule(self, give):
        """A callable that takes what was asked and gives an answer, or None to pass."""
        self.rules.append(give)
        return self

    def answer(self, asked):
        for rule in self.rules:
            found = rule(asked)
            if found is not None:
                return found
        answers = self.script.get(asked.path)
        if not answers:
            return Answer(b"not here", 404)
        return answers.pop(0) if len(answers) > 1 else answers[0]

    @property
    def paths(self):
        return [a.path for a in self.asked]


def _handler(replay):
    class Handler(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"

        def _asked(self):
            parts = urlsplit(self.path)
            length = int(self.headers.get("Content-Length") or 0)
            form = dict(parse_qsl(self.rfile.read(length).decode(), keep_blank_values=True))
            params = dict(parse_qsl(parts.query, keep_blank_values=True))
            headers = {k.lower(): v for k, v in self.headers.items()}
            return Asked(self.command, parts.path, params, form, headers, self.path)

        def do_GET(self):
            asked = self._asked()
            replay.asked.append(asked)
            answer = replay.answer(asked)
            body = gzip.compress(answer.body) if answer.packed else answer.body
            time.sleep(answer.stall_s)
            self.send_response(answer.status)
            for name, value in answer.headers:
                self.send_header(name, value)
            if answer.packed:
                self.send_header("Content-Encoding", "gzip")
            self.send_header("Content-Length", str(answer.promised or len(body)))
            self.end_headers()
            self.wfile.write(body)
            if answer.promised:
                self.close_connection = True

        do_POST = do_GET  # noqa: N815 - so the server wants it

        def log_message(self, *_):
            pass

    return Handler


class _Server(ThreadingHTTPServer):
    daemon_threads = True

    def handle_error(self, *_):
        """A client that went away is what some tests are about."""


@contextmanager
def serving():
    """Serve on a free port of the loopback until the block ends."""
    found = Replay()
    server = _Server(("127.0.0.1", 0), _handler(found))
    found.url = f"http://127.0.0.1:{server.server_port}"
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02})
    thread.start()
    try:
        yield found
    finally:
        server.shutdown()
        server.server_close()
        thread.join()
