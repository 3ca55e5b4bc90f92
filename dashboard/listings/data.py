"""What an area holds, what was rejected of a file, and what was changed by whom."""

from collections.abc import Sequence
from typing import Final
from zoneinfo import ZoneInfo

import pandas as pd

from dashboard.listings.table import Cell, Column, Listing, Row
from geo.layers import Reading
from geo.model import LayerName
from geo.text import counted, short_date
from geo.workspace import Change, Kept, Workspace

_MOST_TEXT: Final = 160
#: Layer or table, how it is called, and what does not work without it.
_LAYERS: Final = {
    LayerName.INCIDENTS: ("Incidents", "no hotspot can be found"),
    LayerName.SCHOOLS: ("Schools", "nobody lets out, and no school is on the map"),
    LayerName.GATES: ("School gates", "pupils leave from the middle of their school"),
    LayerName.INTERCHANGES: ("Interchanges", "no interchange is patrolled"),
    LayerName.STREETS: ("Streets", "no route can be walked, so no plan can be made"),
    LayerName.AREAS: ("Areas (wards)", "nothing says where the area ends"),
    LayerName.BASEMAP: ("Water, parks and rail", "the map shows streets alone"),
    LayerName.CONTEXT: ("Crime by month", "it is background, and nothing is missed"),
}
_TABLES: Final = {
    "bells": ("Bell times", "nobody is known to let out"),
    "terms": ("Term dates", "weekdays stand in for school days"),
}
#: What a plan needs, in the order in which one brings it in.
_NEEDED: Final = (LayerName.INCIDENTS, LayerName.SCHOOLS, LayerName.STREETS)
_WHAT: Final = {
    "layer appended": "rows added",
    "layer replaced": "layer replaced",
    "table changed": "table saved",
    "workspace made": "area made",
}


def layers(area: Workspace) -> Listing:
    """Every layer and table of an area: what is there, or what is missed without it."""
    columns = (
        Column("layer", "Layer", "name"),
        Column("rows", "Rows", "number"),
        Column("about", "What it holds"),
        Column("file", "From the file"),
    )
    came = _came_from(area)
    rows = [_layer_row(area, layer, came) for layer in _LAYERS]
    rows += [_table_row(area, table, came) for table in _TABLES]
    return Listing(f"What {area.about.name} holds", columns, tuple(rows))


def next_step(area: Workspace) -> str:
    """What is still needed for a plan, and what is missed without it; empty when nothing is."""
    for layer in _NEEDED:
        if area.layers.frame(layer).empty:
            name, lack = _LAYERS[layer]
            return f"Next: bring in {name.lower()}. Without them, {lack}."
    for table, (name, lack) in _TABLES.items():
        if area.table(table).empty:
            return f"Next: add {name.lower()} under “{name}”. Without them, {lack}."
    return ""


def kept(done: Kept) -> str:
    """What keeping a file did to its layer, without what it did not do."""
    parts = (
        (done.added, "new"),
        (done.changed, "changed"),
        (done.unchanged, "as they were"),
        (done.removed, "taken away"),
    )
    counts = ", ".join(f"{n:,} {word}" for n, word in parts if n) or "no row"
    return f"Kept: {counts}. The layer now has {counted(done.total, 'row')}."


def _came_from(area: Workspace) -> dict[str, str]:
    """Layer or table and the file that was last brought in for it."""
    named = {name: file.name for name, file in area.files.items()}
    latest = {change.name: change.file for change in reversed(area.changes()) if change.file}
    return named | {name: file for name, file in latest.items() if name in named}


def _lacking_row(ident: str, name: str, lack: str) -> Row:
    return Row(ident, {"layer": name, "rows": "–", "about": f"None yet: {lack}.", "file": ""})


def _layer_row(area: Workspace, layer: LayerName, came: dict[str, str]) -> Row:
    frame, (name, lack) = area.layers.frame(layer), _LAYERS[layer]
    if frame.empty:
        return _lacking_row(layer.value, name, lack)
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
        return f"{short_date(first)} to {short_date(last)}"
    if layer is LayerName.CONTEXT:
        return f"{frame['month'].min()} to {frame['month'].max()}, without a time of day"
    if layer is LayerName.GATES:
        return f"Of {counted(frame['urn'].nunique(), 'school')}"
    kind = "phase" if layer is LayerName.SCHOOLS else "kind"
    if kind not in frame.columns:
        return ""
    counts = frame[kind].value_counts()
    return ", ".join(f"{word}: {n:,}" for word, n in counts.head(4).items()).capitalize()


def _table_row(area: Workspace, table: str, came: dict[str, str]) -> Row:
    rows, (name, lack) = area.table(table), _TABLES[table]
    if rows.empty:
        return _lacking_row(table, name, lack)
    calendar = area.calendar
    about = ""
    if table == "terms" and calendar.first and calendar.last:
        about = f"{short_date(calendar.first)} to {short_date(calendar.last)}"
    if table == "bells":
        known = rows["urn"].nunique()
        about = f"Of {known:,} of {counted(len(area.layers.schools), 'school')}"
    cells: dict[str, Cell] = {
        "layer": name,
        "rows": f"{len(rows):,}",
        "about": about,
        "file": came.get(table, ""),
    }
    return Row(table, cells)


def reject_reasons(reading: Reading) -> str:
    """How many rows were rejected for what, the most first."""
    counts = reading.rejects["reason"].value_counts()
    return ", ".join(f"{n:,} for {reason}" for reason, n in counts.items())


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


def changes(made: Sequence[Change], most: int, timezone: str) -> Listing:
    """What was changed, by whom and when, the newest first."""
    columns = (
        Column("when", "When"),
        Column("what", "What", "name"),
        Column("who", "Who"),
        Column("counts", "Rows"),
    )
    zone = ZoneInfo(timezone)
    rows = tuple(_change_row(change, zone) for change in made[:most])
    more = f", the last {most:,} of {len(made):,}" if len(made) > most else ""
    return Listing(f"Changes, the newest first{more}", columns, rows)


def _change_row(change: Change, zone: ZoneInfo) -> Row:
    counts = ", ".join(f"{n:,} {word}" for word, n in change.counts if n)
    called = {layer.value: name for layer, (name, _) in _LAYERS.items()}
    called |= {table: name for table, (name, _) in _TABLES.items()}
    name, when = called.get(change.name, change.name), change.when.astimezone(zone)
    return Row(
        f"change-{change.line}",
        {
            "when": f"{short_date(when.date())}, {when:%H:%M}",
            "what": f"{name}: {_WHAT.get(change.what, change.what)}",
            "who": change.who,
            "counts": counts,
        },
        {"what": change.why or change.file},
    )
