"""What came is kept once, asked for again only if it changed, and gone on with after a crash."""

import datetime as dt
import json
import os
from contextlib import suppress

import pytest

from geo.connectors._bodies import check_csv_file, json_of, packed
from geo.connectors._http_request import Request
from geo.errors import FetchError
from tests.geo.connectors.replay import Answer

NOW = dt.datetime(2026, 3, 24, 9, 30, tzinfo=dt.UTC)
BODY = b"a,b\n" + b"1,2\n" * 5000
ETAG = (("ETag", '"v1"'), ("Accept-Ranges", "bytes"))


def get(session, path="/x"):
    request = Request(session.service, path)
    return session.get(request, lambda body: packed(json_of(body, "a thing"))).content


def download(session):
    request = Request(session.service, "/file")
    return session.download(request, lambda path: check_csv_file(path, "a file", ("a", "b")))


def get_then_fail(begin, job="a job"):
    """A fetch that gets one thing and is refused the next."""
    with begin("gias", job) as session:
        get(session)
        get(session, "/y")


def broken_off(begin, **changes):
    """A fetch that a person stops after one answer; gives its status."""
    status = 0
    with suppress(KeyboardInterrupt), begin("gias", **changes) as session:
        request = Request(session.service, "/x")
        status = session.get(request, lambda body: body, give_back={404: 1}).status
        stopped()
    return status


def stopped():
    raise KeyboardInterrupt


def ranged(asked):
    """A server that can go on where it broke off."""
    if asked.path != "/file" or "range" not in asked.headers:
        return None
    start = int(asked.headers["range"].removeprefix("bytes=").removesuffix("-"))
    if asked.headers["if-range"] != '"v1"':
        return Answer(BODY, headers=ETAG)
    span = f"bytes {start}-{len(BODY) - 1}/{len(BODY)}"
    return Answer(BODY[start:], 206, (*ETAG, ("Content-Range", span)))


def test_the_second_fetch_asks_whether_it_changed(replay, begin):
    replay.rule(lambda a: Answer(status=304) if a.headers.get("if-none-match") == '"v1"' else None)
    replay.on("/x", Answer(b"[1]", headers=ETAG))
    for unchanged in (0, 1):
        with begin("gias") as session:
            assert get(session) == b"[1]"
        assert session.fetched().unchanged == unchanged
    assert len(replay.asked) == 2


def test_without_an_etag_the_same_bytes_are_unchanged(replay, begin, tmp_path):
    replay.on("/x", Answer(b"[1]"))
    for _ in range(2):
        with begin("gias") as session:
            get(session)
    assert session.fetched().unchanged == 1
    assert len([p for p in (tmp_path / "out" / "bodies").iterdir() if len(p.name) == 64]) == 1


def test_a_fetch_that_broke_off_goes_on_without_asking_again(replay, begin):
    replay.on("/x", Answer(b"[1]")).on("/y", Answer(status=400))
    for _ in range(2):
        with pytest.raises(FetchError, match="400"):
            get_then_fail(begin)
    assert replay.paths == ["/x", "/y", "/y"]
    with begin("gias") as session:
        get(session)
    assert session.fetched().taken_from_cache == 1
    assert session.fetched().requests == 0


def test_another_job_does_not_go_on_with_it(replay, begin):
    replay.on("/x", Answer(b"[1]")).on("/y", Answer(status=400))
    for job in ("one", "two"):
        with pytest.raises(FetchError):
            get_then_fail(begin, job)
    assert replay.paths.count("/x") == 2


def test_a_day_later_it_begins_anew(replay, begin, tmp_path):
    replay.on("/x", Answer(b"[1]")).on("/y", Answer(status=400))
    with pytest.raises(FetchError):
        get_then_fail(begin)
    (journal,) = (tmp_path / "out" / "bodies").glob("unfinished-*")
    old = NOW.timestamp() - 2 * 86_400
    os.utime(journal, (old, old))
    with begin("gias") as session:
        get(session)
    assert replay.paths.count("/x") == 2


def test_what_was_not_there_may_be_there_a_minute_later(replay, begin):
    replay.on("/x", Answer(status=404), Answer(b"[2]"))
    assert [broken_off(begin), broken_off(begin), broken_off(begin)] == [404, 200, 200]
    assert len(replay.asked) == 2


def test_a_body_that_rotted_on_the_disk_is_fetched_again(replay, begin, tmp_path):
    replay.on("/x", Answer(b"[1]", headers=ETAG))
    with begin("gias") as session:
        get(session)
    (body,) = [p for p in (tmp_path / "out" / "bodies").iterdir() if len(p.name) == 64]
    body.write_bytes(b"[9]")
    with begin("gias") as session:
        assert get(session) == b"[1]"
    assert "if-none-match" not in replay.asked[1].headers


