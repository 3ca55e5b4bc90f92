"""What is about persons in a file, told by what is in it: left out before anything is read."""

from dataclasses import replace
from typing import Final

import pandas as pd

from geo.layers.raw import RawTable, over_distinct
from geo.sources import ColumnMapping, LayerName, personal_content, scrubbed

#: Text that is kept as it came, so that what is in it decides whether it may be.
_KEPT_AS_TEXT: Final = frozenset(("offence", "source", "location_type", "place", "modes", "gate"))
#: Read for where it is, and left out of everything else.
_POSITION: Final = "latlon"
_OF_EVENTS: Final = (LayerName.INCIDENTS, LayerName.CONTEXT)


def without_persons(table: RawTable, mapping: ColumnMapping, layer: LayerName) -> ColumnMapping:
    """Leave out the columns in which something of persons was found.

    Parameters
    ----------
    mapping : ColumnMapping
        Which already leaves out those whose name says it.
    """
    looked_at = {raw for name, raw in mapping.columns.items() if name in _KEPT_AS_TEXT}
    looked_at.add(mapping.columns.get(_POSITION, ""))
    plain = frozenset(mapping.columns.values()) - looked_at
    skip = plain | frozenset(mapping.personal)
    found = personal_content(table.frame, skip, of_places=layer not in _OF_EVENTS)
    if not found:
        return mapping
    columns = {
        name: raw for name, raw in mapping.columns.items() if raw not in found or name == _POSITION
    }
    return replace(mapping, columns=columns, personal=(*mapping.personal, *found))


def without_contacts(text: pd.Series) -> tuple[pd.Series, int]:
    """Empty the cells that hold an e-mail address, a phone or a National Insurance number.

    Returns
    -------
    Series of str
    int
        How many cells were emptied.
    """
    emptied = 0

    def open_part(values: list[str]) -> list[str]:
        nonlocal emptied
        kept, emptied = scrubbed(pd.Series(values, dtype="str"))
        return kept.to_list()

    kept = over_distinct(text, open_part)
    if not emptied:
        return text, 0
    made = pd.Series(kept, index=text.index, dtype="str")
    return made, int(((made == "") & (text != "")).sum())


def contacts_said(emptied: int) -> tuple[str, ...]:
    """What a person should know of cells that were emptied."""
    if not emptied:
        return ()
    return (f"{emptied:,} cells held an e-mail address, a phone or a person's number: emptied.",)
