"""init, log and recompute, and the environment in place of --workspace."""

import json
import shutil

import pytest

#: First longitude and latitude of the streets, and how far apart they are.
BLOCKS = (-0.13, 0.004), (51.53, 0.002)


@pytest.fixture
def camden(afterbell, tmp_path):
    folder = tmp_path / "camden"
    assert afterbell("init", "Camden", "--workspace", folder).code == 0
    return folder


@pytest.fixture
def town(afterbell, camden, tmp_path):
    """A workspace with crossing streets and a year of incidents that gather on one corner."""
    streets = {"type": "FeatureCollection", "features": []}
    east, north = ([start + n * step for n in range(6)] for start, step in BLOCKS)
    for n in range(6):
        for line in ([[x, north[n]] for x in east], [[east[n], y] for y in north]):
            shape = {"type": "LineString", "coordinates": line}
            properties = {"street_id": str(len(streets["features"])), "name": "", "kind": "local"}
            streets["features"].append(
                {"type": "Feature", "properties": properties, "geometry": shape}
            )
    ground, crimes = tmp_path / "streets.geojson", tmp_path / "crimes.csv"
    ground.write_text(json.dumps(streets), encoding="utf-8")
    crimes.write_text(robberies(range(400)), encoding="utf-8")
    for layer, file in (("streets", ground), ("incidents", crimes)):
        ran = afterbell("ingest", file, "--layer", layer, "--workspace", camden)
        assert ran.code == 0, ran.err
    return camden


def robberies(numbers):
    """Half of them within metres of one corner, at school closing time."""
    rows = ["incident_id,offence,occurred,longitude,latitude"]
    for n in numbers:
        hot = n % 2 == 0
        lon = -0.122 + n % 5 * 1e-5 if hot else -0.13 + n * 37 % 400 * 5e-5
        lat = 51.534 + n % 3 * 1e-5 if hot else 51.53 + n * 91 % 400 * 2.5e-5
        day, month = n % 28 + 1, n // 28 % 12 + 1
        rows.append(f"R{n},robbery,2025-{month:02d}-{day:02d} 15:{n % 60:02d},{lon},{lat}")
    return "\n".join(rows) + "\n"


def test_init_makes_a_workspace_and_says_what_comes_next(afterbell, camden):
    assert (camden / "afterbell.toml").exists()
    ran = afterbell("log", "--workspace", camden, "--json")
    assert [change["what"] for change in ran.json["changes"]] == ["workspace made"]


def test_init_says_three_steps(afterbell, tmp_path):
    ran = afterbell("init", tmp_path / "north area", "--crs", "EPSG:27700")
    assert ran.code == 0
    assert "north area is made" in ran.out
    steps = [line for line in ran.out.splitlines() if line.strip()[:2] in ("1.", "2.", "3.")]
    assert len(steps) == 3
    assert all(f"'{tmp_path}/north area'" in step for step in steps)


def test_init_refuses_a_folder_that_holds_something_and_wrong_settings(afterbell, camden, tmp_path):
    again = afterbell("init", "Camden", "--workspace", camden)
    assert (again.code, "not empty" in again.err) == (1, True)
    wrong = afterbell("init", "x", "--workspace", tmp_path / "x", "--timezone", "Mars")
    assert (wrong.code, "timezone is 'Mars'" in wrong.err) == (1, True)
    assert not (tmp_path / "x").exists()


def test_an_empty_workspace_answers_every_command_with_a_sentence(afterbell, camden):
    for command in ("hotspots", "plan"):
        ran = afterbell(command, "--workspace", camden)
        assert ran.code in (1, 3)
        assert ran.err


def test_the_log_is_printed_and_a_broken_one_is_an_error(afterbell, town):
    ran = afterbell("log", "--workspace", town)
    assert ran.code == 0
    assert "layer appended" in ran.out
    assert "The log is whole: 3 lines" in ran.out
    log = town / "changes.jsonl"
    log.write_text(log.read_text().replace('"read": 400', '"read": 401'), encoding="utf-8")
    ran = afterbell("log", "--workspace", town)
    assert ran.code == 1
    assert "Line 3 of changes.jsonl was changed" in ran.out


def test_an_old_plan_comes_out_the_same_after_more_incidents(afterbell, town, tmp_path):
    plan = tmp_path / "plan.geojson"
    made = afterbell("plan", "--date", "2026-02-03", "--out", plan, "--workspace", town, "--json")
    assert made.code == 0, made.err
    assert any("stand in for school days" in said for said in made.json["notices"])
    more = tmp_path / "more.csv"
    more.write_text(robberies(range(300, 500)), encoding="utf-8")
    kept = afterbell("ingest", more, "--workspace", town, "--json").json
    assert (kept["added"], kept["unchanged"]) == (100, 100)
    with (town / "afterbell.toml").open("a") as toml:
        toml.write('[exclusions]\noffences = ["personal robbery"]\n')
    ran = afterbell("recompute", plan, "--workspace", town)
    assert ran.code == 0, ran.out + ran.err
    assert "the same bytes" in ran.out


@pytest.fixture(scope="module")
def made(afterbell, tmp_path_factory):
    """A plan of the sample, made once."""
    path = tmp_path_factory.mktemp("made") / "plan.geojson"
    assert afterbell("plan", "--date", "2026-11-24", "--patrols", "1", "--out", path).code == 0
    return path


@pytest.fixture
def plan(made, tmp_path):
    """A copy of it, to be changed."""
    return shutil.copy(made, tmp_path / "plan.geojson")


def test_a_plan_that_was_changed_is_told_by_what_differs(afterbell, plan):
    content = json.loads(plan.read_text(encoding="utf-8"))
    content["features"][0]["properties"]["patrol"] = "Zulu"
    line = json.dumps(content, ensure_ascii=False, separators=(",", ":"))
    plan.write_text(line + "\n", encoding="utf-8")
    ran = afterbell("recompute", plan)
    assert ran.code == 1
    assert 'features 1.properties.patrol was "Zulu" and is now "Alpha"' in ran.out


def test_a_plan_from_elsewhere_is_refused(afterbell, town, plan):
    ran = afterbell("recompute", plan, "--workspace", town)
    assert ran.code == 1
    assert "changed since, and what it was then was not kept" in ran.err
    plan.write_text("{}", encoding="utf-8")
    assert "has no member afterbell" in afterbell("recompute", plan).err


def test_the_environment_stands_in_for_the_option(afterbell, camden, tmp_path, monkeypatch):
    monkeypatch.setenv("AFTERBELL_WORKSPACE", str(camden))
    crimes = tmp_path / "crimes.csv"
    crimes.write_text(robberies(range(5)), encoding="utf-8")
    assert afterbell("ingest", crimes, "--json").json["snapshot"].startswith("incidents-")
    assert len(afterbell("log", "--json").json["changes"]) == 2


def test_every_command_has_an_example(afterbell):
    for command in ("init", "log", "recompute", "ingest"):
        assert "Example: afterbell" in afterbell(command, "--help").out
