"""What is about persons in a file, by what is in it: left out before anything is read."""

from dataclasses import replace
from typing import Final

import pandas as pd

from geo.columns import ColumnMapping
from geo.formats import RawTable, over_distinct
from geo.layers._steps import Cells
from geo.model import LayerName
from geo.privacy import personal_content, personal_ids, scrubbed

#: Text that is kept as it came, so that what is in it decides whether it may be.
_KEPT_AS_TEXT: Final = frozenset(("offence", "source", "location_type", "place", "modes", "gate"))
#: Read for where it is, and left out of everything else.
_POSITION: Final = "latlon"


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
    personal = personal_content(table.frame, skip, of_places=not layer.holds_events)
    ids = mapping.columns.get("incident_id", "")
    if ids and (held := personal_ids(table.frame[ids])):
        personal[ids] = held
    if not personal:
        return mapping
    columns = {
        name: raw
        for name, raw in mapping.columns.items()
        if raw not in personal or name == _POSITION
    }
    return replace(mapping, columns=columns, personal=(*mapping.personal, *personal))


def without_addresses(ids: pd.Series) -> pd.Series:
    """Empty the ids that hold an e-mail address; the other marks of a contact may be in any id."""
    held = ids.str.contains("@", regex=False)
    if not held.any():
        return ids
    return ids.mask(held & ids.str.contains(r"[^@\s]@[^@\s]+\.\w", regex=True), "")


def without_contacts(text: pd.Series, *, names: bool = True) -> tuple[pd.Series, int]:
    """Empty the cells that hold a contact, a person's number or name, or an account.

    Parameters
    ----------
    names : bool
        Whether names and accounts go too: those of places stay.

    Returns
    -------
    Series of str
    int
        How many cells were emptied.
    """
    emptied = 0

    def open_part(values: list[str]) -> list[str]:
        nonlocal emptied
        kept, emptied = scrubbed(pd.Series(values, dtype="str"), names=names)
        return kept.to_list()

    kept = over_distinct(text, open_part)
    if not emptied:
        return text, 0
    made = pd.Series(kept, index=text.index, dtype="str")
    return made, int(((made == "") & (text != "")).sum())


def scrubbed_texts(cells: Cells, names: tuple[str, ...]) -> tuple[dict[str, pd.Series], int]:
    """Canonical columns that are kept as text, as `without_contacts`; and how many were emptied."""
    texts, emptied = {}, 0
    for name in names:
        texts[name], count = without_contacts(cells.text(name))
        emptied += count
    return texts, emptied


def emptied_notices(emptied: int) -> tuple[str, ...]:
    """What a person should know of cells that were emptied."""
    if not emptied:
        return ()
    return (f"{emptied:,} cells held a contact, a person's name or number, or a report: emptied.",)
