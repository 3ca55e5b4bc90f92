"""The afterbell command: the whole path from files to a briefing, without a page.

Every command works on the bundled sample when no input is given.
"""

import sys

from dashboard.cli import data, evidence, fetching, planning, terminal
from dashboard.cli.options import app

__all__ = ["app", "data", "evidence", "fetching", "main", "planning"]


def main() -> None:
    """Parse, call, and turn any error into one sentence and an exit code."""
    try:
        app()
    except Exception as error:  # noqa: BLE001 - the last line of defence shows a sentence
        sys.exit(terminal.explain(error, as_json="--json" in sys.argv))
