from pathlib import Path

import pytest

CSV = (
    "incident_id,occurred,easting,northing,victim_name\n"
    "1,2026-01-05 15:40,530000,180000,Somebody\n"
    "2,2026-02-30 15:40,530010,180010,Else\n"
    "3,2026-01-06 15:40,530020,180020,\n"
)


@pytest.fixture
def crimes(tmp_path):
    path = tmp_path / "crimes.csv"
    path.write_text(CSV, encoding="utf-8")
    return path


@pytest.fixture
def workspace(tmp_path):
    folder = tmp_path / "camden"
    folder.mkdir()
    (folder / "afterbell.toml").write_text(
        'name = "Camden"\ncrs = "EPSG:27700"\n[files]\nincidents = "first.csv"\n', encoding="utf-8"
    )
    first = "incident_id,occurred,easting,northing\n0,2026-01-01 15:40,530000,180000\n"
    (folder / "first.csv").write_text(first, encoding="utf-8")
    return folder


def test_accepted_and_rejected_add_up(afterbell, crimes):
    told = afterbell("ingest", crimes, "--layer", "incidents", "--json").json
    assert (told["read"], told["accepted"], told["rejected"]) == (3, 2, 1)
    assert told["snapshot"] is None


def test_a_workspace_keeps_the_layer_and_serves_it(afterbell, crimes, workspace):
    told = afterbell("ingest", crimes, "--workspace", workspace, "--json").json
    assert told["snapshot"]
    again = afterbell("hotspots", "--workspace", workspace, "--as-of", "2026-03-01", "--json").json
    assert again["incidents"] == 3


def test_no_name_of_a_person_is_kept_anywhere(afterbell, crimes, workspace):
    afterbell("ingest", crimes, "--workspace", workspace)
    kept = [p for p in workspace.rglob("*") if p.is_file()]
    assert len(kept) > 2
    assert not any(b"Somebody" in p.read_bytes() or b"Else" in p.read_bytes() for p in kept)


def test_the_sample_is_checked_when_no_file_is_given(afterbell):
    ran = afterbell("ingest")
    assert ran.code == 0
    assert "read" in ran.out
    assert "Nothing was kept" in ran.out


def test_a_layer_that_does_not_exist_is_a_usage_error(afterbell, crimes):
    assert afterbell("ingest", crimes, "--layer", "dragons").code == 2


def test_what_a_second_file_did_is_counted(afterbell, crimes, workspace, tmp_path):
    afterbell("ingest", crimes, "--workspace", workspace)
    later = tmp_path / "later.csv"
    later.write_text(
        "incident_id,occurred,easting,northing\n1,2026-01-05 15:40,530000,180000\n"
        "3,2026-01-06 16:40,530020,180020\n4,2026-01-07 15:40,530030,180030\n",
        encoding="utf-8",
    )
    told = afterbell("ingest", later, "--workspace", workspace, "--who", "PC 1", "--json").json
    assert (told["added"], told["changed"], told["unchanged"], told["total"]) == (1, 1, 1, 4)
    again = afterbell("ingest", later, "--workspace", workspace, "--json").json
    assert (again["added"], again["changed"], again["unchanged"]) == (0, 0, 3)
    assert again["snapshot"] == told["snapshot"]
    changes = afterbell("log", "--workspace", workspace, "--json").json["changes"]
    assert changes[1]["who"] == "PC 1"


def test_several_files_are_summed(afterbell, crimes, workspace, tmp_path):
    other = tmp_path / "other.csv"
    other.write_text(
        "incident_id,occurred,easting,northing\n9,2026-02-01 15:40,530000,180000\n",
        encoding="utf-8",
    )
    told = afterbell("ingest", crimes, other, "--workspace", workspace, "--json").json
    assert (told["read"], told["accepted"], told["rejected"], told["added"]) == (4, 3, 1, 3)
    assert [one["file"] for one in told["files"]] == ["crimes.csv", "other.csv"]


def test_rejects_are_mended_and_brought_in_again(afterbell, crimes, workspace, tmp_path):
    told = afterbell("ingest", crimes, "--workspace", workspace, "--json").json
    mended = tmp_path / "mended.csv"
    rejects = Path(told["rejects"]).read_text(encoding="utf-8-sig")
    mended.write_text(rejects.replace("2026-02-30", "2026-02-28"), encoding="utf-8")
    again = afterbell("ingest", mended, "--workspace", workspace, "--json").json
    assert (again["accepted"], again["rejected"], again["added"]) == (1, 0, 1)