def test_a_torn_line_of_the_index_is_passed_over(replay, begin, tmp_path):
    replay.on("/x", Answer(b"[1]", headers=ETAG))
    with begin("gias") as session:
        get(session)
    index = tmp_path / "out" / "bodies" / "index.jsonl"
    index.write_text('{"torn": \n' + index.read_text() + '\n{"key": "', encoding="utf-8")
    with begin("gias") as session:
        get(session)
    assert replay.asked[1].headers["if-none-match"] == '"v1"'


def test_a_file_cut_short_goes_on_where_it_broke_off(replay, begin):
    replay.rule(ranged)
    replay.on("/file", Answer(BODY[:9000], headers=ETAG, promised=len(BODY)))
    with begin("naptan") as session:
        assert download(session).path.read_bytes() == BODY
    assert [a.headers.get("range") for a in replay.asked] == [None, "bytes=9000-"]


def test_it_goes_on_in_the_next_run_too(replay, begin, tmp_path):
    replay.on("/file", Answer(BODY[:9000], headers=ETAG, promised=len(BODY)))
    with pytest.raises(FetchError, match="broke off"), begin("naptan") as session:
        download(session)
    replay.asked.clear()
    replay.rule(ranged)
    with begin("naptan") as session:
        assert download(session).content == BODY
    assert replay.asked[0].headers["if-range"] == '"v1"'
    assert not list((tmp_path / "out").rglob("*.part*"))


def test_a_file_that_changed_meanwhile_starts_again(replay, begin):
    other = b"a,b\n9,9\n"
    replay.on(
        "/file",
        Answer(BODY[:9000], headers=ETAG, promised=len(BODY)),
        Answer(other, headers=(("ETag", '"v2"'),)),
    )
    with begin("naptan") as session:
        assert download(session).content == other


def test_a_server_that_cannot_go_on_starts_again(replay, begin):
    replay.on("/file", Answer(BODY[:9000], promised=len(BODY)), Answer(BODY))
    with begin("naptan") as session:
        assert download(session).content == BODY
    assert "range" not in replay.asked[1].headers


@pytest.mark.parametrize(
    "wrong",
    [
        Answer(b"zzz", 206, (("Content-Range", "bytes 0-2/20004"),)),
        Answer(b"", 416),
        Answer(b"zzz", 206),
        Answer(b"zzz", 206, (("Content-Range", "bytes 9000-9002/20004"),), packed=True),
    ],
)
def test_a_part_that_does_not_fit_is_not_glued_on(replay, begin, wrong):
    replay.on("/file", Answer(BODY[:9000], headers=ETAG, promised=len(BODY)), wrong, Answer(BODY))
    with begin("naptan") as session:
        assert download(session).content == BODY


def test_a_table_of_another_kind_does_not_stay(replay, begin, tmp_path):
    replay.on("/file", Answer(b"x,y\n1,2\n"))
    with begin("naptan") as session, pytest.raises(FetchError, match="columns x, y; expected a, b"):
        download(session)
    assert not [p for p in (tmp_path / "out").rglob("*") if len(p.name) == 64]


def test_a_delivered_file_says_where_it_is_from(replay, begin, tmp_path):
    with begin("osm") as session:
        first = session.deliver("streets.geojson", lambda p: p.write_text("{}"), "a box")
        again = session.deliver("streets.geojson", lambda p: p.write_text("{}"), "a box")
    note = json.loads((tmp_path / "out" / "streets.geojson.source.json").read_text())
    assert note["attribution"] == "© OpenStreetMap contributors."
    assert note["sha256"] == first.sha256
    assert (first.changed, again.changed) == (True, False)


def test_a_write_that_fails_leaves_the_old_file(begin, tmp_path):
    def broken(path):
        path.write_text("half")
        raise OSError(28, "No space left on device")

    with begin("osm") as session:
        session.deliver("streets.geojson", lambda p: p.write_text("old"), "a box")
        with pytest.raises(FetchError, match="No space left"):
            session.deliver("streets.geojson", broken, "a box")
    assert (tmp_path / "out" / "streets.geojson").read_text() == "old"
    assert not [p for p in (tmp_path / "out").iterdir() if p.name.startswith(".")]


def test_a_folder_that_cannot_be_made_is_a_sentence(begin, tmp_path):
    (tmp_path / "file").write_text("x")
    with pytest.raises(FetchError, match="Choose another --out"):
        begin("osm", folder=tmp_path / "file" / "out").__enter__()
