"""A mapping proposed on the command line: shown, written down, and used once it was looked at."""

import json
import sys
from dataclasses import replace
from pathlib import Path
from typing import NoReturn

from dashboard import terminal
from geo.errors import FileRefusedError, WorkspaceError
from geo.layers import LayerName, Reading
from geo.layers.propose import Proposal, propose
from geo.layers.raw import RawTable
from geo.layers.reader import is_recognised
from geo.sources import Mapping, headless, quotable
from geo.words import listed
from geo.workspace import Workspace, mapping_name


def saying(reading: Reading, sentence: str) -> Reading:
    """The same reading, with one more thing to know, said first."""
    return replace(reading, notices=(sentence, *reading.notices))


def proposed(table: RawTable, layer: LayerName, dates: str, refused: FileRefusedError) -> Proposal:
    """Propose a mapping for a file that could not be read by itself.

    Raises
    ------
    FileRefusedError
        The first refusal, when it was about something else than the columns, or none of them
        could be told.
    """
    if headless(table.columns):
        raise refused
    found = propose(table, layer, mapping_name(Path(table.file).stem))
    if is_recognised(table, layer) or not found.mapping.columns:
        raise refused
    return replace(found, mapping=replace(found.mapping, date_order=dates)) if dates else found


def ask(
    area: Workspace, found: Proposal, refused: FileRefusedError, *, keep: bool, as_json: bool
) -> NoReturn:
    """Show the proposal, write it where a workspace was named, and end: somebody must look at it.

    Nothing of the file itself is kept.
    """
    name = _written(area, found.mapping) if keep else None
    sentence = _sentence(refused, found, name)
    if as_json:
        _write_json(found, name, sentence)
    else:
        _print(found, sentence)
    raise SystemExit(terminal.Exit.REFUSED)


def settled(area: Workspace, found: Proposal, who: str, *, keep: bool) -> Mapping:
    """Take the proposal as it is; it is kept under its name where a workspace was named.

    Raises
    ------
    FileRefusedError
        When a question is open that only a person can answer.
    """
    if found.questions:
        raise WorkspaceError(
            f"A mapping cannot be proposed without asking: {' '.join(found.questions)} Write a "
            "mapping, or rename the columns."
        )
    if keep:
        mapping = replace(found.mapping, name=_free(area, found.mapping))
        area.save_mapping(mapping, who=who)
        return mapping
    return found.mapping


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


def _sentence(refused: FileRefusedError, found: Proposal, name: str | None) -> str:
    open_now = " ".join(found.questions)
    asked = f" Open questions: {open_now}" if found.questions else ""
    at_once = "" if found.questions else " Or use it as it is with --yes."
    if name is None:
        mend = "Name a workspace with --workspace DIR to keep this mapping and change it."
    else:
        mend = (
            f"Look at mappings/{name}.toml, change it where it is wrong, and run again with "
            f"--mapping {name}."
        )
    mend += at_once
    return f"{refused.file} is not known by its columns, so a mapping is proposed.{asked} {mend}"


def _write_json(found: Proposal, name: str | None, sentence: str) -> None:
    content = {
        "error": sentence,
        "code": int(terminal.Exit.REFUSED),
        "mapping": name,
        "layer": found.mapping.layer.value,
        "columns": dict(found.mapping.columns),
        "constants": dict(found.mapping.constants),
        "unused": list(quotable(found.unused)),
        "personal": list(quotable(tuple(column for column, _ in found.personal))),
        "questions": list(found.questions),
    }
    sys.stdout.write(json.dumps(content, ensure_ascii=False) + "\n")


def _print(found: Proposal, sentence: str) -> None:
    rows = [[g.canonical, g.raw, g.why, listed(list(g.examples))] for g in found.guesses]
    columns = dict.fromkeys(("Afterbell's column", "Of the file", "Told", "Examples"), "left")
    terminal.table("Proposed mapping", columns, rows)
    if found.personal:
        named = ", ".join(
            f"{(*quotable((column,)), 'one whose name is not shown')[0]} ({how})"
            for column, how in found.personal
        )
        terminal.out.print(f"Left out, as they are about persons: {named}.", markup=False)
    if found.unused:
        terminal.out.print(f"Not used: {', '.join(quotable(found.unused))}.", markup=False)
    terminal.err.print(sentence, markup=False)
