"""What else is known of areas: a table that the deployer supplies, and its quarters."""

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Final

import geopandas as gpd
import numpy as np
import pandas as pd
from numpy.typing import NDArray

from geo.errors import FileRefusedError
from geo.layers import LayerName, open_table

CODE: Final = "ward_code"
#: Fewer areas than these have no quarters, but halves; and fewer than the second have neither.
_FEWEST_FOR_QUARTERS: Final = 8
_FEWEST_FOR_HALVES: Final = 4
_QUARTERS: Final = ("lowest quarter", "second quarter", "third quarter", "highest quarter")
_HALVES: Final = ("lower half", "upper half")


@dataclass(frozen=True, eq=False)
class Grouped:
    """Areas put into groups by one attribute.

    Attributes
    ----------
    of : ndarray, shape (areas,)
        Group of each area; -1 where the attribute is not known.
    labels : tuple of str
        Such as ``lowest quarter (3.1 to 9.8)``.
    """

    attribute: str
    of: NDArray[np.int64]
    labels: tuple[str, ...]


def read_attributes(path: Path) -> pd.DataFrame:
    """Read a table of numbers by area: a column ward_code, and any columns of numbers.

    Returns
    -------
    DataFrame
        ward_code as text, and the columns of which every filled cell is a number.

    Raises
    ------
    FileRefusedError
        When it cannot be read, has no ward_code, names one twice, or has no column of numbers.
    """
    expected = "a table with the column ward_code and columns of numbers, such as share_under_18"
    text = open_table(path, LayerName.AREAS).frame
    if CODE not in text:
        came = f"its columns are {', '.join(map(str, text.columns[:8]))}"
        raise FileRefusedError(path.name, came, expected, "Name the column of codes ward_code.")
    codes = text[CODE].str.strip()
    if codes.duplicated().any():
        came = f"{codes[codes.duplicated()].iloc[0]} stands on more than one line"
        raise FileRefusedError(path.name, came, "each ward_code once", "Keep one line for each.")
    rest = text.drop(columns=CODE)
    figures = rest.apply(pd.to_numeric, errors="coerce").replace([np.inf, -np.inf], np.nan)
    numeric = (figures.notna() | (rest == "")).all() & figures.notna().any()
    if not numeric.any():
        raise FileRefusedError(
            path.name,
            "none of its columns holds only numbers",
            expected,
            "Write numbers plainly, such as 12.5, without % or units.",
        )
    kept: pd.DataFrame = figures.loc[:, numeric]
    return kept.assign(**{CODE: codes})


def grouped(areas: gpd.GeoDataFrame, attributes: pd.DataFrame) -> Iterator[Grouped | str]:
    """Put areas into quarters by each attribute, or halves where they are few.

    Yields
    ------
    Grouped or str
        A sentence where an attribute cannot divide the areas, or is not known of all.
    """
    known = attributes.set_index(CODE).reindex(areas[CODE])
    for name in known.columns:
        values = known[name].to_numpy(dtype=float)
        missing = int(np.isnan(values).sum())
        if missing:
            yield f"{name} is not known of {missing} of {len(values)} areas; they are left out."
        made = _divided(str(name), values)
        yield made or f"{name} divides too few areas to compare: expected 4 or more that differ."


def _divided(name: str, values: NDArray[np.float64]) -> Grouped | None:
    """Equal values stay together, so groups may differ in size."""
    some = values[~np.isnan(values)]
    if len(some) < _FEWEST_FOR_HALVES:
        return None
    words = _QUARTERS if len(some) >= _FEWEST_FOR_QUARTERS else _HALVES
    cuts = np.quantile(some, np.arange(1, len(words)) / len(words))
    found = np.where(np.isnan(values), -1, np.searchsorted(cuts, values, side="left"))
    filled = [group for group in range(len(words)) if (found == group).any()]
    if len(filled) < 2:
        return None
    labels = tuple(
        f"{words[group]} ({values[found == group].min():g} to {values[found == group].max():g})"
        for group in filled
    )
    places = np.searchsorted(filled, found)
    return Grouped(name, np.where(found < 0, -1, places), labels)
