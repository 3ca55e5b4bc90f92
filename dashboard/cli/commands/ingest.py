"""afterbell ingest: check files row by row, and keep them as a layer of a workspace."""

import json
import sys
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any, Final, NoReturn

from dashboard.cli import terminal
from geo.columns import Mapping, Proposal, headless, propose
from geo.crs import crs_named
from geo.errors import FileRefusedError, MonthOnlyError, SettingError, WorkspaceError
from geo.formats import RawTable
from geo.layers import Reading, is_recognised, open_table, read_layer
from geo.model import LayerName
from geo.privacy import quotable
from geo.text import listed
from geo.workspace import Kept, Workspace, mapping_name


def with_notice(reading: Reading, sentence: str) -> Reading:
    """The same reading, with one more thing to know, said first."""
    return replace(reading, notices=(sentence, *reading.notices))


def propose_mapping(
    table: RawTable, layer: LayerName, dates: str, refused: FileRefusedError
) -> Proposal:
    """Propose a mapping for a file that could not be read by itself.

    Raises
    ------
    FileRefusedError
        The first refusal, when it was about something else than the columns, or none of them
        could be told.
    """
    if headless(table.columns):
        raise refused
    proposal = propose(table, layer, mapping_name(Path(table.file).stem))
    if is_recognised(table, layer) or not proposal.mapping.columns:
        raise refused
    return (
        replace(proposal, mapping=replace(proposal.mapping, date_order=dates))
        if dates
        else proposal
    )


def ask(
    area: Workspace, proposal: Proposal, refused: FileRefusedError, *, keep: bool, as_json: bool
) -> NoReturn:
    """Show the proposal, write it where a workspace was named, and end: somebody must look at it.

    Nothing of the file itself is kept.
    """
    name = _written(area, proposal.mapping) if keep else None
    sentence = _sentence(refused, proposal, name)
    if as_json:
        _write_json(proposal, name, sentence)
    else:
        _print_proposal(proposal, sentence)
    raise SystemExit(terminal.Exit.REFUSED)


def settled(area: Workspace, proposal: Proposal, who: str, *, keep: bool) -> Mapping:
    """Take the proposal as it is; it is kept under its name where a workspace was named.

    Raises
    ------
    FileRefusedError
        When a question is open that only a person can answer.
    """
    if proposal.questions:
        raise WorkspaceError(
            f"A mapping cannot be proposed without asking: {' '.join(proposal.questions)} Write a "
            "mapping, or rename the columns."
        )
    if keep:
        mapping = replace(proposal.mapping, name=_free(area, proposal.mapping))
        area.save_mapping(mapping, who=who)
        return mapping
    return proposal.mapping


def _written(area: Workspace, mapping: Mapping) -> str:
    """Save it under a name that no other mapping has."""
    name = _free(area, mapping)
    area.save_mapping(replace(mapping, name=name))
    return name


def _free(area: Workspace, mapping: Mapping) -> str:
    """The name it has, or the first with a number that is free; the same mapping keeps its own."""
    known = {kept.name: kept for kept in area.mappings()}
    name, number = mapping.name, 1
    while name in known and replace(known[name], name=mapping.name) != mapping:
        number += 1
        name = f"{mapping.name[:56]}-{number}"
    return name


def _sentence(refused: FileRefusedError, proposal: Proposal, name: str | None) -> str:
    open_now = " ".join(proposal.questions)
    questions = f" Open questions: {open_now}" if proposal.questions else ""
    at_once = "" if proposal.questions else " Or use it as it is with --yes."
    if name is None:
        mend = "Name a workspace with --workspace DIR to keep this mapping and change it."
    else:
        mend = (
            f"Look at mappings/{name}.toml, change it where it is wrong, and run again with "
            f"--mapping {name}."
        )
    mend += at_once
    return (
        f"{refused.file} is not known by its columns, so a mapping is proposed.{questions} {mend}"
    )


