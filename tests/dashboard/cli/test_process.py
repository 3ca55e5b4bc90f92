"""The command as a process: exit codes, results apart from notes, and a plan made by another."""

import json
import shutil
from dataclasses import dataclass
from pathlib import Path

import pytest

from geo.bundle import bundled


@dataclass(frozen=True)
class Elsewhere:
    """What another process did: it begins, and learns of the sample, once for all tests here."""

    out: list[str]
    err: str
    code: int
    ours: Path
    theirs: Path


@pytest.fixture(scope="module")
def elsewhere(afterbell, afterbell_process_of_several, robberies, tmp_path_factory):
    """Plan here; then there plan the same, make our plan again, rank robberies, and be refused."""
    folder = tmp_path_factory.mktemp("elsewhere")
    sample = shutil.copytree(bundled("sample"), folder / "sample")
    ours, theirs = folder / "ours.geojson", folder / "theirs.geojson"
    plan = ("plan", "--date", "2026-11-24", "--seed", "5", "--json", "--out")
    assert afterbell(*plan, ours).code == 0
    ran = afterbell_process_of_several(
        [*plan, theirs, "--workspace", sample],
        ["recompute", ours, "--json", "--workspace", sample],
        ["hotspots", "--incidents", robberies, "--json"],
        ["plan", "--date", "2026-11-28", "--workspace", sample],
    )
    return Elsewhere(ran.out.splitlines(), ran.err, ran.code, ours, theirs)


def test_the_same_seed_writes_the_same_bytes_in_another_process(elsewhere):
    assert elsewhere.theirs.read_bytes() == elsewhere.ours.read_bytes()


def test_a_plan_of_the_sample_comes_out_the_same_in_another_process(elsewhere):
    about = json.loads(elsewhere.ours.read_text(encoding="utf-8"))["afterbell"]
    assert set(about["made_from"]["layers"]) >= {"incidents", "schools", "streets"}
    assert json.loads(elsewhere.out[1]) == {
        "file": "ours.geojson", "same": True, "differences": [],
    }  # fmt: skip


def test_results_are_on_stdout_and_notes_on_stderr(elsewhere):
    """A line for each command that came to a result, and nothing else."""
    _, _, ranked = elsewhere.out
    assert json.loads(ranked)["hotspots"]
    assert "weekdays stand in for school days" in elsewhere.err


def test_a_day_without_a_bell_ends_with_an_exit_code_of_its_own(elsewhere):
    """The commands before it ended with 0, or it would not have been run."""
    assert elsewhere.code == 3
    assert "Saturday" in elsewhere.err.splitlines()[-1]


@pytest.mark.parametrize(
    ("arguments", "code"),
    [
        (("log", "--workspace", "nowhere"), 1),
        (("hotspots", "--weights", "both"), 2),
    ],
)
def test_what_cannot_be_done_ends_with_its_exit_code(afterbell_process, arguments, code):
    ran = afterbell_process(*arguments)
    assert ran.code == code
    assert ran.out == ""
    assert ran.err
