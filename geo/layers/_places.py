"""Schools, gates, interchanges, streets, areas and basemap shapes: their canonical columns."""

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
from geo.formats import Verdicts
from geo.layers._canonical import Cells
from geo.layers._interchanges import hub_labels
from geo.layers._personal import emptied_notices, scrubbed_texts, without_addresses
from geo.layers._shapes import content_ids
from geo.model import WAY_COLUMNS, LayerName

_MONTH: Final = r"^(\d{4})[-/](\d{1,2})(?:[-/]01)?$"
#: Points this close are the same, whichever file they came in.
_SAME_M: Final = 0.01


def shape_context(
    cells: Cells, shapes: gpd.GeoSeries, verdicts: Verdicts
) -> tuple[pd.DataFrame, tuple[str, ...]]:
    """Give the canonical columns of crime by month, and reject the faulty rows.

    Anti-social behaviour comes without an id, and many rows that are alike: each is a record of its
    own and gets a number, so that the same file brought in twice gives the same ids.

    Parameters
    ----------
    shapes : GeoSeries of Point
        In the CRS of the workspace; None where a row has none.

    Returns
    -------
    DataFrame
        Columns incident_id, source, offence, month (``2016-06``) and place.
    tuple of str
        What to say of them.
    """
    texts, emptied = scrubbed_texts(cells, ("source", "offence", "place"))
    offence, _ = canonical_offences(texts["offence"])
    frame = pd.DataFrame(
        {
            "incident_id": without_addresses(cells.text("incident_id")),
            "source": texts["source"],
            "offence": offence,
            "month": _months(cells.text("month"), verdicts),
            "place": texts["place"],
        }
    )
    frame["incident_id"] = _context_ids(frame, shapes, verdicts)
    return frame, emptied_notices(emptied)


def _months(text: pd.Series, verdicts: Verdicts) -> pd.Series:
    verdicts.reject(text == "", "no month")
    written = {value: _month(value) for value in text.unique()}
    month = text.map(written).astype("str")
    verdicts.reject(month == "", "impossible month")
    return month


def _month(text: str) -> str:
    """``2016-06`` from 2016-06, 2016/6 or 2016-06-01; empty where it is no month."""
    parts = pd.Series([text], dtype="str").str.extract(_MONTH).iloc[0]
    if parts.isna().any():
        return ""
    year, month = int(parts[0]), int(parts[1])
    return f"{year:04d}-{month:02d}" if 1950 <= year < 2200 and 1 <= month <= 12 else ""


def _context_ids(frame: pd.DataFrame, shapes: gpd.GeoSeries, verdicts: Verdicts) -> pd.Series:
    """Ids as they came, the later row of two winning; numbers where there is none."""
    ids = frame["incident_id"]
    good = pd.Series(verdicts.good, index=ids.index)
    named = ids[good & (ids != "")]
    again = named[named.duplicated(keep=False)]
    copies = content_ids(frame.loc[again.index], shapes.loc[again.index]).duplicated()
    verdicts.reject(ids.index.isin(copies.index[copies]), "duplicate row")
    named = named[np.isin(named.index, copies.index[copies], invert=True)]
    older = named.index[named.duplicated(keep="last")]
    verdicts.reject(ids.index.isin(older), "a later row has the same incident_id")
    bare = np.flatnonzero(verdicts.good & (ids == "").to_numpy())
    points = gpd.GeoSeries(shapely.set_precision(shapes.iloc[bare].to_numpy(), _SAME_M))
    made = content_ids(frame.drop(columns="incident_id").iloc[bare], points)
    made = made + "-" + (made.groupby(made).cumcount() + 1).astype("str")
    return ids.where(ids != "", made.reindex(ids.index, fill_value="")).astype("str")


