"""afterbell check: what of an area's data can be believed, on the screen or as a file."""

from collections.abc import Sequence
from pathlib import Path

from dashboard.cli import terminal
from geo.quality import Finding, Part, QualityReport, Severity, check_area
from geo.rendering import require_ending
from geo.workspace import Workspace

_HEADINGS = {Severity.ERROR: "Errors", Severity.WARNING: "Warnings", Severity.OK: "Fine"}
#: Longer tables are left to the file.
_MOST_ROWS = 8


def check(
    workspace: Path | None,
    parts: Sequence[Part],
    out: Path | None,
    *,
    strict: bool,
    as_json: bool,
) -> terminal.Exit:
    """Check a workspace, print the findings, and write it where a file is named.

    Returns
    -------
    Exit
        REFUSED where there are errors and ``strict`` is set, else DONE.
    """
    if out:
        require_ending(out, *QualityReport.ENDINGS)
    with terminal.steps(2) as step:
        step("Opening the workspace")
        area = Workspace.open(workspace)
        step("Checking")
        report = check_area(area)
    if parts:
        report = report.only(parts)
    if out:
        terminal.written(out, report.write)
    summary = report.to_dict() | {"written": [str(out)] if out else []}
    terminal.emit(summary, as_json=as_json, lines=lambda: _print(report, out))
    errors = bool(report.of_severity(Severity.ERROR))
    return terminal.Exit.REFUSED if strict and errors else terminal.Exit.DONE


def _print(report: QualityReport, out: Path | None) -> None:
    as_at = report.about.data_as_at
    when = f"data as at {as_at:%-d %b %Y}" if as_at else "age of the data not recorded"
    terminal.out.print(f"{terminal.heading(report.about)}, {when}", markup=False)
    terminal.out.print(report.summary, markup=False)
    for severity in (Severity.ERROR, Severity.WARNING):
        for finding in report.of_severity(severity):
            _say(finding)
    fine = report.of_severity(Severity.OK)
    if fine:
        rows = [[finding.part.value, finding.title] for finding in fine]
        terminal.out.print()
        terminal.table(_HEADINGS[Severity.OK], {"Layer": "left", "Finding": "left"}, rows)
    if out:
        terminal.out.print(f"Written: {out}", markup=False)


def _say(finding: Finding) -> None:
    terminal.out.print()
    terminal.out.print(
        f"{finding.severity.value.upper()}  {finding.part.value}: {finding.title}", markup=False
    )
    terminal.out.print(f"      Effect: {finding.effect}", markup=False)
    terminal.out.print(f"      To do:  {finding.to_do}", markup=False)
    table = finding.table
    if table is not None and 0 < len(table) <= _MOST_ROWS:
        numbers = table.select_dtypes("number").columns
        sides = {str(name): "right" if name in numbers else "left" for name in table.columns}
        terminal.table("", sides, [[str(cell) for cell in row] for row in table.to_numpy()])