def test_a_replacement_drops_the_rest(afterbell, crimes, workspace):
    told = afterbell("ingest", crimes, "--workspace", workspace, "--replace", "--json").json
    assert (told["added"], told["removed"], told["total"]) == (2, 1, 2)


def test_a_damaged_layer_is_mended_by_a_replacement(afterbell, crimes, workspace):
    told = afterbell("ingest", crimes, "--workspace", workspace, "--json").json
    (workspace / "snapshots" / told["snapshot"]).write_bytes(b"PAR1")
    broken = afterbell("ingest", crimes, "--workspace", workspace)
    assert (broken.code, "--replace" in broken.err) == (1, True)
    assert afterbell("ingest", crimes, "--workspace", workspace, "--replace").code == 0
    assert afterbell("hotspots", "--workspace", workspace).code in (0, 3)


UNKNOWN = (
    "Ref,Wann,Wo E,Wo N,Email\n"
    "1,2026-01-05 15:40,530000,180000,a@b.example\n"
    "2,2026-01-06 15:50,530010,180020,c@d.example\n"
    "3,2026-01-07 16:05,530020,180040,e@f.example\n"
)


@pytest.fixture
def unknown(tmp_path):
    path = tmp_path / "niche extract.csv"
    path.write_text(UNKNOWN, encoding="utf-8")
    return path


def test_an_unknown_file_gets_a_mapping_to_look_at(afterbell, unknown, workspace):
    ran = afterbell("ingest", unknown, "--workspace", workspace)
    assert ran.code == 1
    assert "mappings/niche-extract.toml" in ran.err
    assert "--mapping niche-extract" in ran.err
    assert "a@b" not in ran.out + ran.err
    assert "Wann" in (workspace / "mappings" / "niche-extract.toml").read_text(encoding="utf-8")
    assert not (workspace / "snapshots").exists()


def test_a_mapping_is_used_by_its_name(afterbell, unknown, workspace):
    afterbell("ingest", unknown, "--workspace", workspace)
    path = workspace / "mappings" / "niche-extract.toml"
    path.write_text(
        'layer = "incidents"\n[columns]\nincident_id = "Ref"\ncommitted_from = "Wann"\n'
        'easting = "Wo E"\nnorthing = "Wo N"\n',
        encoding="utf-8",
    )
    told = afterbell(
        "ingest", unknown, "--workspace", workspace, "--mapping", "niche-extract", "--json"
    ).json
    assert (told["read"], told["accepted"], told["added"]) == (3, 3, 3)


def test_a_proposal_is_used_at_once_when_one_is_sure(afterbell, unknown, workspace):
    told = afterbell("ingest", unknown, "--workspace", workspace, "--yes", "--json").json
    assert told["accepted"] == 3
    assert (workspace / "mappings" / "niche-extract.toml").exists()
    kept = [p for p in workspace.rglob("*") if p.is_file()]
    assert not any(b"a@b.example" in p.read_bytes() for p in kept)


def test_a_mapping_that_is_not_there_is_a_sentence(afterbell, crimes, workspace):
    ran = afterbell("ingest", crimes, "--workspace", workspace, "--mapping", "none")
    assert (ran.code, "has no mapping none" in ran.err) == (1, True)


MONTHLY = (
    "Crime ID,Month,Reported by,Falls within,Longitude,Latitude,Location,LSOA code,LSOA name,"
    "Crime type,Last outcome category,Context\n"
    "a1,2026-05,City,City,-0.09,51.51,On or near High Street,E1,City 1,Robbery,,\n"
)


def test_crime_by_month_becomes_context_and_that_is_said(afterbell, workspace, tmp_path):
    path = tmp_path / "2026-05-city-street.csv"
    path.write_text(MONTHLY, encoding="utf-8")
    told = afterbell(
        "ingest", path, "--layer", "incidents", "--workspace", workspace, "--json"
    ).json
    assert (told["layer"], told["accepted"]) == ("context", 1)
    assert "brought in as context" in told["notices"][0]


def test_dates_are_told_by_who_brings_them(afterbell, workspace, tmp_path):
    path = tmp_path / "dates.csv"
    path.write_text(
        "incident_id,occurred,easting,northing\n1,03/04/2026 15:40,530000,180000\n",
        encoding="utf-8",
    )
    assert afterbell("ingest", path, "--workspace", workspace).code == 1
    told = afterbell("ingest", path, "--workspace", workspace, "--dates", "day-first", "--json")
    assert told.json["accepted"] == 1
    assert afterbell("ingest", path, "--dates", "year-first").code == 2
