"""A file on its way in: what it is, which column is which, what it looks like, and keeping it."""

import dataclasses
from typing import Final

import streamlit as st

from dashboard import controls, downloads, intake, listings, maps, state
from dashboard.intake import Brought
from dashboard.picktable import picktable
from dashboard.state import visitor
from dashboard.views import common
from dashboard.views.data import Board
from geo.layers import Reading
from geo.safe_csv import csv_bytes
from geo.sources import Mapping
from geo.workspace import Kept, Workspace
from geo.workspace.rejects import rejects_table

_MOST_REJECTS: Final = 50
_AS_NAMED: Final = "As its columns are named"
_BY_HAND: Final = "Choose the columns"


def draw(area: Workspace, on: Board, wanted: controls.Intake) -> None:
    """Everything about one upload, from its columns to keeping it."""
    brought = intake.opened(wanted.file, wanted.key, wanted.layer)
    if brought is None:
        common.words("Nothing in it says what it holds. Choose it under “It holds”.", "ab-status")
        return
    with on.drawer:
        mapping, ready = _columns(area, brought)
        _left_out(brought)
    if not ready:
        with on.top:
            common.words("Say which column is which, and it is read.", "ab-status")
        return
    reading = intake.read(brought, area, mapping)
    key = intake.reading_key(brought, area, mapping)
    with on.top:
        _said(reading)
        _keeping(area, reading, mapping, brought.key)
    with on.picture:
        _map(intake.ground(area, reading, key), reading, brought.key)
    with on.rows:
        _rejects(reading)


def _columns(area: Workspace, brought: Brought) -> tuple[Mapping | None, bool]:
    """The mapping, and whether the file can be read with it; None for recognised columns."""
    name = controls.layer_label(brought.layer).lower()
    st.subheader(f"Read as {name}")
    kept = {m.name: m for m in area.mappings() if m.layer is brought.layer}
    fitting = [n for n, m in kept.items() if {r for _, r in m.columns} <= {*brought.table.columns}]
    ways = [*([_AS_NAMED] if brought.recognised else []), *fitting, _BY_HAND]
    way = st.selectbox("Columns", ways, key=f"way_{brought.key}")
    if way == _AS_NAMED:
        _told(brought.proposal.mapping)
        return None, True
    if way in kept:
        _told(kept[way])
        return kept[way], True
    for question in brought.proposal.questions:
        common.words(question, "ab-status")
    shaped = brought.table.geometry is not None
    about = {raw for raw, _ in brought.proposal.personal}
    usable = tuple(raw for raw in brought.table.columns if raw not in about)
    mapping = controls.mapping(brought.proposal, usable, brought.key, shaped=shaped)
    undecided = brought.proposal.dates_undecided and not mapping.date_order
    return mapping, not undecided


def _told(mapping: Mapping) -> None:
    common.facts((controls.column_label(name), raw[:60]) for name, raw in mapping.columns)


def _left_out(brought: Brought) -> None:
    """Columns about persons, which nobody reads and nothing keeps."""
    if brought.proposal.personal:
        st.subheader("Left out: about persons")
        common.facts((raw[:60], why) for raw, why in brought.proposal.personal)


def _said(reading: Reading) -> None:
    """How many rows were accepted and rejected."""
    common.words(
        f"{reading.read:,} rows read: {reading.accepted:,} accepted, "
        f"{len(reading.rejects):,} rejected."
    )
    for sentence in reading.notices:
        common.words(sentence, "ab-when")


def _keeping(area: Workspace, reading: Reading, mapping: Mapping | None, key: str) -> None:
    """Ask how to keep it, by whom, and under which name the mapping."""
    done = visitor().kept
    if done and done[0] == key:
        _kept(done[1])
        return
    if not area.writable:
        common.words(
            "This is the bundled sample, which stays as it is. Make an area of your own with "
            "afterbell init NAME, and open it with afterbell app --workspace NAME.",
            "ab-status",
        )
        return
    if not reading.accepted:
        return
    with st.form("keep", border=False):
        there = len(area.layers.frame(reading.layer))
        replace = there > 0 and _asked_to_replace(there)
        name = _mapping_name(mapping)
        who = st.text_input("Your name", value=visitor().name, max_chars=60)
        pressed = st.form_submit_button(f"Keep {reading.accepted:,} rows", type="primary")
    if pressed and not who.strip():
        common.words("Not kept: give your name first.", "ab-status")
    elif pressed:
        visitor().name = " ".join(who.split())
        visitor().kept = (key, _keep(area, reading, mapping, name, replace=replace))
        st.rerun()


def _asked_to_replace(there: int) -> bool:
    ways = ["Add to them", "Replace them"]
    said = f"{there:,} rows are kept already"
    return st.radio(said, ways, horizontal=True, key="keep_how") == ways[1]


def _mapping_name(mapping: Mapping | None) -> str:
    if mapping is None:
        return ""
    name: str = st.text_input("Save these columns as", value=mapping.name, max_chars=60)
    return name.strip()


def _keep(
    area: Workspace, reading: Reading, mapping: Mapping | None, name: str, *, replace: bool
) -> Kept:
    who = visitor().name
    if mapping is not None and name:
        area.save_mapping(dataclasses.replace(mapping, name=name), who=who)
    return area.keep(reading, replace=replace, who=who)


def _kept(kept: Kept) -> None:
    common.words(
        f"Kept: {kept.added:,} new, {kept.changed:,} changed, {kept.unchanged:,} as they were. "
        f"The layer now has {kept.total:,} rows.",
        "ab-status ab-approved",
    )
    st.page_link(state.TODAY_PAGE, label="See it on Today")
    common.words("Then look at Quality: it says what the data can and cannot tell.", "ab-when")


def _map(ground: str, reading: Reading, key: str) -> None:
    """The accepted rows on the map."""
    group, lines = maps.preview(reading.frame, reading.layer)
    groups = [group, *([maps.legend(lines)] if lines else [])]
    common.show_map(maps.base(ground), groups, f"preview_{key}")


def _rejects(reading: Reading) -> None:
    """Rejected rows as a table, and all of them as a CSV that can be mended and brought in."""
    if not len(reading.rejects):
        return
    picktable(listings.rejects(reading, _MOST_REJECTS), key="rejects")
    stem = reading.file.rsplit(".", 1)[0]
    address = downloads.offer(
        (reading.file, reading.read, id(reading)),
        f"{stem}-rejects.csv",
        "text/csv",
        lambda: csv_bytes(rejects_table(reading)),
    )
    st.link_button("Download rejected rows (CSV)", address)
    common.words("Mend them there and bring the file in again.", "ab-when")
