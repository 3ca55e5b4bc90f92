"""A file on the Data page, from the upload to what is kept."""

from pathlib import Path

import pytest
from streamlit.testing.v1 import AppTest

import dashboard
from geo.workspace import Workspace, create_workspace

APP = Path(dashboard.__file__).parent / "app.py"
HEADER = "incident_id,committed_from,longitude,latitude,offence"


def rows(count=20, *, when="2026-03-{n:02d} 15:30", victim=""):
    return [
        f"R{n},{when.format(n=n % 28 + 1)},{-0.11 - n / 9000},51.52,Robbery{victim}"
        for n in range(count)
    ]


def text(*lines, header=HEADER):
    return "\n".join([header, *lines])


@pytest.fixture
def folder(tmp_path, monkeypatch):
    monkeypatch.setenv("AFTERBELL_TODAY", "2026-11-24")
    create_workspace(tmp_path / "area", "Camden")
    monkeypatch.setenv("AFTERBELL_WORKSPACE", str(tmp_path / "area"))
    return tmp_path / "area"


def page(content, name="extract.csv"):
    """The Data page of the area, with a file brought in."""
    ran = AppTest.from_file(str(APP), default_timeout=60).run()
    ran.switch_page("pages/data.py").run()
    ran.file_uploader[0].upload(name, content.encode(), "text/csv").run()
    assert not ran.exception
    return ran


def said(ran):
    parts = [*ran.text, *ran.subheader, *ran.caption, *ran.get("html")]
    return " ".join(getattr(part, "value", None) or part.proto.body for part in parts)


def labels(ran):
    return [each.label for each in ran.button]


def keepable(ran):
    return any(label.startswith("Keep") for label in labels(ran))


def keep(ran, who="PC 7"):
    ran.text_input[-1].set_value(who)
    next(each for each in ran.button if each.label.startswith("Keep ")).click().run()
    assert not ran.exception
    return ran


def test_a_recognised_file_says_what_was_read_and_can_be_kept(folder):
    ran = page(text(*rows(), "R99,,-0.11,51.52,Robbery"))
    assert "21 rows read: 20 accepted, 1 rejected." in said(ran)
    assert "Rejected: 1 for no start time." in said(ran)
    keep(ran)
    assert "Kept: 20 new. The layer now has 20 rows." in said(ran)
    assert "Next: bring in schools." in said(ran)
    assert "Bring in another file" in labels(ran)
    assert len(Workspace.open(folder).layers.incidents) == 20
    assert Workspace.open(folder).changes()[0].who == "PC 7"


def test_nothing_is_kept_without_a_name(folder):
    ran = keep(page(text(*rows())), who="  ")
    assert "Not kept: give your name first." in said(ran)
    assert Workspace.open(folder).layers.incidents.empty


def test_the_same_file_again_is_as_it_was(folder):
    keep(page(text(*rows())))
    ran = page(text(*rows()) + "\n")
    assert ran.radio[0].label == "The layer has 20 rows"
    keep(ran)
    assert "Kept: 20 as they were. The layer now has 20 rows." in said(ran)


def test_a_file_can_replace_what_was_there(folder):
    keep(page(text(*rows())))
    ran = page(text(*rows(5)))
    ran.radio[0].set_value("Replace them")
    keep(ran)
    assert "Kept: 5 as they were, 15 taken away. The layer now has 5 rows." in said(ran)


def test_an_own_mapping_is_saved_and_reads_the_next_file(folder):
    header = "Aktenzahl;Wann war es;Hoch;Rechts;Was"
    lines = [
        f"A{n};{n + 1:02d}/03/2026 15:30;{51.52 + n / 9000:.5f};-0.1{n:02d}7;Raub"
        for n in range(20)
    ]
    ran = page(text(*lines, header=header))
    assert "The first rows of the file" in said(ran)
    name = next(each for each in ran.text_input if each.label == "Save these columns as")
    name.set_value("records-north")
    keep(ran)
    (mapping,) = Workspace.open(folder).mappings()
    assert mapping.name == "records-north"
    ran = page(text(*lines[:7], header=header), "next.csv")
    (columns,) = (each for each in ran.selectbox if each.label == "Columns")
    assert columns.value == "records-north"
    assert "Still needed: whether the day or the month comes first." in said(ran)
    ran.radio[0].set_value("day first").run()
    assert "7 rows read: 7 accepted, 0 rejected." in said(ran)


def test_a_mapping_that_cannot_be_called_so_keeps_nothing(folder):
    header = "Aktenzahl;Wann war es;Hoch;Rechts;Was"
    lines = [
        f"A{n};{n + 1:02d}/03/2026 15:30;{51.52 + n / 9000:.5f};-0.1{n:02d}7;Raub"
        for n in range(20)
    ]
    ran = page(text(*lines, header=header))
    name = next(each for each in ran.text_input if each.label == "Save these columns as")
    name.set_value("../../elsewhere")
    keep(ran)
    assert "A mapping cannot be called" in said(ran)
    assert Workspace.open(folder).layers.incidents.empty


def test_nothing_is_read_before_the_order_of_its_dates_is_said(folder):
    ran = page(text(*rows(9, when="0{n}/03/2026 15:30")))
    assert "Still needed: whether the day or the month comes first." in said(ran)
    assert not keepable(ran)
    ran.radio[0].set_value("month first").run()
    keep(ran)
    months = Workspace.open(folder).layers.incidents["committed_from"].dt.month
    assert sorted(months) == [*range(1, 10)]


def test_a_file_that_says_nothing_asks_what_it_holds_and_shows_its_rows(folder):
    ran = page("apples,pears\n" + "\n".join(f"{n},{n}" for n in range(9)))
    assert "The file does not say what it holds." in said(ran)
    assert "<td>3</td>" in said(ran)
    assert not keepable(ran)


def test_a_damaged_file_is_a_sentence(folder):
    ran = page("\x00\x01\x02" * 99, "damaged.xlsx")
    assert "damaged.xlsx" in said(ran)
    assert not keepable(ran)


def test_persons_are_named_as_left_out_and_shown_nowhere(folder):
    content = text(*rows(victim=",Jo Body"), header=f"{HEADER},Victim Name")
    ran = page(content)
    assert "Victim Name" in said(ran)
    keep(ran)
    assert "Body" not in said(ran)
    assert not any(b"Body" in p.read_bytes() for p in folder.rglob("*") if p.is_file())


def test_no_header_and_no_cell_is_markup(folder):
    bad = "<img src=x onerror=alert(1)>"
    lines = [
        f"{n + 1:02d}/03/2026 15:30;{51.52 + n / 9000:.5f};-0.1{n:02d}7;{bad}{n}" for n in range(20)
    ]
    ran = page(text(*lines, f";51.52;-0.11;{bad}", header=f"Wann;Hoch;Rechts;{bad}"))
    assert bad not in said(ran)
    assert "&lt;img src=x" in said(ran)


def test_the_sample_takes_a_file_for_a_look_but_keeps_nothing(monkeypatch):
    monkeypatch.delenv("AFTERBELL_WORKSPACE", raising=False)
    ran = page(text(*rows()))
    assert "20 rows read: 20 accepted, 0 rejected." in said(ran)
    assert "afterbell init NAME" in said(ran)
    assert not keepable(ran)
