"""afterbell ingest: check a file row by row, and keep it as a layer of a workspace."""

from collections.abc import Mapping
from pathlib import Path

from dashboard import terminal
from dashboard.commands.files import crs_named
from geo.layers import LayerName, Reading, read_layer
from geo.workspace import Workspace


def ingest(
    file: Path | None, layer: LayerName, workspace: Path | None, crs: str | None, *, as_json: bool
) -> None:
    """Read a file as a layer, say what was accepted, and keep it where a workspace is named."""
    with terminal.steps(3) as step:
        step("Opening the workspace")
        area = Workspace.open(workspace)
        path = file or area.file_of(layer)
        step("Reading")
        reading = read_layer(
            path,
            layer,
            crs=area.layers.crs if file is None or workspace is not None else None,
            source_crs=crs_named(crs),
            timezone=area.settings.timezone,
            latest=area.settings.data_as_at if file is None else None,
        )
        step("Keeping")
        kept = area.keep(reading) if workspace is not None else None
    terminal.notices(reading.notices)
    summary = {
        "file": path.name,
        "layer": layer.value,
        "read": reading.read,
        "accepted": reading.accepted,
        "rejected": len(reading.rejects),
        "snapshot": kept.snapshot.name if kept else None,
        "rejects": str(kept.rejects) if kept and kept.rejects else None,
    }
    terminal.emit(summary, as_json=as_json, lines=lambda: _print(reading, summary))


def _print(reading: Reading, summary: Mapping[str, object]) -> None:
    terminal.out.print(
        f"{reading.file}: {reading.read:,} read, {reading.accepted:,} accepted, "
        f"{len(reading.rejects):,} rejected.",
        markup=False,
    )
    counts = reading.rejects["reason"].value_counts()
    if len(counts):
        rows = [[str(reason), f"{n:,}"] for reason, n in counts.items()]
        terminal.table("", {"Why rejected": "left", "Rows": "right"}, rows)
    if summary["snapshot"] is None:
        terminal.out.print("Nothing was kept. Name a workspace with --workspace DIR to keep it.")
    else:
        terminal.out.print(f"Kept as {summary['snapshot']}.", markup=False)
        if summary["rejects"]:
            terminal.out.print(f"Rejected rows: {summary['rejects']}", markup=False)
