"""One HTML file with everything in it: fonts, styles and pictures inside, nothing to fetch."""

from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any, Final

from jinja2 import Environment, FileSystemLoader, StrictUndefined
from markupsafe import Markup

from geo import text
from geo.layers import About
from geo.rendering import palette
from geo.rendering.fonts import Weight, woff2_base64

_CSS_WEIGHTS: Final = {Weight.REGULAR: 400, Weight.SEMIBOLD: 600, Weight.BOLD: 700}
Filters = Mapping[str, Callable[..., Any]]


def document(folder: Path, about: About, filters: Filters, **values: Any) -> str:  # noqa: ANN401
    """Fill ``page.html.j2`` of a folder, with its ``page.css``; every value is escaped.

    Parameters
    ----------
    about : About
        The area: its marking and "data as at" stand on the page.
    filters : mapping of str to callable
        What the template turns values into text with.
    values
        What the template needs beside what every page has.

    Returns
    -------
    str
        The same for the same values.
    """
    as_at = about.data_as_at
    return (
        _environment(folder, filters)
        .get_template("page.html.j2")
        .render(
            about=about,
            as_at=text.short_date(as_at) if as_at else "a date not recorded",
            fonts=[(_CSS_WEIGHTS[weight], woff2_base64(weight)) for weight in Weight],
            css=Markup((folder / "page.css").read_text(encoding="utf-8")),  # noqa: S704 - ours
            colours={
                "ink": palette.INK, "quiet": palette.QUIET, "ground": palette.GROUND,
                "warning": palette.WARNING, "banner": palette.BANNER,
            },
            simulated=text.SIMULATED,
            **values,
        )
    )  # fmt: skip


def _environment(folder: Path, filters: Filters) -> Environment:
    environment = Environment(
        loader=FileSystemLoader(folder), autoescape=True, undefined=StrictUndefined,
        trim_blocks=True, lstrip_blocks=True, keep_trailing_newline=True,
    )  # fmt: skip
    environment.filters |= filters
    return environment
