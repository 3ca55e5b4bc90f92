"""Which column of a file is which: a select box for each, beginning with what was proposed."""

from dataclasses import dataclass
from typing import Final

import streamlit as st

from geo.columns import DATE_PARTS, REQUIRED, Mapping, Proposal
from geo.model import COLUMNS, LayerName

_NONE: Final = "–"
_LABELS: Final = {
    "incident_id": "Reference",
    "source": "Recording system",
    "offence": "Offence",
    "committed_from": "Committed from",
    "time_from": "Time from",
    "committed_to": "Committed to",
    "time_to": "Time to",
    "location_type": "Kind of place",
    "victim_under_18": "Victim under 18",
    "police_generated": "Police-generated",
    "urn": "School number (URN)",
    "has_named_contact": "Has a named contact",
    "interchange_id": "Stop number",
    "street_id": "Street number",
    "ward_code": "Area code",
    "foot": "On foot",
    "cycle": "By cycle",
    "car": "By car",
    "latlon": "Both in one cell",
    "wkt": "Shape as text (WKT)",
}
#: Ways in which a file can say where it was.
_WHERE: Final = {
    "Longitude and latitude": ("longitude", "latitude"),
    "Easting and northing": ("easting", "northing"),
    "x and y in another system": ("x", "y"),
    "Both in one cell": ("latlon",),
    "Shape as text (WKT)": ("wkt",),
}
_ORDERS: Final = {
    "": "Tell from the file",
    "day first": "Day first (24/11/2026)",
    "month first": "Month first (11/24/2026)",
}
#: Columns that most files have, and that much rests on.
_USUAL: Final = ("offence", "name", "kind", "phase")
#: Files of these mostly bring their shapes along.
_SHAPED: Final = (LayerName.STREETS, LayerName.AREAS, LayerName.BASEMAP)


def mapping(proposal: Proposal, examples: dict[str, str], key: str, *, shaped: bool) -> Mapping:
    """Ask which column is which: what is needed or was proposed first, the rest folded.

    Parameters
    ----------
    examples : dict
        Raw names that may be used, each with what a cell of it says.
    key : str
        The same for the same file, so that another one starts afresh.
    shaped : bool
        Whether the format itself carries the geometry.
    """
    layer, known = proposal.mapping.layer, dict(proposal.mapping.columns)
    asked = _Asked(known, examples, key)
    timed = layer is LayerName.INCIDENTS
    order = _order(proposal, asked) if timed and proposal.dates_undecided else ""
    main, rest = _sorted(layer, known)
    chosen = {name: asked.column(name) for name in main}
    if not shaped:
        chosen |= _where(asked)
    crs = _system(chosen, key) if not shaped or layer in _SHAPED else ""
    with st.expander("More columns"):
        chosen |= {name: asked.column(name) for name in rest}
        if timed and not proposal.dates_undecided:
            order = _order(proposal, asked)
    pairs = tuple((name, raw) for name, raw in chosen.items() if raw)
    return Mapping(proposal.mapping.name, layer, pairs, (), order, crs)


def lacking(mapping: Mapping, *, shaped: bool) -> tuple[str, ...]:
    """What a file cannot be read without and nobody has said, in the words of the page."""
    known = set(dict(mapping.columns))
    needed = [name for name in REQUIRED[mapping.layer] if name not in known]
    if set(DATE_PARTS) <= known and "committed_from" in needed:
        needed.remove("committed_from")
    labels = [column_label(name) for name in needed]
    if not shaped and not any(set(way) <= known for way in _WHERE.values()):
        labels.append("Where it was")
    if {"x", "y"} <= known and not mapping.crs:
        labels.append("Coordinate system")
    return tuple(labels)


def date_order(proposal: Proposal, examples: dict[str, str], key: str) -> str:
    """Ask whether the day or the month comes first; empty until somebody says it."""
    return _order(proposal, _Asked(dict(proposal.mapping.columns), examples, key))


def column_label(name: str) -> str:
    """How a canonical column is called on a page."""
    return _LABELS.get(name, name.replace("_", " ").capitalize())


@dataclass(frozen=True)
class _Asked:
    """What was proposed, and what can be chosen instead."""

    known: dict[str, str]
    examples: dict[str, str]
    key: str

    def column(self, name: str) -> str:
        """Ask which column says something; empty where none does."""
        offered = ["", *self.examples]
        raw = self.known.get(name)
        chosen: str = st.selectbox(
            column_label(name),
            offered,
            index=offered.index(raw) if raw in offered else 0,
            format_func=self._label,
            key=f"{self.key}_{name}",
        )
        return chosen

    def _label(self, raw: str) -> str:
        """A column and what a cell of it says."""
        example = self.examples.get(raw)
        return f"{raw}: {example}" if example else raw or _NONE


def _sorted(layer: LayerName, known: dict[str, str]) -> tuple[list[str], list[str]]:
    """Columns to ask for at once, and the rest."""
    apart = ("time_from", "time_to") if layer is LayerName.INCIDENTS else ()
    every = list(dict.fromkeys((*COLUMNS[layer], *apart, *known)))
    every = [name for name in every if not any(name in way for way in _WHERE.values())]
    main = [name for name in every if name in known or name in (*REQUIRED[layer], *_USUAL)]
    return main, [name for name in every if name not in main]


def _where(asked: _Asked) -> dict[str, str]:
    """Ask how the file says where, then which columns say it."""
    ways = [*_WHERE]
    known_way = next((n for n, way in enumerate(ways) if set(_WHERE[way]) <= set(asked.known)), 0)
    way = st.selectbox("Where it was", ways, index=known_way, key=f"{asked.key}_where")
    return {name: asked.column(name) for name in _WHERE[way]}


def _order(proposal: Proposal, asked: _Asked) -> str:
    raw = asked.known.get("committed_from", "")
    chosen = st.radio(
        f"Dates such as {asked.examples.get(raw) or '03/04/2026'}",
        [*_ORDERS][1 if proposal.dates_undecided else 0 :],
        format_func=_ORDERS.__getitem__,
        index=None if proposal.dates_undecided else 0,
        key=f"{asked.key}_order",
    )
    return chosen or ""


def _system(chosen: dict[str, str], key: str) -> str:
    """Ask for the coordinate system where the columns do not say it."""
    if chosen.get("longitude") or chosen.get("easting"):
        return ""
    return st.text_input(
        "Coordinate system", placeholder="EPSG:27700", key=f"{key}_crs", max_chars=40
    ).strip()
