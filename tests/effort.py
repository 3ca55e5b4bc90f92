"""How hard a property is tried: briefly by `make test`, long by `make long`; and what is slow.

The brief run draws the same examples every time, so that a failure is never a matter of luck; the
long one draws new ones, and many.
"""

import os
from typing import Final

from hypothesis import HealthCheck, settings

LONG: Final = bool(os.environ.get("AFTERBELL_LONG"))
_TIMES: Final = 20
#: Folders and files whose tests are slow: they run the sample, pages, documents or many draws. A
#: single slow test among quick ones is marked where it stands.
SLOW: Final = (
    "benchmarks",
    "dashboard/cli",
    "dashboard/evidence",
    "dashboard/test_analyst.py",
    "dashboard/test_bring_in.py",
    "dashboard/test_effect_view.py",
    "dashboard/test_out_of_date.py",
    "dashboard/test_pages.py",
    "dashboard/test_timetables.py",
    "dashboard/test_pupil_flow.py",
    "data",
    "geo/briefing",
    "geo/connectors",
    "geo/evidence",
    "geo/hotspots",
    "geo/patrol",
    "geo/pupils",
    "geo/test_ten_lines.py",
    "geo/timetables/test_bell_checks.py",
    "geo/timetables/test_table_reading.py",
    "geo/workspace",
    "hostile",
    "test_notebooks.py",
    "test_wheel.py",
)


def tries(brief):
    """How often to try what the brief run tries so often."""
    return brief * _TIMES if LONG else brief


def one_by_one_or_all(cases):
    """Groups of cases that should all leave something as it is.

    The brief run tries all of them at once, which fails where any one of them would; the long one
    tries each by itself, and so says which.
    """
    return [(case,) for case in cases] if LONG else [tuple(cases)]


def examples(brief, **more):
    """Settings of a property of which the brief run draws so many examples."""
    return settings(
        max_examples=tries(brief),
        deadline=None,
        derandomize=not LONG,
        suppress_health_check=[HealthCheck.too_slow],
        **more,
    )
