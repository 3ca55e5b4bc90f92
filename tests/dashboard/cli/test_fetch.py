"""The command fetch as a person runs it, against a server on this machine."""

import importlib
import json
import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from dashboard import cli
from geo.layers import read_layer
from geo.model import LayerName
from geo.workspace import Workspace, create_workspace
from tests.geo.connectors.replay import Answer, serving

importlib.import_module("dashboard.cli.fetching")  # registers the command, whoever else does

ROOT = Path(__file__).parents[3]
#: A shell that runs the tests in the background has its children ignore an interrupt.
RUN = (
    "import signal; signal.signal(signal.SIGINT, signal.default_int_handler); "
    "import dashboard.cli.fetching, dashboard.cli; dashboard.cli.main()"
)
BOX = "-0.15,51.50,-0.05,51.56"
MONTHS = ("2024-01", "2024-02", "2024-03")


@pytest.fixture
def replay():
    with serving() as found:
        yield found


@pytest.fixture
def moved(replay, monkeypatch):
    """Every service is the replay server, and no proxy stands between."""
    names = ("POLICE_UK", "GIAS", "NAPTAN", "TFL", "OSM", "BANK_HOLIDAYS")
    for name in names:
        monkeypatch.setenv(f"AFTERBELL_FETCH_{name}", replay.url)
    for name in ("AFTERBELL_WORKSPACE", *(n for n in os.environ if "proxy" in n.lower())):
        monkeypatch.delenv(name, raising=False)


@pytest.fixture
def started(moved, tmp_path):
    """Start a fetch in a process of its own, which can be killed."""

    def start(*arguments):
        return subprocess.Popen(
            [sys.executable, "-c", RUN, "fetch", *map(str, arguments)],
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
            cwd=tmp_path,
            env=os.environ | {"PYTHONPATH": str(ROOT)},
        )

    return start


@pytest.fixture
def run(moved, tmp_path, monkeypatch, capsys):
    """Run a fetch to its end; gives the exit code, stdout and stderr."""

    def finished(*arguments):
        monkeypatch.chdir(tmp_path)
        monkeypatch.setattr(sys, "argv", ["afterbell", "fetch", *map(str, arguments)])
        with pytest.raises(SystemExit) as end:
            cli.main()
        out, err = capsys.readouterr()
        return int(end.value.code or 0), out, err

    return finished


def crimes(month, count=3):
    return [
        {
            "category": "robbery",
            "location_type": "Force",
            "location": {
                "latitude": f"51.5{n}",
                "longitude": "-0.1",
                "street": {"id": n, "name": f"On or near Rue {n} – é"},
            },
            "context": "",
            "outcome_status": None,
            "persistent_id": f"{month}-{n}",
            "id": int(month.replace("-", "")) * 1000 + n,
            "month": month,
        }
        for n in range(1, count + 1)
    ]


def police(asked):
    if asked.path == "/crimes-street-dates":
        return Answer(json.dumps([{"date": m, "stop-and-search": []} for m in MONTHS]).encode())
    if asked.path == "/crimes-street/all-crime":
        return Answer(json.dumps(crimes(asked.params["date"])).encode())
    return None


def asked_months(replay):
    return [a.params["date"] for a in replay.asked if "date" in a.params]


def until(happens):
    for _ in range(1200):
        if happens():
            return
        time.sleep(0.05)
    raise AssertionError("it never happened")


STREET = ("police-uk", "--from", "2024-01", "--to", "2024-03", "--area", BOX)


def test_without_a_workspace_files_go_into_a_folder_here(replay, run, tmp_path):
    replay.rule(police)
    code, out, err = run(*STREET)
    assert code == 0, err
    names = [f"police-uk-street-{m}.csv" for m in MONTHS]
    assert sorted(p.name for p in (tmp_path / "afterbell-downloads").glob("*.csv")) == names
    assert "Open Government Licence" in out
    assert "afterbell ingest afterbell-downloads/police-uk-street-2024-01.csv " in out
    assert "--layer context" in out
    assert "no time of day" in err


def test_the_summary_for_machines_and_the_second_time(replay, run, tmp_path):
    replay.rule(police)
    told = [json.loads(run(*STREET, "--out", tmp_path / "out", "--json")[1]) for _ in range(2)]
    assert told[0]["source"] == "police-uk"
    assert [f["changed"] for f in told[0]["files"]] == [True] * 3
    assert [f["changed"] for f in told[1]["files"]] == [False] * 3
    assert (told[0]["requests"], told[0]["cached"], told[0]["took_from_cache"]) == (4, 0, 0)
    assert (told[1]["requests"], told[1]["cached"], told[1]["took_from_cache"]) == (4, 4, 0)
    assert told[0]["bytes"] > 0


def test_killed_in_the_middle_it_goes_on_where_it_was(replay, run, started, tmp_path):
    slow = [Answer(b"[]", stall_s=30)]
    replay.rule(lambda a: slow[0] if slow and a.params.get("date") == "2024-03" else None)
    replay.rule(police)
    process = started(*STREET)
    until(lambda: "2024-03" in asked_months(replay))
    process.send_signal(signal.SIGKILL)
    process.communicate(timeout=30)
    kept = sorted(p.name for p in (tmp_path / "afterbell-downloads").glob("*.csv"))
    assert kept == [f"police-uk-street-{m}.csv" for m in MONTHS[:2]]
    slow.clear()
    replay.asked.clear()
    code, out, _ = run(*STREET, "--json")
    assert code == 0
    assert asked_months(replay) == ["2024-03"]
    assert json.loads(out)["took_from_cache"] == 2
    assert len(json.loads(out)["files"]) == 3


