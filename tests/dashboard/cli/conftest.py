"""Run the afterbell command as a person would, and read what it printed."""

import io
import json
import subprocess
import sys
from contextlib import redirect_stderr, redirect_stdout
from dataclasses import dataclass
from unittest import mock

import pytest

from dashboard import cli


@dataclass(frozen=True)
class Ran:
    """One run: exit code, stdout, stderr."""

    code: int
    out: str
    err: str

    @property
    def json(self):
        return json.loads(self.out)


@pytest.fixture(scope="session")
def afterbell():
    """Run a command in this process, which has imported everything already."""

    def run(*arguments):
        out, err = io.StringIO(), io.StringIO()
        argv = ["afterbell", *map(str, arguments)]
        code = None
        with mock.patch.object(sys, "argv", argv), redirect_stdout(out), redirect_stderr(err):
            try:
                cli.main()
            except SystemExit as end:
                code = end.code
        return Ran(int(code or 0), *_without_trace(out.getvalue(), err.getvalue()))

    return run


#: Runs commands as python -m does, one after the other; the first that fails ends the process.
SEVERAL = """
import json, runpy, sys
for arguments in json.loads(sys.argv[1]):
    sys.argv = ["afterbell", *arguments]
    try:
        runpy.run_module("dashboard.cli", run_name="__main__")
    except SystemExit as end:
        if end.code:
            raise
"""


@pytest.fixture(scope="session")
def afterbell_process():
    """Run a command in a process of its own: for what only a process can show."""

    def run(*arguments):
        return _process("-m", "dashboard.cli", *map(str, arguments))

    return run


@pytest.fixture(scope="session")
def afterbell_process_of_several():
    """Run commands in one process that is not this one, so that it begins but once."""

    def run(*commands):
        return _process("-c", SEVERAL, json.dumps([[*map(str, each)] for each in commands]))

    return run


def _process(*arguments):
    done = subprocess.run([sys.executable, *arguments], capture_output=True, text=True, check=False)
    return Ran(done.returncode, *_without_trace(done.stdout, done.stderr))


def _without_trace(out, err):
    assert "Traceback" not in out + err
    return out, err


@pytest.fixture(scope="session")
def robberies(tmp_path_factory):
    """A year of a town anywhere on Earth: an id, a point and a time, and nothing else."""
    path = tmp_path_factory.mktemp("files") / "robberies.csv"
    rows = ["incident_id,occurred,longitude,latitude"]
    for n in range(600):
        hot = n % 3 == 0
        lon = -89.95 + (n % 7 * 0.0001 if hot else (n * 37 % 601) / 6000)
        lat = 35.10 + (n % 5 * 0.0001 if hot else (n * 91 % 601) / 6000)
        rows.append(
            f"R{n},2025-{n % 12 + 1:02d}-{n % 28 + 1:02d} {n % 24:02d}:{n % 60:02d},{lon},{lat}"
        )
    path.write_text("\n".join(rows) + "\n", encoding="utf-8")
    return path
