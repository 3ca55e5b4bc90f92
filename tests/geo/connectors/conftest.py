"""A clock that nobody waits for, a replay server, and no way out to any network."""

import datetime as dt
import random
import socket
from contextlib import contextmanager
from dataclasses import dataclass, field, replace

import pytest

from geo.connectors import open_session
from geo.connectors import service as service_shown
from geo.connectors._client import World
from geo.connectors.addresses import Pace
from tests.geo.connectors.replay import serving

NOW = dt.datetime(2026, 3, 24, 9, 30, tzinfo=dt.UTC)


@pytest.fixture
def replay():
    with serving() as found:
        yield found


@pytest.fixture(autouse=True)
def only_this_machine(monkeypatch):
    """No test of a connector reaches beyond the loopback."""
    connect = socket.socket.connect

    def guarded(self, address):
        assert address[0] in ("127.0.0.1", "localhost", "::1"), address
        return connect(self, address)

    monkeypatch.setattr(socket.socket, "connect", guarded)
    for name in ("HTTP_PROXY", "HTTPS_PROXY", "ALL_PROXY", "http_proxy", "https_proxy"):
        monkeypatch.delenv(name, raising=False)


@dataclass
class Watch:
    """A clock that runs only while somebody sleeps, and remembers the naps."""

    at_s: float = 0.0
    naps: list = field(default_factory=list)

    def sleep(self, seconds):
        self.naps.append(seconds)
        self.at_s += seconds

    @property
    def world(self):
        return World(
            monotonic=lambda: self.at_s,
            sleep=self.sleep,
            now=lambda: NOW + dt.timedelta(seconds=self.at_s),
            chance=random.Random(1),
        )


@pytest.fixture
def watch():
    return Watch()


@pytest.fixture
def begin(replay, watch, tmp_path):
    """Open a fetch of a service that is the replay server."""

    @contextmanager
    def opened(name, job="a job", *, folder=tmp_path / "out", timeout_s=5.0, **changes):
        service = service_shown(name, {name: replay.url}, {})
        changes.setdefault("pace", Pace(1000, 1000))
        service = replace(service, **changes)
        with open_session(service, folder, job, world=watch.world, timeout_s=timeout_s) as session:
            yield session

    return opened