def test_stopped_by_a_person_it_says_how_to_go_on(replay, started):
    replay.rule(lambda a: Answer(b"[]", stall_s=30) if a.params.get("date") == "2024-02" else None)
    replay.rule(police)
    process = started(*STREET)
    until(lambda: "2024-02" in asked_months(replay))
    process.send_signal(signal.SIGINT)
    _, err = process.communicate(timeout=30)
    assert process.returncode == 1
    assert "run the same command again to go on" in err
    assert "Traceback" not in err


def test_months_that_are_not_there_are_told(replay, run):
    replay.rule(police)
    code, _, err = run("police-uk", "--from", "2024-05", "--area", BOX)
    assert code == 1
    assert "there is 2024-01 to 2024-03" in err


def workspace(tmp_path):
    create_workspace(tmp_path / "camden", "Camden", crs="EPSG:27700")
    return tmp_path / "camden"


def test_streets_go_into_the_workspace_at_once(replay, run, tmp_path):
    folder = workspace(tmp_path)
    nodes = [{"lat": 51.5 + n / 1000, "lon": -0.1 + n / 1000} for n in range(5)]
    way = {"type": "way", "id": 5, "nodes": list(range(5)), "geometry": nodes}
    replay.on(
        "/interpreter",
        Answer(json.dumps({"elements": [way | {"tags": {"highway": "path"}}]}).encode()),
    )
    code, out, err = run("osm", "--area", BOX, "--workspace", folder, "--ingest", "--json")
    assert code == 0, err
    assert json.loads(out)["ingested"][0]["accepted"] == 1
    assert (folder / "cache" / "osm-streets.geojson").is_file()
    assert len(Workspace.open(folder).layers.streets) == 1


def test_the_bounds_of_a_workspace_are_the_area(replay, run, tmp_path):
    replay.rule(police)
    folder = workspace(tmp_path)
    code, _, err = run("police-uk", "--from", "2024-01", "--workspace", folder)
    assert code == 1
    assert "holds no place yet" in err
    schools = tmp_path / "schools.csv"
    schools.write_text("urn,name,easting,northing\n1,A,529000,183000\n2,B,531000,184000\n")
    Workspace.open(folder).keep(read_layer(schools, LayerName.SCHOOLS))
    replay.asked.clear()
    assert run("police-uk", "--from", "2024-01", "--workspace", folder)[0] == 0
    corner = replay.asked[-1].params["poly"].split(":")[0].split(",")
    assert [round(float(edge), 1) for edge in corner] == [51.5, -0.1]


def test_an_area_can_be_a_file(replay, run, tmp_path):
    replay.rule(police)
    ring = [[-0.1, 51.5], [-0.09, 51.5], [-0.09, 51.51], [-0.1, 51.5]]
    wards = tmp_path / "wards.geojson"
    wards.write_text(json.dumps({"type": "Polygon", "coordinates": [ring]}), encoding="utf-8")
    assert run("police-uk", "--from", "2024-01", "--area", wards)[0] == 0
    assert len(replay.asked[-1].params["poly"].split(":")) == 3


@pytest.mark.parametrize(
    ("arguments", "code", "said"),
    [
        (("police-uk", "--from", "2024-01"), 1, "No area was named"),
        (("police-uk", "--from", "2024-01", "--area", "1,2,3"), 1, "west,south,east,north"),
        (("police-uk", "--from", "2024-01", "--area", "none.geojson"), 1, "there is no such file"),
        (("police-uk",), 2, "--from"),
        (("osm",), 1, "No area was named"),
        (("naptan", "--area-code", "x"), 1, "three digits"),
        (("tfl", "--mode", "bus"), 1, "No area was named"),
        (("tfl", "--mode", "hovercraft"), 1, "hovercraft is no mode"),
        (("gias", "--workspace", "nowhere"), 1, "nowhere is not a workspace"),
        (("gias", "--ingest"), 1, "--ingest keeps a layer"),
        (("gias", "--base-url", "gias"), 1, "expected NAME=URL"),
        (("gias", "--base-url", "gias=x"), 1, "no address of gias"),
        (("dragons",), 2, "dragons"),
    ],
)
def test_what_cannot_be_done_is_a_sentence(replay, run, arguments, code, said):
    came, out, err = run(*arguments)
    assert came == code
    assert said in out + err
    assert replay.asked == []


def test_a_key_is_sent_and_nowhere_written(replay, run, tmp_path, monkeypatch, caplog):
    monkeypatch.setenv("AFTERBELL_TFL_KEY", "s3cr3t")
    caplog.set_level("DEBUG")
    replay.on("/StopPoint/Mode/tube", Answer(b'{"stopPoints": [], "total": 0}'))
    code, out, err = run("tfl", "--mode", "tube")
    assert code == 0, err
    assert replay.asked[0].params["app_key"] == "s3cr3t"
    assert "s3cr3t" not in out + err + caplog.text
    assert not [p for p in tmp_path.rglob("*") if p.is_file() and b"s3cr3t" in p.read_bytes()]


def test_the_bank_holidays_say_how_they_stand_to_the_calendar(replay, run):
    event = {"title": "Boxing Day", "date": "2024-12-26", "notes": "", "bunting": True}
    divisions = ("england-and-wales", "scotland", "northern-ireland")
    body = {d: {"division": d, "events": [event]} for d in divisions}
    replay.on("/bank-holidays.json", Answer(json.dumps(body).encode()))
    code, _, err = run("bank-holidays")
    assert code == 0
    assert "the package holidays" in err


@pytest.mark.parametrize("source", ["police-uk", "gias", "naptan", "tfl", "osm", "bank-holidays"])
def test_every_source_has_an_example(run, source):
    assert f"Example: afterbell fetch {source}" in run(source, "--help")[1]
