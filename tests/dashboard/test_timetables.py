"""Bell times and term dates on their own page: what it says, takes in, saves and refuses."""

import pytest
from streamlit.testing.v1 import AppTest

from geo.bundle import bundled
from geo.workspace import Workspace

PAGE = """
import streamlit as st
from dashboard.views import timetables
from geo.workspace import Workspace

area = Workspace.open({folder!r})
save = lambda name, frame, who, why: area.keep_table(name, frame, who=who, why=why)
timetables.draw_{name}(area, save)
"""


@pytest.fixture
def folder(tmp_path, monkeypatch):
    """A workspace of three schools, with a few incidents so that it opens fast."""
    monkeypatch.setenv("AFTERBELL_TODAY", "2026-11-24")
    sample, made = bundled("sample"), tmp_path / "area"
    made.mkdir()
    for name, rows in (("schools", 4), ("incidents", 30), ("bells", 16), ("terms", 60)):
        lines = (sample / f"{name}.csv").read_text(encoding="utf-8").splitlines(keepends=True)
        (made / f"{name}.csv").write_text("".join(lines[:rows]), encoding="utf-8")
    (made / "afterbell.toml").write_text(
        'name = "Test"\ncrs = "EPSG:27700"\n[files]\nschools = "schools.csv"\n'
        'incidents = "incidents.csv"\nbells = "bells.csv"\nterms = "terms.csv"\n',
        encoding="utf-8",
    )
    return made


def page(folder, name):
    script = PAGE.format(folder=str(folder) if folder else None, name=name)
    return AppTest.from_string(script, default_timeout=60)


def said(app):
    """Everything that the page says, as one text."""
    parts = [*app.text, *app.subheader, *app.caption, *app.get("html")]
    return " ".join(getattr(part, "value", None) or part.proto.body for part in parts)


def button(app, label):
    return next(each for each in app.button if each.label == label)


def typed(app, grid, cells):
    """Type into cells of the grid: {row: {column: text}}."""
    app.session_state[f"{grid}_0"] = {"edited_rows": cells, "added_rows": [], "deleted_rows": []}
    return app.run()


def save(app, name, who="Sgt 42"):
    app.text_input(key=f"who_{name}").set_value(who)
    label = {"bells": "Save bell times", "terms": "Save term dates"}[name]
    button(app, label).click().run()
    assert not app.exception


def kept(folder, name):
    return Workspace.open(folder).table(name)


def test_a_time_that_was_typed_is_saved_with_a_name_and_shows_in_the_history(folder):
    app = typed(page(folder, "bells").run(), "bells_grid", {0: {"finish_time": "3.05pm"}})
    assert "Not saved yet: 1 row changed." in said(app)
    assert kept(folder, "bells").loc[0, "finish_time"] == "14:50"
    save(app, "bells")
    assert kept(folder, "bells").loc[0, "finish_time"] == "15:05"
    assert "Saved: 1 row changed." in said(app)
    assert "Sgt 42" in said(app)
    change = app.selectbox(key="change_bells")
    change.select_index(0).run()
    assert "finish_time 14:50" in said(app)


def test_without_a_name_nothing_is_saved(folder):
    app = typed(page(folder, "bells").run(), "bells_grid", {0: {"finish_time": "15:05"}})
    save(app, "bells", who="  ")
    assert "Give your name" in said(app)
    assert kept(folder, "bells").loc[0, "finish_time"] == "14:50"


def test_a_faulty_cell_is_listed_with_school_row_and_column_and_stops_the_save(folder):
    app = typed(page(folder, "bells").run(), "bells_grid", {1: {"finish_time": "3:05"}})
    page_said = said(app)
    assert "1 cell cannot be used" in page_said
    assert "<td>Saltmarsh High School</td><td>2</td><td>Finishes</td><td>3:05</td>" in page_said
    save(app, "bells")
    assert "Not saved: 1 cell cannot be used." in said(app)
    assert kept(folder, "bells").loc[1, "finish_time"] == "14:50"


def test_a_filter_keeps_what_was_typed_before_it(folder):
    app = typed(page(folder, "bells").run(), "bells_grid", {0: {"finish_time": "15:05"}})
    app.selectbox(key="bells_of").set_value("Northmoor Academy").run()
    assert not app.exception
    assert set(app.data_editor[0].value["urn"]) == {"Northmoor Academy"}
    assert "Not saved yet: 1 row changed." in said(app)
    app.session_state["bells_grid_1"] = {
        "edited_rows": {},
        "added_rows": [{"weekday": "Fri", "finish_time": "14:00", "valid_from": "1/9/2027",
                        "urn": "Northmoor Academy"}],
        "deleted_rows": [0],
    }  # fmt: skip
    app.run()
    assert "1 row added, 1 row changed, 1 row removed" in said(app)
    save(app, "bells")
    table = kept(folder, "bells")
    assert len(table) == 15
    assert table.iloc[-1][["urn", "valid_from"]].tolist() == ["990102", "2027-09-01"]


