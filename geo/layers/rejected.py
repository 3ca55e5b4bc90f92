"""The rows of a file that were rejected, as they came but for what is about persons."""

import geopandas as gpd
import numpy as np
import pandas as pd
import shapely

from geo.layers.persons import of_events, without_addresses, without_contacts
from geo.layers.raw import Ints, RawTable, Verdicts
from geo.layers.types import REJECT_COLUMNS
from geo.sources import ColumnMapping, LayerName


def rejected_rows(
    table: RawTable, mapping: ColumnMapping, verdicts: Verdicts
) -> tuple[pd.DataFrame, pd.DataFrame]:
    """Give the rejected rows in the order of the file, and their cells.

    Of a torn row no text is shown where some column is personal.

    Returns
    -------
    DataFrame
        Columns line, reason and text.
    DataFrame of str
        The raw columns of the same rows, without the personal ones; empty for torn rows.
    """
    at = np.flatnonzero(~verdicts.good)
    reasons = [
        why + where for why, where in zip(verdicts.reason[at], table.places(at), strict=True)
    ]
    torn = table.damaged.text
    if mapping.personal:
        torn = ("(not shown: the file has personal data)",) * len(torn)
    rejects = pd.DataFrame(
        {
            "line": np.concatenate([table.damaged.line, table.line[at]]).astype(np.int64),
            "reason": pd.Series([*table.damaged.reason, *reasons], dtype="str"),
            "text": _open([*torn, *table.texts(at, mapping.personal)], mapping.layer),
        },
        columns=list(REJECT_COLUMNS),
    )
    order = np.argsort(rejects["line"].to_numpy(), kind="stable")
    return rejects.iloc[order].reset_index(drop=True), _cells_of(table, mapping, at, order)


def _open(texts: list[str], layer: LayerName) -> pd.Series:
    return without_contacts(pd.Series(texts, dtype="str"), names=of_events(layer))[0]


def _cells_of(table: RawTable, mapping: ColumnMapping, at: Ints, order: Ints) -> pd.DataFrame:
    """Original cells of the rejected rows; a torn row has none."""
    kept = table.frame.iloc[at].drop(columns=list(mapping.personal))
    if not len(order):
        return kept
    ids = (mapping.columns.get(name) for name in ("incident_id", "urn", "interchange_id"))
    named = {raw for raw in ids if raw}
    for name in kept.columns.drop(named & set(kept.columns)):
        kept[name] = without_contacts(kept[name], names=of_events(mapping.layer))[0]
    for name in named & set(kept.columns):
        kept[name] = without_addresses(kept[name])
    if table.geometry is not None and len(at):
        shapes = gpd.GeoSeries(table.geometry.iloc[at])
        kept = kept.assign(wkt=shapely.to_wkt(shapes.to_numpy(), rounding_precision=9))
    blank = pd.DataFrame("", index=range(len(table.damaged.line)), columns=kept.columns)
    whole = pd.concat([blank, kept]) if len(blank) else kept
    return whole.iloc[order].fillna("").astype("str").reset_index(drop=True)