Shaped = tuple[pd.DataFrame, tuple[str, ...]]
_CLOSED = ("closed", "2")
_NOT_OPEN = ("proposed to open", "4")
_INACTIVE = ("inactive", "del", "delete", "deleted", "inact", "ina", "pending", "pen")
_PHASE_COLUMNS = ("phase", "phase_code", "type", "type_code")
_BASEMAP_STEMS = {
    "water": ("river", "water", "thames", "lake"),
    "park": ("park", "green"),
    "rail": ("rail",),
}


def shape_places(
    layer: LayerName, cells: Cells, shapes: gpd.GeoSeries, verdicts: Verdicts
) -> Shaped:
    """Give the canonical columns of any layer but incidents; reject the faulty rows.

    Interchanges have the column hub beside them: the interchange that each stop belongs to.
    """
    makers = {
        LayerName.SCHOOLS: _schools,
        LayerName.GATES: _gates,
        LayerName.INTERCHANGES: _interchanges,
        LayerName.STREETS: _streets,
        LayerName.AREAS: _areas,
        LayerName.BASEMAP: _basemap,
        LayerName.CONTEXT: shape_context,
    }
    return makers[layer](cells, shapes, verdicts)


def _schools(cells: Cells, shapes: gpd.GeoSeries, verdicts: Verdicts) -> Shaped:
    notices = []
    for status in (cells.text("status").str.lower(), cells.text("status_code")):
        verdicts.reject(status.isin(_CLOSED), "a closed school")
        verdicts.reject(status.isin(_NOT_OPEN), "a school that is not open yet")
    phase = _phase(cells)
    if not any(cells.has(name) for name in _PHASE_COLUMNS):
        notices.append(f"{cells.table.file} does not say the phase; all count as secondary.")
    verdicts.reject(phase == "", "a phase that is not patrolled or not known")
    contact, _ = cells.flag("has_named_contact")
    frame = pd.DataFrame(
        {
            "urn": _ids(cells, "urn", shapes, verdicts),
            "name": cells.text("name"),
            "phase": phase,
            "pupils": cells.number("pupils").round().astype("Int64"),
            "has_named_contact": contact,
        }
    )
    verdicts.reject(frame["name"] == "", "no name")
    _later_wins(frame, ["urn"], verdicts)
    return frame, tuple(notices)


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


def _gates(cells: Cells, _shapes: gpd.GeoSeries, verdicts: Verdicts) -> Shaped:
    urn = cells.text("urn")
    verdicts.reject(urn == "", "no id")
    number = (urn.groupby(urn).cumcount() + 1).astype("str")
    gate = cells.text("gate")
    gate = gate.where(gate != "", ("Gate " + number).where(number != "1", "Main gate"))
    frame = pd.DataFrame({"urn": urn, "gate": gate.astype("str")})
    _later_wins(frame, ["urn", "gate"], verdicts)
    return frame, ()


def _interchanges(cells: Cells, shapes: gpd.GeoSeries, verdicts: Verdicts) -> Shaped:
    for status in ("status", "change"):
        verdicts.reject(cells.text(status).str.lower().isin(_INACTIVE), "a stop out of use")
    kind, notices = _kind_of_stop(cells, verdicts)
    ids = _ids(cells, "interchange_id", shapes, verdicts)
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
    verdicts.reject(frame["name"] == "", "no name")
    _later_wins(frame, ["interchange_id"], verdicts)
    frame["hub"] = _hubs(cells, frame, shapes, verdicts)
    verdicts.reject(frame["hub"] == "", "a bus stop that is part of no interchange")
    return frame, notices


def _kind_of_stop(cells: Cells, verdicts: Verdicts) -> tuple[pd.Series, tuple[str, ...]]:
    if cells.has("kind"):
        kind = interchange_kind(cells.text("kind"))
        verdicts.reject(kind == "", "a kind of interchange that is not known")
        return kind, ()
    kind = pd.Series("rail", index=cells.table.frame.index, dtype="str")
    return kind, (f"{cells.table.file} does not say the kind; all count as rail stations.",)


def _modes(text: pd.Series) -> pd.Series:
    """Modes joined by |, from text such as ``bus,tube`` or ``["bus", "tube"]``."""
    plain = text.str.replace(r"[\[\]\"'{}]", "", regex=True).str.strip()
    return plain.str.replace(r"\s*[,;/|]\s*", "|", regex=True)


