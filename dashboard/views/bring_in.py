"""A file on its way in: what it is, which column is which, what it looks like, and keeping it."""

import dataclasses
from typing import Final

import streamlit as st

from dashboard import controls, downloads, intake, listings, maps
from dashboard.components.picktable import picktable
from dashboard.intake import Brought
from dashboard.planning import choices
from dashboard.planning.choices import visitor
from dashboard.views import common, data
from dashboard.views.data import Board
from dashboard.views.timetables import parts
from geo.columns import Mapping
from geo.formats import csv_bytes
from geo.layers import Reading
from geo.text import counted
from geo.workspace import Kept, Workspace, rejects_table

_MOST_REJECTS: Final = 20
_AS_NAMED: Final = "As its columns are named"
_BY_HAND: Final = "Choose the columns"
_UNKNOWN: Final = "The file does not say what it holds. Choose that under “It holds”."
_SAMPLE: Final = (
    "This is the bundled sample, which stays as it is. Make an area of your own with "
    "afterbell init NAME, and open it with afterbell app --workspace NAME."
)


def draw(area: Workspace, on: Board, wanted: controls.Intake) -> None:
    """Everything about one upload, from its columns to keeping it."""
    with on.panel:
        part = controls.part(intake.parts(wanted.file, wanted.key), wanted.key)
    bounds = area.settings.bounds
    brought = intake.opened(wanted.file, wanted.key, wanted.layer, part, bounds)
    if brought.layer is None:
        common.words(_UNKNOWN, "ab-status")
        with on.rows:
            _first_rows(brought)
        return
    kept = visitor().kept
    if kept and kept[0] == brought.key:
        _kept(area, kept[1])
        data.holdings(area, on)
        return
    with on.drawer:
        mapping = _columns(area, brought)
    if mapping is not None:
        with on.rows:
            _first_rows(brought)
        if lacks := _lacks(mapping, brought):
            common.words(f"Still needed: {', '.join(lacks)}.", "ab-status")
            return
    _read(area, on, brought, mapping)


def _read(area: Workspace, on: Board, brought: Brought, mapping: Mapping | None) -> None:
    """What the file says with these columns, on the map and in numbers."""
    reading = intake.read(brought, area, mapping)
    basemap = intake.basemap(area, reading, intake.reading_key(brought, area, mapping))
    _result(reading)
    _keeping(area, reading, mapping, brought.key)
    if reading.accepted:
        with on.picture:
            _map(basemap, reading, brought.key)
    with on.rows:
        _rejects(reading)


def _columns(area: Workspace, brought: Brought) -> Mapping | None:
    """Ask which column is which; None where they are read as they are named."""
    name = controls.layer_label(brought.proposal.mapping.layer)
    st.subheader(f"Read as {name[0].lower()}{name[1:]}")
    kept = {m.name: m for m in area.mappings() if _fits(m, brought)}
    ways = [*([_AS_NAMED] if brought.recognised else []), *kept, _BY_HAND]
    way = st.selectbox("Columns", ways, key=f"way_{brought.key}")
    if way == _AS_NAMED:
        _mapping_in_words(brought.proposal.mapping)
        return None
    if way in kept:
        _mapping_in_words(kept[way])
        return _with_order(kept[way], brought)
    chosen = controls.mapping(
        brought.proposal, brought.examples(), brought.key, shaped=brought.shaped
    )
    _left_out(brought)
    return chosen


def _with_order(mapping: Mapping, brought: Brought) -> Mapping:
    """A saved mapping, with the order of dates where neither it nor this file says that."""
    if mapping.date_order or not brought.proposal.dates_undecided:
        return mapping
    order = controls.date_order(brought.proposal, brought.examples(), brought.key)
    return dataclasses.replace(mapping, date_order=order)


def _fits(mapping: Mapping, brought: Brought) -> bool:
    """Whether a file has every column that a mapping names."""
    raw = {column for _, column in mapping.columns}
    return mapping.layer is brought.layer and raw <= {*brought.table.columns}


def _lacks(mapping: Mapping, brought: Brought) -> tuple[str, ...]:
    """What must be said before the file can be read."""
    lacks = controls.lacking(mapping, shaped=brought.shaped)
    if brought.proposal.dates_undecided and not mapping.date_order:
        lacks = (*lacks, "whether the day or the month comes first")
    return lacks


def _mapping_in_words(mapping: Mapping) -> None:
    common.facts((controls.column_label(name), raw[:60]) for name, raw in mapping.columns)


