"""Run the afterbell command as a person would, and read what it said."""

import json
import subprocess
import sys
from dataclasses import dataclass

import pytest


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
    def run(*arguments):
        done = subprocess.run(
            [sys.executable, "-m", "dashboard.cli", *map(str, arguments)],
            capture_output=True,
            text=True,
            check=False,
        )
        assert "Traceback" not in done.stdout + done.stderr
        return Ran(done.returncode, done.stdout, done.stderr)

    return run


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
