"""A report as a file: JSON for machines, one HTML page for people and paper."""

import json
from pathlib import Path
from typing import Any, Final

from geo.errors import AfterbellError
from geo.evidence.backtest.report import Report
from geo.layers import About

_PAGES: Final = (".html", ".htm")


def report_json(report: Report, about: About) -> dict[str, Any]:
    """The report with the area it is about, its marking and the age of its data."""
    as_at = about.data_as_at
    return {
        "afterbell": {
            "area": about.name,
            "marking": about.marking,
            "simulated": about.simulated,
            "data_as_at": as_at.isoformat() if as_at else None,
        },
        **report.to_dict(),
    }


def write(report: Report, about: About, path: Path) -> None:
    """Write .json or .html, by the ending of the name.

    Raises
    ------
    AfterbellError
        When the name ends in anything else.
    """
    refuse_other_files(path)
    if path.suffix.lower() in _PAGES:
        from geo.evidence.backtest.page import render  # noqa: PLC0415 - fonts, only if wanted

        path.write_text(render(report, about), encoding="utf-8")
    else:
        content = json.dumps(report_json(report, about), ensure_ascii=False, indent=1)
        path.write_text(content + "\n", encoding="utf-8")


def refuse_other_files(path: Path) -> None:
    """Refuse a name that ends in nothing that a report can be written as, before it is made.

    Raises
    ------
    AfterbellError
        When it is neither .json nor .html.
    """
    ending = path.suffix.lower()
    if ending not in (".json", *_PAGES):
        raise AfterbellError(
            f"{path.name} ends in {ending or 'nothing'}; expected a .json or an .html file."
        )
