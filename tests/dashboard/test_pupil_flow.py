"""The pupil flow on the Today page, without a browser."""

from pathlib import Path

import pytest
from streamlit.testing.v1 import AppTest

import dashboard

APP = Path(dashboard.__file__).parent / "app.py"


@pytest.fixture
def app(monkeypatch):
    monkeypatch.setenv("AFTERBELL_TODAY", "2026-11-24")
    monkeypatch.delenv("AFTERBELL_WORKSPACE", raising=False)
    return AppTest.from_file(str(APP), default_timeout=60).run()


def said(app):
    return " ".join(each.proto.body for each in app.get("html"))


def test_today_says_where_pupils_walk_when_it_is_asked(app):
    assert "Where most pupils walk" not in said(app)
    app.button_group(key="also").set_value(["Pupil flow"]).run()
    assert not app.exception
    page = said(app)
    assert "Where most pupils walk, 15:00–18:00" in page
    assert "National Travel Survey 2024" in page
    assert "No home areas are given, so homes are spread by distance" in page


def test_a_slice_without_many_pupils_says_so(app):
    app.button_group(key="also").set_value(["Pupil flow"])
    app.select_slider(key="slice").set_value(11).run()
    assert "Nowhere 10 or more pupils are expected on a street." in said(app)
