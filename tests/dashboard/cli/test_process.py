"""The command as a process: its exit codes, and results on stdout apart from notes on stderr."""

import pytest


def test_results_are_on_stdout_and_notes_on_stderr(afterbell_process, robberies):
    ran = afterbell_process("hotspots", "--incidents", robberies, "--json")
    assert ran.code == 0
    assert ran.json["hotspots"]
    assert "weekdays stand in for school days" in ran.err
    assert len(ran.out.splitlines()) == 1


@pytest.mark.parametrize(
    ("arguments", "code"),
    [
        (("hotspots", "--incidents", "nowhere.csv"), 1),
        (("hotspots", "--weights", "both"), 2),
        (("plan", "--date", "2026-11-28"), 3),
    ],
)
def test_what_cannot_be_done_ends_with_its_exit_code(afterbell_process, arguments, code):
    ran = afterbell_process(*arguments)
    assert ran.code == code
    assert ran.out == ""
    assert ran.err