def _write_json(proposal: Proposal, name: str | None, sentence: str) -> None:
    content = {
        "error": sentence,
        "code": int(terminal.Exit.REFUSED),
        "mapping": name,
        "layer": proposal.mapping.layer.value,
        "columns": dict(proposal.mapping.columns),
        "constants": dict(proposal.mapping.constants),
        "unused": list(quotable(proposal.unused)),
        "personal": list(quotable(tuple(column for column, _ in proposal.personal))),
        "questions": list(proposal.questions),
    }
    sys.stdout.write(json.dumps(content, ensure_ascii=False) + "\n")


def _print_proposal(proposal: Proposal, sentence: str) -> None:
    rows = [[g.canonical, g.raw, g.why, listed(list(g.examples))] for g in proposal.guesses]
    columns = dict.fromkeys(("Afterbell's column", "Of the file", "Told", "Examples"), "left")
    terminal.table("Proposed mapping", columns, rows)
    if proposal.personal:
        named = ", ".join(
            f"{(*quotable((column,)), 'one whose name is not shown')[0]} ({how})"
            for column, how in proposal.personal
        )
        terminal.out.print(f"Left out, as they are about persons: {named}.", markup=False)
    if proposal.unused:
        terminal.out.print(f"Not used: {', '.join(quotable(proposal.unused))}.", markup=False)
    terminal.err.print(sentence, markup=False)


_SUMMED: Final = ("read", "accepted", "rejected", "added", "changed", "unchanged", "removed")
_MONTHLY: Final = (
    "{file} is crime by month, without a time of day: it is brought in as context, for reading "
    "only, and enters no hotspot."
)

Json = dict[str, Any]


@dataclass(frozen=True)
class IngestOptions:
    """How files are to be brought in.

    Attributes
    ----------
    layer : LayerName or None
        What they hold; without, what the mapping is for, else incidents.
    mapping : str or None
        Name of a mapping that is kept.
    dates : str
        ``day first``, ``month first`` or empty.
    sure : bool
        Whether a proposed mapping is used without being looked at.
    part, encoding : str
        Sheet, table or member of an archive; what a text is written in. Empty to tell them.
    """

    layer: LayerName | None = None
    mapping: str | None = None
    dates: str = ""
    crs: str | None = None
    replace: bool = False
    who: str = ""
    sure: bool = False
    part: str = ""
    encoding: str = ""


def ingest(
    files: list[Path], options: IngestOptions, workspace: Path | None, *, as_json: bool
) -> None:
    """Read files as one layer, say what was accepted, and keep it where a workspace is named."""
    summaries: list[Json] = []
    for number, path in enumerate(files or [None]):
        with terminal.steps(3) as step:
            step("Opening the workspace")
            area = _opened(options, workspace)
            layer = _layer(options, area)
            step("Reading")
            reading = _read(area, path, layer, options, keep=workspace is not None, as_json=as_json)
            step("Keeping")
            # A second file adds to what the first has replaced.
            replace = options.replace and number == 0
            kept = area.keep(reading, replace=replace, who=options.who) if workspace else None
        terminal.notices(reading.notices)
        summaries.append(_summary(path or area.file_of(layer), reading, kept))
        if not as_json:
            _print(reading, summaries[-1])
    terminal.emit(
        summaries[0] if len(summaries) == 1 else _together(summaries),
        as_json=as_json,
        lines=_nothing,
    )


def _opened(options: IngestOptions, workspace: Path | None) -> Workspace:
    """Open the area, without the layer that is about to be replaced where that is damaged."""
    try:
        return Workspace.open(workspace)
    except WorkspaceError:
        if not options.replace or workspace is None:
            raise
        return Workspace.open(workspace, without=[options.layer or LayerName.INCIDENTS])


def _layer(options: IngestOptions, area: Workspace) -> LayerName:
    if options.layer is not None or options.mapping is None:
        return options.layer or LayerName.INCIDENTS
    return area.mapping(options.mapping).layer


