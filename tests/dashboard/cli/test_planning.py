import json

import pytest
from pypdf import PdfReader

DAY = ("--date", "2026-11-24")


def test_a_plan_is_written_and_told(afterbell, tmp_path):
    out = tmp_path / "plan.geojson"
    ran = afterbell("plan", *DAY, "--patrols", "3", "--out", out, "--json")
    assert ran.code == 0, ran.err
    told = ran.json
    assert [route["patrol"] for route in told["routes"]] == ["Alpha", "Bravo", "Charlie"]
    stop = told["routes"][0]["stops"][0]
    assert "15:00" <= stop["arrive"] < stop["leave"] <= "18:00"
    assert stop["why"]
    kinds = {f["geometry"]["type"] for f in json.loads(out.read_text())["features"]}
    assert kinds == {"Point", "LineString"}


def test_a_day_without_a_bell_is_refused_with_the_next_one(afterbell):
    ran = afterbell("plan", "--date", "2026-11-28")
    assert ran.code == 3
    assert "Saturday" in ran.err
    assert "Mon 30 Nov 2026" in ran.err


def test_the_timetable_is_printed_as_a_draft(afterbell):
    ran = afterbell("plan", *DAY, "--patrols", "1")
    assert "Alpha" in ran.out
    assert "DRAFT" in ran.out


@pytest.mark.parametrize(
    ("arguments", "code", "said"),
    [
        (["--dwell", "0"], 1, "expected 1 to 120"),
        (["--pace", "9"], 1, "expected 0.3 to 3"),
        (["--shift", "18:00-15:00"], 1, "must end after it starts"),
        (["--patrols", "0"], 2, "--patrols"),
    ],
)
def test_settings_out_of_reach_are_explained(afterbell, arguments, code, said):
    ran = afterbell("plan", *DAY, *arguments)
    assert ran.code == code
    assert said in ran.err


def test_a_briefing_is_a_draft_until_somebody_approves_it(afterbell, tmp_path):
    draft, approved = tmp_path / "draft.pdf", tmp_path / "approved.pdf"
    afterbell("brief", *DAY, "--out", draft)
    afterbell("brief", *DAY, "--out", approved, "--approved-by", "Sgt 42")
    texts = [" ".join(p.extract_text() for p in PdfReader(f).pages) for f in (draft, approved)]
    assert "DRAFT" in texts[0]
    assert "Sgt 42" in texts[1]
    assert len(PdfReader(approved).pages) <= 4


def test_a_briefing_can_be_a_page(afterbell, tmp_path):
    page = tmp_path / "brief.html"
    assert afterbell("brief", *DAY, "--out", page).code == 0
    assert "OFFICIAL-SENSITIVE" in page.read_text(encoding="utf-8")


def test_another_ending_is_refused(afterbell, tmp_path):
    ran = afterbell("brief", *DAY, "--out", tmp_path / "brief.docx")
    assert ran.code == 1
    assert "expected a .pdf, .html, .gpx or .ics file" in ran.err


def test_every_command_has_an_example(afterbell):
    for command in ("ingest", "hotspots", "plan", "brief", "app"):
        assert "Example: afterbell" in afterbell(command, "--help").out
