"""A backtest as one HTML file: fonts, styles and pictures inside, no script, nothing to fetch."""

from pathlib import Path

import pandas as pd

from geo.briefing.document import document
from geo.evidence.backtest.page import tables
from geo.evidence.backtest.page.sections import sections
from geo.evidence.backtest.report import Report
from geo.layers import About


def render(report: Report, about: About) -> str:
    """Write a report as one HTML document; every value is escaped.

    Returns
    -------
    str
        The same for the same report.
    """
    return document(
        Path(__file__).parent,
        about,
        {"rows": rows_of},
        report=report,
        sections=sections(report),
        origins=tables.origins(report),
        papers=tables.papers(report),
    )


def rows_of(table: pd.DataFrame) -> list[list[str]]:
    """Cells as text, row by row."""
    return [[str(cell) for cell in row] for row in table.to_numpy().tolist()]