def _hubs(
    cells: Cells, frame: pd.DataFrame, shapes: gpd.GeoSeries, verdicts: Verdicts
) -> pd.Series:
    """Interchange of each stop of a register; in a list of interchanges each row is its own."""
    own = frame["interchange_id"]
    if cells.has("kind") and not cells.has("hub") and not is_register(cells.text("kind")):
        return own
    good = verdicts.good
    labels = hub_labels(
        frame[good],
        shapes[good],
        cells.text("hub")[good],
        part_of_station(cells.text("kind"))[good],
    )
    return labels.reindex(own.index, fill_value="").where(good, own)


def _streets(cells: Cells, shapes: gpd.GeoSeries, verdicts: Verdicts) -> Shaped:
    kind = street_kind(cells.text("kind", "local"))
    if cells.has("kind"):
        verdicts.reject(cells.text("kind") == "", "no kind of street")
    verdicts.reject(kind == MOTORWAY, "a motorway, which nobody walks")
    ids = _ids(cells, "street_id", shapes, verdicts)
    turn = ids.groupby(ids).cumcount()
    ids = ids.where(turn == 0, ids + "-" + (turn + 1).astype("str"))
    name = cells.text("name").str.replace(
        r"^\['([^']*)'.*\]$", r"\1", regex=True
    )  # the first of a list
    tags = {name: cells.text(name) for name in (*WAY_COLUMNS, *WAY_HELPERS)}
    frame = pd.DataFrame({"street_id": ids.astype("str"), "name": name, "kind": kind})
    return frame.join(ways_of(kind, cells.text("kind"), tags)), ()


def _areas(cells: Cells, shapes: gpd.GeoSeries, verdicts: Verdicts) -> Shaped:
    name = cells.text("name")
    number = pd.Series(range(1, len(name) + 1), index=name.index).astype("str")
    frame = pd.DataFrame(
        {
            "ward_code": _ids(cells, "ward_code", shapes, verdicts),
            "name": name.where(name != "", "Area " + number).astype("str"),
        }
    )
    _later_wins(frame, ["ward_code"], verdicts)
    return frame, ()


def _basemap(cells: Cells, shapes: gpd.GeoSeries, verdicts: Verdicts) -> Shaped:
    if cells.has("kind"):
        kind = basemap_kind(cells.text("kind"))
    else:
        kind = pd.Series(_kind_by_name(cells.table.file), index=shapes.index, dtype="str")
    verdicts.reject(kind == "", "a kind other than water, park or rail")
    return pd.DataFrame({"kind": kind, "name": cells.text("name")}), ()


def _kind_by_name(file: str) -> str:
    """Tell what a file without a kind column draws from its name, or refuse it."""
    for kind, words in _BASEMAP_STEMS.items():
        if any(word in file.lower() for word in words):
            return kind
    raise FileRefusedError(
        file, "no column kind came", "kind (water, park or rail)", "Add the column."
    )


def _ids(cells: Cells, name: str, shapes: gpd.GeoSeries, verdicts: Verdicts) -> pd.Series:
    """Ids as they came; made of the content where there is none."""
    ids = cells.text(name)
    bare = np.flatnonzero((ids == "") & verdicts.good)
    if not len(bare):
        return ids
    made = content_ids(cells.table.frame.iloc[bare], shapes.iloc[bare])
    verdicts.reject(ids.index.isin(made.index[made.duplicated()]), "duplicate row")
    return ids.where(ids != "", made.reindex(ids.index, fill_value="")).astype("str")


def _later_wins(frame: pd.DataFrame, keys: list[str], verdicts: Verdicts) -> None:
    kept = frame.loc[verdicts.good, keys]
    older = kept.index[kept.duplicated(keep="last")]
    verdicts.reject(frame.index.isin(older), f"a later row has the same {' and '.join(keys)}")
