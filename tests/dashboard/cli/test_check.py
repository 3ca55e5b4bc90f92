import pytest


@pytest.fixture
def small(tmp_path):
    """A workspace of stop and search alone, which can make no hotspot."""
    folder = tmp_path / "small"
    folder.mkdir()
    (folder / "afterbell.toml").write_text(
        'name = "Small"\nmarking = "OFFICIAL"\ncrs = "EPSG:27700"\n'
        '[files]\nincidents = "stops.csv"\n',
        encoding="utf-8",
    )
    rows = "".join(
        f"{n},stop and search,2026-01-0{n} 15:4{n},53000{n},180000\n" for n in range(1, 9)
    )
    text = "incident_id,offence,committed_from,easting,northing\n" + rows
    (folder / "stops.csv").write_text(text, encoding="utf-8")
    return folder


def test_the_sample_is_checked_when_no_workspace_is_named(afterbell):
    ran = afterbell("check")
    assert ran.code == 0
    assert "OFFICIAL-SENSITIVE" in ran.out
    assert "no errors; " in ran.out
    assert "All 47 schools have a bell on every weekday" in ran.out


def test_the_findings_can_be_read_by_machines(afterbell, small):
    report = afterbell("check", "--workspace", small, "--json").json
    assert report["marking"] == "OFFICIAL"
    assert report["counts"]["Error"] == sum(f["severity"] == "Error" for f in report["findings"])
    scored = next(f for f in report["findings"] if f["code"] == "not-scored")
    assert scored["table"][0] == {"Why": "context, by offence", "Rows": "8"}


def test_only_what_is_about_some_layers_is_reported(afterbell, small):
    report = afterbell("check", "--workspace", small, "--layer", "schools", "--json").json
    assert {finding["layer"] for finding in report["findings"]} == {"schools"}


def test_strict_fails_only_when_there_are_errors(afterbell, small):
    assert afterbell("check", "--workspace", small).code == 0
    assert afterbell("check", "--workspace", small, "--strict").code == 1
    assert afterbell("check", "--strict").code == 0


def test_a_page_and_a_table_are_written(afterbell, small, tmp_path):
    page, table = tmp_path / "report.html", tmp_path / "report.csv"
    assert afterbell("check", "--workspace", small, "--out", page).code == 0
    assert afterbell("check", "--workspace", small, "--out", table).code == 0
    assert "<script" not in page.read_text(encoding="utf-8")
    assert "OFFICIAL" in page.read_text(encoding="utf-8")
    assert table.read_text(encoding="utf-8-sig").startswith("Severity,Layer,Finding")


def test_another_ending_is_refused_before_anything_is_read(afterbell, tmp_path):
    ran = afterbell("check", "--workspace", tmp_path / "nowhere", "--out", tmp_path / "report.docx")
    assert ran.code == 1
    assert "expected an .html or a .csv file" in ran.err


def test_a_folder_that_is_none_is_a_sentence(afterbell, tmp_path):
    ran = afterbell("check", "--workspace", tmp_path / "nowhere")
    assert ran.code == 1
    assert "There is no folder" in ran.err
