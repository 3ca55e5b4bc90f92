"""A backtest as one HTML file: fonts, styles and pictures inside, no script, nothing to fetch."""

from functools import cache
from pathlib import Path
from typing import Final

import pandas as pd
from jinja2 import Environment, FileSystemLoader, StrictUndefined, Template
from markupsafe import Markup

from geo.briefing import palette, wording
from geo.briefing.fonts import Weight, woff2_base64
from geo.evidence.backtest.page import tables
from geo.evidence.backtest.page.sections import sections
from geo.evidence.backtest.report import Report
from geo.layers import About

_FOLDER: Final = Path(__file__).parent
_CSS_WEIGHTS: Final = {Weight.REGULAR: 400, Weight.SEMIBOLD: 600, Weight.BOLD: 700}


def render(report: Report, about: About) -> str:
    """Write a report as one HTML document; every value is escaped.

    Returns
    -------
    str
        The same for the same report.
    """
    as_at = about.data_as_at
    return _template().render(
        about=about,
        report=report,
        as_at=wording.short_date(as_at) if as_at else "a date not recorded",
        sections=sections(report),
        origins=tables.origins(report),
        papers=tables.papers(report),
        fonts=[(_CSS_WEIGHTS[weight], woff2_base64(weight)) for weight in Weight],
        css=Markup((_FOLDER / "page.css").read_text(encoding="utf-8")),  # noqa: S704 - ours
        colours={
            "ink": palette.INK, "quiet": palette.QUIET, "ground": palette.GROUND,
            "warning": palette.WARNING, "banner": palette.BANNER,
        },
        simulated=wording.SIMULATED,
    )  # fmt: skip


def rows_of(table: pd.DataFrame) -> list[list[str]]:
    """Cells as text, row by row."""
    return [[str(cell) for cell in row] for row in table.to_numpy().tolist()]


@cache
def _template() -> Template:
    environment = Environment(
        loader=FileSystemLoader(_FOLDER), autoescape=True, undefined=StrictUndefined,
        trim_blocks=True, lstrip_blocks=True, keep_trailing_newline=True,
    )  # fmt: skip
    environment.filters |= {"rows": rows_of}
    return environment.get_template("page.html.j2")
