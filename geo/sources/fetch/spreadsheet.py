"""Cells that a spreadsheet would run as formulas, made harmless."""

from collections.abc import Iterable
from typing import Final

import pandas as pd

_FORMULA: Final = r"^([=+\-@\t\r])"


def harmless(table: pd.DataFrame, texts: Iterable[str]) -> pd.DataFrame:
    """Put an apostrophe before each text that a spreadsheet would take for a formula.

    Parameters
    ----------
    texts : iterable of str
        Columns of text; numbers keep their minus.
    """
    columns = [name for name in texts if name in table.columns]
    mended = {name: table[name].str.replace(_FORMULA, r"'\1", regex=True) for name in columns}
    return table.assign(**mended)
