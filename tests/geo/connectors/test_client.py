"""What a polite client does when the other side is busy, silent, broken or hostile."""

import datetime as dt
import json
import logging
from email.utils import format_datetime

import pytest

from geo.connectors._bodies import json_of, packed
from geo.connectors._http_request import Request
from geo.connectors.addresses import Pace
from geo.errors import FetchError
from tests.geo.connectors.replay import Answer

GOOD = Answer('{"a": "é"}'.encode())
NOW = dt.datetime(2026, 3, 24, 9, 30, tzinfo=dt.UTC)


def asked(session, path="/x", **changes):
    """Ask for JSON and give it."""
    request = Request(session.service, path, **changes)
    got = session.get(request, lambda body: packed(json_of(body, "a thing")))
    return json.loads(got.content)


def test_it_says_who_it_is(replay, begin):
    replay.on("/x", GOOD)
    with begin("gias") as session:
        assert asked(session) == {"a": "é"}
    assert replay.asked[0].headers["user-agent"].startswith("Afterbell/")


def test_packed_bodies_are_unpacked(replay, begin):
    replay.on("/x", Answer(b'{"a": 1}', packed=True))
    with begin("gias") as session:
        assert asked(session) == {"a": 1}


def test_it_waits_as_long_as_it_is_told_in_seconds(replay, begin, watch):
    replay.on("/x", Answer(status=429, headers=(("Retry-After", "12"),)), GOOD)
    with begin("gias") as session:
        asked(session)
    assert watch.naps == [12.0]


def test_it_waits_as_long_as_it_is_told_by_a_date(replay, begin, watch):
    later = format_datetime(NOW + dt.timedelta(seconds=40), usegmt=True)
    replay.on("/x", Answer(status=503, headers=(("Retry-After", later),)), GOOD)
    with begin("gias") as session:
        asked(session)
    assert watch.naps == [40.0]


@pytest.mark.parametrize("said", ["soon", "-5", "Tue, 99 Nov 2026 00:00:00 GMT", ""])
def test_a_retry_after_that_says_nothing_is_passed_over(replay, begin, watch, said):
    replay.on("/x", Answer(status=429, headers=(("Retry-After", said),)), GOOD)
    with begin("gias") as session:
        asked(session)
    assert len(watch.naps) == 1
    assert 0 <= watch.naps[0] <= 1


def test_it_does_not_sit_through_an_hour(replay, begin, watch):
    replay.on("/x", Answer(status=429, headers=(("Retry-After", "3600"),)))
    with begin("gias") as session, pytest.raises(FetchError, match="come back in 60 minutes"):
        asked(session)
    assert watch.naps == []


def test_pauses_grow_are_spread_and_end(replay, begin, watch):
    replay.on("/x", Answer(status=502))
    with begin("gias", backoff_s=8.0) as session, pytest.raises(FetchError, match="in 5 tries"):
        asked(session)
    assert len(replay.asked) == 5
    assert all(nap <= most for nap, most in zip(watch.naps, (8, 16, 32, 64), strict=True))
    assert len(set(watch.naps)) == 4


def test_the_same_seed_pauses_the_same(replay, begin, watch):
    replay.on("/x", Answer(status=502))
    naps = []
    for _ in range(2):
        watch.naps.clear()
        with begin("gias") as session, pytest.raises(FetchError):
            asked(session)
        naps.append(tuple(watch.naps))
    assert naps[0] == naps[1]


def test_a_bucket_lets_a_burst_through_and_then_spreads(replay, begin, watch):
    replay.on("/x", GOOD)
    with begin("gias", pace=Pace(per_s=2.0, burst=3)) as session:
        for n in range(6):
            asked(session, params=(("n", str(n)),))
    assert watch.naps == [0.5, 0.5, 0.5]


def test_a_silent_service_is_asked_again(replay, begin):
    replay.on("/x", Answer(b"{}", stall_s=0.6), GOOD)
    with begin("gias", timeout_s=0.2) as session:
        assert asked(session) == {"a": "é"}


def test_a_body_cut_short_is_asked_again(replay, begin):
    replay.on("/x", Answer(b'{"a": "', promised=4000), GOOD)
    with begin("gias") as session:
        assert asked(session) == {"a": "é"}
    assert len(replay.asked) == 2


