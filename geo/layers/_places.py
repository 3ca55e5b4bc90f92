"""The second step for everything but incidents: canonical columns, and faulty rows rejected."""

from typing import Final

import geopandas as gpd
import numpy as np
import pandas as pd
import shapely

from geo.columns import (
    MOTORWAY,
    WAY_HELPERS,
    basemap_kind,
    canonical_offences,
    interchange_kind,
    is_register,
    part_of_station,
    pupil_referral,
    school_phase,
    street_kind,
    ways_of,
)
from geo.errors import FileRefusedError
from geo.formats import Bools
from geo.layers._interchanges import hub_labels
from geo.layers._personal import emptied_notices, scrubbed_texts, without_addresses
from geo.layers._shapes import content_ids
from geo.layers._steps import Cells, Judged, Located, Verdicts
from geo.model import WAY_COLUMNS, LayerName

_MONTH: Final = r"^(\d{4})[-/](\d{1,2})(?:[-/]01)?$"
#: Points this close are the same, whichever file they came in.
_SAME_M: Final = 0.01
_CLOSED = ("closed", "2")
_NOT_OPEN = ("proposed to open", "4")
_INACTIVE = ("inactive", "del", "delete", "deleted", "inact", "ina", "pending", "pen")
_PHASE_COLUMNS = ("phase", "phase_code", "type", "type_code")
_BASEMAP_STEMS = {
    "water": ("river", "water", "thames", "lake"),
    "park": ("park", "green"),
    "rail": ("rail",),
}


def judge_places(located: Located) -> Judged:
    """Give the rows of any layer but incidents their canonical columns; reject the faulty ones.

    Interchanges have the column hub beside them: the interchange that each stop belongs to.

    Raises
    ------
    FileRefusedError
        When nothing says what kind of shape a file for a basemap holds.
    """
    judges = {
        LayerName.SCHOOLS: _schools,
        LayerName.GATES: _gates,
        LayerName.INTERCHANGES: _interchanges,
        LayerName.STREETS: _streets,
        LayerName.AREAS: _areas,
        LayerName.BASEMAP: _basemap,
        LayerName.CONTEXT: _context,
    }
    return judges[located.layer](located)


def _context(located: Located) -> Judged:
    """Crime by month.

    Anti-social behaviour comes without an id, and many rows that are alike: each is a record of its
    own and gets a number, so that one file brought in twice gives the same ids.
    """
    cells, text = located.cells, located.cells.text("month")
    verdicts = located.verdicts.rejecting(text == "", "no month")
    month = text.map({value: _month(value) for value in text.unique()}).astype("str")
    verdicts = verdicts.rejecting(month == "", "impossible month")
    texts, emptied = scrubbed_texts(cells, ("source", "offence", "place"))
    offence, _ = canonical_offences(texts["offence"])
    frame = pd.DataFrame(
        {
            "incident_id": without_addresses(cells.text("incident_id")),
            "source": texts["source"],
            "offence": offence,
            "month": month,
            "place": texts["place"],
        }
    )
    frame["incident_id"], verdicts = _context_ids(frame, located.shapes, verdicts)
    return Judged(located, frame, verdicts, emptied_notices(emptied))


def _month(text: str) -> str:
    """``2016-06`` from 2016-06, 2016/6 or 2016-06-01; empty where it is no month."""
    parts = pd.Series([text], dtype="str").str.extract(_MONTH).iloc[0]
    if parts.isna().any():
        return ""
    year, month = int(parts[0]), int(parts[1])
    return f"{year:04d}-{month:02d}" if 1950 <= year < 2200 and 1 <= month <= 12 else ""


def _context_ids(
    frame: pd.DataFrame, shapes: gpd.GeoSeries, verdicts: Verdicts
) -> tuple[pd.Series, Verdicts]:
    """Ids as they came, the later row of two winning; numbers where there is none."""
    ids = frame["incident_id"]
    named = ids[verdicts.good & (ids != "").to_numpy()]
    again = named[named.duplicated(keep=False)]
    copies = content_ids(frame.loc[again.index], shapes.loc[again.index]).duplicated()
    verdicts = verdicts.rejecting(ids.index.isin(copies.index[copies]), "duplicate row")
    named = named[np.isin(named.index, copies.index[copies], invert=True)]
    older = named.index[named.duplicated(keep="last")]
    reason = "a later row has the same incident_id"
    verdicts = verdicts.rejecting(ids.index.isin(older), reason)
    bare = np.flatnonzero(verdicts.good & (ids == "").to_numpy())
    points = gpd.GeoSeries(shapely.set_precision(shapes.iloc[bare].to_numpy(), _SAME_M))
    made = content_ids(frame.drop(columns="incident_id").iloc[bare], points)
    made = made + "-" + (made.groupby(made).cumcount() + 1).astype("str")
    whole = ids.where(ids != "", made.reindex(ids.index, fill_value="")).astype("str")
    return whole, verdicts


