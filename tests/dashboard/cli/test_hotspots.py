import json

import pytest
from pyproj import Geod
from shapely.geometry import Point, shape


def collection(path):
    return json.loads(path.read_text(encoding="utf-8"))["features"]


def test_incidents_alone_are_enough(afterbell, robberies, tmp_path):
    out, cells = tmp_path / "h.geojson", tmp_path / "c.geojson"
    ran = afterbell(
        "hotspots",
        "--incidents",
        robberies,
        "--as-of",
        "2026-01-01",
        "--out",
        out,
        "--cells",
        cells,
        "--weights",
        "equal",
        "--days",
        "all",
        "--window",
        "00:00-24:00",
    )
    assert ran.code == 0, ran.err
    found = collection(out)
    assert [f["properties"]["rank"] for f in found] == list(range(1, len(found) + 1))
    assert shape(found[0]["geometry"]).buffer(0.0005).contains(Point(-89.9497, 35.1002))
    assert {"rank", "expected_per_window", "area_m2"} <= set(collection(cells)[0]["properties"])


def test_cells_cover_a_fifth_of_the_hull(afterbell, robberies, tmp_path):
    cells = tmp_path / "c.geojson"
    afterbell("hotspots", "--incidents", robberies, "--cells", cells, "--days", "all")
    covered = sum(f["properties"]["area_m2"] for f in collection(cells))
    geod = Geod(ellps="WGS84")
    side_m = geod.inv(-89.95, 35.1, -89.85, 35.1)[2], geod.inv(-89.95, 35.1, -89.95, 35.2)[2]
    assert covered >= 0.2 * side_m[0] * side_m[1] * 0.9


def test_nothing_on_or_after_the_date_is_used(afterbell, robberies, tmp_path):
    first, second = tmp_path / "1.geojson", tmp_path / "2.geojson"
    lines = robberies.read_text(encoding="utf-8").splitlines()
    cut = tmp_path / "cut.csv"
    kept = [line for line in lines[1:] if line.split(",")[1] < "2025-09-01"]
    cut.write_text("\n".join([lines[0], *kept]) + "\n", encoding="utf-8")
    for source, out in ((robberies, first), (cut, second)):
        afterbell("hotspots", "--incidents", source, "--as-of", "2025-09-01", "--out", out)
    assert first.read_bytes() == second.read_bytes()


def test_weekdays_stand_in_for_school_days_and_that_is_said(afterbell, robberies):
    ran = afterbell("hotspots", "--incidents", robberies)
    assert ran.code == 0
    assert "weekdays stand in for school days" in ran.err
    assert "clock on the wall" in ran.err


def test_school_days_need_term_dates(afterbell, robberies):
    ran = afterbell("hotspots", "--incidents", robberies, "--days", "school")
    assert ran.code == 1
    assert "Give --calendar FILE" in ran.err


def test_term_dates_can_be_given(afterbell, robberies, tmp_path):
    terms = tmp_path / "terms.csv"
    terms.write_text(
        "scope,scope_id,academic_year,kind,start,end,source\n"
        "la,1,2024/25,term,2025-01-06,2025-07-18,x\n",
        encoding="utf-8",
    )
    ran = afterbell("hotspots", "--incidents", robberies, "--calendar", terms, "--json")
    assert ran.json["days"] == "school days"


def test_without_input_the_sample_is_used(afterbell):
    ran = afterbell("hotspots", "--json")
    assert ran.code == 0
    assert len(ran.json["hotspots"]) >= 12
    assert ran.json["days"] == "school days"


def test_the_table_carries_marking_and_simulated(afterbell):
    ran = afterbell("hotspots", "--top", "3")
    assert "OFFICIAL-SENSITIVE  Saltmarsh (SIMULATED)" in ran.out
    assert "afternoons" in ran.out


@pytest.mark.parametrize(
    ("arguments", "code", "said"),
    [
        (["--as-of", "2019-01-01"], 3, "Choose a later date"),
        (["--window", "18:00-15:00"], 1, "must end after it starts"),
        (["--window", "teatime"], 1, "'teatime' is not a window"),
        (["--timezone", "Mars/Olympus"], 1, "Mars/Olympus"),
        (["--crs", "EPSG:banana"], 1, "no coordinate system"),
        (["--as-of", "soon"], 2, "--as-of"),
        (["--weights", "both"], 2, "--weights"),
        (["--out", "/nowhere/at/all.geojson"], 1, "cannot be written"),
    ],
)
def test_what_cannot_be_done_is_a_sentence(afterbell, robberies, arguments, code, said):
    ran = afterbell("hotspots", "--incidents", robberies, *arguments)
    assert ran.code == code
    assert said in ran.err


def test_a_file_that_is_not_there_is_named(afterbell, tmp_path):
    ran = afterbell("hotspots", "--incidents", tmp_path / "none.csv", "--json")
    assert ran.code == 1
    assert "none.csv" in ran.json["error"]
