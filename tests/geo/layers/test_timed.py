"""Month-only data cannot enter the timed pipeline: the types say so before it runs."""

import datetime as dt
import tomllib
from pathlib import Path

import pytest
from pyproj import CRS

from geo.clock import Window
from geo.errors import NothingToScoreError
from geo.hotspots import detect_hotspots
from geo.layers import About, Layers

ROOT = Path(__file__).parents[3]


def area():
    return Layers.of(About("Here"), CRS.from_epsg(27700), {})


def test_the_type_checker_reads_the_calls_that_it_must_refuse():
    """It fails itself when crime by month becomes legal: tests/typing/refused.py says how."""
    chosen = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["tool"]["mypy"]
    assert "tests.typing" in chosen["packages"]
    assert chosen["warn_unused_ignores"]
    refused = (ROOT / "tests/typing/refused.py").read_text(encoding="utf-8")
    (call,) = [line for line in refused.splitlines() if "layers.context" in line]
    assert call.endswith("# type: ignore[arg-type]")


@pytest.mark.parametrize("what", [area().context, area().context.rows])
def test_and_so_does_the_engine_when_it_runs(what):
    with pytest.raises(NothingToScoreError, match="no time of day"):
        detect_hotspots(what, Window(), dt.date(2026, 1, 1))
