"""afterbell check: what of an area's data can be believed, on the screen or as a file."""

from collections.abc import Sequence
from pathlib import Path

from dashboard.cli import terminal
from geo.quality import Finding, Part, QualityReport, Severity, check_area, refuse_other_files
from geo.workspace import Workspace

_HEADINGS = {Severity.MEND: "To mend", Severity.LOOK: "To look at", Severity.OK: "Fine"}
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
    """Check a workspace, print what was found, and write it where a file is named.

    Returns
    -------
    Exit
        REFUSED where something must be mended and ``strict`` is set, else DONE.
    """
    if out:
        refuse_other_files(out)
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
    to_mend = bool(report.that_are(Severity.MEND))
    return terminal.Exit.REFUSED if strict and to_mend else terminal.Exit.DONE


def _print(report: QualityReport, out: Path | None) -> None:
    as_at = report.about.data_as_at
    when = f"data as at {as_at:%-d %b %Y}" if as_at else "age of the data not recorded"
    terminal.out.print(f"{terminal.heading(report.about)}, {when}", markup=False)
    terminal.out.print(report.summary, markup=False)
    for severity in (Severity.MEND, Severity.LOOK):
        for finding in report.that_are(severity):
            _say(finding)
    fine = report.that_are(Severity.OK)
    if fine:
        rows = [[found.part.value, found.title] for found in fine]
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
