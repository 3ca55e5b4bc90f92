"""What --ask, --yesterday, --reassurance and --vary make of a plan, and of hostile files."""

import copy
import json

import pytest
from pyproj import CRS

from dashboard.cli.commands.plan import request_in, visits_in
from geo.errors import AfterbellError, FileRefusedError

DAY = ("--date", "2026-11-24")
BNG = CRS.from_epsg(27700)


@pytest.fixture(scope="module")
def before(afterbell, tmp_path_factory):
    """A plan of the day before, as a file."""
    path = tmp_path_factory.mktemp("plans") / "before.geojson"
    assert afterbell("plan", "--date", "2026-11-23", "--out", path).code == 0
    return path


@pytest.fixture(scope="module")
def asked(before):
    """A request for the next day with all modes, a break, a sweep, yesterday and variety."""
    content = json.loads(before.read_text(encoding="utf-8"))["afterbell"]["request"]
    base = content["patrols"][0]["start"]
    team = [copy.deepcopy(content["patrols"][0]) | more for more in (
        {"name": "Alpha", "rest": {
            "minutes": 20, "from_min": 960, "until_min": 1020, "at": None, "at_name": "",
        }},
        {"name": "Bravo", "mode": "by cycle", "crew": 1},
        {"name": "Charlie", "mode": "by car", "end": base, "end_name": "the yard"},
    )]  # fmt: skip
    sweep = {
        "activity_id": "s1", "kind": "weapon sweep", "name": "Mill Corner", "point": base,
        "minutes": 20, "staff": 3, "from_min": 930, "until_min": 1020,
    }  # fmt: skip
    yesterday = [
        {"place_id": visit.place_id, "point": visit.point, "arrive_min": visit.arrive_min}
        for visit in visits_in(before, BNG)
    ]
    return content | {
        "date": "2026-11-24", "seed": 4, "iterations": 200, "patrols": team,
        "wishes": {"activities": [sweep]}, "yesterday": yesterday,
        "balance": {"harm": 0.5, "reassurance": 1.5}, "variety": 0.4,
    }  # fmt: skip


@pytest.fixture(scope="module")
def made(afterbell, asked, tmp_path_factory):
    """The plan of that request: what the command said, and the file."""
    folder = tmp_path_factory.mktemp("made")
    out = folder / "plan.geojson"
    ran = afterbell("plan", "--ask", written(folder, asked), "--out", out, "--json")
    assert ran.code == 0, ran.err
    return ran, out


def written(tmp_path, content):
    path = tmp_path / "ask.json"
    path.write_text(json.dumps(content), encoding="utf-8")
    return path


def stops_of(path):
    """Patrol, place and kind of each stop of a plan that was written."""
    features = json.loads(path.read_text(encoding="utf-8"))["features"]
    stops = [f["properties"] for f in features if f["properties"]["feature"] == "stop"]
    return [(stop["patrol"], stop["place_id"], stop["kind"]) for stop in stops]


def test_what_a_file_asks_is_planned_and_comes_out_the_same(afterbell, asked, made):
    ran, out = made
    assert ran.json["date"] == "2026-11-24"
    modes = [(route["patrol"], route["mode"]) for route in ran.json["routes"]]
    assert modes == [("Alpha", "on foot"), ("Bravo", "by cycle"), ("Charlie", "by car")]
    kinds = [kind for _, _, kind in stops_of(out)]
    assert kinds.count("break") == 1
    assert kinds.count("activity") == 2
    kept = json.loads(out.read_text(encoding="utf-8"))["afterbell"]["request"]
    assert (kept["variety"], kept["balance"]) == (0.4, {"harm": 0.5, "reassurance": 1.5})
    assert kept["yesterday"] == json.loads(json.dumps(asked["yesterday"]))
    assert afterbell("recompute", out, "--json").json["same"]


def test_orders_by_hand_come_out_the_same(afterbell, asked, made, tmp_path):
    plan, out = made[1], tmp_path / "by_hand.geojson"
    orders = {patrol["name"]: [] for patrol in asked["patrols"]}
    for patrol, place_id, _ in stops_of(plan):
        orders[patrol].append(place_id)
    by_hand = asked | {"orders": list(orders.values()), "variety": 0}
    ran = afterbell("plan", "--ask", written(tmp_path, by_hand), "--out", out)
    assert ran.code == 0, ran.err
    assert stops_of(out) == stops_of(plan)
    assert afterbell("recompute", out, "--json").json["same"]


def test_yesterday_and_the_balance_are_kept_with_the_plan(afterbell, before, tmp_path):
    out = tmp_path / "plan.geojson"
    options = ("--yesterday", before, "--reassurance", "1", "--vary", "0.2", "--patrols", "1")
    assert afterbell("plan", *DAY, *options, "--out", out).code == 0
    kept = json.loads(out.read_text(encoding="utf-8"))["afterbell"]["request"]
    assert kept["balance"]["harm"] == 0
    assert kept["variety"] == 0.2
    visited = [visit["place_id"] for visit in kept["yesterday"]]
    assert visited == [place_id for _, place_id, _ in stops_of(before)]


