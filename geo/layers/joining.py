"""Several tables of one archive put one under the other."""

from collections.abc import Sequence

import geopandas as gpd
import numpy as np
import pandas as pd

from geo.errors import FileRefusedError
from geo.layers.raw import Damaged, Ints, RawTable


def joined(file: str, tables: Sequence[RawTable]) -> RawTable:
    """Put tables one under the other; each row keeps its line in its own file.

    Parameters
    ----------
    file : str
        Name of the archive that they come from.

    Raises
    ------
    FileRefusedError
        When some have a geometry and others not, or in different coordinate systems.
    """
    if len(tables) == 1:
        return tables[0]
    counts = [len(table.frame) for table in tables]
    return RawTable(
        file=file,
        frame=pd.concat([t.frame for t in tables], ignore_index=True).fillna("").astype("str"),
        line=np.concatenate([t.line for t in tables]),
        damaged=_damaged(tables),
        geometry=_shapes(file, tables),
        original=lambda at: _texts(tables, counts, at),
        decimal_comma=any(t.decimal_comma for t in tables),
        notices=tuple(dict.fromkeys(said for t in tables for said in t.notices)),
        parts=tuple(t.file for t in tables),
        part_of=np.repeat(np.arange(len(tables)), counts),
    )


def _damaged(tables: Sequence[RawTable]) -> Damaged:
    return Damaged(
        line=np.concatenate([t.damaged.line for t in tables]),
        reason=tuple(f"{reason} (in {t.file})" for t in tables for reason in t.damaged.reason),
        text=tuple(text for t in tables for text in t.damaged.text),
    )


def _shapes(file: str, tables: Sequence[RawTable]) -> gpd.GeoSeries | None:
    found = [table.geometry for table in tables if table.geometry is not None]
    if not found:
        return None
    if len(found) < len(tables) or len({str(shapes.crs) for shapes in found}) > 1:
        raise FileRefusedError(
            file,
            "its files differ in their coordinate system",
            "the same in all",
            "Choose one of them.",
        )
    return gpd.GeoSeries(pd.concat(found, ignore_index=True), crs=found[0].crs)


def _texts(tables: Sequence[RawTable], counts: Sequence[int], at: Ints) -> list[str]:
    """Original text of rows of the whole, in the order asked for."""
    ends = np.cumsum(counts)
    whose = np.searchsorted(ends, at, side="right")
    texts = np.empty(len(at), dtype=object)
    for number in np.unique(whose):
        rows = np.flatnonzero(whose == number)
        within = np.asarray(at)[rows] - (ends[number] - counts[number])
        texts[rows] = tables[number].texts(within, ())
    return [str(text) for text in texts]
