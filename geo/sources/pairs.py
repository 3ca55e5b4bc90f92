"""A position in one cell: a pair of degrees, a point as text, or an address that ends in one."""

from typing import Final

import numpy as np
import pandas as pd
import pyarrow as pa
import pyarrow.compute as pc
from numpy.typing import NDArray

Floats = NDArray[np.float64]
_NUMBER = r"[-+]?\d{1,3}(?:\.\d+)?"
#: Each names x or y; a is the first of two that may be either.
_FORMS: Final = (
    rf"(?i)point\s*z?\s*\(\s*(?P<x>{_NUMBER})[\s,]+(?P<y>{_NUMBER})",
    rf"(?is)coordinates[^\d+-]+(?P<x>{_NUMBER})\s*,\s*(?P<y>{_NUMBER})",
    rf"(?is)latitude[^\d+-]+(?P<y>{_NUMBER})\D.*longitude[^\d+-]+(?P<x>{_NUMBER})",
    rf"(?is)longitude[^\d+-]+(?P<x>{_NUMBER})\D.*latitude[^\d+-]+(?P<y>{_NUMBER})",
    r"(?s)(?:^|[^\d.+-])(?P<a>[-+]?\d{1,3}\.\d+)\s*[,;/ ]\s*(?P<b>[-+]?\d{1,3}\.\d+)\s*[)\]]?\s*$",
)


def pairs_in(text: pd.Series) -> tuple[Floats, Floats]:
    """Read longitudes and latitudes out of a column of texts.

    Parameters
    ----------
    text : Series of str
        Such as ``(35.1, -90.0)``, ``POINT (-90.0 35.1)``, or an address with a pair at its end.

    Returns
    -------
    ndarray, ndarray
        Longitude and latitude of each row; NaN where there is no pair. A bare pair has the
        latitude first, unless it cannot be one.
    """
    column = pa.array(text, type=pa.large_string())
    x, y = (np.full(len(text), np.nan) for _ in range(2))
    for form in _FORMS:
        if not np.isnan(x).any():
            break
        first, second = _numbers(column, form)
        empty = np.isnan(x) & ~np.isnan(first)
        x[empty], y[empty] = first[empty], second[empty]
    return x, y


def _numbers(column: pa.Array, form: str) -> tuple[Floats, Floats]:
    """Longitude and latitude by one form."""
    found = pc.extract_regex(column, form)
    parts = {
        field.name: pc.struct_field(found, field.name)
        .cast(pa.float64())
        .to_numpy(zero_copy_only=False)
        for field in found.type
    }
    if "x" in parts:
        return parts["x"], parts["y"]
    with np.errstate(invalid="ignore"):
        swapped = bool((np.abs(parts["a"]) > 90).sum() > (np.abs(parts["b"]) > 90).sum())
    return (parts["a"], parts["b"]) if swapped else (parts["b"], parts["a"])
