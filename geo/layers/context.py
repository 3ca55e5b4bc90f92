"""Crime by month: background for a reader, never evidence of an hour (rule 3 of the domain)."""

from typing import Final

import geopandas as gpd
import numpy as np
import pandas as pd
import shapely

from geo.layers.cells import Cells
from geo.layers.persons import contacts_said, open_texts, without_addresses
from geo.layers.raw import Verdicts
from geo.layers.shapes import content_ids
from geo.sources import canonical_offences

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
    texts, emptied = open_texts(cells, ("source", "offence", "place"))
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
    frame["incident_id"] = _ids(frame, shapes, verdicts)
    return frame, contacts_said(emptied)


def _months(text: pd.Series, verdicts: Verdicts) -> pd.Series:
    verdicts.reject(text == "", "no month")
    written = {value: _month(value) for value in text.unique()}
    month = text.map(written).astype("str")
    verdicts.reject(month == "", "impossible month")
    return month


def _month(text: str) -> str:
    """``2016-06`` from 2016-06, 2016/6 or 2016-06-01; empty where it is no month."""
    found = pd.Series([text], dtype="str").str.extract(_MONTH).iloc[0]
    if found.isna().any():
        return ""
    year, month = int(found[0]), int(found[1])
    return f"{year:04d}-{month:02d}" if 1950 <= year < 2200 and 1 <= month <= 12 else ""


def _ids(frame: pd.DataFrame, shapes: gpd.GeoSeries, verdicts: Verdicts) -> pd.Series:
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
