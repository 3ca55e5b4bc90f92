"""The log: append-only, chained, and never the content of a row."""

import datetime as dt
import json

import pytest

from geo.errors import WorkspaceError
from geo.workspace import Workspace, verify_changes
from geo.workspace._change_log import LOG_FILE, Entry, record

from .conftest import HEADER, rows


def log_of(folder):
    return folder / LOG_FILE


def edit(folder, line, old, new):
    lines = log_of(folder).read_text(encoding="utf-8").splitlines(keepends=True)
    assert old in lines[line - 1]
    lines[line - 1] = lines[line - 1].replace(old, new)
    log_of(folder).write_text("".join(lines), encoding="utf-8")


def test_every_change_is_kept_the_newest_first(folder, bring):
    first, second = bring(rows(1, 2), who="PC 1"), bring(rows(2, 3), who="PC 2", name="more.csv")
    later, earlier = Workspace.open(folder).changes()
    assert (earlier.who, later.who) == ("PC 1", "PC 2")
    assert (later.what, later.name, later.file) == ("layer appended", "incidents", "more.csv")
    assert dict(later.counts) == {
        "read": 2, "accepted": 2, "rejected": 0, "added": 1, "changed": 0, "unchanged": 1,
        "removed": 0, "total": 3,
    }  # fmt: skip
    assert (later.before, later.after) == (first.snapshot.name, second.snapshot.name)
    assert earlier.before == ""
    assert later.when.tzinfo == dt.UTC
    assert verify_changes(folder) is None


def test_nobody_named_is_the_user_of_the_system(folder, bring, monkeypatch):
    monkeypatch.setenv("LOGNAME", "mira")
    bring(rows(1), who="")
    assert Workspace.open(folder).changes()[0].who == "mira"


def test_a_workspace_that_nobody_changed_has_a_whole_empty_log(folder):
    assert Workspace.open(folder).changes() == ()
    assert verify_changes(folder) is None


def test_no_content_of_a_row_is_in_the_log(folder, bring):
    bring(
        f"{HEADER},victim_name\nX77,robbery,2026-01-05 15:40,530000,180000,Somebody\n"
        "X78,robbery,never,530000,180000,Else\n"
    )
    text = log_of(folder).read_text(encoding="utf-8")
    assert not any(word in text for word in ("X77", "X78", "Somebody", "never", "530000"))


@pytest.mark.parametrize("line", [1, 2, 3])
def test_a_line_that_was_changed_is_found(folder, bring, line):
    for number in (1, 2, 3):
        bring(rows(number))
    edit(folder, line, '"PC 1"', '"PC 9"')
    assert (
        verify_changes(folder) == f"Line {line} of changes.jsonl was changed after it was written."
    )


def test_a_line_that_was_taken_out_is_found(folder, bring):
    for number in (1, 2, 3):
        bring(rows(number))
    lines = log_of(folder).read_text(encoding="utf-8").splitlines(keepends=True)
    log_of(folder).write_text("".join([lines[0], lines[2]]), encoding="utf-8")
    assert verify_changes(folder) == "Line 2 of changes.jsonl does not follow the line before it."


def test_lines_cut_off_at_the_end_are_missed(folder, bring):
    for number in (1, 2, 3):
        bring(rows(number))
    lines = log_of(folder).read_text(encoding="utf-8").splitlines(keepends=True)
    log_of(folder).write_text("".join(lines[:1]), encoding="utf-8")
    assert verify_changes(folder) == "Line 2 of changes.jsonl and what followed it are missing."


def test_a_last_line_written_anew_with_a_hash_of_its_own_is_found(folder, bring):
    bring(rows(1))
    log_of(folder).unlink()
    record(folder, Entry("layer appended", "incidents"), "somebody else")
    assert "not the one that snapshots/current.json names" in verify_changes(folder)


def test_a_line_that_is_no_line_is_found(folder, bring):
    bring(rows(1))
    with log_of(folder).open("a", encoding="utf-8") as log:
        log.write("{}\n")
    assert verify_changes(folder) == "Line 2 of changes.jsonl is no whole line of the log."
    with pytest.raises(WorkspaceError, match="last line of"):
        bring(rows(2))


def test_a_line_that_a_crash_cut_short_is_cut_off_by_the_next_change(folder, bring):
    bring(rows(1))
    with log_of(folder).open("a", encoding="utf-8") as log:
        log.write('{"line": 2, "wh')
    assert verify_changes(folder) is None
    bring(rows(2))
    assert verify_changes(folder) is None
    assert [change.line for change in Workspace.open(folder).changes()] == [2, 1]


def test_a_change_that_never_took_effect_is_taken_back_in_the_log(folder, bring):
    bring(rows(1))
    note = folder / "snapshots" / "current.json"
    before = note.read_bytes()
    bring(rows(2))
    note.write_bytes(before)
    bring(rows(3))
    whats = [change.what for change in Workspace.open(folder).changes()]
    assert whats == ["layer appended", "interrupted", "layer appended", "layer appended"]
    assert verify_changes(folder) is None


def test_a_name_cannot_break_a_line(folder, bring):
    bring(rows(1), who='PC "1"\n{"line": 9}\ud800')
    lines = log_of(folder).read_text(encoding="utf-8").splitlines()
    assert len(lines) == 1
    assert json.loads(lines[0])["who"].startswith('PC "1" {"line"')
    assert verify_changes(folder) is None
