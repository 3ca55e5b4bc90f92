import json
import re

import pandas as pd
import pytest

from geo.errors import AfterbellError
from geo.evidence.backtest import backtest, render, report_json, write
from geo.layers import About

ABOUT = About("Old <Town>", marking="OFFICIAL", data_as_at=pd.Timestamp("2026-09-06").date())


@pytest.fixture
def report(town, window, equal, make_toys, spot):
    toys = make_toys(shapes=(spot(1000, 1000, 112, 30, 70),))
    return backtest(town, window, settings=equal, forecasts=toys)


@pytest.fixture
def page(report):
    return render(report, ABOUT)


def test_the_page_carries_marking_age_and_verdict(page, report):
    assert page.count("OFFICIAL") == 2
    assert "Data as at Sun 6 Sep 2026" in page
    assert report.verdict.split(":")[0] in page


def test_the_page_asks_no_host_for_anything_and_runs_no_script(page):
    assert "<script" not in page
    bare = page.replace('xmlns="http://www.w3.org/2000/svg"', "")
    assert re.findall(r"https?://|src=|@import", bare.replace('src: url("data:', "")) == []


def test_what_came_from_outside_is_escaped(page):
    assert "Old &lt;Town&gt;" in page
    assert "<Town>" not in page


def test_every_chart_has_a_sentence_a_caption_and_a_table(page):
    parts = re.split(r"<section>", page)[1:]
    drawn = [part for part in parts if "<svg" in part]
    assert len(drawn) == 5
    for part in drawn:
        assert '<p class="answer">' in part
        assert "<figcaption>" in part
        assert "aria-label=" in part
        assert "<table>" in part


def test_a_claim_that_cannot_be_made_is_a_ring_and_not_a_disc(town, window, equal, make_toys):
    alike = backtest(town, window, settings=equal, forecasts=make_toys(always="near"))
    differences = re.split(r"<section>", render(alike, ABOUT))[2]
    assert differences.count('fill="#fff"') == 10
    assert "0 found less than the default, 0 more, and 2 cannot be told from it" in differences


def test_the_same_report_makes_the_same_page(report):
    assert render(report, ABOUT) == render(report, ABOUT)


def test_few_incidents_show_no_share(make_town, window, equal, toys):
    few = backtest(make_town(90, 200), window, settings=equal, forecasts=toys, origins=1)
    page = render(few, ABOUT)
    assert "The data cannot tell" in page
    assert "&lt;5" in page


def test_json_carries_the_area_and_reads_back(report, tmp_path):
    path = tmp_path / "report.json"
    write(report, ABOUT, path)
    read = json.loads(path.read_text(encoding="utf-8"))
    assert read == json.loads(json.dumps(report_json(report, ABOUT)))
    assert read["afterbell"]["marking"] == "OFFICIAL"
    assert read["afterbell"]["data_as_at"] == "2026-09-06"
    assert {m["key"] for m in read["methods"]} == {"near", "far", "flat"}
    assert "seconds" not in read


def test_html_is_written_by_the_ending_and_another_ending_is_refused(report, tmp_path):
    write(report, ABOUT, tmp_path / "report.html")
    assert (tmp_path / "report.html").read_text(encoding="utf-8").startswith("<!doctype html>")
    with pytest.raises(AfterbellError, match=r"ends in \.docx; expected a \.json or an \.html"):
        write(report, ABOUT, tmp_path / "report.docx")
