import contextlib
import gc
import socket

import pytest

from dashboard import assets, server
from geo.errors import SettingError


def headers(path):
    """What comes back with an empty answer on a path."""

    async def answer(_scope, _receive, send):
        await send({"type": "http.response.start", "status": 200, "headers": []})

    sent = []

    async def send(message):
        sent.append(message)

    scope = {"type": "http", "path": path}
    with contextlib.suppress(StopIteration):  # nothing is waited for, so one step is all
        server.SecurityHeaders(answer)(scope, None, send).send(None)
    return {key.decode(): value.decode() for key, value in sent[0]["headers"]}


def test_every_answer_is_guarded():
    told = headers("/plan")
    assert "default-src 'self'" in told["content-security-policy"]
    assert "frame-ancestors 'self'" in told["content-security-policy"]
    assert told["x-content-type-options"] == "nosniff"
    assert told["referrer-policy"] == "no-referrer"


def test_only_the_map_component_may_evaluate_scripts():
    assert "unsafe-eval" not in headers("/")["content-security-policy"]
    assert "unsafe-eval" in headers("/component/map/index.html")["content-security-policy"]


def test_no_policy_names_another_host():
    policies = headers("/")["content-security-policy"]
    assert "http" not in policies
    assert "*" not in policies


def test_nothing_is_reported_and_only_this_machine_is_served():
    told = server.settings("127.0.0.1", 8501, open_browser=False)
    assert told["browser.gatherUsageStats"] is False
    assert told["server.address"] == "127.0.0.1"
    assert told["server.headless"] is True


def test_streamlit_knows_every_setting():
    from streamlit import config

    known = config._config_options_template
    assert set(server.settings("127.0.0.1", 8501, open_browser=True)) <= set(known)


@pytest.mark.parametrize("address", [a for _, a in (*assets.MAP_SCRIPTS, *assets.MAP_STYLES)])
def test_every_script_and_style_of_a_map_is_installed(address):
    root = next(folder for folder in assets.FOLDERS if address.startswith(folder))
    assert (assets.FOLDERS[root] / address.removeprefix(root + "/")).is_file()


def test_a_port_in_use_is_said_in_a_sentence():
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = taken.getsockname()[1]
        with pytest.raises(SettingError, match=f"--port {port + 1}"):
            server._require_free("127.0.0.1", port)


def test_what_was_loaded_at_the_start_is_no_longer_looked_through_for_garbage():
    before = gc.get_freeze_count()
    kept = [[n] for n in range(1_000)]
    server._set_aside_what_stays()
    assert gc.get_freeze_count() >= before + len(kept)
