"""What holds for every test: how hard properties are tried, and what `make quick` leaves out."""

from pathlib import Path

import pytest
from hypothesis import settings

from tests.effort import SLOW, examples

HERE = Path(__file__).parent

settings.register_profile("afterbell", examples(25))
settings.load_profile("afterbell")


def pytest_collection_modifyitems(items):
    """Mark what is slow, and begin with it: what is left to the end is soon shared out."""
    for item in items:
        path = item.path.relative_to(HERE).as_posix()
        if path.startswith(SLOW):
            item.add_marker(pytest.mark.slow)
    items.sort(key=lambda item: "slow" not in item.keywords)