def _schools(located: Located) -> Judged:
    cells, verdicts, notices = located.cells, located.verdicts, []
    for status in (cells.text("status").str.lower(), cells.text("status_code")):
        verdicts = verdicts.rejecting(status.isin(_CLOSED), "a closed school")
        verdicts = verdicts.rejecting(status.isin(_NOT_OPEN), "a school that is not open yet")
    phase = _phase(cells)
    if not any(cells.has(name) for name in _PHASE_COLUMNS):
        notices.append(f"{cells.table.file} does not say the phase; all count as secondary.")
    verdicts = verdicts.rejecting(phase == "", "a phase that is not patrolled or not known")
    contact, _ = cells.flag("has_named_contact")
    urn, verdicts = _ids(located, "urn", verdicts)
    frame = pd.DataFrame(
        {
            "urn": urn,
            "name": cells.text("name"),
            "phase": phase,
            "pupils": cells.number("pupils").round().astype("Int64"),
            "has_named_contact": contact,
        }
    )
    verdicts = _later_wins(frame, ["urn"], verdicts.rejecting(frame["name"] == "", "no name"))
    return Judged(located, frame, verdicts, tuple(notices))


def _phase(cells: Cells) -> pd.Series:
    """Phase as the file says it, else by type, else by ages; secondary where it says nothing."""
    known = any(cells.has(name) for name in _PHASE_COLUMNS)
    phase = school_phase(cells.text("phase", "" if known else "secondary"))
    phase = phase.where(phase != "", school_phase(cells.text("phase_code")))
    for kind in ("type", "type_code"):
        phase = phase.mask(pupil_referral(cells.text(kind)), "pupil referral")
    if cells.has("high_age"):
        low, high = cells.number("low_age"), cells.number("high_age")
        by_age = np.select(
            [high <= 6, high <= 11, low >= 16, (low <= 7) & (high >= 16), high > 11],
            ["", "primary", "16-plus", "all-through", "secondary"],
            default="",
        )
        phase = phase.where(phase != "", pd.Series(by_age, index=phase.index))
    return phase.astype("str")


def _gates(located: Located) -> Judged:
    urn, gate = located.cells.text("urn"), located.cells.text("gate")
    verdicts = located.verdicts.rejecting(urn == "", "no id")
    number = (urn.groupby(urn).cumcount() + 1).astype("str")
    gate = gate.where(gate != "", ("Gate " + number).where(number != "1", "Main gate"))
    frame = pd.DataFrame({"urn": urn, "gate": gate.astype("str")})
    return Judged(located, frame, _later_wins(frame, ["urn", "gate"], verdicts))


def _interchanges(located: Located) -> Judged:
    cells, verdicts = located.cells, located.verdicts
    for status in ("status", "change"):
        inactive = cells.text(status).str.lower().isin(_INACTIVE)
        verdicts = verdicts.rejecting(inactive, "a stop out of use")
    kind, notices = _kind_of_stop(cells)
    verdicts = verdicts.rejecting(kind == "", "a kind of interchange that is not known")
    ids, verdicts = _ids(located, "interchange_id", verdicts)
    modes = _modes(cells.text("modes"))
    kind = kind.mask(ids.str.contains("ZZLU", regex=False), "rail")  # London Underground
    kind = kind.mask((kind == "rail") & (modes == "tram"), "tram")
    default = kind.replace({"bus station": "bus", "bus stops": "bus"})
    frame = pd.DataFrame(
        {
            "interchange_id": ids,
            "name": cells.text("name"),
            "kind": kind.astype("str"),
            "modes": modes.where(modes != "", default).astype("str"),
        }
    )
    verdicts = verdicts.rejecting(frame["name"] == "", "no name")
    verdicts = _later_wins(frame, ["interchange_id"], verdicts)
    frame["hub"] = _hubs(located, frame, verdicts.good)
    lone = frame["hub"] == ""
    verdicts = verdicts.rejecting(lone, "a bus stop that is part of no interchange")
    return Judged(located, frame, verdicts, notices)


