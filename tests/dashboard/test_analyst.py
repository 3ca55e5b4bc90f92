"""The analyst's drawer on the Today page, on the sample."""

import datetime as dt
import re
from pathlib import Path

import pytest
from streamlit.testing.v1 import AppTest

import dashboard

APP = Path(dashboard.__file__).parent / "app.py"


@pytest.fixture
def app(monkeypatch):
    monkeypatch.setenv("AFTERBELL_TODAY", str(dt.date(2026, 11, 24)))
    monkeypatch.delenv("AFTERBELL_WORKSPACE", raising=False)
    return AppTest.from_file(str(APP), default_timeout=60)


def said(app):
    return " ".join(part.proto.body for part in app.get("html"))


def test_the_drawer_is_worked_out_only_when_it_is_opened(app):
    app.run()
    assert not app.exception
    assert "by weekday" not in said(app)
    app.session_state["analyst_open"] = True
    app.run()
    assert not app.exception
    page = said(app)
    for part in ("by time of day", "by weekday", "Last 13 months", "by offence", "by source"):
        assert part in page
    assert "judged together" in page
    assert "Theft from children is largely unreported" in page
    assert "pupils come past between" in page


def test_every_small_count_in_the_drawer_is_hidden(app):
    app.session_state["analyst_open"] = True
    page = said(app.run())
    cells = re.findall(r'<th scope="row">[^<]*</th><td>([^<]*)</td>', page)
    assert {"&lt;5"} <= set(cells)
    assert not {"1", "2", "3", "4"} & set(cells)
