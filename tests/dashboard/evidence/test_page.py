"""The Evidence page without a browser: what it says before, during and after a test."""

import dataclasses
import datetime as dt
import shutil
import threading
from pathlib import Path

import pytest
from streamlit.testing.v1 import AppTest

import dashboard
from dashboard import evidence_jobs
from geo.bundle import bundled
from geo.errors import AfterbellError
from geo.evidence import Chosen, RankingEvidence
from geo.evidence.fairness import Compared, Fairness, Verdict
from geo.evidence.fairness._shares import Measured
from geo.model import Interval

APP = Path(dashboard.__file__).parent / "app.py"
CHOSEN = (Chosen("toy", "Toy", "Nobody (2026)", "bandwidth 50 m, chosen by likelihood"),)


@pytest.fixture
def app(monkeypatch):
    monkeypatch.setenv("AFTERBELL_TODAY", "2026-11-24")
    monkeypatch.delenv("AFTERBELL_WORKSPACE", raising=False)
    monkeypatch.setattr(evidence_jobs._jobs, "_by_key", {})
    return AppTest.from_file(str(APP), default_timeout=60)


@pytest.fixture
def tests_as(monkeypatch):
    """The ranking's test gives this, or raises it."""

    def give(what):
        def tested(*_args, **_kinds):
            if isinstance(what, Exception):
                raise what
            return RankingEvidence(what, CHOSEN)

        monkeypatch.setattr(evidence_jobs, "ranking_tested", tested)

    return give


def said(app):
    parts = [*app.text, *app.title, *app.get("html")]
    return " ".join(getattr(part, "value", None) or part.proto.body for part in parts)


def opened(app):
    app.run()
    return app.switch_page("pages/evidence.py").run()


def press(app, label):
    next(each for each in app.button if each.label == label).click().run()
    for thread in threading.enumerate():
        if thread.name == "afterbell-job":
            thread.join(60)
    app.run()
    assert not app.exception
    return said(app)


def test_the_page_opens_without_a_test_and_says_what_one_would_answer(app):
    page = said(opened(app))
    assert not app.exception
    assert "Nothing is tested yet on these hours." in page
    assert "Are the numbers honest?" in page


def test_a_test_answers_every_question_with_one_sentence(app, tests_as, make_report):
    tests_as(make_report())
    opened(app)
    page = press(app, "Test the ranking")
    assert "In the riskiest 2% of the area lay about 1 in 3" in page
    assert "the default finds more than 1" in page
    assert "hold about what they promise" in page
    assert "It held still." in page
    assert "Most incidents fell on Fri 15:30–16:00 (30)" in page
    assert "chosen by likelihood" in page
    assert "0123456789abcdef" in page


def test_every_picture_has_a_table(app, tests_as, make_report):
    tests_as(make_report())
    opened(app)
    press(app, "Test the ranking")
    pictures = len(app.get("arrow_vega_lite_chart")) or len(app.get("vega_lite_chart"))
    tables = [each for each in app.expander if each.label == "The same as a table"]
    assert 0 < pictures <= len(tables)


def test_where_the_data_cannot_tell_nothing_is_drawn_or_claimed(app, tests_as, make_report):
    verdict = (
        "The data cannot tell: only 12 incidents could be tested in 4 blocks; at least 30 "
        "incidents in 2 blocks are needed. The figures below are no evidence for any method."
    )
    tests_as(dataclasses.replace(make_report(), can_tell=False, verdict=verdict))
    opened(app)
    page = press(app, "Test the ranking")
    assert "Cannot tell." in page
    assert "Only 12 incidents could be tested" in page
    assert "figures below" not in page
    assert "In the riskiest 2%" not in page


def test_a_test_that_cannot_be_made_is_a_sentence(app, tests_as):
    tests_as(AfterbellError("No test can be made: 3 scored incidents. Give a longer extract."))
    opened(app)
    assert "Give a longer extract." in press(app, "Test the ranking")
    assert any(each.label == "Try again" for each in app.button)


def test_other_hours_are_another_test(app, tests_as, make_report):
    tests_as(make_report())
    opened(app)
    press(app, "Test the ranking")
    next(each for each in app.radio if each.label == "Hours").set_value(True).run()
    assert "Nothing is tested yet on these hours." in said(app)


def test_the_report_is_offered_with_its_marking(make_report):
    from dashboard.views.evidence.ranking import written
    from geo.layers import About

    about = About(name="Saltmarsh", marking="OFFICIAL-SENSITIVE", data_as_at=dt.date(2026, 11, 22))
    files = written(make_report(), about)
    assert [name for name, _, _ in files] == [
        "backtest-2026-11-22.html", "backtest-2026-11-22.json",
    ]  # fmt: skip
    for _, _, make in files:
        content = make().decode()
        assert "OFFICIAL-SENSITIVE" in content
        assert "2026-11-22" in content or "22 Nov 2026" in content


def without(tmp_path, *layers):
    folder = tmp_path / "area"
    shutil.copytree(bundled("sample"), folder)
    settings = folder / "afterbell.toml"
    lines = settings.read_text().splitlines()
    kept = [line for line in lines if not line.startswith(tuple(f"{name} =" for name in layers))]
    settings.write_text("\n".join(kept))
    return folder


def test_without_areas_fairness_cannot_be_told_and_says_what_is_missing(app, monkeypatch, tmp_path):
    monkeypatch.setenv("AFTERBELL_WORKSPACE", str(without(tmp_path, "areas")))
    opened(app)
    part = next(each for each in app.segmented_control if each.label == "Part")
    part.set_value("Fairness").run()
    assert not app.exception
    page = said(app)
    assert "Cannot tell." in page
    assert "no areas layer" in page


def test_without_incidents_there_is_nothing_to_test(app, monkeypatch, tmp_path):
    monkeypatch.setenv("AFTERBELL_WORKSPACE", str(without(tmp_path, "incidents")))
    page = said(opened(app))
    assert not app.exception
    assert "no incidents yet, so there is nothing to test" in page


def test_a_breach_asks_for_a_review_and_keeps_it(app, monkeypatch, tmp_path):
    share = Interval(0.2, 0.1, 0.3)
    minutes = Measured(0.0, 0.0, Interval(0.0, 0.0, 0.0), Verdict.FEWER)
    ward = Compared("", "W1", "Fen", 40, 1.0, share, minutes)
    found = Fairness((ward,), (), 1.5, "Out of proportion in 1.", "Fen: 0%. Review this.")
    monkeypatch.setattr(evidence_jobs, "fairness_ahead", lambda *_, **__: found)
    monkeypatch.setenv("AFTERBELL_WORKSPACE", str(without(tmp_path)))
    opened(app)
    next(each for each in app.segmented_control if each.label == "Part").set_value("Fairness").run()
    assert "Fen: 0%. Review this." in press(app, "Compare minutes with harm")
    app.text_input(key="review_who").set_value("Sgt 42")
    app.text_input(key="review_why").set_value("More stops in Fen from Monday")
    page = press(app, "Record the review")
    assert "Reviewed by Sgt 42" in page
    assert "More stops in Fen from Monday" in page