def _read(
    area: Workspace,
    path: Path | None,
    layer: LayerName,
    options: IngestOptions,
    *,
    keep: bool,
    as_json: bool,
) -> Reading:
    """Read one file; month-only crime becomes context, and an unknown file is asked about."""
    if path is None:
        return _as_layer(area, area.file_of(layer), layer, options, None, keep=False)
    chosen = area.mapping(options.mapping) if options.mapping else None
    try:
        return _as_layer(area, path, layer, options, chosen, keep=keep)
    except MonthOnlyError:
        if layer is not LayerName.INCIDENTS:
            raise
        monthly = _as_layer(area, path, LayerName.CONTEXT, options, chosen, keep=keep)
        return with_notice(monthly, _MONTHLY.format(file=path.name))
    except FileRefusedError as refused:
        if chosen is not None:
            raise
        table = open_table(
            path, layer, member=options.part, table=options.part, encoding=options.encoding
        )
        proposal = propose_mapping(table, layer, options.dates, refused)
        if not options.sure:
            ask(area, proposal, refused, keep=keep, as_json=as_json)
        mapping = settled(area, proposal, options.who, keep=keep)
        return _as_layer(area, path, layer, options, mapping, keep=keep)


def _as_layer(
    area: Workspace,
    path: Path,
    layer: LayerName,
    options: IngestOptions,
    mapping: Mapping | None,
    *,
    keep: bool,
) -> Reading:
    own = path in area.files.values()
    return read_layer(
        path,
        layer,
        crs=area.fixed_crs if keep or own else None,
        source_crs=crs_named(options.crs),
        timezone=area.settings.timezone,
        latest=area.settings.data_as_at if own else None,
        mapping=mapping,
        date_order=options.dates,
        words=area.settings.offence_words,
        within=area.settings.bounds,
        part=options.part,
        encoding=options.encoding,
    )


def _summary(path: Path, reading: Reading, kept: Kept | None) -> Json:
    return {
        "file": path.name,
        "layer": reading.layer.value,
        "read": reading.read,
        "accepted": reading.accepted,
        "rejected": len(reading.rejects),
        "snapshot": kept.snapshot.name if kept else None,
        "added": kept.added if kept else 0,
        "changed": kept.changed if kept else 0,
        "unchanged": kept.unchanged if kept else 0,
        "removed": kept.removed if kept else 0,
        "total": kept.total if kept else reading.accepted,
        "rejects": str(kept.rejects) if kept and kept.rejects else None,
        "notices": list(reading.notices),
    }


def _together(summaries: list[Json]) -> Json:
    """Sums over several files; the last one says how the layer is now."""
    sums = {key: sum(one[key] for one in summaries) for key in _SUMMED}
    rejects = [one["rejects"] for one in summaries if one["rejects"]]
    return {**summaries[-1], **sums, "rejects": rejects, "files": summaries}


def _nothing() -> None:
    """The summaries were printed file by file."""


def _print(reading: Reading, summary: Json) -> None:
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
        return
    gone = f", {summary['removed']:,} removed" if summary["removed"] else ""
    terminal.out.print(
        f"{summary['added']:,} added, {summary['changed']:,} changed, "
        f"{summary['unchanged']:,} unchanged"
        f"{gone}; the layer {summary['layer']} has {summary['total']:,} rows, kept as "
        f"{summary['snapshot']}.",
        markup=False,
    )
    if summary["rejects"]:
        terminal.out.print(
            f"Rejected rows, to be mended and brought in again: {summary['rejects']}", markup=False
        )


def date_order(text: str | None) -> str:
    """``day first`` for ``day-first``; empty where nothing was said.

    Raises
    ------
    SettingError
        When it is neither.
    """
    order = (text or "").replace("-", " ")
    if order not in ("", "day first", "month first"):
        raise SettingError(f"--dates is {text}; expected day-first or month-first.")
    return order