def test_a_table_that_somebody_else_changed_is_not_overwritten(folder):
    app = typed(page(folder, "bells").run(), "bells_grid", {0: {"finish_time": "15:05"}})
    other = kept(folder, "bells").assign(stagger_min="20")
    Workspace.open(folder).keep_table("bells", other, who="PC 7")
    app.run()
    assert "The bell times were changed by PC 7" in said(app)
    assert not [each for each in app.button if each.label == "Save bell times"]
    button(app, "Show the newest").click().run()
    assert not app.exception
    assert set(app.data_editor[0].value["stagger_min"]) == {"20"}
    assert set(kept(folder, "bells")["stagger_min"]) == {"20"}


def test_a_newer_table_shows_by_itself_where_nothing_was_typed(folder):
    app = page(folder, "bells").run()
    other = kept(folder, "bells").assign(stagger_min="20")
    Workspace.open(folder).keep_table("bells", other, who="PC 7")
    app.run()
    assert set(app.data_editor[0].value["stagger_min"]) == {"20"}


def test_a_file_is_shown_before_it_is_taken_and_saved(folder):
    app = page(folder, "bells").run()
    content = (
        "School;Day;Finish;From;Headteacher\n"
        "Northmoor Academy;daily;15.45;01/09/2026;A. Person\n"
        "Northmoor Academy;Sunday;15.45;01/09/2026;A. Person\n"
    )
    app.file_uploader[0].set_value(("bells.csv", content.encode("cp1252"), "text/csv")).run()
    assert not app.exception
    page_said = said(app)
    assert "2 rows read, 1 accepted, 1 rejected." in page_said
    assert "weekday: “Sunday” came" in page_said
    assert "Headteacher" in page_said
    assert "A. Person" not in page_said
    button(app, "Put into the grid").click().run()
    assert "Not saved yet: 5 rows added." in said(app)
    save(app, "bells")
    assert (kept(folder, "bells")["finish_time"] == "15:45").sum() == 5


def test_a_file_of_another_kind_is_refused_in_a_sentence(folder):
    app = page(folder, "terms").run()
    app.file_uploader[0].set_value(("x.csv", b"a,b\n1,2\n", "text/csv")).run()
    assert not app.exception
    assert "the columns a, b came" in said(app)


def test_term_dates_are_shown_in_words_and_saved_in_columns(folder):
    app = page(folder, "terms").run()
    shown = app.data_editor[0].value
    assert shown.iloc[0][["scope_id", "kind", "start"]].tolist() == [
        "Authority S99", "Term", "4 Sep 2023",
    ]  # fmt: skip
    typed(app, "terms_grid", {0: {"start": "5 Sep 2023", "kind": "INSET day"}})
    save(app, "terms")
    row = kept(folder, "terms").iloc[0]
    assert row[["scope", "scope_id", "kind", "start"]].tolist() == [
        "la", "S99", "inset", "2023-09-05",
    ]  # fmt: skip


def test_the_school_year_is_a_picture_and_a_table(folder):
    app = page(folder, "terms").run()
    assert not app.exception
    assert len(app.get("vega_lite_chart")) + len(app.get("arrow_vega_lite_chart")) == 3
    assert "Autumn term, " in said(app)
    assert "<td>half term</td>" in said(app)
    app.segmented_control(key="terms_year").set_value("2023/24").run()
    assert not app.exception
    assert "Wed 20 Dec 2023" in said(app)


def test_the_sample_shows_everything_and_cannot_be_edited(monkeypatch):
    monkeypatch.setenv("AFTERBELL_TODAY", "2026-11-24")
    monkeypatch.delenv("AFTERBELL_WORKSPACE", raising=False)
    app = page(None, "bells").run()
    assert not app.exception
    assert "240 bell times; 47 of 47 schools have one." in said(app)
    assert "afterbell init NAME" in said(app)
    assert app.data_editor[0].proto.disabled
    assert not app.file_uploader


def test_a_workspace_without_tables_says_what_to_do(folder):
    for name in ("bells", "terms"):
        (folder / f"{name}.csv").write_text(
            (folder / f"{name}.csv").read_text(encoding="utf-8").splitlines()[0] + "\n",
            encoding="utf-8",
        )
    app = page(folder, "bells").run()
    assert not app.exception
    assert "None of the 3 schools has a bell." in said(app)
    app = page(folder, "terms").run()
    assert not app.exception
    assert "no term dates" in said(app)
