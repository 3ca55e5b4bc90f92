"""Cells that a spreadsheet would run as formulas, made harmless in some columns of a table."""

from collections.abc import Iterable

import pandas as pd

from geo.safe_csv import harmless


def harmless_texts(table: pd.DataFrame, texts: Iterable[str]) -> pd.DataFrame:
    """Put an apostrophe before each text that a spreadsheet would take for a formula.

    Parameters
    ----------
    texts : iterable of str
        Columns of text; others are left as they are.
    """
    columns = [name for name in texts if name in table.columns]
    return table.assign(**{name: harmless(table[name]) for name in columns})
