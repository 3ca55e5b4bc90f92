"""A report as one HTML file: fonts, styles and pictures inside, no script, nothing to fetch."""

from pathlib import Path
from typing import Final

import pandas as pd

from geo.briefing.document import document
from geo.quality.cells import text_of
from geo.quality.drawing import svg
from geo.quality.findings import Severity
from geo.quality.report import QualityReport

#: Longer tables are cut on the page.
_MOST_ROWS: Final = 100
_HEADINGS: Final = {
    Severity.MEND: "To mend",
    Severity.LOOK: "To look at",
    Severity.OK: "Fine",
}


def render(report: QualityReport) -> str:
    """Write a report as one HTML document; every value is escaped.

    Returns
    -------
    str
        The same for the same report.
    """
    groups = [(_HEADINGS[severity], report.that_are(severity)) for severity in Severity]
    return document(
        Path(__file__).parent,
        report.about,
        {"svg": svg, "rows": rows_of},
        report=report,
        groups=groups,
        most=_MOST_ROWS,
    )


def rows_of(table: pd.DataFrame) -> list[list[str]]:
    """Cells of the first rows as text: numbers with separators, yes and no."""
    return [[text_of(cell) for cell in row] for row in table.head(_MOST_ROWS).to_numpy().tolist()]
