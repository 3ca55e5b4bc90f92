"""One HTML file with everything in it: fonts, styles and pictures inside, nothing to fetch."""

from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any, Final

from jinja2 import Environment, FileSystemLoader, StrictUndefined
from markupsafe import Markup

from geo.errors import AfterbellError
from geo.layers import About
from geo.rendering import palette
from geo.rendering.fonts import Weight, woff2_base64
from geo.text import SIMULATED, short_date

_CSS_WEIGHTS: Final = {Weight.REGULAR: 400, Weight.SEMIBOLD: 600, Weight.BOLD: 700}
_COLOURS: Final = {
    "ink": palette.INK, "quiet": palette.QUIET, "accent": palette.ACCENT,
    "backdrop": palette.BACKDROP, "warning": palette.WARNING, "banner": palette.BANNER,
    "hotspot": palette.HOTSPOT_LINE, "hotspot-light": palette.HOTSPOT_RAMP[1],
}  # fmt: skip


def document(
    folder: Path,
    about: About,
    filters: Mapping[str, Callable[..., Any]],
    **values: Any,  # noqa: ANN401
) -> str:
    """Fill ``page.html.j2`` of a folder, with its ``page.css``; every value is escaped.

    Parameters
    ----------
    folder : Path
        Where the template and its style sheet lie.
    about : About
        The area: its marking and "data as at" stand on the page.
    filters : mapping of str to callable
        What the template turns values into text with.
    **values
        What the template needs beside what every page has: ``about``, ``as_at``, ``fonts``,
        ``css``, ``colours`` and ``simulated``.

    Returns
    -------
    str
        The same for the same values.
    """
    environment = Environment(
        loader=FileSystemLoader(folder), autoescape=True, undefined=StrictUndefined,
        trim_blocks=True, lstrip_blocks=True, keep_trailing_newline=True,
    )  # fmt: skip
    environment.filters |= filters
    return environment.get_template("page.html.j2").render(
        about=about,
        as_at=short_date(about.data_as_at) if about.data_as_at else "an unknown date",
        fonts=[(_CSS_WEIGHTS[weight], woff2_base64(weight)) for weight in Weight],
        css=Markup((folder / "page.css").read_text(encoding="utf-8")),  # noqa: S704 - ours
        colours=_COLOURS,
        simulated=SIMULATED,
        **values,
    )


def require_ending(path: Path, *endings: str) -> None:
    """Refuse a file name that ends in nothing that can be written.

    Parameters
    ----------
    path : Path
    endings : str
        Such as ``.html``, which allows .htm too.

    Raises
    ------
    AfterbellError
        When the name ends in none of them, in any case.
    """
    ending = path.suffix.lower()
    if ending not in endings and not (ending == ".htm" and ".html" in endings):
        kinds = " or ".join(f"{'an' if kind == '.html' else 'a'} {kind}" for kind in endings)
        raise AfterbellError(f"{path.name} ends in {ending or 'nothing'}; expected {kinds} file.")
