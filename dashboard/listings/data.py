"""What an area holds, what was rejected of a file, and what was changed by whom."""

from collections.abc import Sequence
from typing import Final

import pandas as pd

from dashboard.listings.table import Cell, Column, Listing, Row
from geo.briefing import wording
from geo.layers import LayerName, Reading
from geo.workspace import Change, Workspace

_MOST_TEXT: Final = 160
#: Layer, how it is called, and what does not work without it.
_LAYERS: Final = (
    (LayerName.INCIDENTS, "Incidents", "No hotspot can be found."),
    (LayerName.SCHOOLS, "Schools", "Nobody lets out, and no school is on the map."),
    (LayerName.GATES, "School gates", "Pupils leave from the middle of their school."),
    (LayerName.INTERCHANGES, "Interchanges", "No interchange is patrolled."),
    (LayerName.STREETS, "Streets", "No route can be walked, so no plan can be made."),
    (LayerName.AREAS, "Areas (wards)", "Nothing says where the area ends."),
    (LayerName.BASEMAP, "Water, parks and rail", "The map shows streets alone."),
    (LayerName.CONTEXT, "Crime by month", "Nothing is missed: it is background."),
)
_TABLES: Final = (
    ("bells", "Bell times", "Nobody is known to let out."),
    ("terms", "Term dates", "Weekdays stand in for school days."),
)


def layers(area: Workspace) -> Listing:
    """Every layer and table of an area: what is there, or what is missed without it."""
    columns = (
        Column("layer", "Layer", "name"),
        Column("rows", "Rows", "number"),
        Column("about", "What it holds"),
        Column("file", "From"),
    )
    came = _came_from(area)
    rows = [_layer_row(area, layer, name, lack, came) for layer, name, lack in _LAYERS]
    rows += [_table_row(area, table, name, lack, came) for table, name, lack in _TABLES]
    return Listing(f"What {area.about.name} holds", columns, tuple(rows))


def _came_from(area: Workspace) -> dict[str, str]:
    """Layer or table and the file that was last brought in for it."""
    named = {name: file.name for name, file in area.files.items()}
    latest = {change.name: change.file for change in reversed(area.changes()) if change.file}
    return named | {name: file for name, file in latest.items() if name in named}


def _layer_row(
    area: Workspace, layer: LayerName, name: str, lack: str, came: dict[str, str]
) -> Row:
    frame = area.layers.frame(layer)
    if frame.empty:
        return Row(layer.value, {"layer": name, "rows": "–", "about": lack, "file": "not yet"})
    reading = area.readings.get(layer)
    cells: dict[str, Cell] = {
        "layer": name,
        "rows": f"{len(frame):,}",
        "about": _about(layer, frame),
        "file": came.get(layer.value, ""),
    }
    rejected = len(reading.rejects) if reading else 0
    small = {"rows": f"{rejected:,} rejected"} if rejected else {}
    return Row(layer.value, cells, small)


def _about(layer: LayerName, frame: pd.DataFrame) -> str:
    """The span of time, or the kinds, that a layer holds."""
    if layer is LayerName.INCIDENTS:
        first, last = (frame["committed_from"].agg(end).date() for end in ("min", "max"))
        return f"{wording.short_date(first)} to {wording.short_date(last)}"
    if layer is LayerName.CONTEXT:
        return f"{frame['month'].min()} to {frame['month'].max()}, without a time of day"
    kind = {LayerName.SCHOOLS: "phase", LayerName.GATES: "gate"}.get(layer, "kind")
    if kind not in frame.columns or kind == "gate":
        return ""
    counts = frame[kind].value_counts()
    return ", ".join(f"{n:,} {word}" for word, n in counts.head(4).items())


def _table_row(area: Workspace, table: str, name: str, lack: str, came: dict[str, str]) -> Row:
    rows = area.table(table)
    if rows.empty:
        return Row(table, {"layer": name, "rows": "–", "about": lack, "file": "not yet"})
    calendar = area.calendar
    about = ""
    if table == "terms" and calendar.first and calendar.last:
        about = f"{wording.short_date(calendar.first)} to {wording.short_date(calendar.last)}"
    if table == "bells":
        known = rows["urn"].nunique()
        about = f"{known:,} of {len(area.layers.schools):,} schools"
    cells: dict[str, Cell] = {
        "layer": name,
        "rows": f"{len(rows):,}",
        "about": about,
        "file": came.get(table, ""),
    }
    return Row(table, cells)


def rejects(reading: Reading, most: int) -> Listing:
    """The first rejected rows: where each stood, why, and what it said."""
    columns = (
        Column("line", "Line", "name"),
        Column("reason", "Why it was rejected"),
        Column("text", "What it said"),
    )
    count = len(reading.rejects)
    rows = tuple(
        Row(
            f"reject-{n}",
            {"line": f"{line:,}", "reason": str(reason), "text": _short(str(text))},
        )
        for n, (line, reason, text) in enumerate(
            reading.rejects.head(most).itertuples(index=False, name=None)
        )
    )
    more = f", the first {most:,}" if count > most else ""
    return Listing(f"Rejected rows ({count:,}{more})", columns, rows)


def _short(text: str) -> str:
    return text if len(text) <= _MOST_TEXT else text[: _MOST_TEXT - 1] + "…"


def changes(made: Sequence[Change], most: int) -> Listing:
    """What was changed, by whom and when, the newest first."""
    columns = (
        Column("when", "When"),
        Column("what", "What", "name"),
        Column("who", "Who"),
        Column("counts", "Rows"),
    )
    rows = tuple(_change_row(change) for change in made[:most])
    return Listing("Changes, the newest first", columns, rows)


def _change_row(change: Change) -> Row:
    counts = ", ".join(f"{n:,} {word}" for word, n in change.counts if n)
    return Row(
        f"change-{change.line}",
        {
            "when": f"{change.when.astimezone():%a %-d %b %Y %H:%M}",
            "what": f"{change.what}: {change.name}",
            "who": change.who,
            "counts": counts,
        },
        {"what": change.why or change.file},
    )