@pytest.mark.parametrize(
    ("body", "said"),
    [
        (b'{"a": ', "breaks at line 1"),
        (b"\xff\xfe\x00", "cannot be taken apart|breaks"),
        (b"[" * 100_000, "cannot be taken apart"),
        (b" <!doctype html><title>Sign in\n to Wifi</title>", "web page came .'Sign in to Wifi'"),
        (b"", "breaks at line 1"),
    ],
)
def test_a_body_that_is_something_else_is_refused_and_not_kept(replay, begin, body, said, tmp_path):
    replay.on("/x", Answer(body))
    with begin("gias") as session, pytest.raises(FetchError, match=said):
        asked(session)
    assert len(replay.asked) == 3
    kept = [p.name for p in (tmp_path / "out").rglob("*") if p.is_file()]
    assert [name for name in kept if len(name) == 64] == []


def test_a_passing_page_of_a_gateway_does_no_harm(replay, begin):
    replay.on("/x", Answer(b"<html><title>Busy</title>"), GOOD)
    with begin("gias") as session:
        assert asked(session) == {"a": "é"}


def test_another_host_is_refused(replay, begin):
    replay.on("/x", Answer(status=302, headers=(("Location", "http://169.254.169.254/latest"),)))
    with begin("gias") as session, pytest.raises(FetchError, match=r"sends on to http://169\.254"):
        asked(session)
    assert len(replay.asked) == 1


def test_another_door_of_the_same_host_is_refused(replay, begin):
    replay.on("/x", Answer(status=302, headers=(("Location", "http://127.0.0.1:9/x"),)))
    with begin("gias") as session, pytest.raises(FetchError, match="sends on to"):
        asked(session)


def test_the_same_host_may_redirect_but_not_in_a_circle(replay, begin):
    replay.on("/x", Answer(status=301, headers=(("Location", "/y?z=1"),)))
    replay.on("/y", GOOD)
    replay.on("/round", Answer(status=302, headers=(("Location", "/round"),)))
    with begin("gias") as session:
        assert asked(session) == {"a": "é"}
        with pytest.raises(FetchError, match="circle"):
            asked(session, "/round")


def test_a_body_over_the_limit_is_refused_whether_it_says_so_or_not(replay, begin):
    large = b'"' + b"x" * 5000 + b'"'
    replay.on("/says", Answer(large)).on("/packed", Answer(large, packed=True))
    with begin("gias", largest_bytes=1000) as session:
        for path in ("/says", "/packed"):
            with pytest.raises(FetchError, match="more than 0 MB"):
                asked(session, path)
    assert len(replay.asked) == 2


def test_a_refusal_is_told_with_the_words_of_the_service(replay, begin):
    replay.on("/x", Answer(b"No such\nthing", 400))
    with begin("gias") as session, pytest.raises(FetchError, match="400, saying 'No such thing'"):
        asked(session)
    assert len(replay.asked) == 1


def test_nobody_there_is_a_sentence(begin):
    with (
        begin("gias", base_url="http://127.0.0.1:9") as session,
        pytest.raises(FetchError, match="cannot be reached"),
    ):
        asked(session)


def test_a_name_that_the_service_gives_a_file_plays_no_part(replay, begin, tmp_path):
    hostile = (("Content-Disposition", 'attachment; filename="../../evil.sh"'),)
    replay.on("/x", Answer(b'{"a": 1}', headers=hostile))
    with begin("gias") as session:
        asked(session)
        session.deliver("plain.json", lambda path: path.write_text("x"), "a thing")
    assert not [p for p in tmp_path.rglob("*") if "evil" in p.name]


def test_a_secret_is_sent_but_never_kept_or_logged(replay, begin, tmp_path, caplog):
    replay.on("/x", GOOD)
    with caplog.at_level(logging.DEBUG), begin("tfl") as session:
        asked(session, params=(("page", "1"),), secret=(("app_key", "s3cr3t&"),))
    assert replay.asked[0].params == {"page": "1", "app_key": "s3cr3t&"}
    assert "HTTP Request" in caplog.text
    assert "s3cr3t" not in caplog.text
    assert not [p for p in tmp_path.rglob("*") if p.is_file() and b"s3cr3t" in p.read_bytes()]
