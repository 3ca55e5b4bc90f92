"""Where services live: known, moved, or wrong; and nobody asks for anything unless told."""

import subprocess
import sys

import pytest

from geo.connectors import SERVICES, service
from geo.connectors.addresses import _variable_of
from geo.errors import FetchError


def test_every_service_is_asked_over_https_and_names_its_licence():
    for found in SERVICES.values():
        assert found.base_url.startswith("https:")
        assert found.licence
        assert found.attribution
        assert found.pace.per_s > 0


def test_a_mirror_can_be_named_by_hand_or_by_the_environment():
    variable = _variable_of("police-uk")
    assert variable == "AFTERBELL_FETCH_POLICE_UK"
    moved = service("police-uk", {}, {variable: "https://mirror.test/a/"})
    assert moved.base_url == "https://mirror.test/a"
    by_hand = service(
        "police-uk", {"police-uk": "http://127.0.0.1:9"}, {variable: "https://x.test"}
    )
    assert by_hand.base_url == "http://127.0.0.1:9"


@pytest.mark.parametrize(
    "address",
    ["ftp://x.test", "x.test", "http://", "https://me:pw@x.test", "http://x:99999", "http://["],
)
def test_an_address_that_is_none_is_a_sentence(address):
    with pytest.raises(FetchError, match="no address of gias"):
        service("gias", {"gias": address}, {})


def test_a_service_that_nobody_knows_is_a_sentence():
    with pytest.raises(FetchError, match="'polis'; expected one of police-uk"):
        service("gias", {"polis": "https://x.test"}, {})


def test_importing_everything_asks_nobody_for_anything():
    """Every module of both packages is imported while sockets are forbidden."""
    code = """
import importlib, pkgutil, socket, sys
def forbidden(*_, **__):
    raise SystemExit("a socket was opened on import")
socket.socket.connect = socket.socket.connect_ex = forbidden
socket.getaddrinfo = socket.create_connection = forbidden
import geo
pages = ("dashboard.app", "dashboard.pages.", "dashboard.cli.__main__")
for module in pkgutil.walk_packages(geo.__path__, "geo."):
    if module.name != "geo.connectors._wire":
        importlib.import_module(module.name)
import dashboard
for module in pkgutil.walk_packages(dashboard.__path__, "dashboard."):
    if not module.name.startswith(pages):
        importlib.import_module(module.name)
print("httpx" in sys.modules)
importlib.import_module("geo.connectors._wire")
"""
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    assert done.stdout.strip().splitlines()[-1] == "False"


def test_without_httpx_the_extra_is_named(begin, monkeypatch):
    monkeypatch.setitem(sys.modules, "httpx", None)
    monkeypatch.delitem(sys.modules, "geo.connectors._wire", raising=False)
    with pytest.raises(FetchError, match=r'pip install "afterbell\[connectors\]"'):
        begin("gias").__enter__()