def test_a_briefing_takes_up_the_request_of_a_plan(afterbell, made, tmp_path):
    page = tmp_path / "brief.html"
    ran = afterbell("brief", "--ask", made[1], "--out", page)
    assert ran.code == 0, ran.err
    assert "Weapon sweep at Mill Corner" in page.read_text(encoding="utf-8")


@pytest.mark.parametrize(
    ("options", "code", "said"),
    [
        (["--reassurance", "2"], 1, "expected a share from 0 to 1"),
        (["--vary", "2"], 2, "--vary"),
        (["--ask", "nowhere.json"], 1, "nowhere.json: it is no plan"),
        (["--yesterday", "nowhere.json"], 1, "nowhere.json: it is no plan"),
    ],
)
def test_options_out_of_reach_are_a_sentence(afterbell, options, code, said):
    ran = afterbell("plan", *DAY, *options)
    assert ran.code == code
    assert said in ran.err


@pytest.mark.parametrize(
    ("change", "said"),
    [
        ({"orders": [["nowhere"], [], []]}, "nowhere is left out that day"),
        ({"chosen": [["Corner", [-0.1, 51.5]]], "wishes": {"add": ["chosen-0-52"]}}, "no street"),
        ({"horse": 1}, "horse: there is no such member"),
    ],
)
def test_a_request_for_what_is_not_there_is_a_sentence(afterbell, asked, tmp_path, change, said):
    ran = afterbell("plan", "--ask", written(tmp_path, asked | change))
    assert ran.code == 1
    assert said in ran.err
    assert len(ran.err.strip().splitlines()) == 1


@pytest.mark.parametrize(
    "text", [b"", b"abc", b"[1]", b"3", b"\xff\xfe\x00", b"[" * 100_000, b'"request"']
)
@pytest.mark.parametrize("read", [request_in, lambda file: visits_in(file, BNG)])
def test_what_is_no_json_object_is_no_plan(tmp_path, text, read):
    path = tmp_path / "x.json"
    path.write_bytes(text)
    with pytest.raises(FileRefusedError, match=r"x\.json: it is no plan"):
        read(path)


@pytest.mark.parametrize(
    "change",
    [
        {"date": None}, {"date": "soon"}, {"patrols": 3}, {"patrols": [3]}, {"seed": "x"},
        {"wishes": []}, {"balance": 1}, {"balance": {"harm": -1, "reassurance": 1}},
        {"yesterday": [{"place_id": "a"}]}, {"variety": "much"}, {"orders": [[3]]},
        {"chosen": [["a", [1]]]}, {"patrols": [{"name": "A", "start": ["here", 1]}]},
    ],
)  # fmt: skip
def test_members_of_another_kind_are_a_sentence(asked, tmp_path, change):
    with pytest.raises(AfterbellError) as raised:
        request_in(written(tmp_path, asked | change))
    assert str(raised.value).endswith(".")


GOOD = {"feature": "stop", "kind": "hotspot", "place_id": "a", "arrive": "15:10"}
POINT = {"type": "Point", "coordinates": [-0.12, 51.5]}


def one_stop(geometry=POINT, **changes):
    return {"features": [{"geometry": geometry, "properties": GOOD | changes}]}


def test_a_stop_of_yesterday_stands_where_it_stood(tmp_path):
    (visit,) = visits_in(written(tmp_path, one_stop()), BNG)
    assert (visit.place_id, visit.arrive_min) == ("a", 910)
    assert visit.point == pytest.approx((530591, 179571), abs=1)
    assert visits_in(written(tmp_path, one_stop(kind="break")), BNG) == ()


@pytest.mark.parametrize(
    "content",
    [
        {},
        {"features": "stops"},
        {"features": {"stop": 1}},
        {"features": [{"geometry": POINT, "properties": None}]},
        one_stop(arrive="25:10"),
        one_stop(arrive="soon"),
        one_stop(arrive=915),
        one_stop(place_id=None),
        one_stop(None),
        one_stop({"type": "Blob", "coordinates": [1, 2]}),
        one_stop({"type": "Point", "coordinates": []}),
        one_stop({"type": "Point", "coordinates": ["a", "b"]}),
        one_stop({"type": "Point", "coordinates": [530000, 180000]}),
        one_stop({"type": "LineString", "coordinates": [[0, 51], [1, 52]]}),
    ],
)
def test_a_plan_whose_stops_are_none_is_refused(tmp_path, content):
    with pytest.raises(FileRefusedError, match=r"ask\.json: it is no plan"):
        visits_in(written(tmp_path, content), BNG)
