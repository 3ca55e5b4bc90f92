"""afterbell recompute: make a plan again from what its file says, and compare."""

import json
from collections.abc import Iterator
from itertools import islice, zip_longest
from pathlib import Path
from typing import Any, Final

from dashboard.cli import terminal
from geo.errors import FileRefusedError
from geo.patrol import Request, plan_export, planned
from geo.workspace import Provenance, Workspace

#: What people say of a plan; nobody can compute it.
_STATED: Final = ("status", "marking", "simulated", "data_as_at", "out_of_date")
_MOST_SHOWN: Final = 8

Json = dict[str, Any]


def recompute(file: Path, workspace: Path | None, *, as_json: bool) -> None:
    """Make a plan again in the workspace as it was, and say whether it is the same."""
    text, content = _read(file)
    about = content["afterbell"]
    made_from, request = (
        Provenance.from_json(about.get("made_from")),
        Request.from_json(about.get("request")),
    )
    with terminal.steps(4) as step:
        step("Reading the workspace")
        area = Workspace.open(workspace, provenance=made_from)
        _, plan = planned(area, request, step)
    made = plan_export(plan, area.provenance, request)
    made |= {key: content[key] for key in _STATED if key in content}
    same = _line(made) == text.rstrip("\n")
    differences = [] if same else [*islice(_differences(content, made), _MOST_SHOWN)]
    if not same and not differences:
        differences = ["the content is the same, but it is written in another way"]
    summary = {"file": file.name, "same": same, "differences": differences}
    terminal.emit(summary, as_json=as_json, lines=lambda: _print(file, differences))
    if not same:
        raise SystemExit(terminal.Exit.REFUSED)


def _line(content: Json) -> str:
    """Give a content as `terminal.write_json` writes it."""
    return json.dumps(content, ensure_ascii=False, separators=(",", ":"))


def _read(file: Path) -> tuple[str, Json]:
    try:
        text = file.read_text(encoding="utf-8")
        content = json.loads(text)
    except (OSError, ValueError, RecursionError) as error:
        raise _no_plan(file, "it cannot be read as JSON") from error
    if not isinstance(content, dict) or not isinstance(content.get("afterbell"), dict):
        raise _no_plan(file, "it has no member afterbell")
    if "made_from" not in content["afterbell"]:
        raise _no_plan(file, "it does not say what it was made from")
    return text, content


def _no_plan(file: Path, came: str) -> FileRefusedError:
    return FileRefusedError(
        file.name,
        came,
        "a plan that afterbell plan --out wrote, or the Plan page",
        "Choose that file.",
    )


def _differences(before: object, after: object, where: str = "") -> Iterator[str]:
    """Sentences on what two contents do not share, in the order of the first."""
    if isinstance(before, dict) and isinstance(after, dict):
        for key in [*before, *(key for key in after if key not in before)]:
            inner = f"{where}.{key}" if where else str(key)
            yield from _differences(before.get(key), after.get(key), inner)
    elif isinstance(before, list) and isinstance(after, list):
        for number, (one, other) in enumerate(zip_longest(before, after), start=1):
            yield from _differences(one, other, f"{where} {number}")
    elif before != after:
        yield f"{where} was {_short(before)} and is now {_short(after)}"


def _short(value: object) -> str:
    text = json.dumps(value, ensure_ascii=False)
    return "nothing" if value is None else text if len(text) <= 80 else f"{text[:79]}…"


def _print(file: Path, differences: list[str]) -> None:
    if not differences:
        terminal.out.print(f"{file.name}: the same bytes.", markup=False)
        return
    terminal.out.print(f"{file.name} does not come out the same:", markup=False)
    for sentence in differences:
        terminal.out.print(f"  {sentence}", markup=False)
