"""The pages on the sample, without a browser: what they say and what a button leads to."""

import datetime as dt
from pathlib import Path

import pytest
from streamlit.testing.v1 import AppTest

import dashboard

APP = Path(dashboard.__file__).parent / "app.py"
TUESDAY, SATURDAY = dt.date(2026, 11, 24), dt.date(2026, 11, 28)


@pytest.fixture
def app(monkeypatch):
    monkeypatch.setenv("AFTERBELL_TODAY", str(TUESDAY))
    monkeypatch.delenv("AFTERBELL_WORKSPACE", raising=False)
    return AppTest.from_file(str(APP), default_timeout=60)


def said(app):
    """Everything that the page says, as one text."""
    parts = [*app.text, *app.title, *app.subheader, *app.get("html")]
    return " ".join(getattr(part, "value", None) or part.proto.body for part in parts)


def button(app, label):
    return next(each for each in app.button if each.label.startswith(label))


def test_today_carries_marking_and_the_age_of_the_data(app):
    app.run()
    assert not app.exception
    page = said(app)
    assert page.count("OFFICIAL-SENSITIVE") == 2
    assert page.count("Data as at Sun 22 Nov 2026") == 2
    assert "SIMULATED" in page
    assert "Tuesday 24 November 2026" in page


def test_today_gives_the_reason_before_anything_else(app):
    page = said(app.run())
    assert page.index("Expect an incident here") < page.index("How sure")
    assert "A hotspot is not grounds for a search." in page


def test_a_saturday_says_why_and_leads_to_monday(app):
    app.run()
    app.date_input(key="day").set_value(SATURDAY).run()
    assert not app.exception
    assert "Sat 28 Nov 2026 is not a school day: Saturday." in said(app)
    button(app, "Go to Mon 30 Nov 2026").click().run()
    assert "not a school day" not in said(app)
    assert "Monday 30 November 2026" in said(app)


@pytest.mark.parametrize("page", ["pages/today.py", "pages/plan.py"])
def test_a_date_before_all_data_is_explained(app, page):
    app.run()
    app.switch_page(page).run()
    app.date_input(key="day").set_value(dt.date(2023, 9, 5)).run()
    assert not app.exception
    assert "No incident is over before 5 Sep 2023" in said(app)


def test_the_slider_changes_who_is_letting_out(app):
    app.run()
    whole = said(app)
    app.select_slider(key="slice").set_value(11).run()
    assert not app.exception
    assert "Letting out" in whole
    assert "No bell in this quarter of an hour." in said(app)


def test_a_briefing_without_a_plan_leads_to_the_plan(app):
    app.run()
    app.switch_page("pages/briefing.py").run()
    assert not app.exception
    assert "Nothing planned yet" in said(app)


def test_a_plan_starts_empty_and_a_suggestion_can_be_approved(app):
    app.run()
    app.switch_page("pages/plan.py").run()
    assert "Nothing planned yet" in said(app)
    button(app, "Suggest routes").click().run()
    while not any(each.label.startswith("Approver") for each in app.text_input):
        app.run()
    assert not app.exception
    assert "DRAFT, not approved" in said(app)
    approver = next(each for each in app.text_input if each.label.startswith("Approver"))
    approver.set_value("Sgt 42")
    button(app, "Approve this plan").click().run()
    assert "Approved by Sgt 42" in said(app)


def test_an_area_that_cannot_be_opened_is_said_in_a_sentence(app, monkeypatch, tmp_path):
    monkeypatch.setenv("AFTERBELL_WORKSPACE", str(tmp_path / "nowhere"))
    app.run()
    assert not app.exception
    assert "There is no folder" in said(app)
