"""Month-only data cannot enter the timed pipeline: the types say so before it runs."""

import datetime as dt
import subprocess
import sys
from pathlib import Path

import pytest
from pyproj import CRS

from geo.clock import Window
from geo.errors import NothingToScoreError
from geo.hotspots import detect_hotspots
from geo.layers import About, Layers

ROOT = Path(__file__).parents[3]
PROGRAM = """
import datetime as dt
from geo.clock import Window
from geo.hotspots import detect_hotspots
from geo.layers import Layers

def allowed(layers: Layers) -> None:
    detect_hotspots(layers.incidents, Window(), dt.date(2026, 1, 1))

def refused(layers: Layers) -> None:
    detect_hotspots(layers.context, Window(), dt.date(2026, 1, 1))
"""


def area():
    return Layers.of(About("Here"), CRS.from_epsg(27700), {})


@pytest.mark.slow
def test_the_type_checker_refuses_crime_by_month(tmp_path):
    program = tmp_path / "program.py"
    program.write_text(PROGRAM, encoding="utf-8")
    told = subprocess.run(
        [sys.executable, "-m", "mypy", "--config-file", ROOT / "pyproject.toml", program],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=False,
    ).stdout
    errors = [line for line in told.splitlines() if "program.py" in line and "error" in line]
    assert len(errors) == 1, told
    assert 'incompatible type "MonthlyContext"' in errors[0]
    assert "program.py:11" in errors[0]


@pytest.mark.parametrize("what", [area().context, area().context.rows])
def test_and_so_does_the_engine_when_it_runs(what):
    with pytest.raises(NothingToScoreError, match="no time of day"):
        detect_hotspots(what, Window(), dt.date(2026, 1, 1))
