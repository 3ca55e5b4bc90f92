import json

import pytest

QUICK = ("--days", "all", "--window", "00:00-24:00", "--weights", "equal", "--method", "counts")


@pytest.fixture(scope="module")
def tested(afterbell, robberies, tmp_path_factory):
    """One run, as JSON on the screen and in a file."""
    out = tmp_path_factory.mktemp("backtest") / "report.json"
    ran = afterbell(
        "backtest", "--incidents", robberies, "--out", out, "--origins", 2, *QUICK, "--json"
    )
    assert ran.code == 0, ran.err
    return ran.json, json.loads(out.read_text(encoding="utf-8"))


def test_the_default_is_held_against_the_methods_asked_for(tested):
    said, _ = tested
    assert [m["is_default"] for m in said["methods"]] == [True, False]
    assert said["methods"][1]["key"] == "counts"
    assert {d["word"] for d in said["differences"]} <= {"better", "worse", "cannot tell"}
    assert len(said["origins"]) == 2


def test_the_file_says_what_the_screen_says_without_the_time_it_took(tested):
    said, written = tested
    assert said["seconds"] > 0
    assert written == {k: v for k, v in said.items() if k not in ("seconds", "written")} | {
        "notices": written["notices"]
    }
    assert written["afterbell"]["marking"] == "OFFICIAL-SENSITIVE"
    assert written["afterbell"]["data_as_at"] == "2025-12-28"


def test_a_page_is_written_and_the_table_printed_of_data_that_cannot_tell_too(
    afterbell, robberies, tmp_path
):
    page = tmp_path / "report.html"
    ran = afterbell("backtest", "--incidents", robberies, "--out", page, "--origins", 1, *QUICK)
    assert ran.code == 0, ran.err
    assert "OFFICIAL-SENSITIVE" in ran.out
    assert "data as at 28 Dec 2025" in ran.out
    assert "Hit rate by share of the area" in ran.out
    assert "The data cannot tell" in ran.out
    assert page.read_text(encoding="utf-8").startswith("<!doctype html>")


@pytest.mark.parametrize(
    ("arguments", "code", "said"),
    [
        (["--out", "report.docx"], 1, "expected a .json or an .html file"),
        (["--method", "tea leaves"], 1, "no method tea leaves"),
        (["--days", "school"], 1, "Give --calendar FILE"),
        (["--test-days", "300"], 1, "Give a longer extract"),
        (["--origins", "0"], 2, "--origins"),
    ],
)
def test_what_cannot_be_done_is_a_sentence(afterbell, robberies, arguments, code, said):
    ran = afterbell("backtest", "--incidents", robberies, *arguments)
    assert ran.code == code
    assert said in ran.err
