"""What `pip install .` brings: the code, the sample, and everything that pages and paper need."""

import subprocess
import sys
import zipfile
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]


@pytest.fixture(scope="module")
def wheel(tmp_path_factory):
    folder = tmp_path_factory.mktemp("wheel")
    command = [sys.executable, "-m", "hatchling", "build", "-t", "wheel", "-d", str(folder)]
    subprocess.run(command, cwd=ROOT, check=True, capture_output=True)
    (built,) = folder.glob("*.whl")
    return zipfile.ZipFile(built)


def test_the_sample_travels_whole(wheel):
    needed = {p.name for p in (ROOT / "data" / "sample").iterdir() if p.is_file()}
    needed -= {"generate.py", "truth.json"}
    inside = {n.rsplit("/", 1)[1] for n in wheel.namelist() if n.startswith("geo/_data/sample/")}
    assert inside == needed


def test_the_planted_truth_stays_behind(wheel):
    assert not any("truth" in name or "generator" in name for name in wheel.namelist())


def test_everything_beside_the_code_travels_too(wheel):
    beside = {
        str(p.relative_to(ROOT))
        for folder in ("geo", "dashboard")
        for p in (ROOT / folder).rglob("*")
        if p.is_file()
        and p.suffix not in (".py", ".pyc")
        and "pictures" not in p.parts
        and "__pycache__" not in p.parts
    }
    assert beside
    assert beside <= set(wheel.namelist())


def test_the_command_is_declared(wheel):
    (entry,) = [n for n in wheel.namelist() if n.endswith("entry_points.txt")]
    assert "afterbell = dashboard.cli:main" in wheel.read(entry).decode()
