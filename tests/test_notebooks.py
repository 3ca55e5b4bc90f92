"""Every notebook runs from top to bottom, and defines nothing of its own."""

import ast
from pathlib import Path

import jupytext
import pytest

from tests.effort import LONG

ROOT = Path(__file__).parents[1]
NOTEBOOKS = sorted((ROOT / "notebooks").glob("*.py"))
#: Files outside the repository that a notebook is about; without them it says so and ends.
NEEDED = {"hotspots_on_memphis": "shared/real-data/memphis/robberies-2019.csv"}


def shown(cell, names):
    """Run a cell, and give what a notebook shows below it: the value of its last line."""
    body = ast.parse(cell.source).body
    last = body.pop() if body and isinstance(body[-1], ast.Expr) else None
    exec(compile(ast.Module(body, []), "<cell>", "exec"), names)
    if last is None:
        return None
    value = eval(compile(ast.Expression(last.value), "<cell>", "eval"), names)
    return None if value is None else getattr(value, "_repr_html_", value.__repr__)()


#: What needs files from outside is tried by `make long`.
TRIED = [path for path in NOTEBOOKS if LONG or path.stem not in NEEDED]


@pytest.mark.slow
@pytest.mark.parametrize("path", TRIED, ids=lambda path: path.stem)
def test_a_notebook_runs(path, tmp_path, monkeypatch):
    """In this process, which has imported everything and read the sample, but in another folder."""
    monkeypatch.chdir(tmp_path)
    names = {"__name__": "__main__"}
    cells = [cell for cell in jupytext.read(path).cells if cell.cell_type == "code"]
    outputs = [shown(cell, names) for cell in cells]
    assert any(outputs)
    needed = NEEDED.get(path.stem)
    if needed and not (ROOT.parent / needed).is_file():
        assert "are not here" in outputs[0]
        pytest.skip(f"{path.stem} said that its data are not here (../{needed})")


@pytest.mark.parametrize("path", NOTEBOOKS, ids=lambda path: path.stem)
def test_a_notebook_defines_no_functions(path):
    tree = ast.parse(path.read_text(encoding="utf-8"))
    defined = [n for n in ast.walk(tree) if isinstance(n, ast.FunctionDef | ast.ClassDef)]
    assert defined == []