def _kind_of_stop(cells: Cells) -> tuple[pd.Series, tuple[str, ...]]:
    if cells.has("kind"):
        return interchange_kind(cells.text("kind")), ()
    kind = pd.Series("rail", index=cells.table.frame.index, dtype="str")
    return kind, (f"{cells.table.file} does not say the kind; all count as rail stations.",)


def _modes(text: pd.Series) -> pd.Series:
    """Modes joined by |, from text such as ``bus,tube`` or ``["bus", "tube"]``."""
    plain = text.str.replace(r"[\[\]\"'{}]", "", regex=True).str.strip()
    return plain.str.replace(r"\s*[,;/|]\s*", "|", regex=True)


def _hubs(located: Located, frame: pd.DataFrame, good: Bools) -> pd.Series:
    """Interchange of each stop of a register; in a list of interchanges each row is its own."""
    cells, own = located.cells, frame["interchange_id"]
    if cells.has("kind") and not cells.has("hub") and not is_register(cells.text("kind")):
        return own
    labels = hub_labels(
        frame[good],
        located.shapes[good],
        cells.text("hub")[good],
        part_of_station(cells.text("kind"))[good],
    )
    return labels.reindex(own.index, fill_value="").where(good, own)


def _streets(located: Located) -> Judged:
    cells, verdicts = located.cells, located.verdicts
    kind = street_kind(cells.text("kind", "local"))
    if cells.has("kind"):
        verdicts = verdicts.rejecting(cells.text("kind") == "", "no kind of street")
    verdicts = verdicts.rejecting(kind == MOTORWAY, "a motorway, which nobody walks")
    ids, verdicts = _ids(located, "street_id", verdicts)
    turn = ids.groupby(ids).cumcount()
    ids = ids.where(turn == 0, ids + "-" + (turn + 1).astype("str"))
    # Of a list such as ['High Street', 'A1'], the first.
    name = cells.text("name").str.replace(r"^\['([^']*)'.*\]$", r"\1", regex=True)
    tags = {tag: cells.text(tag) for tag in (*WAY_COLUMNS, *WAY_HELPERS)}
    frame = pd.DataFrame({"street_id": ids.astype("str"), "name": name, "kind": kind})
    return Judged(located, frame.join(ways_of(kind, cells.text("kind"), tags)), verdicts)


def _areas(located: Located) -> Judged:
    name = located.cells.text("name")
    number = pd.Series(range(1, len(name) + 1), index=name.index).astype("str")
    code, verdicts = _ids(located, "ward_code", located.verdicts)
    whole = name.where(name != "", "Area " + number).astype("str")
    frame = pd.DataFrame({"ward_code": code, "name": whole})
    return Judged(located, frame, _later_wins(frame, ["ward_code"], verdicts))


def _basemap(located: Located) -> Judged:
    cells = located.cells
    if cells.has("kind"):
        kind = basemap_kind(cells.text("kind"))
    else:
        kind = pd.Series(_kind_by_name(cells.table.file), located.shapes.index, dtype="str")
    verdicts = located.verdicts.rejecting(kind == "", "a kind other than water, park or rail")
    return Judged(located, pd.DataFrame({"kind": kind, "name": cells.text("name")}), verdicts)


def _kind_by_name(file: str) -> str:
    """Tell what a file without a kind column draws from its name, or refuse it."""
    for kind, words in _BASEMAP_STEMS.items():
        if any(word in file.lower() for word in words):
            return kind
    raise FileRefusedError(
        file, "no column kind came", "kind (water, park or rail)", "Add the column."
    )


def _ids(located: Located, name: str, verdicts: Verdicts) -> tuple[pd.Series, Verdicts]:
    """Ids as they came; made of the content where there is none."""
    ids = located.cells.text(name)
    bare = np.flatnonzero((ids == "").to_numpy() & verdicts.good)
    if not len(bare):
        return ids, verdicts
    made = content_ids(located.cells.table.frame.iloc[bare], located.shapes.iloc[bare])
    copies = ids.index.isin(made.index[made.duplicated()])
    whole = ids.where(ids != "", made.reindex(ids.index, fill_value="")).astype("str")
    return whole, verdicts.rejecting(copies, "duplicate row")


def _later_wins(frame: pd.DataFrame, keys: list[str], verdicts: Verdicts) -> Verdicts:
    kept = frame.loc[verdicts.good, keys]
    older = kept.index[kept.duplicated(keep="last")]
    reason = f"a later row has the same {' and '.join(keys)}"
    return verdicts.rejecting(frame.index.isin(older), reason)
