"""A report as one HTML file: fonts, styles and pictures inside, no script, nothing to fetch."""

from functools import cache
from pathlib import Path
from typing import Final

import pandas as pd
from jinja2 import Environment, FileSystemLoader, StrictUndefined, Template
from markupsafe import Markup

from geo.briefing import palette, wording
from geo.briefing.fonts import Weight, woff2_base64
from geo.quality.cells import text_of
from geo.quality.drawing import svg
from geo.quality.findings import Severity
from geo.quality.report import QualityReport

_FOLDER: Final = Path(__file__).parent
_CSS_WEIGHTS: Final = {Weight.REGULAR: 400, Weight.SEMIBOLD: 600, Weight.BOLD: 700}
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
    as_at = report.about.data_as_at
    return _template().render(
        about=report.about,
        report=report,
        as_at=wording.short_date(as_at) if as_at else "a date not recorded",
        groups=[(_HEADINGS[s], report.that_are(s)) for s in Severity],
        fonts=[(_CSS_WEIGHTS[weight], woff2_base64(weight)) for weight in Weight],
        css=Markup((_FOLDER / "page.css").read_text(encoding="utf-8")),  # noqa: S704 - ours
        colours={
            "ink": palette.INK, "quiet": palette.QUIET, "ground": palette.GROUND,
            "warning": palette.WARNING, "banner": palette.BANNER,
        },
        simulated=wording.SIMULATED,
    )  # fmt: skip


def rows_of(table: pd.DataFrame) -> list[list[str]]:
    """Cells of the first rows as text: numbers with separators, yes and no."""
    return [[text_of(cell) for cell in row] for row in table.head(_MOST_ROWS).to_numpy().tolist()]


@cache
def _template() -> Template:
    environment = Environment(
        loader=FileSystemLoader(_FOLDER), autoescape=True, undefined=StrictUndefined,
        trim_blocks=True, lstrip_blocks=True, keep_trailing_newline=True,
    )  # fmt: skip
    environment.filters |= {"svg": svg, "rows": rows_of}
    environment.globals["most"] = _MOST_ROWS
    return environment.get_template("page.html.j2")