def _left_out(brought: Brought) -> None:
    """Columns about persons, which nobody reads and nothing keeps."""
    if brought.proposal.personal:
        st.subheader("Left out: about persons")
        common.facts((raw[:60], why) for raw, why in brought.proposal.personal)


def _first_rows(brought: Brought) -> None:
    """The first rows as they stand in the file, so that its columns can be told."""
    st.subheader("The first rows of the file")
    frame = brought.first_rows()
    shown = frame.apply(lambda cells: cells.str.slice(0, 60))
    parts.plain_table(shown, [str(name)[:60] for name in frame.columns], "First rows of the file")


def _result(reading: Reading) -> None:
    """How many rows were accepted and rejected."""
    common.words(reading.file, "ab-when")
    common.words(
        f"{counted(reading.read, 'row')} read: {reading.accepted:,} accepted, "
        f"{len(reading.rejects):,} rejected."
    )
    for sentence in reading.notices:
        common.words(sentence, "ab-when")


def _keeping(area: Workspace, reading: Reading, mapping: Mapping | None, key: str) -> None:
    """Ask how to keep it, by whom, and under which name the mapping."""
    if not area.writable:
        common.words(_SAMPLE, "ab-status")
        return
    if not reading.accepted:
        return
    with st.form("keep", border=False):
        there = len(area.layers.frame(reading.layer))
        replace = there > 0 and _asked_to_replace(there)
        name = _mapping_name(mapping)
        who = st.text_input("Your name", value=visitor().name, max_chars=60)
        label = f"Keep {counted(reading.accepted, 'row')}"
        if not st.form_submit_button(label, type="primary"):
            return
    if not who.strip():
        common.words("Not kept: give your name first.", "ab-status")
        return
    visitor().name = " ".join(who.split())
    with st.spinner("Keeping the rows"):
        visitor().kept = (key, _keep(area, reading, mapping, name, replace=replace))
    st.rerun()


def _asked_to_replace(there: int) -> bool:
    ways = ["Add to them", "Replace them"]
    label = f"The layer has {counted(there, 'row')}"
    return st.radio(label, ways, horizontal=True, key="keep_how") == ways[1]


def _mapping_name(mapping: Mapping | None) -> str:
    if mapping is None:
        return ""
    name: str = st.text_input(
        "Save these columns as",
        value=mapping.name,
        max_chars=60,
        help="Letters, digits, - and _. The next file with these columns is read with it. Leave it "
        "empty to save nothing.",
    )
    return name.strip()


def _keep(
    area: Workspace, reading: Reading, mapping: Mapping | None, name: str, *, replace: bool
) -> Kept:
    who = visitor().name
    if mapping is not None and name:
        area.save_mapping(dataclasses.replace(mapping, name=name), who=who)
    return area.keep(reading, replace=replace, who=who)


def _kept(area: Workspace, kept: Kept) -> None:
    """What came of keeping it, and what to do next."""
    common.words(listings.kept(kept), "ab-status ab-approved")
    if coming := listings.next_step(area):
        common.words(coming, "ab-when")
    with st.container(horizontal=True, gap="small", vertical_alignment="center"):
        st.button("Bring in another file", type="primary", on_click=controls.next_file)
        st.button("See its quality", on_click=controls.turn_to, args=(controls.Section.QUALITY,))
        if len(area.layers.incidents):
            st.page_link(choices.TODAY_PAGE, label="See it on Today", width="content")
    if kept.rejects is not None:
        address = downloads.offer(
            kept.rejects, kept.rejects.name, "text/csv", kept.rejects.read_bytes
        )
        st.link_button("Download rejected rows (CSV)", address)


def _map(basemap: str, reading: Reading, key: str) -> None:
    """The accepted rows on the map."""
    group, lines = maps.preview(reading.frame, reading.layer)
    groups = [group, *([maps.legend(lines)] if lines else [])]
    common.show_map(maps.base(basemap), groups, f"preview_{key}")


def _rejects(reading: Reading) -> None:
    """Rejected rows as a table, and all of them as a CSV that can be mended and brought in."""
    if not len(reading.rejects):
        return
    stem = reading.file.rsplit(".", 1)[0]
    address = downloads.offer(
        (reading.file, reading.read, id(reading)),
        f"{stem}-rejects.csv",
        "text/csv",
        lambda: csv_bytes(rejects_table(reading)),
    )
    common.words(f"Rejected: {listings.reject_reasons(reading)}.")
    st.link_button("Download rejected rows (CSV)", address)
    common.words("Mend them in that file, and bring it in as any other.", "ab-when")
    picktable(listings.rejects(reading, _MOST_REJECTS), key="rejects")
