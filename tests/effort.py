"""How hard a property is tried: briefly by `make test`, long by `make long`.

The brief run draws the same examples every time, so that a failure is never a matter of luck; the
long one draws new ones, and many.
"""

import os
from typing import Final

from hypothesis import HealthCheck, settings

LONG: Final = bool(os.environ.get("AFTERBELL_LONG"))
_TIMES: Final = 20


def tries(brief):
    """How often to try what the brief run tries so often."""
    return brief * _TIMES if LONG else brief


def examples(brief, **more):
    """Settings of a property of which the brief run draws so many examples."""
    return settings(
        max_examples=tries(brief),
        deadline=None,
        derandomize=not LONG,
        suppress_health_check=[HealthCheck.too_slow],
        **more,
    )
