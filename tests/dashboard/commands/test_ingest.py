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
    assert again["incidents"] == 2


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
